import type { BarColumns } from "./bar";

/** What is known of the market: the last close of each symbol and when it was known. */
export class Market {
  readonly symbols: readonly string[];
  /** Last close by place of the symbol; `NaN` before its first bar. */
  readonly price: Float64Array;
  /** Time of the last bar by place of the symbol; minus infinity before its first. */
  readonly lastTime: Float64Array;

  constructor(symbols: readonly string[]) {
    this.symbols = symbols;
    this.price = new Float64Array(symbols.length).fill(Number.NaN);
    this.lastTime = new Float64Array(symbols.length).fill(Number.NEGATIVE_INFINITY);
  }

  /** Takes in the bars of one time: the rows `from` to `to` (exclusive). */
  see(columns: BarColumns, from: number, to: number): void {
    const { time, symbol, close } = columns;
    for (let row = from; row < to; row++) {
      const place = symbol[row];
      this.price[place] = close[row];
      this.lastTime[place] = time[row];
    }
  }
}
