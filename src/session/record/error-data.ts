import { isError, readable, shortened, shown } from "../../core/checks";
import { PaperLabError } from "../../errors";

/** An error as plain data. */
interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly stack?: string;
  /** The code of a PaperLabError. */
  readonly code?: string;
  readonly cause?: ErrorData;
}

// Most characters of each text, and most causes, that are kept of an error.
const LONGEST = 10_000;
const MOST_CAUSES = 10;

/**
 * Returns an error as plain data, with its causes. Anything else that was thrown is returned as its text. Never
 * throws. It says what could not be read, and which texts and causes were left out.
 */
export function errorData(thrown: unknown): ErrorData {
  return dataOf(thrown, []);
}

function dataOf(thrown: unknown, before: readonly unknown[]): ErrorData {
  if (before.includes(thrown)) return said("The cause is one of the errors before, again");
  if (before.length > MOST_CAUSES) return said("More causes were left out");
  if (!isError(thrown)) return said(typeof thrown === "string" ? shortened(thrown, LONGEST) : shown(thrown));
  const stack = textOf(thrown, "stack");
  const cause = readable<unknown>(() => thrown.cause, "a cause that cannot be read");
  return {
    name: textOf(thrown, "name") ?? "Error",
    message: textOf(thrown, "message") ?? "",
    ...(stack !== undefined && { stack }),
    ...(isOurs(thrown) && { code: thrown.code }),
    ...(cause !== undefined && { cause: dataOf(cause, [...before, thrown]) }),
  };
}

function said(message: string): ErrorData {
  return { name: "Error", message };
}

function textOf(thrown: Error, part: "name" | "message" | "stack"): string | undefined {
  const read = () => (thrown[part] === undefined ? undefined : shortened(String(thrown[part]), LONGEST));
  return readable(read, `a ${part} that cannot be read`);
}

function isOurs(thrown: unknown): thrown is PaperLabError {
  return readable(() => thrown instanceof PaperLabError, false);
}

/** Returns the error that some data describes, or `undefined` if there is none. */
export function errorOfData(data: unknown): Error | undefined {
  if (typeof data !== "object" || data === null) return undefined;
  const { name, message, stack, code, cause } = data as ErrorData;
  const options = cause === undefined ? undefined : { cause: errorOfData(cause) };
  const error =
    code === undefined
      ? new Error(message, options)
      : new PaperLabError(code as PaperLabError["code"], message, options);
  return Object.assign(error, { ...(stack !== undefined && { stack }), ...(code === undefined && { name }) });
}
