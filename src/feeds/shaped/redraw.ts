import type { BarColumns } from "../../core/market/bar";
import { copyRow, emptyColumns, viewOf } from "../bars/columns";
import type { Stream } from "../chance/streams";
import { adjustedParts } from "../source/adjust";
import type { RecordedSource } from "../source/source";
import { type Piece, piecesOf } from "./pieces";

/** How bars are drawn anew. */
export interface Redraw {
  readonly stream: Stream;
  /** Mean length of a block, in pieces. */
  readonly block: number;
  /** Rows from the first on that stay as they are. */
  readonly kept: number;
}

/**
 * Returns bars whose returns come from a feed's own, drawn in blocks: the stationary bootstrap (Politis and Romano, 1994),
 * of all symbols together. After each piece comes the next one of the feed or, with probability 1 / block, any. A bar keeps
 * its shape: its prices over the close before it in the feed become prices over the close before it here. Splits and
 * dividends are no returns: bars are drawn from prices that are adjusted for them.
 */
export function redrawn(feed: RecordedSource, { stream, block, kept }: Redraw): BarColumns {
  const source = feed.actions === undefined ? feed.columns : adjustedParts(partsOf(feed), "all").columns;
  const pieces = piecesOf(feed);
  const before = closesBefore(source, feed.symbols.length);
  const drawn = new Drawn(viewOf(feed.columns, 0, kept), firstPrices(source, feed.symbols.length));
  const others = pieces.length - 1;
  let at = -1;
  for (const piece of pieces) {
    if (piece.to <= kept) continue;
    // Nothing is before the first piece, so it has no returns.
    const goesOn = at > 0 && stream.uniform() * block >= 1;
    at = goesOn ? (at % others) + 1 : 1 + Math.floor(stream.uniform() * others);
    drawn.put(source, pieces[at], piece, before);
  }
  return drawn.columns;
}

function partsOf({ skipped, ...feed }: RecordedSource) {
  return { ...feed, skipped, origin: { kind: "bootstrap" as const, options: {} } };
}

/** Bars that are drawn one after the other. */
class Drawn {
  #columns: BarColumns;
  #length: number;
  readonly #after: number;
  /** The last close of each symbol. */
  readonly #closes: Float64Array;

  /** `closes` are those of symbols that are not among the bars to begin with. */
  constructor(begin: BarColumns, closes: Float64Array) {
    this.#columns = begin;
    this.#length = begin.length;
    this.#after = begin.length === 0 ? Number.NEGATIVE_INFINITY : begin.time[begin.length - 1];
    this.#closes = closes;
    for (let row = 0; row < begin.length; row++) closes[begin.symbol[row]] = begin.close[row];
  }

  get columns(): BarColumns {
    return viewOf(this.#columns, 0, this.#length);
  }

  /** Puts the bars of a piece at the place of another. Those that would come before its begin or after its end have none. */
  put(source: BarColumns, from: Piece, to: Piece, before: Float64Array): void {
    for (let row = from.from; row < from.to; row++) {
      const time = to.start + source.time[row] - from.start;
      if (time <= this.#after || time > to.end) continue;
      const factor = this.#closes[source.symbol[row]] / before[row];
      const at = this.#next();
      copyRow(source, row, this.#columns, at);
      this.#columns.time[at] = time;
      for (const key of ["open", "high", "low", "close"] as const) this.#columns[key][at] = source[key][row] * factor;
      this.#closes[source.symbol[row]] = this.#columns.close[at];
    }
  }

  #next(): number {
    if (this.#length === this.#columns.time.length) {
      const larger = emptyColumns(Math.max(1024, 2 * this.#length));
      for (let row = 0; row < this.#length; row++) copyRow(this.#columns, row, larger, row);
      this.#columns = larger;
    }
    return this.#length++;
  }
}

/** The close before each row of its symbol; for the first one its open. */
function closesBefore({ symbol, open, close, length }: BarColumns, symbols: number): Float64Array {
  const last = new Float64Array(symbols).fill(Number.NaN);
  const before = new Float64Array(length);
  for (let row = 0; row < length; row++) {
    const place = symbol[row];
    before[row] = Number.isNaN(last[place]) ? open[row] : last[place];
    last[place] = close[row];
  }
  return before;
}

function firstPrices({ symbol, open, length }: BarColumns, symbols: number): Float64Array {
  const first = new Float64Array(symbols).fill(Number.NaN);
  for (let row = 0; row < length; row++) if (Number.isNaN(first[symbol[row]])) first[symbol[row]] = open[row];
  return first;
}
