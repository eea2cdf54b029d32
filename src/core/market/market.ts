import type { BarColumns } from "./bar";
import type { SymbolHistory } from "./history";
import { HistoryBook } from "./history-book";
import { type FillMarket, unaskedMarket } from "./liquidity/fill-market";
import type { Liquidity } from "./liquidity/liquidity";

/** What is known of the market: each symbol's last close, its time, and the bars before it. */
export class Market {
  readonly symbols: readonly string[];
  /** Last close by symbol; `NaN` before its first bar. */
  readonly price: Float64Array;
  /** Time of the last bar by symbol; minus infinity before its first. */
  readonly lastTime: Float64Array;
  /** How many steps were marked. */
  marks = 0;
  /** The bars of each symbol. `history` brings them up to date. */
  readonly histories: HistoryBook;
  readonly #liquidity: Liquidity | undefined;
  // The row after the last known one, in the current columns.
  #known = 0;

  /**
   * `historyBars`: newest bars kept per symbol, `Infinity` for all. `steps`: how many to make room for in histories at
   * once. `liquidity`: how symbols traded lately, if a model asks. `split`: the symbols that will be split.
   */
  constructor(
    symbols: readonly string[],
    historyBars: number,
    steps = 0,
    liquidity?: Liquidity,
    split: readonly string[] = [],
  ) {
    this.symbols = symbols;
    this.price = new Float64Array(symbols.length).fill(Number.NaN);
    this.lastTime = new Float64Array(symbols.length).fill(Number.NEGATIVE_INFINITY);
    this.histories = new HistoryBook(symbols, historyBars, steps, split);
    this.#liquidity = liquidity;
  }

  /** Begins a stretch of rows from `from` on, which will be marked step by step. */
  begin(columns: BarColumns, from: number): void {
    // Of new columns, nothing is known before their first step.
    this.#known = from;
    this.histories.begin(columns, from);
    if (this.#liquidity !== undefined) this.#liquidity.begin(columns, from);
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
    if (this.histories.latest !== undefined) this.histories.follow(to);
  }

  /** Marks the only symbol at the bar of one step, the row before `known`. */
  markOnly({ time, close }: BarColumns, known: number): void {
    this.price[0] = close[known - 1];
    this.lastTime[0] = time[known - 1];
    this.#known = known;
    this.marks++;
    if (this.histories.latest !== undefined) this.histories.follow(known);
  }

  /** Ends the stretch of rows before `to`. */
  end(to: number): void {
    this.histories.end(to);
    if (this.#liquidity !== undefined) this.#liquidity.end(to);
  }

  /** Turns each share of a symbol into `ratio` shares: its last close, its history and its volumes change with them. */
  split(symbolIndex: number, ratio: number): void {
    this.price[symbolIndex] /= ratio;
    this.histories.split(symbolIndex, ratio, this.#known);
    if (this.#liquidity === undefined) return;
    this.#liquidity.know(this.#known);
    this.#liquidity.split(symbolIndex, ratio);
  }

  /** Ends the trading of a symbol: it has no price, until it has another bar. */
  delist(symbolIndex: number): void {
    this.price[symbolIndex] = Number.NaN;
  }

  /** Returns the known bars of a symbol. */
  history(symbolIndex: number): SymbolHistory {
    return this.histories.of(symbolIndex, this.#known);
  }

  /**
   * Returns the market of a fill for the session's slippage model: `sign` is 1 for a purchase, -1 for a sale. `time`: of
   * the bar that fills, by default the next one. It says nothing if the model does not ask.
   */
  fillMarket(symbolIndex: number, sign: number, time?: number): FillMarket {
    if (this.#liquidity === undefined) return unaskedMarket;
    this.#liquidity.know(this.#known);
    return this.#liquidity.at(symbolIndex, sign, time);
  }

  /** Notes a fill of the session, if a model asks for what was filled. */
  noteFill(symbolIndex: number, sign: number, quantity: number, time: number): void {
    if (this.#liquidity !== undefined) this.#liquidity.fill(symbolIndex, sign, quantity, time);
  }
}
