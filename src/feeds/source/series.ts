import { NumberColumn } from "../../core/columns";
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

/** The prices of one symbol as columns, which may be longer than `length`. */
export type PriceColumns = Pick<BarColumns, "length" | "time" | "open" | "high" | "low" | "close">;

/**
 * Returns the prices of several symbols that are not later than `until`, in one pass over the feed. It reads no further, so that
 * a feed may be endless.
 */
export function seriesBySymbol(
  feed: FeedSource,
  symbols: readonly string[],
  until: number,
): ReadonlyMap<string, PriceColumns> {
  if (symbols.length === 1) return new Map([[symbols[0], seriesUntil(feed, symbols[0], until)]]);
  const columns = symbols.map(() => priceKeys.map(() => new NumberColumn()));
  for (const block of feed.blocks(symbols)) {
    const rows = rowsUntil(block, until);
    for (const [key, name] of priceKeys.entries()) {
      const values = block[name];
      for (let row = 0; row < rows; row++) columns[block.symbol[row]][key].push(values[row]);
    }
    if (rows < block.length) break;
  }
  return new Map(
    columns.map(([time, open, high, low, close], at) => [symbols[at], priceColumns(time, open, high, low, close)]),
  );
}

function priceColumns(...[time, open, high, low, close]: NumberColumn[]): PriceColumns {
  const [length, prices] = [
    time.length,
    { open: open.view(), high: high.view(), low: low.view(), close: close.view() },
  ];
  return { length, time: time.view(), ...prices };
}

const priceKeys = ["time", "open", "high", "low", "close"] as const;
