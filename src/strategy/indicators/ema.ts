import type { Fold } from "./mechanism/fold";
import { Smoothed } from "../windows/smoothed";

/** The exponential average goes toward each value by `2 / (period + 1)`, from the mean of the first `period` values. */
export class EmaFold implements Fold {
  readonly #average: Smoothed;

  constructor(period: number) {
    this.#average = new Smoothed(period, 2 / (period + 1));
  }

  push(value: number): number {
    return this.#average.push(value);
  }
}
