import type { Calendar } from "../../core/market/calendar";
import type { TradeProfits } from "../record/trade-profits";
import type { ReturnConventions } from "../statistics/conventions";
import { defined } from "../statistics/defined";

/** Day returns below which a running ratio says nothing. */
export const enoughDays = 20;

/**
 * The Sharpe and Sortino ratio of a session's day returns while it runs, by the formulas of its metrics. Each closed day is
 * looked at once, so that what an update costs does not grow with the run. The mean and variance are updated as Welford
 * ("Note on a method for calculating corrected sums of squares and products", 1962) does it.
 */
export class RunningRatios {
  readonly #initialCapital: number;
  readonly #calendar: Calendar;
  readonly #terms: ReturnConventions;
  #days = 0;
  /** The level at which the coming return begins. */
  #level: number;
  #count = 0;
  #mean = 0;
  #squares = 0;
  #squaresBelow = 0;
  #min = Infinity;
  #max = -Infinity;

  /** `terms`: those of day returns. */
  constructor(initialCapital: number, calendar: Calendar, terms: ReturnConventions) {
    this.#initialCapital = initialCapital;
    this.#calendar = calendar;
    this.#terms = terms;
    this.#level = initialCapital;
  }

  /** How many day returns there are. */
  get count(): number {
    return this.#count;
  }

  /**
   * Takes in the days that have closed since it was last called; `time` and `equity` are those of all closed days. A day that
   * does not count goes to the next one. Of another run, which has fewer days, everything is taken in again.
   */
  read(time: Float64Array, equity: Float64Array, ended: boolean): void {
    if (time.length < this.#days) this.#begin();
    const dayAt = (at: number) => this.#calendar.countedDay(time[at]);
    for (; this.#days < time.length; this.#days++) {
      const at = this.#days;
      const isLast = at + 1 === time.length;
      // Nobody knows yet whether the newest day goes on.
      if (isLast && !ended && this.#calendar.found) return;
      if (!isLast && dayAt(at) === dayAt(at + 1)) continue;
      if (this.#level > 0) this.#add(equity[at] / this.#level - 1);
      this.#level = equity[at];
    }
  }

  /** `mean(r − rf)/std(r)·√N`; `null` below 20 returns and at zero variance. */
  get sharpe(): number | null {
    if (this.#count < enoughDays || this.#isFlat) return null;
    const { riskFree, periodsPerYear } = this.#terms;
    const deviation = Math.sqrt(this.#squares / (this.#count - 1));
    return defined(((this.#mean - riskFree) / deviation) * Math.sqrt(periodsPerYear));
  }

  /** `mean(r − rf)·N / downsideDeviation`; `null` below 20 returns, and if none was below `rf`. */
  get sortino(): number | null {
    if (this.#count < enoughDays || this.#squaresBelow === 0) return null;
    const { riskFree, periodsPerYear } = this.#terms;
    const downside = Math.sqrt((this.#squaresBelow / this.#count) * periodsPerYear);
    return defined(((this.#mean - riskFree) * periodsPerYear) / downside);
  }

  get #isFlat(): boolean {
    return this.#max - this.#min <= 4 * Number.EPSILON * Math.max(Math.abs(this.#min), Math.abs(this.#max));
  }

  #add(value: number): void {
    if (!Number.isFinite(value)) return;
    this.#count++;
    const before = value - this.#mean;
    this.#mean += before / this.#count;
    this.#squares += before * (value - this.#mean);
    const below = Math.min(value - this.#terms.riskFree, 0);
    this.#squaresBelow += below * below;
    if (value < this.#min) this.#min = value;
    if (value > this.#max) this.#max = value;
  }

  #begin(): void {
    this.#days = this.#count = this.#mean = this.#squares = this.#squaresBelow = 0;
    this.#level = this.#initialCapital;
    [this.#min, this.#max] = [Infinity, -Infinity];
  }
}

// A trade may still take in fills of its two orders. Only the newest are looked at again.
const stillOpen = 1000;

/** How many round trips won while a session runs. Older ones are counted once. */
export class RunningWins {
  #settled = 0;
  #won = 0;

  /** Returns how many of the trades won, by the test of `winRate`. */
  count(trades: TradeProfits): number {
    if (trades.length < this.#settled) this.#settled = this.#won = 0;
    const settled = Math.max(this.#settled, trades.length - stillOpen);
    for (; this.#settled < settled; this.#settled++) if (isWon(trades, this.#settled)) this.#won++;
    let won = this.#won;
    for (let at = settled; at < trades.length; at++) if (isWon(trades, at)) won++;
    return won;
  }
}

function isWon(trades: TradeProfits, at: number): boolean {
  return trades.netPnl(at) > 1e-9 * Math.abs(trades.entryNotional(at));
}
