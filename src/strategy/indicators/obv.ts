import type { BarFold } from "./mechanism/fold";
import { ofBars } from "./mechanism/of-bars";

class ObvFold implements BarFold {
  #volume = 0;
  #before = Number.NaN;

  push(_high: number, _low: number, close: number, volume: number): number {
    if (!(Number.isFinite(close) && Number.isFinite(volume))) return Number.NaN;
    if (!(close <= this.#before)) this.#volume += volume;
    else if (close < this.#before) this.#volume -= volume;
    this.#before = close;
    return this.#volume;
  }
}

/**
 * Returns the on-balance volume of Granville: the volume of bars that closed higher, less that of bars that closed lower.
 * As in TA-Lib it starts with the volume of the first bar, so only its changes mean something.
 */
export const obv = ofBars(["close", "volume"], {
  name: "obv",
  parameters: [],
  fold: () => new ObvFold(),
});
