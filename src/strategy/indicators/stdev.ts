import type { Fold } from "./mechanism/fold";
import { Scatter } from "../windows/scatter";

class StdevFold implements Fold {
  readonly #scatter: Scatter;
  readonly #ddof: number;

  constructor(period: number, ddof: number) {
    this.#scatter = new Scatter(period);
    this.#ddof = ddof;
  }

  push(value: number): number {
    return this.#scatter.push(value) ? this.#scatter.deviation(this.#ddof) : Number.NaN;
  }
}
