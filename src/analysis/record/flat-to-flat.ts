import type { FillRows } from "./fill-rows";
import type { PositionEntry, ShareAction } from "./position-entries";
import type { TradeProfits } from "./trade-profits";

/** The open round trip of one symbol: what was bought and sold since it was flat. */
interface OpenTrip {
  /** Units; negative when short. */
  held: number;
  /** Currency that fills brought in, less what they cost, commissions included. */
  cash: number;
  /** Quantity times price of the entries, currency. */
  entered: number;
}

/**
 * Returns the results of round trips from flat to flat, in the order in which they ended. A round trip of a symbol
 * begins and ends with less than half a lot held, however often it is added to or reduced in between. A fill that
 * crosses zero ends one and begins the next, and its commission is split by quantity. Open positions are not included.
 * `entries`: what else moved cash, by time; what belongs to a symbol counts. `actions`: what happened to shares, by time.
 */
export function flatToFlat(
  fills: FillRows,
  lotSize: (symbol: string) => number,
  entries: readonly PositionEntry[] = [],
  actions: readonly ShareAction[] = [],
): TradeProfits {
  const netPnl: number[] = [];
  const entryNotional: number[] = [];
  const open = new Map<string, OpenTrip>();
  let charged = 0;
  let acted = 0;
  const finish = ({ cash, entered }: OpenTrip): void => {
    netPnl.push(cash);
    entryNotional.push(entered);
  };
  // Entries and actions come before the fills of their step.
  const goOnTo = (time: number): void => {
    for (; charged < entries.length && (entries[charged].time ?? 0) <= time; charged++) charge(open, entries[charged]);
    for (; acted < actions.length && actions[acted].time <= time; acted++) {
      const { symbol, quantityAfter = 0 } = actions[acted];
      const trip = open.get(symbol);
      if (trip === undefined || trip.held === 0) continue;
      trip.held = quantityAfter;
      if (quantityAfter !== 0) continue;
      finish(trip);
      open.delete(symbol);
    }
  };
  for (let row = 0; row < fills.length; row++) {
    goOnTo(fills.time(row));
    const symbol = fills.symbol(row);
    const trip = open.get(symbol) ?? { held: 0, cash: 0, entered: 0 };
    const flat = lotSize(symbol) / 2;
    const quantity = fills.quantity(row);
    const sign = fills.side(row) === "buy" ? 1 : -1;
    const closing = trip.held * sign < 0 ? Math.min(quantity, Math.abs(trip.held)) : 0;
    const crosses = closing > 0 && quantity - closing >= flat;
    take(trip, fills, row, sign, crosses ? closing : quantity);
    if (Math.abs(trip.held) >= flat) {
      open.set(symbol, trip);
      continue;
    }
    finish(trip);
    const next = { held: 0, cash: 0, entered: 0 };
    if (crosses) take(next, fills, row, sign, quantity - closing);
    open.set(symbol, next);
  }
  goOnTo(Number.POSITIVE_INFINITY);
  return {
    length: netPnl.length,
    netPnl: (place) => netPnl[place],
    entryNotional: (place) => entryNotional[place],
  };
}

function charge(open: ReadonlyMap<string, OpenTrip>, entry: PositionEntry): void {
  const trip = open.get(entry.symbol ?? "");
  if (trip !== undefined) trip.cash += entry.amount;
}

// Takes `quantity` units of a fill, with their share of its commission.
function take(trip: OpenTrip, fills: FillRows, row: number, sign: number, quantity: number): void {
  const notional = quantity * fills.price(row);
  if (trip.held * sign >= 0) trip.entered += Math.abs(notional);
  trip.held += sign * quantity;
  trip.cash -= sign * notional + fills.commission(row) * (quantity / fills.quantity(row));
}
