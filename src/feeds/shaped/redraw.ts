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

/** The pieces that can be drawn, and the symbols that are. */
export interface Drawable {
  readonly pieces: readonly Piece[];
  /** The first piece that can be drawn, and how many there are from it on. */
  readonly from: number;
  readonly count: number;
  /** By the place of a symbol: whether it has bars to be replaced. */
  readonly drawn: readonly boolean[];
}

/**
 * Finds what can be drawn of a feed whose first `kept` rows stay: the pieces from the one after all symbols have begun to
 * the one in which the first of them ends, so that none vanishes. Symbols that have ended by then are left as they are.
 * `asBefore`: see `piecesOf`.
 */
export function drawableOf(feed: RecordedSource, kept: number, asBefore = false): Drawable {
  const pieces = piecesOf(feed, asBefore);
  const { symbol } = feed.columns;
  const [first, last] = [feed.symbols.map(() => -1), feed.symbols.map(() => -1)];
  pieces.forEach((piece, at) => {
    for (let row = piece.from; row < piece.to; row++) {
      if (first[symbol[row]] < 0) first[symbol[row]] = at;
      last[symbol[row]] = at;
    }
  });
  const drawn = last.map((at) => at >= 0 && pieces[at].to > kept);
  const places = [...drawn.keys()].filter((place) => drawn[place]);
  if (places.length === 0) return { pieces, from: 0, count: 0, drawn };
  // A first bar has no close before it, so it has no return.
  const from = Math.max(...places.map((place) => first[place])) + 1;
  return { pieces, from, count: Math.min(...places.map((place) => last[place])) + 1 - from, drawn };
}

/**
 * Returns bars whose returns come from a feed's own, drawn in blocks: the stationary bootstrap (Politis and Romano, 1994),
 * of all symbols together. After each piece comes the next one of the feed or, with probability 1 / block, any; at the place
 * of a day that is longer, as a half day is shorter than others, the first one behind it that is long enough. A bar keeps its
 * shape: its prices over the close before it in the feed become prices over the close before it here. Splits and
 * dividends are no returns: bars are drawn from prices that are adjusted for them.
 */
export function redrawn(feed: RecordedSource, drawable: Drawable, { stream, block, kept }: Redraw): BarColumns {
  const { pieces, from, count } = drawable;
  const source = feed.actions === undefined ? feed.columns : adjustedParts(partsOf(feed), "all").columns;
  const before = closesBefore(source, feed.symbols.length);
  const drawn = new Drawn(viewOf(feed.columns, 0, kept), firstPrices(source, feed.symbols.length), drawable.drawn);
  let at = -1;
  for (const piece of pieces) {
    if (piece.to <= kept) continue;
    const goesOn = at >= 0 && stream.uniform() * block >= 1;
    at = longEnough(drawable, goesOn ? (at + 1) % count : Math.floor(stream.uniform() * count), piece);
    drawn.put(source, pieces[from + at], piece, before);
  }
  return drawn.columns;
}

/** The place of a piece that can be drawn, or of the first one behind it that is as long as another; its own without any. */
function longEnough({ pieces, from, count }: Drawable, at: number, { span }: Piece): number {
  for (let further = 0; further < count; further++) {
    const next = (at + further) % count;
    if (pieces[from + next].span >= span) return next;
  }
  return at;
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

  readonly #drawn: readonly boolean[];

  /** `closes` are those of symbols that are not among the bars to begin with; only bars of symbols that are `drawn` come. */
  constructor(begin: BarColumns, closes: Float64Array, drawn: readonly boolean[]) {
    this.#drawn = drawn;
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
      if (time <= this.#after || time > to.end || !this.#drawn[source.symbol[row]]) continue;
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
