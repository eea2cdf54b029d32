import { Scatter } from "../windows/scatter";
import type { Fold } from "./mechanism/fold";
import { ofValuesNamed } from "./mechanism/of-values";
import { positiveNumber, wholeNumber } from "./mechanism/parameters";

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

/**
 * Returns the bands of Bollinger: `middle` is the mean of the last `period` values, `upper` and `lower` are `width`
 * standard deviations from it (over `period`, not `period - 1`). All three are exactly equal where the values are.
 */
export const bollinger = ofValuesNamed<[period?: number, width?: number], "upper" | "middle" | "lower">(
  ["upper", "middle", "lower"],
  {
    name: "bollinger",
    parameters: [wholeNumber("period", 1, 20), positiveNumber("width", 2)],
    fold: (period, width) => new BollingerFold(period, width),
    decidedBy: (period) => period,
  },
);
