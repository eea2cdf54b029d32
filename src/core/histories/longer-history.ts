import { SymbolHistory, type WholeBarTaker } from "../market/history";
import { leastGaps, shortestDay, tooShort } from "./longer-interval";

/**
 * The longer bars of one symbol that are over, made of its bars as they come: open first, high and low the extremes,
 * close last, volume summed, as `resample` makes them. Taking in a bar costs the same however many there are.
 */
export class LongerHistory implements WholeBarTaker {
  readonly #length: number;
  readonly #endOf: (time: number) => number;
  readonly #limit: number;
  #whole: SymbolHistory;
  // Bars of the symbol that were taken in, ever, and its splits.
  #taken = 0;
  #splits = 0;
  // The longer bars as traded, of a symbol that is split.
  #raw: LongerHistory | undefined = undefined;
  // The bar that is not over, and when it will be.
  #end = Number.NEGATIVE_INFINITY;
  #isOpen = false;
  #open = 0;
  #high = 0;
  #low = 0;
  #close = 0;
  #volume = 0;

  // The first gaps between bars, while they may turn out to be days.
  #gaps = -1;
  #shortest = Number.POSITIVE_INFINITY;
  #last = Number.NEGATIVE_INFINITY;

  /**
   * `length`: milliseconds of a longer bar. `endOf`: when the longer bar is over that an instant falls into. `limit`:
   * newest bars kept.
   */
  constructor(symbol: string, length: number, endOf: (time: number) => number, limit: number) {
    this.#length = length;
    this.#endOf = endOf;
    this.#limit = limit;
    this.#whole = new SymbolHistory(symbol, limit);
  }

  /**
   * Returns the longer bars that are over at `now`. `bars` are those of the symbol, none of them later than `now`. Throws
   * INVALID_OPTION once the symbol turns out to have bars of days, if these are longer.
   */
  at(bars: SymbolHistory, now: number): SymbolHistory {
    if (bars.splits.length > this.#splits) this.#split(bars);
    let count = bars.seen - this.#taken;
    if (count > 0) {
      // Bars that are no longer kept leave a hole.
      if (count > bars.length) count = this.#startAnew(bars);
      this.#taken = bars.seen;
      bars.hand(this, count);
    }
    if (this.#isOpen && this.#end <= now) this.#finish();
    if (bars.raw !== bars) this.#whole.raw = this.#rawOf(bars.raw, now);
    return this.#whole;
  }

  // All bars so far were taken in before the splits.
  #split(bars: SymbolHistory): void {
    for (const { ratio } of bars.splits.slice(this.#splits)) {
      if (this.#taken > 0) this.#whole.split(ratio);
      this.#open /= ratio;
      this.#high /= ratio;
      this.#low /= ratio;
      this.#close /= ratio;
      this.#volume *= ratio;
    }
    this.#splits = bars.splits.length;
  }

  #rawOf(bars: SymbolHistory, now: number): SymbolHistory {
    this.#raw ??= new LongerHistory(this.#whole.symbol, this.#length, this.#endOf, this.#limit);
    return this.#raw.at(bars, now);
  }

  take(time: number, open: number, high: number, low: number, close: number, volume: number): void {
    if (this.#gaps < leastGaps) this.#watch(time);
    if (time > this.#end) {
      if (this.#isOpen) this.#finish();
      this.#end = this.#endOf(time);
      this.#isOpen = true;
      this.#open = open;
      this.#high = high;
      this.#low = low;
      this.#close = close;
      this.#volume = volume;
    } else if (this.#isOpen) {
      this.#high = Math.max(this.#high, high);
      this.#low = Math.min(this.#low, low);
      this.#close = close;
      this.#volume += volume;
    }
  }

  // Beside bars of minutes there may be a symbol with bars of days.
  #watch(time: number): void {
    this.#gaps++;
    if (this.#gaps > 0) this.#shortest = Math.min(this.#shortest, time - this.#last);
    this.#last = time;
    if (this.#gaps < leastGaps || this.#shortest < shortestDay || this.#shortest <= this.#length) return;
    throw tooShort(this.#whole.symbol, this.#shortest, this.#length, "interval of history");
  }

  #finish(): void {
    this.#whole.append(this.#end, this.#open, this.#high, this.#low, this.#close, this.#volume);
    this.#isOpen = false;
  }

  // The oldest bar kept may lie in the middle of a longer one, which is then left out. Returns how many bars to take in.
  #startAnew(bars: SymbolHistory): number {
    if (this.#taken > 0) this.#whole = new SymbolHistory(this.#whole.symbol, this.#limit);
    this.#isOpen = false;
    this.#end = this.#endOf(bars.timeBefore(bars.length - 1));
    return bars.length - 1;
  }
}
