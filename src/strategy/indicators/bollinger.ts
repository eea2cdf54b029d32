import type { Fold } from "./mechanism/fold";
import { Scatter } from "../windows/scatter";

class BollingerFold implements Fold {
  upper = Number.NaN;
  middle = Number.NaN;
  lower = Number.NaN;
  readonly #scatter: Scatter;
  readonly #width: number;

  constructor(period: number, width: number) {
    this.#scatter = new Scatter(period);
    this.#width = width;
  }

  push(value: number): number {
    const full = this.#scatter.push(value);
    this.middle = full ? this.#scatter.mean : Number.NaN;
    const reach = full ? this.#width * this.#scatter.deviation(0) : Number.NaN;
    this.upper = this.middle + reach;
    this.lower = this.middle - reach;
    return this.middle;
  }
}
