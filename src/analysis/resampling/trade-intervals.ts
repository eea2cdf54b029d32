import { blockLengthsOf } from "./block-length";
import { stationaryDraws } from "./draws";
import { type Interval, percentileInterval } from "./quantiles";

/** A closed round trip, as far as its metrics depend on it. */
export interface ResampledTrade {
  /** The day of entry, a whole number: days since any fixed day. */
  readonly entryDay: number;
  /** Days from entry to exit, 0 or more. */
  readonly daysHeld: number;
  /** Profit after all costs, in currency. */
  readonly netPnl: number;
  /** Whether it won; one that breaks even did not. */
  readonly won: boolean;
}

/** The metrics of trades that can be resampled. Costs are not: they are what they are. */
export type ResampledTradeMetric = "winRate" | "expectancy" | "profitFactor";

/** A metric with its interval, or why there is none. */
export type TradeInterval =
  | ({ readonly kind: "interval"; readonly value: number; readonly blockLength: number } & Interval)
  | { readonly kind: "none"; readonly reason: string };

/** Days of entry that trades are resampled from: with fewer there is no answer. */
export const leastEntryDays = 30;
// Blocks of which a record consists at least.
const leastBlocks = 3;

/** Sums over the trades of each day of entry, in order. */
interface EntryDays {
  readonly count: Float64Array;
  readonly won: Float64Array;
  readonly profit: Float64Array;
  readonly loss: Float64Array;
}

const metrics: Readonly<Record<ResampledTradeMetric, (sums: Record<keyof EntryDays, number>) => number>> = {
  winRate: ({ won, count }) => won / count,
  expectancy: ({ profit, loss, count }) => (profit - loss) / count,
  profitFactor: ({ profit, loss }) => (loss > 0 ? profit / loss : Number.NaN),
};

/**
 * Returns percentile intervals of metrics of trades, by the stationary bootstrap over blocks of entry days: all trades that
 * were entered on a day stay together. Blocks are at least as long as the median trade was held, and as the profits of entry
 * days ask for (`blockLengthsOf`). Below 30 entry days there is no answer, nor where the blocks would be longer than a third
 * of them, nor for a metric that is undefined in a resample.
 */
export function tradeIntervals(
  trades: readonly ResampledTrade[],
  options: { readonly draws: number; readonly seed: string | number; readonly alpha: number },
): Record<ResampledTradeMetric, TradeInterval> {
  const days = entryDaysOf(trades);
  const entries = days.count.length;
  const none = (reason: string) => everyMetric((): TradeInterval => ({ kind: "none", reason }));
  if (entries < leastEntryDays) return none(`${entries} days of entry are too few, it takes ${leastEntryDays}`);
  const held = medianOf(trades.map(({ daysHeld }) => daysHeld));
  const profits = days.profit.map((profit, day) => profit - days.loss[day]);
  const blockLength = Math.max(1, held, blockLengthsOf(profits).stationary);
  if (blockLength > entries / leastBlocks)
    return none(`the median trade is held for ${held} days, too long for ${entries} days of entry`);
  const resampled = everyMetric(() => new Float64Array(options.draws));
  stationaryDraws(entries, { ...options, blockLength }, (indices, draw) => {
    const sums = sumsOf(days, indices);
    for (const key of keys) resampled[key][draw] = metrics[key](sums);
  });
  const all = sumsOf(days, Int32Array.from(profits.keys()));
  return everyMetric((key): TradeInterval => {
    const value = metrics[key](all);
    if (!Number.isFinite(value) || !resampled[key].every(Number.isFinite))
      return { kind: "none", reason: "too few trades lost" };
    return { kind: "interval", value, blockLength, ...percentileInterval(resampled[key], options.alpha) };
  });
}

const keys = ["winRate", "expectancy", "profitFactor"] as const;

function everyMetric<Value>(of: (key: ResampledTradeMetric) => Value): Record<ResampledTradeMetric, Value> {
  return { winRate: of("winRate"), expectancy: of("expectancy"), profitFactor: of("profitFactor") };
}

function entryDaysOf(trades: readonly ResampledTrade[]): EntryDays {
  const days = [...new Set(trades.map(({ entryDay }) => entryDay))].sort((a, b) => a - b);
  const places = new Map(days.map((day, place) => [day, place]));
  const column = () => new Float64Array(days.length);
  const sums = { count: column(), won: column(), profit: column(), loss: column() };
  for (const { entryDay, netPnl, won } of trades) {
    const place = places.get(entryDay) as number;
    sums.count[place]++;
    if (won) sums.won[place]++;
    if (netPnl > 0) sums.profit[place] += netPnl;
    else sums.loss[place] -= netPnl;
  }
  return sums;
}

function sumsOf(days: EntryDays, indices: Int32Array): Record<keyof EntryDays, number> {
  const sums = { count: 0, won: 0, profit: 0, loss: 0 };
  for (const day of indices) {
    sums.count += days.count[day];
    sums.won += days.won[day];
    sums.profit += days.profit[day];
    sums.loss += days.loss[day];
  }
  return sums;
}

function medianOf(values: readonly number[]): number {
  const ascending = [...values].sort((a, b) => a - b);
  const middle = ascending.length >> 1;
  return ascending.length % 2 === 1 ? ascending[middle] : (ascending[middle - 1] + ascending[middle]) / 2;
}
