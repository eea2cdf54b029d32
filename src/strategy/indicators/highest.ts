import { Delayed } from "../windows/delayed";
import { Highest } from "../windows/extremes";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

/** The highest of the last values, or with a sign of -1 the lowest. */
export class ExtremeFold implements Fold {
  readonly #highest: Highest;
  readonly #delayed: Delayed;
  readonly #sign: 1 | -1;

  constructor(period: number, offset: number, sign: 1 | -1) {
    this.#highest = new Highest(period);
    this.#delayed = new Delayed(offset);
    this.#sign = sign;
  }

  push(value: number): number {
    return this.#sign * this.#highest.push(this.#sign * this.#delayed.push(value));
  }
}

/**
 * Returns the highest of the last `period` values. With an `offset` of 1 it ends at the bar before, so that the newest
 * value can be above it.
 */
export const highest = ofValues<[period: number, offset?: number]>({
  name: "highest",
  parameters: [wholeNumber("period"), wholeNumber("offset", 0, 0)],
  fold: (period, offset) => new ExtremeFold(period, offset, 1),
  decidedBy: (period, offset) => period + offset,
});
