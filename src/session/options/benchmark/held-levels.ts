import type { LevelSeries } from "../../../analysis/record/track-record";
import { countUntil } from "../../../core/ascending";
import { expected } from "../../../core/checks";
import { dayOfDate } from "../../../core/days";
import { checkSymbol } from "../../../feeds/bars/symbols";
import { seriesOf } from "../../../feeds/source/series";
import { type FeedFacts, type FeedSource, withEnd } from "../../../feeds/source/source";

/** The levels of a symbol that is held. */
export interface HeldLevels {
  readonly series: LevelSeries;
  /** Whether its dividends are in the levels. */
  readonly dividends: boolean;
  /** Whether they were put into them here, rather than in the prices of the feed. */
  readonly reinvested: boolean;
}

/**
 * Returns the closes of a symbol as the levels of one share of its first bar that is held. `holds`: whether splits are
 * followed and dividends are reinvested, at the close of the first bar that trades without them:
 * `L = L₋₁·(P + D)/P₋₁`, as in a total return index. Throws UNKNOWN_SYMBOL and INVALID_OPTION.
 */
export function heldLevels(feed: FeedSource, symbol: string, holds: boolean): HeldLevels {
  checkSymbol(`feed "${feed.name}", for the benchmark`, feed.symbols, symbol);
  const { time, close, length } = seriesOf(withEnd(feed, "a benchmark"), symbol);
  // A level at or below zero has no returns.
  const wrong = feed.negativePrices ? close.subarray(0, length).find((price) => price <= 0) : undefined;
  if (wrong !== undefined) throw expected(`the closes of benchmark ${symbol}`, "positive", wrong);
  const series = { time: time.slice(0, length), level: close.slice(0, length) };
  const reinvested = holds && hold(series, symbol, feed);
  return { series, dividends: reinvested || isAdjusted(feed, symbol), reinvested };
}

// Returns whether there were dividends.
function hold({ time, level }: LevelSeries, symbol: string, { actions = [], calendar }: FeedFacts): boolean {
  let paid = false;
  // What one share of the bar before becomes, and is paid, by the bar that is the first to trade without it.
  const changes = new Map<number, { ratio: number; cash: number }>();
  for (const { type, symbol: of, ex_date, value } of actions) {
    if (of !== symbol || type === "delisting") continue;
    const after = calendar.startOf(dayOfDate(ex_date));
    const at = countUntil(time, after);
    if (type === "dividend") paid = true;
    // What was due before the first bar belongs to nobody here.
    if (at === 0 || at === time.length) continue;
    const change = changes.get(at) ?? { ratio: 1, cash: 0 };
    if (type === "split") change.ratio *= value;
    // A dividend is for the shares after the splits before it.
    else change.cash += change.ratio * value;
    changes.set(at, change);
  }
  let units = 1;
  for (let at = 0; changes.size > 0 && at < level.length; at++) {
    const { ratio, cash } = changes.get(at) ?? { ratio: 1, cash: 0 };
    units *= cash === 0 ? ratio : (level[at] * ratio + cash) / level[at];
    level[at] *= units;
  }
  return paid;
}

// Prices that are adjusted for dividends have them already.
function isAdjusted({ manifest: { adjusted } }: FeedSource, symbol: string): boolean {
  return (
    adjusted?.by === "all" && adjusted.applied.some(({ type, symbol: of }) => type === "dividend" && of === symbol)
  );
}
