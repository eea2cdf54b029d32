import { expected } from "../../../core/checks";
import { type History, SymbolHistory } from "../../../core/market/history";
import { Column, checkNumbers, type OfColumn } from "./column";
import { type Definition, Following, Kind, newestOf, published } from "./definition";
import type { BarFold, Results } from "./fold";
import { listInPlace } from "./in-signals";
import { checkedList, numberOf } from "./of-values";
import { numbersNamed, oneNumber, type Reading } from "./reading";

/** The columns of bars that an indicator can need. */
export type BarColumn = "high" | "low" | "close" | "volume";

/** Whole columns of bars, all of one length. */
export type ColumnsOfBars<Needed extends BarColumn> = Readonly<Record<Needed, Column>>;

/** Lists of the numbers of bars, all of one length. */
export type ListsOfBars<Needed extends BarColumn> = Readonly<Record<Needed, ArrayLike<number>>>;

/** An indicator of bars. */
export interface OfBars<Needed extends BarColumn, Parameters extends readonly unknown[], Newest, Series> {
  /** What it is computed from: bars. */
  readonly takes: "bars";
  /** Returns the whole series of columns, `NaN` where a value is missing. */
  <Given extends ColumnsOfBars<Needed>>(bars: Given, ...parameters: Parameters): OfColumn<Given, Series>;
  /**
   * Returns the newest value of a history or of lists, `undefined` while there are not enough bars. Asked at each bar
   * for the same history, it costs the same for every window.
   */
  (bars: History | ListsOfBars<Needed>, ...parameters: Parameters): Newest | undefined;
}

/**
 * Makes an indicator of bars that needs some of their columns. It throws INVALID_OPTION unless `bars` has them, all of
 * one length, and its parameters are right.
 */
export function ofBars<Needed extends BarColumn, Parameters extends readonly unknown[]>(
  needed: readonly Needed[],
  definition: Definition<Parameters, BarFold>,
): OfBars<Needed, Parameters, number, Column> {
  return indicatorOf<BarFold, number, Column, OfBars<Needed, Parameters, number, Column>>(
    needed,
    definition,
    oneNumber,
  );
}

/** Makes an indicator of bars that has several results, by name. A push returns any number, which is not read. */
export function ofBarsNamed<Needed extends BarColumn, Parameters extends readonly unknown[], Name extends string>(
  needed: readonly Needed[],
  names: readonly Name[],
  definition: Definition<Parameters, BarFold & Results<Name>>,
): OfBars<Needed, Parameters, Results<Name>, Readonly<Record<Name, Column>>> {
  type Series = Readonly<Record<Name, Column>>;
  type Made = OfBars<Needed, Parameters, Results<Name>, Series>;
  return indicatorOf<BarFold & Results<Name>, Results<Name>, Series, Made>(needed, definition, numbersNamed(names));
}

type Lists = Readonly<Record<BarColumn, ArrayLike<number>>> & { readonly length: number };

function indicatorOf<F extends BarFold, Newest, Series, Made>(
  needed: readonly BarColumn[],
  definition: Definition<never, F>,
  reading: Reading<F, Newest, Series>,
): Made {
  const kind = new Kind(definition, reading);
  const indicator = (bars: unknown, first?: unknown, second?: unknown, third?: unknown) => {
    if (!(bars instanceof SymbolHistory)) {
      const begun = kind.begin(first, second, third);
      const lists = listsOf(definition.name, needed, bars);
      if (needed.every((name) => Column.is(lists[name]))) return seriesOf(kind, begun.fold, lists);
      for (const name of needed) checkNumbers(`${name} of ${kind.name}`, lists[name], begun.decidedBy);
      return newestOf(kind, begun, feedLists, lists, lists.length);
    }
    let following = bars.followers.find(kind, first, second, third, undefined) as
      | Following<F, Newest, SymbolHistory>
      | undefined;
    if (following === undefined) {
      following = new Following<F, Newest, SymbolHistory>(kind, feedHistory, lengthOf, first, second, third, undefined);
      bars.followers.add(following);
    }
    return following.ask(bars, bars.seen);
  };
  return published(indicator, kind as Kind<never, Newest, Series>, "bars");
}

function listsOf(indicator: string, needed: readonly BarColumn[], bars: unknown): Lists {
  const isList = Array.isArray(bars) || ArrayBuffer.isView(bars);
  if (typeof bars !== "object" || bars === null || isList)
    throw expected(`bars of ${indicator}`, "a history, such as history(symbol), or { high, low, close, volume }", bars);
  const given = bars as Readonly<Record<BarColumn, unknown>>;
  const found: Partial<Record<BarColumn, ArrayLike<number>>> = {};
  for (const name of needed)
    found[name] = listInPlace(`${name} of ${indicator}`, checkedList(indicator, name, given[name]));
  const { length } = found[needed[0]] as ArrayLike<number>;
  for (const name of needed) {
    const other = (found[name] as ArrayLike<number>).length;
    if (other !== length) throw expected(`${name} of ${indicator}`, `as long as ${needed[0]}, ${length}`, other);
  }
  const { high = [], low = [], close = [], volume = [] } = found;
  return { high, low, close, volume, length };
}

function seriesOf<F extends BarFold, Series>(kind: Kind<F, unknown, Series>, fold: F, lists: Lists): Series {
  const { series, take } = kind.reading.series(lists.length);
  for (let at = 0; at < lists.length; at++) take(fold, pushed(fold, lists, at), at);
  return series;
}

function lengthOf(history: SymbolHistory): number {
  return history.length;
}

function feedHistory(fold: BarFold, history: SymbolHistory, count: number): number {
  return history.feed(fold, count);
}

function feedLists(fold: BarFold, lists: Lists, count: number): number {
  let answer = Number.NaN;
  for (let at = lists.length - count; at < lists.length; at++) answer = pushed(fold, lists, at);
  return answer;
}

function pushed(fold: BarFold, { high, low, close, volume }: Lists, at: number): number {
  return fold.push(numberOf(high[at]), numberOf(low[at]), numberOf(close[at]), numberOf(volume[at]));
}
