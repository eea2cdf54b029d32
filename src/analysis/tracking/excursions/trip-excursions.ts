import { countBelow } from "../../../core/ascending";
import type { FillRows } from "../../record/fill-rows";
import type { FlatTrip } from "../../record/flat-to-flat";
import { type Change, changeOfFill, excursionOfChanges } from "./changes";
import { type Excursion, type IsClosing, type SpansOf, unknownExcursion } from "./excursions";
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

/**
 * Returns the excursion of each round trip from flat to flat: of the profit by prices alone of all that it bought and sold so
 * far, over what it held at each time. The prices are those of `excursionsOf`.
 */
export function tripExcursionsOf(
  trips: readonly FlatTrip[],
  fills: FillRows,
  actions: readonly ShareChange[],
  spansOf: SpansOf,
  isClosing: IsClosing,
): Excursion[] {
  const rows = rowsBySymbol(fills);
  return trips.map((trip) => {
    const spans = spansOf(trip.symbol);
    if (spans === undefined) return unknownExcursion;
    return excursionOfChanges(
      changesOf(trip, { fills, rows: rows.get(trip.symbol) ?? [], isClosing }, actions, spans),
      spans,
      trip.exitTime,
    );
  });
}

// Every change of what a round trip held, in order.
function changesOf(
  { symbol, firstRow, lastRow, opened, sign, exitTime }: FlatTrip,
  { fills, rows, isClosing }: { fills: FillRows; rows: readonly number[]; isClosing: IsClosing },
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
    changes.push(changeOfFill(fills, row, signed, spans, isClosing));
  }
  for (; acted < happened.length; acted++) changes.push(...changeOfShares(happened[acted], spans));
  return changes;
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
