import { Delayed } from "../windows/delayed";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class ChangeFold implements Fold {
  readonly #before: Delayed;

  constructor(bars: number) {
    this.#before = new Delayed(bars);
  }

  push(value: number): number {
    const difference = value - this.#before.push(value);
    return Number.isFinite(difference) ? difference : Number.NaN;
  }
}

/**
 * Returns the newest value less the one `bars` before it.
 */
export const change = ofValues<[bars?: number]>({
  name: "change",
  parameters: [wholeNumber("bars", 1, 1)],
  fold: (bars) => new ChangeFold(bars),
  decidedBy: (bars) => bars + 1,
});
