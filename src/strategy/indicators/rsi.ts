import { isSummable } from "../windows/exact-sum";
import { Smoothed } from "../windows/smoothed";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class RsiFold implements Fold {
  readonly #gain: Smoothed;
  readonly #loss: Smoothed;
  #before = Number.NaN;

  constructor(period: number) {
    this.#gain = new Smoothed(period, 1 / period);
    this.#loss = new Smoothed(period, 1 / period);
  }

  push(value: number): number {
    if (!isSummable(value)) return Number.NaN;
    const change = value - this.#before;
    this.#before = value;
    if (Number.isNaN(change)) return Number.NaN;
    const gain = this.#gain.push(Math.max(change, 0));
    const loss = this.#loss.push(Math.max(-change, 0));
    return 100 * (gain / (gain + loss));
  }
}

/**
 * Returns the relative strength index of Wilder (1978), from 0 to 100: the share of the gains in all changes. Gains and
 * losses are averages that start with the mean of the first `period` changes; each later one counts `1 / period`.
 * Missing as long as no value has changed, because that is 0 / 0; TA-Lib says 0 there.
 */
export const rsi = ofValues({
  name: "rsi",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new RsiFold(period),
});
