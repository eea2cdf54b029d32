import { Delayed } from "../windows/delayed";
import { Highest } from "../windows/extremes";
import type { BarFold } from "./mechanism/fold";
import { ofBarsNamed } from "./mechanism/of-bars";
import { wholeNumber } from "./mechanism/parameters";

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

/**
 * Returns the channel of Donchian: `upper` is the highest high of the last `period` bars, `lower` the lowest low,
 * `middle` the mean of the two. With an `offset` of 1 it ends at the bar before, so that a close can break out of it.
 */
export const donchian = ofBarsNamed<"high" | "low", [period?: number, offset?: number], "upper" | "middle" | "lower">(
  ["high", "low"],
  ["upper", "middle", "lower"],
  {
    name: "donchian",
    parameters: [wholeNumber("period", 1, 20), wholeNumber("offset", 0, 0)],
    fold: (period, offset) => new DonchianFold(period, offset),
    decidedBy: (period, offset) => period + offset,
  },
);
