import type { BarColumns } from "./bar";
import type { SymbolHistory } from "./history";
import { HistoryBook } from "./history-book";

/** What is known of the market: each symbol's last close, its time, and the bars before it. */
export class Market {
  readonly symbols: readonly string[];
  /** Last close by symbol; `NaN` before its first bar. */
  readonly price: Float64Array;
  /** Time of the last bar by symbol; minus infinity before its first. */
  readonly lastTime: Float64Array;
  /** How many steps were marked. */
  marks = 0;
  readonly #histories: HistoryBook;
  // The row after the last known one, in the current columns.
  #known = 0;

  /**
   * `historyBars`: newest bars kept per symbol, `Infinity` for all. `steps`: how many to make room for in histories at
   * once.
   */
  constructor(symbols: readonly string[], historyBars: number, steps = 0) {
    this.symbols = symbols;
    this.price = new Float64Array(symbols.length).fill(Number.NaN);
    this.lastTime = new Float64Array(symbols.length).fill(Number.NEGATIVE_INFINITY);
    this.#histories = new HistoryBook(symbols, historyBars, steps);
  }

  /** Begins a stretch of rows from `from` on, which will be marked step by step. */
  begin(columns: BarColumns, from: number): void {
    this.#histories.begin(columns, from);
  }

  /** Marks the symbols at the bars of one step, the rows `from` to `to` (exclusive). They are known from then on. */
  mark(columns: BarColumns, from: number, to: number): void {
    const { time, symbol, close } = columns;
    for (let row = from; row < to; row++) {
      const index = symbol[row];
      this.price[index] = close[row];
      this.lastTime[index] = time[row];
    }
    this.#known = to;
    this.marks++;
  }

  /** Ends the stretch of rows before `to`. */
  end(to: number): void {
    this.#histories.end(to);
  }

  /** Returns the known bars of a symbol. */
  history(symbolIndex: number): SymbolHistory {
    return this.#histories.of(symbolIndex, this.#known);
  }
}
