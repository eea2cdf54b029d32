import { Delayed } from "../windows/delayed";
import { Highest } from "../windows/extremes";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class HighestFold implements Fold {
  readonly #highest: Highest;
  readonly #delayed: Delayed;

  constructor(period: number, offset: number) {
    this.#highest = new Highest(period);
    this.#delayed = new Delayed(offset);
  }

  push(value: number): number {
    return this.#highest.push(this.#delayed.push(value));
  }
}

/**
 * Returns the highest of the last `period` values. With an `offset` of 1 it ends at the bar before, so that the newest
 * value can be above it.
 */
export const highest = ofValues<[period: number, offset?: number]>({
  name: "highest",
  parameters: [wholeNumber("period"), wholeNumber("offset", 0, 0)],
  fold: (period, offset) => new HighestFold(period, offset),
  decidedBy: (period, offset) => period + offset,
});
