import type { BarColumns } from "./bar";
import { SymbolHistory } from "./history";

/**
 * The histories of all symbols. What was seen is only noted, and copied when a strategy looks: a strategy that never
 * looks pays nothing, and the buffers that it gets to see never hold the future.
 */
export class HistoryBook {
  readonly #histories: readonly SymbolHistory[];
  #seen: { readonly columns: BarColumns; readonly from: number; readonly to: number }[] = [];
  #columns: BarColumns | undefined;
  #from = 0;

  /** `limit`: newest bars kept a symbol, `Infinity` for all. */
  constructor(symbols: readonly string[], limit: number) {
    this.#histories = symbols.map((symbol) => new SymbolHistory(symbol, limit));
  }

  /** Begins a stretch of rows of some columns that will become known one after the other. */
  begin(columns: BarColumns, from: number): void {
    this.#columns = columns;
    this.#from = from;
  }

  /** Ends the stretch: its rows up to `to` (exclusive) are known. */
  end(to: number): void {
    if (this.#columns !== undefined && to > this.#from)
      this.#seen.push({ columns: this.#columns, from: this.#from, to });
    this.#columns = undefined;
  }

  /** Returns the history of the symbol at `place`; of the stretch that has begun, the rows up to `known` (exclusive). */
  of(place: number, known: number): SymbolHistory {
    for (const { columns, from, to } of this.#seen) this.#append(columns, from, to);
    if (this.#seen.length > 0) this.#seen = [];
    if (this.#columns !== undefined && known > this.#from) {
      this.#append(this.#columns, this.#from, known);
      this.#from = known;
    }
    return this.#histories[place];
  }

  #append(columns: BarColumns, from: number, to: number): void {
    const { symbol, time, open, high, low, close, volume } = columns;
    for (let row = from; row < to; row++) {
      this.#histories[symbol[row]].append(time[row], open[row], high[row], low[row], close[row], volume[row]);
    }
  }
}
