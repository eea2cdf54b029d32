import { expected, shown } from "../../core/checks";
import { PaperLabError } from "../../errors";
import type { SignalFlags, Signals, SignalValues } from "../signals";

/** What is wanted of one symbol, bar by bar: `NaN` for no opinion. */
export interface Wanted {
  readonly unit: "weight" | "quantity";
  readonly values: Float64Array;
}

const keys = ["weight", "quantity", "entries", "exits"];

/**
 * Reads what a function of signals returned for a symbol with `length` bars. Throws INVALID_SIGNALS unless it is one
 * number a bar, in one of its forms; `what` names the function.
 */
export function wantedOf(what: string, symbol: string, signals: Signals, length: number): Wanted {
  const name = `what ${what} returned for ${symbol}`;
  if (isList(signals)) return { unit: "weight", values: numbersOf(name, signals, length) };
  if (typeof signals !== "object" || signals === null)
    throw invalid(name, "a list of weights, or an object with weight, quantity or entries", signals);
  const parts = signals as Readonly<Record<string, unknown>>;
  const other = Object.keys(parts).find((key) => !keys.includes(key));
  if (other !== undefined) throw invalid(name, `an object of ${keys.join(", ")}`, `one with ${other}`);
  if (parts.weight !== undefined && parts.quantity !== undefined)
    throw invalid(name, "an object with a weight or a quantity", "one with both");
  const unit = parts.quantity === undefined ? "weight" : "quantity";
  if (parts.entries === undefined) {
    if (parts.exits !== undefined) throw invalid(name, "an object with entries beside its exits", "one without");
    return { unit, values: numbersOf(`${unit} in ${name}`, parts[unit], length) };
  }
  const size = parts[unit] ?? 1;
  const sizes = typeof size === "number" ? size : numbersOf(`${unit} in ${name}`, size, length);
  const entries = flagsOf(`entries in ${name}`, parts.entries, length);
  const exits = parts.exits === undefined ? undefined : flagsOf(`exits in ${name}`, parts.exits, length);
  return { unit, values: held(entries, exits, sizes) };
}

/** From an entry on its size is held, from an exit on nothing. */
function held(entries: SignalFlags, exits: SignalFlags | undefined, sizes: number | Float64Array): Float64Array {
  const values = new Float64Array(entries.length);
  let isIn = false;
  for (let at = 0; at < values.length; at++) {
    let value = Number.NaN;
    if (isIn) {
      isIn = exits === undefined || !isYes(exits[at]);
      if (!isIn) value = 0;
    } else if (isYes(entries[at]) && !(exits !== undefined && isYes(exits[at]))) {
      value = typeof sizes === "number" ? sizes : sizes[at];
      isIn = !Number.isNaN(value);
    }
    values[at] = value;
  }
  return values;
}

function isYes(flag: number | boolean): boolean {
  return flag === true || (typeof flag === "number" && flag !== 0 && !Number.isNaN(flag));
}

function numbersOf(name: string, values: unknown, length: number): Float64Array {
  checkLength(name, values, length);
  const list = values as SignalValues;
  const numbers = list instanceof Float64Array ? new Float64Array(list) : new Float64Array(length);
  if (!(list instanceof Float64Array)) for (let at = 0; at < length; at++) numbers[at] = numberOf(name, list[at], at);
  const infinite = numbers.findIndex((value) => value === Infinity || value === -Infinity);
  if (infinite >= 0)
    throw invalid(name, "finite numbers, or NaN for no opinion", `${numbers[infinite]} at bar ${infinite}`);
  return numbers;
}

// What is missing is no opinion, as NaN is.
function numberOf(name: string, value: unknown, at: number): number {
  if (value === undefined || value === null) return Number.NaN;
  if (typeof value === "number") return value;
  if (typeof value === "boolean") return value ? 1 : 0;
  throw invalid(name, "numbers, one a bar", `${shown(value)} at bar ${at}`);
}

function flagsOf(name: string, flags: unknown, length: number): SignalFlags {
  checkLength(name, flags, length);
  const list = flags as SignalFlags;
  // The values of a typed array are all of one kind.
  const checked = ArrayBuffer.isView(list) ? Math.min(length, 1) : length;
  for (let at = 0; at < checked; at++) {
    const flag: unknown = list[at];
    if (typeof flag !== "number" && typeof flag !== "boolean")
      throw invalid(name, "true or false, or numbers, one a bar", `${shown(flag)} at bar ${at}`);
  }
  return list;
}

function checkLength(name: string, values: unknown, length: number): void {
  if (!isList(values)) throw invalid(name, "a list of numbers, one a bar", values);
  if (values.length !== length) throw invalid(name, `a list of ${length} values, one a bar`, `one of ${values.length}`);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function invalid(name: string, wanted: string, was: unknown): PaperLabError {
  const text = typeof was === "string" ? was : undefined;
  if (text !== undefined) return new PaperLabError("INVALID_SIGNALS", `Expected ${name} to be ${wanted}, was ${text}`);
  return expected(name, wanted, was, "INVALID_SIGNALS");
}
