import { expected } from "../../../core/checks";
import { type GrowingColumn, grownTo } from "../../../core/market/history-column";
import { Column, checkNumbers, type OfColumn } from "./column";
import { type Definition, Following, Kind, newestOf, published } from "./definition";
import type { PairFold, Results } from "./fold";
import { listInPlace } from "./in-signals";
import { checkedList, numberOf } from "./of-values";
import { numbersNamed, oneNumber, type Reading } from "./reading";

/** An indicator of two lists of numbers of one length, row by row. The second can be a number, the same in all rows. */
export interface OfPairs<Parameters extends readonly unknown[], Newest, Series> {
  /** What it is computed from: two lists. */
  readonly takes: "pairs";
  /** Returns the whole series of two columns, `NaN` where a value is missing. */
  <Given extends Column>(one: Given, other: Column | number, ...parameters: Parameters): OfColumn<Given, Series>;
  /**
   * Returns the newest value of two lists, `undefined` while there are not enough values. Asked at each bar for the
   * same columns of histories, it costs the same for every window.
   */
  (one: ArrayLike<number>, other: ArrayLike<number> | number, ...parameters: Parameters): Newest | undefined;
}

/**
 * Makes an indicator of two lists of numbers. It throws INVALID_OPTION unless they are lists of one length and its
 * parameters are right.
 */
export function ofPairs<Parameters extends readonly unknown[]>(
  definition: Definition<Parameters, PairFold>,
): OfPairs<Parameters, number, Column> {
  return indicatorOf<PairFold, number, Column, OfPairs<Parameters, number, Column>>(definition, oneNumber);
}

/** Makes an indicator of two lists that has several results, by name. A push returns any number, which is not read. */
export function ofPairsNamed<Parameters extends readonly unknown[], Name extends string>(
  names: readonly Name[],
  definition: Definition<Parameters, PairFold & Results<Name>>,
): OfPairs<Parameters, Results<Name>, Readonly<Record<Name, Column>>> {
  type Series = Readonly<Record<Name, Column>>;
  type Made = OfPairs<Parameters, Results<Name>, Series>;
  return indicatorOf<PairFold & Results<Name>, Results<Name>, Series, Made>(definition, numbersNamed(names));
}

interface Pair {
  readonly one: ArrayLike<number>;
  readonly other: ArrayLike<number> | number;
}

function indicatorOf<F extends PairFold, Newest, Series, Made>(
  definition: Definition<never, F>,
  reading: Reading<F, Newest, Series>,
): Made {
  const kind = new Kind(definition, reading);
  const indicator = (one: unknown, other: unknown, first?: unknown, second?: unknown, third?: unknown) => {
    const grown = grownTo(one);
    const beside = typeof other === "number" ? other : grownTo(other);
    if (grown === undefined || !goesAlong(grown, beside)) return ofLists(kind, one, other, first, second, third);
    const { seen } = grown;
    let following = grown.find(kind, first, second, third, beside) as Following<F, Newest, Pair> | undefined;
    if (following === undefined) {
      following = new Following<F, Newest, Pair>(kind, feed, lengthOf, first, second, third, beside);
      grown.add(following);
    }
    return following.ask({ one, other } as Pair, seen);
  };
  return published(indicator, kind as Kind<never, Newest, Series>, "pairs");
}

// Whether the rows of two columns stay the same pairs as they grow.
function goesAlong(one: GrowingColumn, other: GrowingColumn | number | undefined): boolean {
  if (typeof other !== "object") return typeof other === "number";
  return one.seen === other.seen && one.newest?.length === other.newest?.length;
}

function ofLists<F extends PairFold, Newest, Series>(
  kind: Kind<F, Newest, Series>,
  one: unknown,
  other: unknown,
  first: unknown,
  second: unknown,
  third: unknown,
): Newest | Series | undefined {
  const begun = kind.begin(first, second, third);
  const pair = checkedPair(kind.name, one, other);
  const { length } = pair.one;
  const isSeries = Column.is(pair.one) && (typeof other === "number" || Column.is(pair.other));
  if (isSeries) return seriesOf(kind, begun.fold, pair);
  checkNumbers(`the first values of ${kind.name}`, pair.one, begun.decidedBy);
  if (typeof pair.other !== "number") checkNumbers(`the second values of ${kind.name}`, pair.other, begun.decidedBy);
  return newestOf(kind, begun, feed, pair, length);
}

function checkedPair(indicator: string, one: unknown, other: unknown): Pair {
  const list = listInPlace(`the first values of ${indicator}`, checkedList(indicator, "the first values", one));
  if (typeof other === "number") return { one: list, other };
  const second = listInPlace(`the second values of ${indicator}`, checkedList(indicator, "the second values", other));
  if (second.length === list.length) return { one: list, other: second };
  throw expected(`the second values of ${indicator}`, `as many as the first, ${list.length}`, second.length);
}

function seriesOf<F extends PairFold, Series>(kind: Kind<F, unknown, Series>, fold: F, pair: Pair): Series {
  const { series, take } = kind.reading.series(pair.one.length);
  for (let at = 0; at < pair.one.length; at++) take(fold, pushed(fold, pair, at), at);
  return series;
}

function lengthOf(pair: Pair): number {
  return pair.one.length;
}

function feed(fold: PairFold, pair: Pair, count: number): number {
  const { length } = pair.one;
  let answer = Number.NaN;
  for (let at = length - count; at < length; at++) answer = pushed(fold, pair, at);
  return answer;
}

function pushed(fold: PairFold, { one, other }: Pair, at: number): number {
  return fold.push(numberOf(one[at]), typeof other === "number" ? other : numberOf(other[at]));
}
