import { expected } from "../../../core/checks";
import { grownTo } from "../../../core/market/history-column";
import { Column, checkNumbers, type OfColumn } from "./column";
import { type Definition, Following, Kind, newestOf, published } from "./definition";
import type { Fold, Results } from "./fold";
import { listInPlace, rememberedSeries } from "./in-signals";
import { numbersNamed, oneNumber, type Reading } from "./reading";

/** An indicator of one list of numbers. */
export interface OfValues<Parameters extends readonly unknown[], Newest, Series> {
  /** What it is computed from: one list. */
  readonly takes: "values";
  /** Returns the whole series of a column, `NaN` where a value is missing. */
  <Given extends Column>(values: Given, ...parameters: Parameters): OfColumn<Given, Series>;
  /**
   * Returns the newest value of a list, `undefined` while there are not enough values. Asked at each bar for the same
   * column of a history, it costs the same for every window.
   */
  (values: ArrayLike<number>, ...parameters: Parameters): Newest | undefined;
}

/**
 * Makes an indicator of one list of numbers. It throws INVALID_OPTION unless `values` is a list and its parameters are
 * right.
 */
export function ofValues<Parameters extends readonly unknown[]>(
  definition: Definition<Parameters, Fold>,
): OfValues<Parameters, number, Column> {
  return indicatorOf<Fold, number, Column, OfValues<Parameters, number, Column>>(definition, oneNumber);
}

/** Makes an indicator of one list that has several results, by name. A push returns any number, which is not read. */
export function ofValuesNamed<Parameters extends readonly unknown[], Name extends string>(
  names: readonly Name[],
  definition: Definition<Parameters, Fold & Results<Name>>,
): OfValues<Parameters, Results<Name>, Readonly<Record<Name, Column>>> {
  type Series = Readonly<Record<Name, Column>>;
  type Made = OfValues<Parameters, Results<Name>, Series>;
  return indicatorOf<Fold & Results<Name>, Results<Name>, Series, Made>(definition, numbersNamed(names));
}

function indicatorOf<F extends Fold, Newest, Series, Made>(
  definition: Definition<never, F>,
  reading: Reading<F, Newest, Series>,
): Made {
  const kind = new Kind(definition, reading);
  // Three by name, because gathering them into an array costs more than the rest. All of it in one piece on purpose: V8
  // makes what has up to 460 bytes of code a part of a strategy's `onBar`, as long as there is room. This has more, and
  // what it calls becomes a part of it instead: the room is better used for the bar, which comes last, and of which then
  // only those numbers are read that the strategy uses.
  const indicator = (values: unknown, first?: unknown, second?: unknown, third?: unknown) => {
    const grown = grownTo(values);
    if (grown === undefined) {
      const begun = kind.begin(first, second, third);
      const list = listInPlace(`values of ${kind.name}`, checkedList(kind.name, "values", values));
      if (Column.is(list)) {
        const memory = rememberedSeries();
        if (memory === undefined) return seriesOf(kind, begun.fold, list);
        return memory.series(kind.name, [first, second, third], list, () => seriesOf(kind, begun.fold, list));
      }
      checkNumbers(`values of ${kind.name}`, list, begun.decidedBy);
      return newestOf(kind, begun, feed, list, list.length);
    }
    const { seen } = grown;
    const view = values as Float64Array;
    const following = (grown.find(kind, first, second, third, undefined) ??
      grown.add(new Following(kind, feed, lengthOf, first, second, third, undefined))) as ValuesFollowing<F, Newest>;
    if (following.taken !== seen - 1) return following.ask(view, seen);
    // At every bar there is one value more than before.
    const answer = following.fold.push(view[view.length - 1]);
    following.taken = seen;
    following.answer = answer;
    return reading.newest(following.fold, answer);
  };
  return published(indicator, kind as Kind<never, Newest, Series>, "values");
}

type ValuesFollowing<F, Newest> = Following<F, Newest, ArrayLike<number>>;

function seriesOf<F extends Fold, Series>(kind: Kind<F, unknown, Series>, fold: F, values: Column): Series {
  const { series, take } = kind.reading.series(values.length);
  if (fold.series !== undefined && series instanceof Column) {
    fold.series(values, series);
    return series;
  }
  for (let at = 0; at < values.length; at++) take(fold, fold.push(values[at]), at);
  return series;
}

function lengthOf(values: ArrayLike<number>): number {
  return values.length;
}

function feed(fold: Fold, values: ArrayLike<number>, count: number): number {
  let answer = Number.NaN;
  for (let at = values.length - count; at < values.length; at++) answer = fold.push(numberOf(values[at]));
  return answer;
}

/** Returns a value of a list: `NaN` for one that is not there. */
export function numberOf(value: number | undefined | null): number {
  return value ?? Number.NaN;
}

/** Returns a list of numbers. Throws INVALID_OPTION if it is none. */
export function checkedList(indicator: string, what: string, values: unknown): ArrayLike<number> {
  // A history has a length too, but no numbers of its own.
  const isList = typeof values === "object" && values !== null && !("close" in values);
  if (isList && typeof (values as ArrayLike<number>).length === "number") return values as ArrayLike<number>;
  const example = "a list of numbers, such as history(symbol).close";
  throw expected(`${what} of ${indicator}`, example, values);
}
