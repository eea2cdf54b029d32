import { Delayed } from "../windows/delayed";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class ShiftFold implements Fold {
  readonly #before: Delayed;

  constructor(bars: number) {
    this.#before = new Delayed(bars);
  }

  push(value: number): number {
    return this.#before.push(Number.isFinite(value) ? value : Number.NaN);
  }
}

/**
 * Returns the value `bars` before the newest.
 */
export const shift = ofValues<[bars?: number]>({
  name: "shift",
  parameters: [wholeNumber("bars", 1, 1)],
  fold: (bars) => new ShiftFold(bars),
  decidedBy: (bars) => bars + 1,
});
