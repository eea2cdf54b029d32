import type { BarColumns } from "../../core/market/bar";
import { columnKeys, emptyColumns, viewOf } from "../bars/columns";
import type { BoundedSource, FeedSource } from "./source";

/** Returns all bars of one symbol. */
export function seriesOf(feed: BoundedSource, symbol: string): BarColumns {
  return seriesUntil(feed, symbol, feed.last ?? -Infinity);
}

/**
 * Returns the bars of one symbol that are not later than `until`, the newest `most` of them. It reads no further, so that
 * a feed may be endless, and holds no more.
 */
export function seriesUntil(feed: FeedSource, symbol: string, until: number, most = Infinity): BarColumns {
  const parts: BarColumns[] = [];
  let held = 0;
  for (const block of feed.blocks([symbol])) {
    const rows = rowsUntil(block, until);
    parts.push(viewOf(block, 0, rows));
    held += rows;
    while (held - parts[0].length >= most) held -= (parts.shift() as BarColumns).length;
    if (rows < block.length || block.time[rows - 1] >= until) break;
  }
  const bars = parts.length === 1 ? parts[0] : joinedBlocks(parts);
  return bars.length > most ? viewOf(bars, bars.length - most, bars.length) : bars;
}

function rowsUntil({ time, length }: BarColumns, until: number): number {
  let rows = length;
  while (rows > 0 && time[rows - 1] > until) rows--;
  return rows;
}

/** Returns the bars of blocks as columns of one length. */
export function joinedBlocks(blocks: Iterable<BarColumns>): BarColumns {
  const parts = [...blocks];
  const columns = emptyColumns(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    for (const key of columnKeys) columns[key].set(part[key], at);
    at += part.length;
  }
  return columns;
}
