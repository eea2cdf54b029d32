import { expected } from "../../core/checks";
import { Smoothed } from "../windows/smoothed";
import type { Fold } from "./mechanism/fold";
import { ofValuesNamed } from "./mechanism/of-values";
import { wholeNumber } from "./mechanism/parameters";

class MacdFold implements Fold {
  macd = Number.NaN;
  signal = Number.NaN;
  histogram = Number.NaN;
  readonly #fast: Smoothed;
  readonly #slow: Smoothed;
  readonly #signal: Smoothed;

  constructor(fast: number, slow: number, signal: number) {
    if (fast >= slow) throw expected("fast of macd", `less than slow, ${slow}`, fast);
    this.#fast = new Smoothed(fast, 2 / (fast + 1), slow);
    this.#slow = new Smoothed(slow, 2 / (slow + 1));
    this.#signal = new Smoothed(signal, 2 / (signal + 1));
  }

  push(value: number): number {
    const line = this.#fast.push(value) - this.#slow.push(value);
    this.signal = Number.isNaN(line) ? Number.NaN : this.#signal.push(line);
    this.macd = Number.isNaN(this.signal) ? Number.NaN : line;
    this.histogram = line - this.signal;
    return this.macd;
  }
}

/**
 * Returns the convergence of two exponential averages (Appel): `macd` is the fast one less the slow one, `signal` the
 * exponential average of that, and `histogram` the difference of the two. As in TA-Lib, both averages start at the bar
 * at which the slow one can, and nothing is given before the signal is there. Throws INVALID_OPTION unless `fast` is
 * less than `slow`.
 */
export const macd = ofValuesNamed<[fast?: number, slow?: number, signal?: number], "macd" | "signal" | "histogram">(
  ["macd", "signal", "histogram"],
  {
    name: "macd",
    parameters: [wholeNumber("fast", 1, 12), wholeNumber("slow", 1, 26), wholeNumber("signal", 1, 9)],
    fold: (fast, slow, signal) => new MacdFold(fast, slow, signal),
  },
);
