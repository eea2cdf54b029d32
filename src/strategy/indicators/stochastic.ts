import { Highest } from "../windows/extremes";
import { Mean } from "../windows/mean";
import type { BarFold } from "./mechanism/fold";
import { ofBarsNamed } from "./mechanism/of-bars";
import { wholeNumber } from "./mechanism/parameters";

class StochasticFold implements BarFold {
  k = Number.NaN;
  d = Number.NaN;
  readonly #high: Highest;
  readonly #low: Highest;
  readonly #k: Mean;
  readonly #d: Mean;

  constructor(period: number, smoothing: number, signal: number) {
    this.#high = new Highest(period);
    this.#low = new Highest(period);
    this.#k = new Mean(smoothing);
    this.#d = new Mean(signal);
  }

  push(high: number, low: number, close: number): number {
    const highest = this.#high.push(high);
    const lowest = -this.#low.push(-low);
    const k = this.#k.push(100 * ((close - lowest) / (highest - lowest)));
    this.d = this.#d.push(k);
    this.k = Number.isNaN(this.d) ? Number.NaN : k;
    return this.k;
  }
}

/**
 * Returns the stochastic oscillator of Lane, 0 to 100: where the close lies between the lowest low and the highest high
 * of `period` bars. `k` is the mean of `smoothing` of these, `d` the mean of `signal` of `k`. Both start together.
 * Missing where highest and lowest are equal, because that is 0 / 0; TA-Lib says 0 there.
 */
export const stochastic = ofBarsNamed<
  "high" | "low" | "close",
  [period?: number, smoothing?: number, signal?: number],
  "k" | "d"
>(["high", "low", "close"], ["k", "d"], {
  name: "stochastic",
  parameters: [wholeNumber("period", 1, 14), wholeNumber("smoothing", 1, 3), wholeNumber("signal", 1, 3)],
  fold: (period, smoothing, signal) => new StochasticFold(period, smoothing, signal),
  decidedBy: (period, smoothing, signal) => period + smoothing + signal - 2,
});
