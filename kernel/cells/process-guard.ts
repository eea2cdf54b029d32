import { Readable } from "node:stream";

/** Called with an error that nobody caught. */
export type OnError = (what: string, error: unknown) => void;

/**
 * Prevents cells from ending or blocking this process. Uncaught errors are reported. `process.exit` and reading from
 * `process.stdin` are refused.
 */
export function guardProcess(onError: OnError): void {
  process.on("uncaughtException", (error) => onError("Uncaught error", error));
  process.on("unhandledRejection", (error) => onError("Unhandled rejection", error));
  process.exit = ((): never => {
    throw new Error(
      "Expected a cell to keep the kernel running, but it called process.exit(). Shut the kernel down from the notebook",
    );
  }) as typeof process.exit;
  Object.defineProperty(process, "stdin", { configurable: true, value: refusedInput() });
}

// A stdin that throws as soon as a cell begins to read.
function refusedInput(): Readable {
  const input = new Readable();
  const { on } = input;
  const read = (): never => {
    throw new Error("Expected a cell to ask for no input, but it read process.stdin. Assign the value to a variable");
  };
  const listen = (name: string, listener: () => void) =>
    ["data", "readable", "keypress"].includes(name) ? read() : on.call(input, name, listener);
  return Object.assign(input, { read, resume: read, on: listen, addListener: listen });
}
