import type { BarFold } from "./mechanism/fold";
import { Delayed } from "../windows/delayed";
import { Highest } from "../windows/extremes";

class DonchianFold implements BarFold {
  upper = Number.NaN;
  middle = Number.NaN;
  lower = Number.NaN;
  readonly #high: Highest;
  readonly #low: Highest;
  readonly #delayedHigh: Delayed;
  readonly #delayedLow: Delayed;

  constructor(period: number, offset: number) {
    this.#high = new Highest(period);
    this.#low = new Highest(period);
    this.#delayedHigh = new Delayed(offset);
    this.#delayedLow = new Delayed(offset);
  }

  push(high: number, low: number): number {
    this.upper = this.#high.push(this.#delayedHigh.push(high));
    this.lower = -this.#low.push(-this.#delayedLow.push(low));
    this.middle = (this.upper + this.lower) / 2;
    return this.middle;
  }
}
