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

/** Returns an error as plain data, with its causes; anything that was thrown and is none as its text. */
export function errorData(thrown: unknown): ErrorData {
  if (!(thrown instanceof Error)) return { name: "Error", message: String(thrown) };
  const { name, message, stack, cause } = thrown;
  return {
    name,
    message,
    ...(stack !== undefined && { stack }),
    ...(thrown instanceof PaperLabError && { code: thrown.code }),
    ...(cause !== undefined && { cause: errorData(cause) }),
  };
}

/** Returns the error that some data describes, or `undefined` for none. */
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
