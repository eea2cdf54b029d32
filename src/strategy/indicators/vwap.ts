import type { BarFold } from "./mechanism/fold";
import { ExactSum } from "../windows/exact-sum";
import { isMissing, Ring } from "../windows/ring";
import { quotient, Twofold } from "../windows/twofold";

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
    const price = (high + low + close) / 3;
    if (isMissing(price) || isMissing(volume)) {
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
