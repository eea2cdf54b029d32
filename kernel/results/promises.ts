import { inspect } from "node:util";

const marks = ["async_id_symbol", "trigger_async_id_symbol", "kResourceStore"];

/** Makes promises print without the async context records that Node attaches to them. */
export function printPromisesPlainly(): void {
  Object.defineProperty(Promise.prototype, inspect.custom, {
    configurable: true,
    writable: true,
    value(this: Promise<unknown>) {
      for (const symbol of Object.getOwnPropertySymbols(this)) {
        if (marks.includes(symbol.description ?? "")) Object.defineProperty(this, symbol, { enumerable: false });
      }
      // Then it prints as usual.
      return this;
    },
  });
}
