import { countUntil, firstPlace } from "../core/ascending";
import { dayOfDate } from "../core/days";
import type { RecordLine } from "../core/journal/recorder";
import type { BarColumns } from "../core/market/bar";
import type { Calendar } from "../core/market/calendar";
import type { CorporateAction } from "../core/market/corporate-action";
import { counted } from "../core/short-text";
import type { PriceFigureInput } from "../output/figures/price";
import { formatValue } from "../output/formats";

/** A split, and the time of the first bar after it. */
export interface PlacedSplit extends Pick<CorporateAction, "ex_date" | "value"> {
  readonly time: number;
}

/** Returns the splits among the actions of one symbol, each with the time of the first of its bars from that day on. */
export function placedSplits(
  { time, length }: Pick<BarColumns, "time" | "length">,
  actions: readonly CorporateAction[],
  calendar: Calendar,
): PlacedSplit[] {
  return actions.flatMap(({ type, ex_date, value }) => {
    if (type !== "split") return [];
    const row = firstPlace(0, length, (at) => calendar.dayOf(time[at]) >= dayOfDate(ex_date));
    return row < length ? [{ ex_date, value, time: time[row] }] : [];
  });
}

/** Returns the splits between the first of some times and the last, and how many shares one of a time became by them. */
export function sharesAtEnd(time: ArrayLike<number>, length: number, splits: readonly PlacedSplit[]) {
  const seen = splits.filter((split) => length > 0 && split.time > time[0] && split.time <= time[length - 1]);
  const of = (at: number) => seen.reduce((shares, split) => (split.time > at ? shares * split.value : shares), 1);
  return { seen, of };
}

/**
 * Returns what a price figure shows in the shares that there are at its end: a price before a split of 7 for 1 is a seventh,
 * and volumes and quantities are seven times as many. Records that were near the prices are prices too. Without a split
 * between the bars that are shown it is what was given. `splits`: those of the symbol.
 */
export function inSharesOfEnd(input: PriceFigureInput, splits: readonly PlacedSplit[]): PriceFigureInput {
  const { bars, fills, trades = [], records, part } = input;
  const { time, length } = bars;
  const { seen, of: sharesOf } = sharesAtEnd(time, length, splits);
  if (seen.length === 0) return input;
  const shares = time.subarray(0, length).map(sharesOf);
  const priced = (prices: Float64Array) => shares.map((each, row) => prices[row] / each);
  return {
    ...input,
    part: [...(part === undefined ? [] : [part]), splitText(seen)].join(", "),
    bars: {
      ...bars,
      open: priced(bars.open),
      high: priced(bars.high),
      low: priced(bars.low),
      close: priced(bars.close),
      volume: shares.map((each, row) => bars.volume[row] * each),
    },
    fills: fills.map((fill) => {
      const each = sharesOf(fill.time);
      return { ...fill, price: fill.price / each, quantity: fill.quantity * each };
    }),
    // Both prices of a trade are in the shares of its exit.
    trades: trades.map((trade) => {
      const each = sharesOf(trade.exitTime);
      return { ...trade, entryPrice: trade.entryPrice / each, exitPrice: trade.exitPrice / each };
    }),
    records: records.map((record) =>
      isOfPrices(record, bars, seen)
        ? { ...record, value: record.value.map((one, at) => one / sharesOf(record.time[at])) }
        : record,
    ),
  };
}

/** Says in whose shares prices are. `seen`: at least one split. */
export function splitText(seen: readonly Pick<PlacedSplit, "ex_date" | "value">[]): string {
  if (seen.length > 1) return `in shares after ${counted(seen.length, "split")}`;
  const [{ value, ex_date }] = seen;
  const ratio = value >= 1 ? `${formatValue(value, "quantity")}:1` : `1:${formatValue(1 / value, "quantity")}`;
  return `in shares after the ${ratio} split of ${ex_date}`;
}

// Whether each value is between half and twice the last close, and keeps its distance through the splits: an oscillator near
// prices that halve is near them on both sides. A record of a price may be 0 where there is none, as of a stop while nothing is
// held.
function isOfPrices({ time, value }: RecordLine, bars: BarColumns, splits: readonly PlacedSplit[]): boolean {
  const stretches = splits.map(() => ({ sum: 0, count: 0 }));
  stretches.push({ sum: 0, count: 0 });
  for (const [at, one] of value.entries()) {
    const row = countUntil(bars.time, time[at], bars.length) - 1;
    if (row < 0 || one === 0 || !Number.isFinite(one)) continue;
    const ratio = one / bars.close[row];
    if (!(ratio >= 0.5 && ratio <= 2)) return false;
    const stretch = stretches[splits.filter((split) => split.time <= time[at]).length];
    stretch.sum += Math.log(ratio);
    stretch.count++;
  }
  return splits.every(({ value: shares }, at) => {
    const [before, after] = [stretches[at], stretches[at + 1]];
    if (before.count === 0 || after.count === 0) return true;
    const moved = after.sum / after.count - before.sum / before.count;
    // A price follows within half of the split; what does not follow moves by all of it. Of small splits that cannot be seen.
    return Math.abs(Math.log(shares)) < leastSeen || Math.abs(moved) < Math.abs(Math.log(shares)) / 2;
  });
}

const leastSeen = Math.log(1.4);
