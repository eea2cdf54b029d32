import { Delayed } from "../windows/delayed";
import { Highest } from "../windows/extremes";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class LowestFold implements Fold {
  readonly #highest: Highest;
  readonly #delayed: Delayed;

  constructor(period: number, offset: number) {
    this.#highest = new Highest(period);
    this.#delayed = new Delayed(offset);
  }

  push(value: number): number {
    return -this.#highest.push(-this.#delayed.push(value));
  }
}

/**
 * Returns the lowest of the last `period` values. With an `offset` of 1 it ends at the bar before, so that the newest
 * value can be below it.
 */
export const lowest = ofValues<[period: number, offset?: number]>({
  name: "lowest",
  parameters: [wholeNumber("period"), wholeNumber("offset", 0, 0)],
  fold: (period, offset) => new LowestFold(period, offset),
  decidedBy: (period, offset) => period + offset,
});
