import { ExactSum, isMultipliable } from "../windows/exact-sum";
import { Ring } from "../windows/ring";
import { quotient, Twofold } from "../windows/twofold";
import type { BarFold } from "./mechanism/fold";
import { ofBars } from "./mechanism/of-bars";
import { wholeNumber } from "./mechanism/parameters";

const worth = new Twofold();
const traded = new Twofold();

class VwapFold implements BarFold {
  readonly #prices: Ring;
  readonly #volumes: Ring;
  readonly #worth = new ExactSum();
  readonly #volume = new ExactSum();

  constructor(period: number) {
    this.#prices = new Ring(period);
    this.#volumes = new Ring(period);
  }

  push(high: number, low: number, close: number, volume: number): number {
    // The mean of the three, in the form that of equal prices is exactly that price.
    const price = close + (high - close + (low - close)) / 3;
    if (!isMultipliable(price) || !isMultipliable(volume)) {
      for (const part of [this.#prices, this.#volumes, this.#worth, this.#volume]) part.clear();
      return Number.NaN;
    }
    const leaving = this.#volumes.push(volume);
    this.#worth.addProduct(price, volume);
    this.#worth.addProduct(this.#prices.push(price), -leaving);
    this.#volume.slide(volume, leaving);
    if (!this.#prices.full) return Number.NaN;
    this.#worth.read(worth);
    this.#volume.read(traded);
    return traded.high > 0 ? quotient(worth.high, worth.low, traded.high, traded.low) : Number.NaN;
  }
}

/**
 * Returns the average price of the last `period` bars, weighted by volume. The price of a bar is the mean of its high, low
 * and close. Missing where nothing was traded.
 */
export const vwap = ofBars(["high", "low", "close", "volume"], {
  name: "vwap",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new VwapFold(period),
  decidedBy: (period: number) => period,
});
