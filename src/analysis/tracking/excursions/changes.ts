import type { FillRows } from "../../record/fill-rows";
import { type Excursion, isNear, priceBeforeSlippage, unknownExcursion, widen } from "./excursions";
import type { PriceSpans } from "./price-spans";

/** A change of what is held, in the shares of the end. */
export interface Change {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  /** Negative for a sale. */
  readonly units: number;
  readonly price: number;
  readonly isAtOpen: boolean;
  readonly isAtClose: boolean;
}

/** Returns how a fill changed what is held by `signed` units, in the shares of its time. */
export function changeOfFill(fills: FillRows, row: number, signed: number, spans: PriceSpans): Change {
  const time = fills.time(row);
  const factor = spans.factorAt(time);
  const price = priceBeforeSlippage(fills, row);
  const { open, close } = spans.bars;
  const bar = spans.rowAt(time);
  const last = spans.countUntil(time) - 1;
  return {
    time,
    units: signed * factor,
    price: fills.price(row) / factor,
    isAtOpen: bar >= 0 && isNear(price, open[bar]),
    isAtClose: last >= 0 && isNear(price, close[last]),
  };
}

/**
 * Returns the excursion of what was held through some changes, up to the exit: of the profit by prices alone of all that
 * was bought and sold so far, over what was held at each time.
 */
export function excursionOfChanges(changes: readonly Change[], spans: PriceSpans, exitTime: number): Excursion {
  const first = spans.rowAt(changes[0].time);
  let [cash, held, worst, best] = [0, 0, 0, 0];
  const note = (price: number) => {
    const profit = cash + held * price;
    worst = Math.min(worst, profit);
    best = Math.max(best, profit);
  };
  for (const [at, change] of changes.entries()) {
    const { time, price, units, isAtOpen } = change;
    // What crosses zero goes on in the next round trip.
    const taken = at > 0 && Math.abs(units) > Math.abs(held) && units * held < 0 ? -held : units;
    cash -= taken * price;
    held += taken;
    note(price);
    if (at === changes.length - 1) break;
    const next = changes[at + 1];
    const bar = spans.rowAt(time);
    // Nothing moves between changes of one time that has no bar, as the lots that a delisting closes are.
    if (bar < 0 && next.time === time) continue;
    // After a fraction that was paid out on a day without a bar, the last close is still the price.
    const entry = bar < 0 && at > 0 ? spans.countUntil(time) - 1 : bar;
    if (entry < 0) return unknownExcursion;
    const range = { low: Math.min(price, next.price), high: Math.max(price, next.price) };
    const [exit, end] = [spans.rowAt(next.time), spans.countUntil(next.time)];
    widen(range, spans, { entry, isAtOpen: isAtOpen && bar >= 0, exit, end, isAtClose: next.isAtClose }, 1);
    note(range.low);
    note(range.high);
  }
  return { bars: spans.countUntil(exitTime) - 1 - first, adverseExcursion: worst, favorableExcursion: best };
}
