import { didYouMean, expected, shown } from "../../core/checks";
import { grouped } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { SignalFlags, Signals, SignalValues } from "../signals";

/** What is wanted of one symbol, from which bar on. Before the first of them there is no opinion. */
export interface Wanted {
  readonly unit: "weight" | "quantity";
  /** The bars at which it changes, ascending, counted from the symbol's first. */
  readonly rows: Uint32Array;
  /** What is wanted from each of these bars on. */
  readonly values: Float64Array;
}

const keys = ["weight", "quantity", "entries", "exits"];

/**
 * Reads what a function of signals returned for a symbol with `length` bars. Throws INVALID_SIGNALS unless it is one
 * number a bar, in one of its forms; `what` names the function. `isFirst`: whether a session first starts, which is
 * when a size that is none is refused, so that those stored before run again.
 */
export function wantedOf(what: string, symbol: string, signals: Signals, length: number, isFirst = false): Wanted {
  const name = `what ${what} returned for ${symbol}`;
  if (isList(signals)) return { unit: "weight", ...changesOf(name, signals, length) };
  // The entries of a Map are a function.
  if (
    typeof signals !== "object" ||
    signals === null ||
    typeof (signals as { entries?: unknown }).entries === "function"
  )
    throw invalid(name, "a list of weights, or an object with weight, quantity or entries", signals);
  const parts = signals as Readonly<Record<string, unknown>>;
  const other = Object.keys(parts).find((key) => !keys.includes(key));
  const near = other === undefined ? "" : didYouMean(other, keys);
  if (other !== undefined)
    throw otherThan(name, `an object of ${keys.join(", ")}`, `one with ${other}${near && `.${near}`}`);
  if (parts.weight !== undefined && parts.quantity !== undefined)
    throw otherThan(name, "an object with a weight or a quantity", "one with both");
  const unit = parts.quantity === undefined ? "weight" : "quantity";
  if (parts.entries === undefined) {
    if (parts.exits !== undefined) throw otherThan(name, "an object with entries beside its exits", "one without");
    return { unit, ...changesOf(`${unit} in ${name}`, parts[unit], length) };
  }
  const sizes = sizesOf(`${unit} in ${name}`, parts[unit], length, isFirst);
  const entries = flagsOf(`entries in ${name}`, parts.entries, length);
  const exits = parts.exits === undefined ? undefined : flagsOf(`exits in ${name}`, parts.exits, length);
  return { unit, ...changesOfFlags(entries, exits, sizes) };
}

/** Gathers the bars at which what is wanted differs from what was wanted last. `NaN` is no opinion. */
class Changes {
  #rows = new Uint32Array(64);
  #values = new Float64Array(64);
  #count = 0;
  #last = Number.NaN;

  add(row: number, value: number): void {
    if (value === this.#last || Number.isNaN(value)) return;
    this.#last = value;
    if (this.#count === this.#rows.length) this.#grow();
    this.#rows[this.#count] = row;
    this.#values[this.#count++] = value;
  }

  done(): Pick<Wanted, "rows" | "values"> {
    return { rows: this.#rows.subarray(0, this.#count), values: this.#values.subarray(0, this.#count) };
  }

  #grow(): void {
    const rows = new Uint32Array(this.#count * 2);
    const values = new Float64Array(this.#count * 2);
    rows.set(this.#rows);
    values.set(this.#values);
    [this.#rows, this.#values] = [rows, values];
  }
}

function changesOf(name: string, values: unknown, length: number): Pick<Wanted, "rows" | "values"> {
  checkLength(name, values, length);
  const list = values as SignalValues;
  const changes = new Changes();
  for (let at = 0; at < length; at++) changes.add(at, numberOf(name, list[at], at));
  return changes.done();
}

/** From an entry on its size is held, from an exit on nothing. */
function changesOfFlags(entries: SignalFlags, exits: SignalFlags | undefined, sizes: number | Float64Array) {
  const changes = new Changes();
  const nextEntry = nextYesOf(entries);
  const nextExit = exits === undefined ? () => entries.length : nextYesOf(exits);
  let isIn = false;
  for (let at = 0; ; at++) {
    at = isIn ? nextExit(at) : nextEntry(at);
    if (at >= entries.length) return changes.done();
    if (isIn) {
      changes.add(at, 0);
      isIn = false;
    } else if (exits === undefined || !isYes(exits[at])) {
      const size = typeof sizes === "number" ? sizes : sizes[at];
      changes.add(at, size);
      isIn = !Number.isNaN(size);
    }
  }
}

// What finds the next bar from one on that has a yes, or else the number of bars.
function nextYesOf(flags: SignalFlags): (from: number) => number {
  if (flags instanceof Uint8Array) return nextNonzeroOf(flags);
  return (from) => {
    let at = from;
    while (at < flags.length && !isYes(flags[at])) at++;
    return at;
  };
}

// Most bars have none, so four are looked at in one.
function nextNonzeroOf(bytes: Uint8Array): (from: number) => number {
  const { buffer, byteOffset, length } = bytes;
  const fours = byteOffset % 4 === 0 ? new Int32Array(buffer, byteOffset, length >> 2) : new Int32Array(0);
  return (from) => {
    let at = from;
    for (; at < length && (at & 3) !== 0; at++) if (bytes[at] !== 0) return at;
    for (let four = at >> 2; four < fours.length && fours[four] === 0; four++) at += 4;
    while (at < length && bytes[at] === 0) at++;
    return at;
  };
}

function isYes(flag: number | boolean): boolean {
  return flag === true || (typeof flag === "number" && flag !== 0 && !Number.isNaN(flag));
}

function sizesOf(name: string, size: unknown, length: number, isFirst: boolean): number | Float64Array {
  const isNone = size === null || (typeof size === "number" && !Number.isFinite(size));
  if ((isFirst && isNone) || (size !== undefined && size !== null && typeof size !== "number" && !isList(size)))
    throw invalid(name, "a number, or a list of numbers, one a bar", size);
  const given = size ?? 1;
  return typeof given === "number" ? given : numbersOf(name, given, length);
}

function numbersOf(name: string, values: unknown, length: number): Float64Array {
  checkLength(name, values, length);
  const list = values as SignalValues;
  const numbers = new Float64Array(length);
  for (let at = 0; at < length; at++) numbers[at] = numberOf(name, list[at], at);
  return numbers;
}

// What is missing is no opinion, as NaN is.
function numberOf(name: string, value: unknown, at: number): number {
  if (value === undefined || value === null) return Number.NaN;
  if (typeof value === "number") {
    if (value !== Infinity && value !== -Infinity) return value;
    throw otherThan(name, "finite numbers, or NaN for no opinion", `${value} at bar ${at}`);
  }
  if (typeof value === "boolean") return value ? 1 : 0;
  throw otherThan(name, "numbers, one a bar", `${shown(value)} at bar ${at}`);
}

function flagsOf(name: string, flags: unknown, length: number): SignalFlags {
  checkLength(name, flags, length);
  const list = flags as SignalFlags;
  // The values of a typed array are all of one kind.
  const checked = ArrayBuffer.isView(list) ? Math.min(length, 1) : length;
  for (let at = 0; at < checked; at++) {
    const flag: unknown = list[at];
    if (typeof flag !== "number" && typeof flag !== "boolean")
      throw otherThan(name, "true or false, or numbers, one a bar", `${shown(flag)} at bar ${at}`);
  }
  return list;
}

function checkLength(name: string, values: unknown, length: number): void {
  if (!isList(values)) throw invalid(name, "a list of numbers, one a bar", values);
  if (values.length !== length)
    throw otherThan(name, `a list of ${grouped(length)} values, one a bar`, `one of ${grouped(values.length)}`);
}

function isList(value: unknown): value is ArrayLike<unknown> {
  return Array.isArray(value) || (ArrayBuffer.isView(value) && "length" in value);
}

function invalid(name: string, wanted: string, value: unknown): PaperLabError {
  return expected(name, wanted, value, "INVALID_SIGNALS");
}

/** `was`: what is wrong, in words. */
function otherThan(name: string, wanted: string, was: string): PaperLabError {
  return new PaperLabError("INVALID_SIGNALS", `Expected ${name} to be ${wanted}, was ${was}`);
}
