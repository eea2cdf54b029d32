import { Smoothed } from "../windows/smoothed";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class EmaFold implements Fold {
  readonly #average: Smoothed;

  constructor(period: number) {
    this.#average = new Smoothed(period, 2 / (period + 1));
  }

  push(value: number): number {
    return this.#average.push(value);
  }
}

/**
 * Returns the exponential moving average: the mean of the first `period` values, which then goes toward each value by
 * `2 / (period + 1)` of the distance.
 */
export const ema = ofValues({
  name: "ema",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new EmaFold(period),
});
