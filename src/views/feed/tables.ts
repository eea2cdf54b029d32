import { type Bar, barAt } from "../../core/market/bar";
import type { CorporateAction } from "../../core/market/corporate-action";
import { seriesOf } from "../../feeds/source/series";
import { listOf } from "../../feeds/source/skipped";
import { type BoundedSource, type FeedSource, isRecorded, type LeftOut, withEnd } from "../../feeds/source/source";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOfRows } from "../frames";
import { columnsOf } from "../tables";
import { feedDay } from "./days";
import { qualityOf } from "./quality";

/** Returns the bars of a feed in time order, one by one. */
export function* barsOf(source: FeedSource): IterableIterator<Bar> {
  for (const block of source.blocks()) {
    for (let row = 0; row < block.length; row++) yield barAt(block, row, source.symbols);
  }
}

/** Returns the bars of a feed as a frame. */
export function barsFrame(feed: FeedSource): DataFrame {
  const source = withEnd(feed, "a frame");
  return frameOfRows([...barsOf(source)], barColumns, feedDay(source));
}

const barColumns = columnsOf<Bar>({
  time: "time",
  symbol: "text",
  open: ["price", "result"],
  high: ["price", "result"],
  low: ["price", "result"],
  close: ["price", "result"],
  volume: "quantity",
});

/** Returns the rows of the source that were left out, and why. */
export function leftOutFrame(feed: FeedSource): DataFrame {
  const rows = isRecorded(feed) ? listOf(feed.skipped) : [];
  return frameOfRows([...rows], leftOutColumns, undefined);
}

const leftOutColumns = columnsOf<LeftOut>({ row: "text", reason: ["text", "result"] });

/** Returns one row per symbol: its range, its actions, and what a careful person looks for in its bars: see `Quality`. */
export function symbolsFrame(feed: FeedSource): DataFrame {
  const source = withEnd(feed, "its description");
  return frameOfRows(
    source.symbols.map((symbol) => symbolRow(source, symbol)),
    symbolColumns,
    feedDay(source),
  );
}

const symbolColumns = columnsOf<ReturnType<typeof symbolRow>>({
  symbol: "text",
  bars: "count",
  firstTime: "time",
  lastTime: "time",
  firstClose: "price",
  lastClose: "price",
  splits: ["count", "result"],
  dividends: ["count", "result"],
  missingDays: ["count", "result"],
  gaps: ["count", "result"],
  zeroVolumes: ["count", "result"],
  stalePrices: ["count", "result"],
  longestStale: ["count", "detail"],
  splitLike: ["text", "result"],
});

function symbolRow(source: BoundedSource, symbol: string) {
  const bars = seriesOf(source, symbol);
  const { length, time, close } = bars;
  const last = length - 1;
  return {
    symbol,
    bars: length,
    firstTime: time[0],
    lastTime: time[last],
    firstClose: close[0],
    lastClose: close[last],
    splits: actionsOf(source, symbol, "split"),
    dividends: actionsOf(source, symbol, "dividend"),
    ...qualityOf(source, bars),
  };
}

function actionsOf({ actions = [] }: BoundedSource, symbol: string, type: CorporateAction["type"]): number {
  return actions.filter((action) => action.symbol === symbol && action.type === type).length;
}
