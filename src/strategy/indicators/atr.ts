import { Smoothed } from "../windows/smoothed";
import { trueRange } from "../windows/true-range";
import type { BarFold } from "./mechanism/fold";
import { ofBars } from "./mechanism/of-bars";
import { wholeNumber } from "./mechanism/parameters";

class AtrFold implements BarFold {
  readonly #average: Smoothed;
  #before = Number.NaN;

  constructor(period: number) {
    this.#average = new Smoothed(period, 1 / period);
  }

  push(high: number, low: number, close: number): number {
    const range = trueRange(high, low, this.#before);
    if (Number.isNaN(range + close)) {
      if (Number.isNaN(this.#before)) this.#before = close;
      return Number.NaN;
    }
    this.#before = close;
    return this.#average.push(range);
  }
}

/**
 * Returns the average true range of Wilder (1978), in units of price: how far a bar reaches, counted from the close
 * before it. It starts with the mean of the first `period` ranges, the first of which is that of the second bar; each
 * later one counts `1 / period`.
 */
export const atr = ofBars(["high", "low", "close"], {
  name: "atr",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new AtrFold(period),
});
