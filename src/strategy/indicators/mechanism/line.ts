import { expected, expectedOf } from "../../../core/checks";
import { type Beginning, kindOf, type Source } from "./definition";
import type { BarFold, Fold } from "./fold";
import type { BarColumn } from "./of-bars";

/**
 * What has one number at each bar: a level (`30`), a column of the bars (`"close"`), or an indicator with its
 * parameters (`[sma, 10]`). Of an indicator with several results the name of one comes last:
 * `[macd, 12, 26, 9, "signal"]`. Bars have indicators of bars (`[adx, 14, "plusDi"]`), and others, of their closes.
 */
export type Line = number | BarColumn | readonly [indicator: object, ...parameters: (number | string)[]];

/** A line as it is calculated. Equal lines are one object, so that a calculation is found again by it. */
export interface KnownLine {
  /** Whether it needs more of the bars than their closes. */
  readonly needsBars: boolean;
  /** Returns the start of a calculation. Throws INVALID_OPTION if a parameter is wrong. */
  begin(): Beginning<BarFold>;
}

/** The column itself that lines are of; the closes of bars. */
export const itself: KnownLine = columnLine("close");

const columns: ReadonlyMap<unknown, KnownLine> = new Map([
  ["close", itself],
  ["high", columnLine("high")],
  ["low", columnLine("low")],
  ["volume", columnLine("volume")],
]);

interface IndicatorLine extends KnownLine {
  readonly parameters: readonly unknown[];
}

const levels = new Map<number, KnownLine>();
const lines = new WeakMap<object, IndicatorLine[]>();
// A strategy whose windows change at every bar must not fill the memory.
const MOST = 1000;

/** Returns a line, one object for equal ones. Throws INVALID_OPTION, as `name` of `indicator`, if it is none. */
export function knownLine(indicator: string, name: string, line: unknown): KnownLine {
  const column = columns.get(line);
  if (column !== undefined) return column;
  if (typeof line === "number" && !Number.isNaN(line)) return level(line);
  const source: unknown = Array.isArray(line) ? line[0] : undefined;
  if (typeof source !== "function")
    throw expected(`${name} of ${indicator}`, 'a line, such as 30, "close" or [sma, 10]', line);
  const [, ...parameters] = line as unknown[];
  const made = lines.get(source) ?? [];
  const found = made.find((other) => areEqual(other.parameters, parameters));
  if (found !== undefined) return found;
  const known = indicatorLine(`${name} of ${indicator}`, source, parameters);
  if (made.length === MOST) made.length = 0;
  made.push(known);
  lines.set(source, made);
  return known;
}

function areEqual(one: readonly unknown[], other: readonly unknown[]): boolean {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at++) if (one[at] !== other[at]) return false;
  return true;
}

function level(value: number): KnownLine {
  const known = levels.get(value);
  if (known !== undefined) return known;
  if (levels.size === MOST) levels.clear();
  const line = { needsBars: false, begin: () => ({ fold: { push: () => value }, decidedBy: 1 }) };
  levels.set(value, line);
  return line;
}

function columnLine(name: BarColumn): KnownLine {
  const folds: Readonly<Record<BarColumn, BarFold>> = {
    high: { push: (high) => high },
    low: { push: (_high, low) => low },
    close: { push: (_high, _low, close) => close },
    volume: { push: (_high, _low, _close, volume) => volume },
  };
  return { needsBars: name !== "close", begin: () => ({ fold: folds[name], decidedBy: 1 }) };
}

function indicatorLine(where: string, indicator: object, given: readonly unknown[]): IndicatorLine {
  const found = kindOf(indicator);
  if (found === undefined || found.source === "pairs")
    throw expected(`the indicator in ${where}`, "one of values or bars, such as sma", indicator);
  const { kind, source } = found;
  const { names } = kind.reading;
  const parameters = names === undefined ? given : given.slice(0, -1);
  const result = names === undefined ? undefined : given.at(-1);
  if (names !== undefined && !names.includes(result as string)) {
    const wanted = `a result of ${kind.name}, ${names.map((name) => `"${name}"`).join(", ")}`;
    throw expectedOf(`the last of ${where}`, wanted, result, names);
  }
  if (parameters.length > kind.size)
    throw expected(`the parameters of ${kind.name} in ${where}`, `${kind.size} at most`, parameters.length);
  const begin = () => {
    const { fold, decidedBy } = kind.begin(parameters[0], parameters[1], parameters[2]);
    return { fold: ofBars(fold, source, result as string | undefined), decidedBy };
  };
  // A wrong parameter is told at once, and not when the line is first calculated.
  begin();
  return { needsBars: source === "bars", parameters: given, begin };
}

function ofBars(fold: unknown, source: Source, result: string | undefined): BarFold {
  const bars = fold as BarFold;
  const values = fold as Fold;
  const results = fold as Readonly<Record<string, number>>;
  const newest: BarFold = source === "bars" ? bars : { push: (_high, _low, close) => values.push(close) };
  if (result === undefined) return newest;
  return {
    push(high, low, close, volume) {
      newest.push(high, low, close, volume);
      return results[result];
    },
  };
}
