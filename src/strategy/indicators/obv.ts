import type { BarFold } from "./mechanism/fold";

class ObvFold implements BarFold {
  #volume = 0;
  #before = Number.NaN;

  push(_high: number, _low: number, close: number, volume: number): number {
    if (Number.isNaN(close + volume)) return Number.NaN;
    if (!(close <= this.#before)) this.#volume += volume;
    else if (close < this.#before) this.#volume -= volume;
    this.#before = close;
    return this.#volume;
  }
}
