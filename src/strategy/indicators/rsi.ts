import type { Fold } from "./mechanism/fold";
import { isMissing } from "../windows/ring";
import { Smoothed } from "../windows/smoothed";

class RsiFold implements Fold {
  readonly #gain: Smoothed;
  readonly #loss: Smoothed;
  #before = Number.NaN;

  constructor(period: number) {
    this.#gain = new Smoothed(period, 1 / period);
    this.#loss = new Smoothed(period, 1 / period);
  }

  push(value: number): number {
    if (isMissing(value)) return Number.NaN;
    const change = value - this.#before;
    this.#before = value;
    if (Number.isNaN(change)) return Number.NaN;
    const gain = this.#gain.push(Math.max(change, 0));
    const loss = this.#loss.push(Math.max(-change, 0));
    return 100 * (gain / (gain + loss));
  }
}
