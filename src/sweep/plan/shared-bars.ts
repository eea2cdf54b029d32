import { createHash } from "node:crypto";
import { countBelow, countUntil } from "../../core/ascending";
import type { BarColumns } from "../../core/market/bar";
import type { FeedSource } from "../../feeds/source/source";
import type { SharedBars } from "./executor";

const doubles = ["time", "open", "high", "low", "close", "volume"] as const;

// By feed and symbols, those that are still in memory.
const copies = new WeakMap<FeedSource, Map<string, WeakRef<SharedBars>>>();

/** Returns the bars of some symbols of a feed with an end. Sweeps that follow one another have the same ones. */
export function sharedBarsOfFeed(feed: FeedSource, symbols: readonly string[]): SharedBars {
  const ofFeed = copies.get(feed) ?? new Map<string, WeakRef<SharedBars>>();
  copies.set(feed, ofFeed);
  const key = JSON.stringify(symbols);
  const known = ofFeed.get(key)?.deref();
  if (known !== undefined) return known;
  const made = sharedBarsOf(feed.blocks(symbols), symbols);
  ofFeed.set(key, new WeakRef(made));
  return made;
}

/** Copies blocks of bars into one `SharedArrayBuffer`, which all threads can read. `symbols`: what their symbols are places in. */
export function sharedBarsOf(blocks: Iterable<BarColumns>, symbols: readonly string[]): SharedBars {
  const all = [...blocks];
  const ends: number[] = [];
  let length = 0;
  for (const block of all) {
    length += block.length;
    ends.push(length);
  }
  const columns = columnsIn(new SharedArrayBuffer(length * (doubles.length * 8 + 2)), length);
  all.forEach((block, at) => {
    const from = at === 0 ? 0 : ends[at - 1];
    for (const key of doubles) columns[key].set(block[key].subarray(0, block.length), from);
    columns.symbol.set(block.symbol.subarray(0, block.length), from);
  });
  let sha256: string | undefined;
  return {
    get sha256() {
      sha256 ??= hashOf(symbols, columns);
      return sha256;
    },
    columns,
    ends,
  };
}

/** Returns the columns of `length` bars that lie one behind the other in a buffer. */
export function columnsIn(buffer: SharedArrayBuffer, length: number): BarColumns {
  const [time, open, high, low, close, volume] = doubles.map(
    (_, at) => new Float64Array(buffer, at * 8 * length, length),
  );
  const symbol = new Uint16Array(buffer, doubles.length * 8 * length, length);
  return { length, time, symbol, open, high, low, close, volume };
}

/** Returns an iterator over shared bars in their blocks, as views. */
export function* blocksOfShared({ columns, ends }: Pick<SharedBars, "columns" | "ends">): IterableIterator<BarColumns> {
  let from = 0;
  for (const to of ends) {
    const part = <Values extends Float64Array | Uint16Array>(values: Values) => values.subarray(from, to) as Values;
    const { time, symbol, open, high, low, close, volume } = columns;
    yield {
      length: to - from,
      time: part(time),
      symbol: part(symbol),
      open: part(open),
      high: part(high),
      low: part(low),
      close: part(close),
      volume: part(volume),
    };
    from = to;
  }
}

/** Returns the part of shared bars from one time to another, both inclusive, as views. */
export function partOfShared(
  { columns, ends }: Pick<SharedBars, "columns" | "ends">,
  { from, to }: { readonly from: number; readonly to: number },
): Pick<SharedBars, "columns" | "ends"> {
  const start = countBelow(columns.time, from);
  const end = countUntil(columns.time, to);
  const part = <Values extends Float64Array | Uint16Array>(values: Values) => values.subarray(start, end) as Values;
  const { time, symbol, open, high, low, close, volume } = columns;
  const inside = ends.filter((row) => row > start && row < end).map((row) => row - start);
  return {
    columns: {
      length: end - start,
      time: part(time),
      symbol: part(symbol),
      open: part(open),
      high: part(high),
      low: part(low),
      close: part(close),
      volume: part(volume),
    },
    ends: [...inside, end - start],
  };
}

// The same as of a feed's manifest, if these are all of its symbols.
function hashOf(symbols: readonly string[], columns: BarColumns): string {
  const hash = createHash("sha256").update(JSON.stringify(symbols));
  for (const key of ["time", "symbol", "open", "high", "low", "close", "volume"] as const) {
    const { buffer, byteOffset, byteLength } = columns[key];
    hash.update(new Uint8Array(buffer, byteOffset, byteLength));
  }
  return hash.digest("hex");
}
