import type { BarColumns } from "./bar";
import { SymbolHistory } from "./history";

/** Consecutive rows of some columns that are known but not copied yet. */
interface Stretch {
  readonly columns: BarColumns;
  readonly from: number;
  to: number;
}

// With fewer rows, keeping a stretch and its columns takes more room than a copy.
const SHORT = 64;

/**
 * The histories of all symbols. Bars are only noted, and copied when a strategy looks. A strategy that never looks
 * pays nothing, and its buffers never hold the future. With a limit, columns are released when the next ones begin.
 * Without one, columns of few rows are copied then.
 */
export class HistoryBook {
  readonly #histories: readonly SymbolHistory[];
  readonly #limit: number;
  #noted: Stretch[] = [];
  #columns: BarColumns | undefined;
  #from = 0;

  /** `limit`: newest bars kept per symbol, `Infinity` for all. */
  constructor(symbols: readonly string[], limit: number) {
    this.#histories = symbols.map((symbol) => new SymbolHistory(symbol, limit));
    this.#limit = limit;
  }

  /** How many stretches of rows are noted. Their columns are kept until they are copied. */
  get noted(): number {
    return this.#noted.length;
  }

  /** Begins a stretch of rows that will become known one after the other. */
  begin(columns: BarColumns, from: number): void {
    const last = this.#noted.at(-1);
    if (last !== undefined && last.columns !== columns && (this.#limit < Infinity || last.to - last.from < SHORT))
      this.#copyNoted();
    this.#columns = columns;
    this.#from = from;
  }

  /** Ends the stretch: its rows up to `to` (exclusive) are known. */
  end(to: number): void {
    const columns = this.#columns;
    if (columns !== undefined && to > this.#from) this.#note(columns, this.#from, to);
    this.#columns = undefined;
  }

  /** Returns the history of a symbol. Of the stretch that has begun, it has the rows up to `known` (exclusive). */
  of(symbolIndex: number, known: number): SymbolHistory {
    if (known !== this.#from || this.#noted.length > 0) this.#catchUp(known);
    return this.#histories[symbolIndex];
  }

  #catchUp(known: number): void {
    if (this.#noted.length > 0) this.#copyNoted();
    if (this.#columns === undefined || known <= this.#from) return;
    this.#copy(this.#columns, this.#from, known);
    this.#from = known;
  }

  #note(columns: BarColumns, from: number, to: number): void {
    const last = this.#noted.at(-1);
    if (last !== undefined && last.columns === columns && last.to === from) last.to = to;
    else this.#noted.push({ columns, from, to });
  }

  #copyNoted(): void {
    for (const { columns, from, to } of this.#noted) this.#copy(columns, from, to);
    this.#noted = [];
  }

  #copy(columns: BarColumns, from: number, to: number): void {
    const old = to - from > this.#limit ? this.#countOld(columns, from, to) : undefined;
    const { symbol, time, open, high, low, close, volume } = columns;
    for (let row = from; row < to; row++) {
      const index = symbol[row];
      const history = this.#histories[index];
      if (old !== undefined && old[index]-- > 0) history.seen++;
      else history.append(time[row], open[row], high[row], low[row], close[row], volume[row]);
    }
  }

  // By symbol, how many of the rows are pushed out by later ones, so that they need no copy.
  #countOld({ symbol }: BarColumns, from: number, to: number): Int32Array {
    const old = new Int32Array(this.#histories.length).fill(-this.#limit);
    for (let row = from; row < to; row++) old[symbol[row]]++;
    return old;
  }
}
