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
  const columns = columnsBySymbol(feed, symbols, until, priceKeys);
  return new Map(columns.map((values, at) => [symbols[at], pricesOf(values)]));
}

/** Returns the bars of several symbols with their volumes, as `seriesBySymbol` does. */
export function barsBySymbol(
  feed: FeedSource,
  symbols: readonly string[],
  until: number,
): ReadonlyMap<string, BarColumns> {
  if (symbols.length === 1) return new Map([[symbols[0], seriesUntil(feed, symbols[0], until)]]);
  const columns = columnsBySymbol(feed, symbols, until, [...priceKeys, "volume"]);
  return new Map(
    columns.map((values, at) => {
      const prices = pricesOf(values);
      const { symbol } = emptyColumns(prices.length);
      return [symbols[at], { ...prices, symbol: symbol.fill(at), volume: values[5].view() }];
    }),
  );
}

type NumberKey = Exclude<(typeof columnKeys)[number], "symbol">;

const priceKeys = ["time", "open", "high", "low", "close"] as const satisfies readonly NumberKey[];

// By symbol, the values of each key.
function columnsBySymbol(
  feed: FeedSource,
  symbols: readonly string[],
  until: number,
  keys: readonly NumberKey[],
): NumberColumn[][] {
  const columns = symbols.map(() => keys.map(() => new NumberColumn()));
  for (const block of feed.blocks(symbols)) {
    const rows = rowsUntil(block, until);
    for (const [key, name] of keys.entries()) {
      const values = block[name];
      for (let row = 0; row < rows; row++) columns[block.symbol[row]][key].push(values[row]);
    }
    if (rows < block.length) break;
  }
  return columns;
}

function pricesOf([time, open, high, low, close]: readonly NumberColumn[]): PriceColumns {
  const prices = { open: open.view(), high: high.view(), low: low.view(), close: close.view() };
  return { length: time.length, time: time.view(), ...prices };
}
