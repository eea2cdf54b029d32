import { Delayed } from "../windows/delayed";
import { Scatter } from "../windows/scatter";
import type { Fold } from "./mechanism/fold";
import { ofValues } from "./mechanism/of-values";
import { positiveNumber, wholeNumber } from "./mechanism/parameters";

class VolatilityFold implements Fold {
  readonly #before = new Delayed(1);
  readonly #scatter: Scatter;
  readonly #scale: number;

  constructor(period: number, barsPerYear: number) {
    this.#scatter = new Scatter(period);
    this.#scale = Math.sqrt(barsPerYear);
  }

  push(value: number): number {
    const before = this.#before.push(value);
    const change = before === 0 ? Number.NaN : (value - before) / before;
    return this.#scatter.push(change) ? this.#scatter.deviation(1) * this.#scale : Number.NaN;
  }
}

/**
 * Returns the volatility of the last `period` returns, a fraction a year: their sample standard deviation, times the
 * root of `barsPerYear`, which is 252 unless it is given. Exactly 0 where the returns are equal. Missing where a price
 * of the window is 0.
 */
export const volatility = ofValues<[period: number, barsPerYear?: number]>({
  name: "volatility",
  parameters: [wholeNumber("period", 2), positiveNumber("barsPerYear", 252)],
  fold: (period, barsPerYear) => new VolatilityFold(period, barsPerYear),
  decidedBy: (period) => period + 1,
});
