import { Smoothed } from "../windows/smoothed";
import { isWhole, trueRange } from "../windows/true-range";
import type { BarFold } from "./mechanism/fold";
import { ofBars } from "./mechanism/of-bars";
import { wholeNumber } from "./mechanism/parameters";

class AtrFold implements BarFold {
  readonly #average: Smoothed;
  #before = Number.NaN;

  constructor(period: number) {
    this.#average = new Smoothed(period, 1 / period);
  }

  push(high: number, low: number, close: number): number {
    const before = this.#before;
    const isFirst = Number.isNaN(before);
    const isKnown = isWhole(high, low, close);
    if (isKnown || (isFirst && Number.isFinite(close))) this.#before = close;
    return isKnown && !isFirst ? this.#average.push(trueRange(high, low, before)) : Number.NaN;
  }
}

/**
 * Returns the average true range of Wilder (1978), in units of price: how far a bar reaches, counted from the close
 * before it. It starts with the mean of the first `period` ranges, the first of which is that of the second bar; each
 * later one counts `1 / period`.
 */
export const atr = ofBars(["high", "low", "close"], {
  name: "atr",
  parameters: [wholeNumber("period")],
  fold: (period: number) => new AtrFold(period),
});
