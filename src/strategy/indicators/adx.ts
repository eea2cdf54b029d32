import { isWhole, trueRange } from "../windows/true-range";
import type { BarFold } from "./mechanism/fold";
import { ofBarsNamed } from "./mechanism/of-bars";
import { wholeNumber } from "./mechanism/parameters";

class AdxFold implements BarFold {
  adx = Number.NaN;
  plusDi = Number.NaN;
  minusDi = Number.NaN;
  readonly #period: number;
  #bars = 0;
  #highBefore = Number.NaN;
  #lowBefore = Number.NaN;
  #closeBefore = Number.NaN;
  #range = 0;
  #plus = 0;
  #minus = 0;
  #average = 0;

  constructor(period: number) {
    this.#period = period;
  }

  push(high: number, low: number, close: number): number {
    this.adx = Number.NaN;
    this.plusDi = Number.NaN;
    this.minusDi = Number.NaN;
    if (!isWhole(high, low, close)) return Number.NaN;
    if (!Number.isNaN(this.#closeBefore)) this.#take(high, low);
    this.#highBefore = high;
    this.#lowBefore = low;
    this.#closeBefore = close;
    return this.adx;
  }

  #take(high: number, low: number): void {
    const period = this.#period;
    const bars = ++this.#bars;
    // The first `period - 1` bars are summed; from then on each sum first loses its period-th part.
    if (bars >= period) {
      this.#plus -= this.#plus / period;
      this.#minus -= this.#minus / period;
      this.#range -= this.#range / period;
    }
    const up = high - this.#highBefore;
    const down = this.#lowBefore - low;
    if (down > 0 && down > up) this.#minus += down;
    else if (up > 0 && up > down) this.#plus += up;
    this.#range += trueRange(high, low, this.#closeBefore);
    if (bars < period) return;
    const plus = this.#range > 0 ? 100 * (this.#plus / this.#range) : 0;
    const minus = this.#range > 0 ? 100 * (this.#minus / this.#range) : 0;
    this.#smooth(plus + minus > 0 ? 100 * (Math.abs(plus - minus) / (plus + minus)) : Number.NaN);
    if (bars < 2 * period - 1) return;
    this.adx = this.#average;
    this.plusDi = plus;
    this.minusDi = minus;
  }

  // Where nothing moved in a direction, the average stays as it is.
  #smooth(index: number): void {
    const period = this.#period;
    const isStart = this.#bars < 2 * period;
    if (Number.isNaN(index)) return;
    this.#average += (isStart ? index : index - this.#average) / period;
  }
}

/**
 * Returns the average directional index of Wilder (1978), 0 to 100, and the two directional indicators that it is made
 * of. It starts as in TA-Lib, at bar number `2 * period`: the sums hold `period - 1` bars when the first smoothed one is
 * added, and the first `adx` is a mean of `period`. Where no bar has moved, the indicators are 0, and `adx` stays.
 */
export const adx = ofBarsNamed<"high" | "low" | "close", [period?: number], "adx" | "plusDi" | "minusDi">(
  ["high", "low", "close"],
  ["adx", "plusDi", "minusDi"],
  {
    name: "adx",
    parameters: [wholeNumber("period", 1, 14)],
    fold: (period) => new AdxFold(period),
  },
);
