import { PaperLabError } from "../errors";

const mark = "; asked for ";

/**
 * Returns what was thrown, if a model of the user's own failed with what it was asked for: `order-7, buy 100 AAPL`. A model
 * itself does not know that.
 */
export function askedFor(thrown: unknown, what: () => string): unknown {
  if (!(thrown instanceof PaperLabError) || thrown.code !== "MODEL_FAILED") return thrown;
  const { code, message, cause } = thrown;
  return message.includes(mark) ? thrown : new PaperLabError(code, `${message}${mark}${what()}`, { cause });
}
