import type { BarFold } from "./mechanism/fold";
import { Smoothed } from "../windows/smoothed";
import { trueRange } from "../windows/true-range";

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
