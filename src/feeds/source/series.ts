import type { BarColumns } from "../../core/market/bar";
import { columnKeys, emptyColumns, viewOf } from "../bars/columns";
import type { BoundedSource, FeedSource } from "./source";

/** Returns all bars of one symbol. */
export function seriesOf(feed: BoundedSource, symbol: string): BarColumns {
  return seriesUntil(feed, symbol, feed.last ?? -Infinity);
}

/** Returns the bars of one symbol that are not later than `until`. It reads no further, so that a feed may be endless. */
export function seriesUntil(feed: FeedSource, symbol: string, until: number): BarColumns {
  const parts: BarColumns[] = [];
  for (const block of feed.blocks([symbol])) {
    const rows = rowsUntil(block, until);
    parts.push(viewOf(block, 0, rows));
    if (rows < block.length || block.time[rows - 1] >= until) break;
  }
  return parts.length === 1 ? parts[0] : joinedBlocks(parts);
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
