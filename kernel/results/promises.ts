import { inspect } from "node:util";

const marks = ["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"];

/** Lets promises print without the records of asynchronous contexts that Node hangs on them. */
export function printPromisesPlainly(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    value(this: Promise<unknown>) {
      for (const symbol of Object.getOwnPropertySymbols(this)) {
        if (marks.includes(symbol.description ?? "")) Object.defineProperty(this, symbol, { enumerable: false });
      }
      // Which means that it prints as it would have.
      return this;
    },
  });
}
