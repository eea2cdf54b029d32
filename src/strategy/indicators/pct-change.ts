import { Delayed } from "../windows/delayed";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class PctChangeFold implements Fold {
  readonly #before: Delayed;

  constructor(bars: number) {
    this.#before = new Delayed(bars);
  }

  push(value: number): number {
    const before = this.#before.push(value);
    const change = (value - before) / before;
    return Number.isFinite(change) ? change : Number.NaN;
  }
}

/**
 * Returns how much the newest value differs from the one `bars` before it, as a fraction of that: 0.01 is 1 %. Missing
 * where that is 0.
 */
export const pctChange = ofValues<[bars?: number]>({
  name: "pctChange",
  parameters: [wholeNumber("bars", 1, 1)],
  fold: (bars) => new PctChangeFold(bars),
  decidedBy: (bars) => bars + 1,
});
