import { countBelow } from "../../core/ascending";
import type { FillRows } from "../record/fill-rows";
import type { FlatTrip } from "../record/flat-to-flat";
import { type Excursion, isNear, priceBeforeSlippage, type SpansOf, unknownExcursion, widen } from "./excursions";
import type { PriceSpans } from "./price-spans";

/** What a corporate action did to what was held of a symbol. */
export interface ShareChange {
  readonly type: "split" | "dividend" | "delisting";
  readonly symbol: string;
  /** Epoch milliseconds UTC. It comes before the fills of that time. */
  readonly time: number;
  readonly value: number;
  /** Units held before and after it, negative when short. */
  readonly quantity: number;
  readonly quantityAfter: number;
  /** Currency that it moved. */
  readonly amount: number;
}

/** A change of a position, in the shares of the end. */
interface Change {
  readonly time: number;
  /** Negative for a sale. */
  readonly units: number;
  readonly price: number;
  readonly isAtOpen: boolean;
  readonly isAtClose: boolean;
}

/**
 * Returns the excursion of each round trip from flat to flat: of the profit by prices alone of all that it bought and sold so
 * far, over what it held at each time. The prices are those of `excursionsOf`.
 */
export function tripExcursionsOf(
  trips: readonly FlatTrip[],
  fills: FillRows,
  actions: readonly ShareChange[],
  spansOf: SpansOf,
): Excursion[] {
  const rows = rowsBySymbol(fills);
  return trips.map((trip) => {
    const spans = spansOf(trip.symbol);
    if (spans === undefined) return unknownExcursion;
    return excursionOf(trip, changesOf(trip, fills, rows.get(trip.symbol) ?? [], actions, spans), spans);
  });
}

function excursionOf({ exitTime }: FlatTrip, changes: readonly Change[], spans: PriceSpans): Excursion {
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
    const entry = spans.rowAt(time);
    if (entry < 0) return unknownExcursion;
    const range = { low: Math.min(price, next.price), high: Math.max(price, next.price) };
    const [exit, end] = [spans.rowAt(next.time), spans.countUntil(next.time)];
    widen(range, spans, { entry, isAtOpen, exit, end, isAtClose: next.isAtClose }, 1);
    note(range.low);
    note(range.high);
  }
  return { bars: spans.countUntil(exitTime) - 1 - first, adverseExcursion: worst, favorableExcursion: best };
}

// Every change of what a round trip held, in order.
function changesOf(
  { symbol, firstRow, lastRow, opened, sign, exitTime }: FlatTrip,
  fills: FillRows,
  rows: readonly number[],
  actions: readonly ShareChange[],
  spans: PriceSpans,
): Change[] {
  const begun = fills.time(firstRow);
  const changes: Change[] = [];
  const happened = actions.filter(
    (one) => one.symbol === symbol && one.type !== "dividend" && one.time > begun && one.time <= exitTime,
  );
  let acted = 0;
  for (let at = countBelow(rows, firstRow); at < rows.length && rows[at] <= lastRow; at++) {
    const row = rows[at];
    for (; acted < happened.length && happened[acted].time <= fills.time(row); acted++)
      changes.push(...changeOfShares(happened[acted], spans));
    const signed = row === firstRow ? sign * opened : (fills.side(row) === "buy" ? 1 : -1) * fills.quantity(row);
    changes.push(changeOfFill(fills, row, signed, spans));
  }
  for (; acted < happened.length; acted++) changes.push(...changeOfShares(happened[acted], spans));
  return changes;
}

function changeOfFill(fills: FillRows, row: number, signed: number, spans: PriceSpans): Change {
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

// A split changes nothing in the shares of the end, but a fraction that it leaves is paid out.
function changeOfShares(action: ShareChange, spans: PriceSpans): Change[] {
  const { type, time, value, quantity, quantityAfter, amount } = action;
  const gone = (type === "split" ? quantity * value : quantity) - quantityAfter;
  if (amount === 0 && type === "split") return [];
  const factor = spans.factorAt(time);
  const price = type === "delisting" ? value : amount / gone;
  return [{ time, units: -gone * factor, price: price / factor, isAtOpen: true, isAtClose: false }];
}

function rowsBySymbol(fills: FillRows): Map<string, number[]> {
  const rows = new Map<string, number[]>();
  for (let row = 0; row < fills.length; row++) {
    const symbol = fills.symbol(row);
    const those = rows.get(symbol);
    if (those === undefined) rows.set(symbol, [row]);
    else those.push(row);
  }
  return rows;
}
