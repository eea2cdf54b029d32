import type { Fold } from "./mechanism/fold";
import { Scatter } from "../windows/scatter";

class ZscoreFold implements Fold {
  readonly #scatter: Scatter;
  readonly #ddof: number;

  constructor(period: number, ddof: number) {
    this.#scatter = new Scatter(period);
    this.#ddof = ddof;
  }

  push(value: number): number {
    if (!this.#scatter.push(value)) return Number.NaN;
    const deviation = this.#scatter.deviation(this.#ddof);
    return deviation > 0 ? (value - this.#scatter.mean) / deviation : Number.NaN;
  }
}
