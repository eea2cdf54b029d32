import type { BarColumns } from "../bar";
import type { Calendar } from "../calendar";
import type { FillMarket } from "./fill-market";
import { RecentTrading } from "./recent-trading";

/**
 * How all symbols traded lately, for models that ask. It goes along with the rows as they become known, stretch by
 * stretch, and keeps a few numbers of each symbol, whatever `historyBars` is. A session without such a model has none.
 */
export class Liquidity {
  readonly #symbols: readonly string[];
  readonly #calendar: Calendar;
  readonly #interval: number;
  readonly #trading: readonly RecentTrading[];
  readonly #view: FillView;
  #columns: BarColumns | undefined;
  #next = 0;
  #now = Number.NEGATIVE_INFINITY;

  /** `interval`: milliseconds between bars, if there is one. */
  constructor(symbols: readonly string[], calendar: Calendar, interval: number | undefined) {
    this.#symbols = symbols;
    this.#calendar = calendar;
    this.#interval = interval ?? 1;
    this.#trading = symbols.map(() => new RecentTrading());
    this.#view = new FillView(this.#trading[0]);
  }

  /** Begins a stretch of rows that will become known one after the other. */
  begin(columns: BarColumns, from: number): void {
    this.#columns = columns;
    this.#next = from;
  }

  /** Ends the stretch: its rows up to `to` (exclusive) are known. */
  end(to: number): void {
    this.know(to);
    this.#columns = undefined;
  }

  /** Takes the rows of the stretch up to `to` (exclusive), which are known. */
  know(to: number): void {
    if (this.#columns === undefined || this.#next >= to) return;
    const { time, symbol, close, volume } = this.#columns;
    for (let row = this.#next; row < to; row++)
      this.#trading[symbol[row]].take(time[row], this.#calendar.countedDay(time[row]), close[row], volume[row]);
    this.#now = time[to - 1];
    this.#next = to;
  }

  /** Notes a fill of the session: `sign` is 1 for a purchase, -1 for a sale. */
  fill(symbolIndex: number, sign: number, quantity: number, time: number): void {
    this.#trading[symbolIndex].fill(this.#calendar.countedDay(time), sign, quantity);
  }

  /** Turns each unit of a symbol into `ratio` units, in all that is known of it. */
  split(symbolIndex: number, ratio: number): void {
    this.#trading[symbolIndex].split(ratio);
  }

  /** Returns the market of a fill at `time`; by default at the next bar. What was returned before changes to it. */
  at(symbolIndex: number, sign: number, time = this.#now + this.#interval): FillMarket {
    const view = this.#view;
    view.symbol = this.#symbols[symbolIndex];
    view.trading = this.#trading[symbolIndex];
    view.sign = sign;
    view.time = time;
    view.day = this.#calendar.countedDay(time);
    return view;
  }
}

// Computes what it is asked for.
class FillView implements FillMarket {
  trading: RecentTrading;
  symbol = "";
  sign = 1;
  time = 0;
  day = 0;

  constructor(trading: RecentTrading) {
    this.trading = trading;
  }

  get meanVolume(): number {
    return this.trading.meanVolume(this.time);
  }

  get meanDailyVolume(): number {
    return this.trading.meanDailyVolume(this.day);
  }

  get dailyVolatility(): number {
    return this.trading.dailyVolatility(this.day);
  }

  get days(): number {
    return this.trading.daysBefore(this.day);
  }

  get filledToday(): number {
    return this.trading.filled(this.day, this.sign);
  }
}
