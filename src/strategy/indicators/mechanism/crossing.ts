import { expected } from "../../../core/checks";
import type { History } from "../../../core/market/history";
import { Column, type OfColumn } from "./column";
import type { BarFold, Fold, PairFold } from "./fold";
import { itself, type KnownLine, knownLine, type Line } from "./line";
import { type BarColumn, type ColumnsOfBars, type ListsOfBars, ofBars } from "./of-bars";
import { ofPairs } from "./of-pairs";
import { ofValues } from "./of-values";
import type { Parameter } from "./parameters";

/** Whether one line crosses another at the newest bar; of whole columns, 1 where it does and 0 elsewhere. */
export interface Crossing {
  /** Of two whole columns, or of a column and a line of it. */
  <Given extends Column>(one: Given, other: Column | Line): OfColumn<Given, Column>;
  /** Of two lines of a whole column, or of whole columns of bars. */
  <Given extends Column | ColumnsOfBars<BarColumn>>(source: Given, one: Line, other: Line): OfColumn<Given, Column>;
  /** Of two columns or lists, or of a column and a line of it. */
  (one: ArrayLike<number>, other: ArrayLike<number> | Line): boolean;
  /** Of the closes of bars and a line of them. */
  (bars: History | ListsOfBars<BarColumn>, other: Line): boolean;
  /** Of two lines of a column, or of a history. */
  (source: ArrayLike<number> | History | ListsOfBars<BarColumn>, one: Line, other: Line): boolean;
}

/** Makes the indicator of a crossing. `direction` is 1 for upward, -1 for downward. */
export function crossing(name: string, direction: 1 | -1): Crossing {
  const ofTwo = ofPairs({ name, parameters: [], fold: () => new Crossed(direction), decidedBy: () => 2 });
  const parameters = [lineParameter("the first line"), lineParameter("the second line")];
  const fold = (one: KnownLine, other: KnownLine) => new CrossedLines(one, other, direction);
  const decidedBy = (one: KnownLine, other: KnownLine) => Math.max(one.begin().decidedBy, other.begin().decidedBy) + 1;
  const ofColumn = ofValues({
    name,
    parameters,
    fold: (one: KnownLine, other: KnownLine): Fold => new CrossedValues(fold(one, other)),
    decidedBy,
  });
  const ofHistory = ofBars<BarColumn, [KnownLine, KnownLine]>(["high", "low", "close", "volume"], {
    name,
    parameters,
    fold,
    decidedBy,
  });

  function found(source: unknown, one: unknown, other: unknown): unknown {
    if (typeof source !== "object" || source === null) throw notBefore(name, source);
    const isList = typeof (source as ArrayLike<number>).length === "number" && !("close" in source);
    if (other === undefined && isList && !isLine(one)) {
      if (typeof one === "string") throw linesOfBars(name, source);
      if (typeof one !== "object" && typeof one !== "number") throw notBefore(name, one, "the second values");
      if (Array.isArray(one) && isBroken(one, (source as ArrayLike<number>).length)) throw noIndicator(name);
      return ofTwo(source as ArrayLike<number>, one as ArrayLike<number>);
    }
    const first = other === undefined ? itself : knownLine(name, "the first line", one);
    const second = knownLine(name, "the second line", other === undefined ? one : other);
    if (!isList) return ofHistory(source as History, first, second);
    if (first.needsBars || second.needsBars) throw linesOfBars(name, source);
    return ofColumn(source as ArrayLike<number>, first, second);
  }

  const crossed = (source: unknown, one: unknown, other?: unknown) => {
    const result = found(source, one, other);
    return Column.is(result) ? result : result === 1;
  };
  return Object.defineProperty(crossed, "name", { value: name }) as Crossing;
}

function isLine(value: unknown): boolean {
  return Array.isArray(value) && (typeof value[0] === "function" || typeof value[0] === "string");
}

// A line of an indicator that is misspelled or not imported. A list may begin with a missing value.
function isBroken(line: readonly unknown[], length: number): boolean {
  return line.length > 0 && line.length !== length && line[0] === undefined;
}

function lineParameter(name: string): Parameter {
  return { name, wanted: "a line", otherwise: undefined, isRight: (value) => typeof value === "object" };
}

function linesOfBars(name: string, source: unknown): Error {
  return expected(`lines of bars in ${name}`, "asked of bars, such as history(symbol)", source);
}

function noIndicator(name: string): Error {
  return expected(`the indicator of a line of ${name}`, "an indicator, as in [sma, 30]", undefined);
}

function notBefore(name: string, value: unknown, what = "the values"): Error {
  const wanted = `a column, a list or a history, because one value does not say what was before it; write ${name}(close, [sma, 10], [sma, 30])`;
  return expected(`${what} of ${name}`, wanted, value);
}

/** Whether the first of two values crosses the second: 1 where it is beyond it now and was not at the value before. */
class Crossed implements PairFold {
  readonly #direction: 1 | -1;
  #wasNotBeyond = false;

  constructor(direction: 1 | -1) {
    this.#direction = direction;
  }

  push(one: number, other: number): number {
    const isKnown = Number.isFinite(one) && Number.isFinite(other);
    const isUp = this.#direction === 1;
    const isBeyond = isKnown && (isUp ? one > other : one < other);
    const crosses = isBeyond && this.#wasNotBeyond;
    this.#wasNotBeyond = isKnown && !isBeyond;
    return crosses ? 1 : 0;
  }
}

class CrossedLines implements BarFold {
  readonly #one: BarFold;
  readonly #other: BarFold;
  readonly #crossed: Crossed;

  constructor(one: KnownLine, other: KnownLine, direction: 1 | -1) {
    this.#one = one.begin().fold;
    this.#other = other.begin().fold;
    this.#crossed = new Crossed(direction);
  }

  push(high: number, low: number, close: number, volume: number): number {
    return this.#crossed.push(this.#one.push(high, low, close, volume), this.#other.push(high, low, close, volume));
  }
}

class CrossedValues implements Fold {
  readonly #lines: CrossedLines;

  constructor(lines: CrossedLines) {
    this.#lines = lines;
  }

  push(value: number): number {
    return this.#lines.push(Number.NaN, Number.NaN, value, Number.NaN);
  }
}
