import { withoutDust } from "../../core/lots";
import type { FillRows } from "./fill-rows";
import { borrowerOf, type PositionEntry, type ShareAction } from "./position-entries";
import type { TradeProfits } from "./trade-profits";

/** What was bought and sold of one symbol from flat to flat. Money is currency. */
export interface FlatTrip {
  readonly symbol: string;
  /** 1 for long, -1 for short. */
  readonly sign: number;
  /** The row of the fill that began it, and how many of its units did. */
  readonly firstRow: number;
  readonly opened: number;
  /** The row of its last fill. */
  readonly lastRow: number;
  /** Epoch milliseconds UTC at which nothing was held any more; `NaN` while something is. */
  readonly exitTime: number;
  /** Units; negative when short. */
  readonly held: number;
  /** The most units that were held at once, without a sign. */
  readonly most: number;
  /** How many fills had a part in it. */
  readonly fills: number;
  /** What fills and entries brought in, less what they cost, commissions included. */
  readonly cash: number;
  /** Quantity times price of the entries. */
  readonly entered: number;
  readonly commission: number;
  readonly slippage: number;
  /** Negative if it was short and paid. */
  readonly dividends: number;
  readonly borrow: number;
}

type OpenTrip = { -readonly [Key in keyof FlatTrip]: FlatTrip[Key] };

/**
 * Returns the results of round trips from flat to flat, in the order in which they ended. A round trip of a symbol
 * begins and ends with less than half a lot held, or half a share where lots are larger, because a split leaves odd ones.
 * It may be added to or reduced in between. A fill that crosses zero ends one and begins the next, and its commission is
 * split by quantity. Open positions are not included.
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
  // One object a symbol: forty thousand would cost as much as the rest.
  match(fills, lotSize, entries, actions, (trip) => {
    netPnl.push(trip.cash);
    entryNotional.push(trip.entered);
    return cleared(trip);
  });
  return {
    length: netPnl.length,
    netPnl: (place) => netPnl[place],
    entryNotional: (place) => entryNotional[place],
  };
}

/** Returns these round trips themselves. */
export function flatTrips(
  fills: FillRows,
  lotSize: (symbol: string) => number,
  entries: readonly PositionEntry[],
  actions: readonly ShareAction[],
): FlatTrip[] {
  const trips: FlatTrip[] = [];
  match(fills, lotSize, entries, actions, (trip, time) => {
    trip.exitTime = time;
    trips.push(trip);
    return newTrip(trip.symbol);
  });
  return trips;
}

// `finish` takes a round trip that is over, and returns the next one of its symbol, in which nothing has happened.
function match(
  fills: FillRows,
  lotSize: (symbol: string) => number,
  entries: readonly PositionEntry[],
  actions: readonly ShareAction[],
  finish: (trip: OpenTrip, time: number) => OpenTrip,
): void {
  const open = new Map<string, OpenTrip>();
  let charged = 0;
  let acted = 0;
  // Entries and actions come before the fills of their step.
  const goOnTo = (time: number): void => {
    for (; charged < entries.length && (entries[charged].time ?? 0) <= time; charged++) charge(open, entries[charged]);
    for (; acted < actions.length && actions[acted].time <= time; acted++) {
      const { symbol, quantityAfter = 0, time: when } = actions[acted];
      const trip = open.get(symbol);
      if (trip === undefined || trip.held === 0) continue;
      trip.held = quantityAfter;
      trip.most = Math.max(trip.most, Math.abs(quantityAfter));
      if (quantityAfter !== 0) continue;
      finish(trip, when);
      open.delete(symbol);
    }
  };
  const { length } = fills;
  let [of, lot, flat] = ["", Number.NaN, Number.NaN];
  for (let row = 0; row < length; row++) {
    const time = fills.time(row);
    if (charged < entries.length || acted < actions.length) goOnTo(time);
    const symbol = fills.symbol(row);
    if (symbol !== of) {
      of = symbol;
      lot = lotSize(symbol);
      flat = Math.min(lot, 1) / 2;
    }
    const sign = fills.side(row) === "buy" ? 1 : -1;
    let trip = open.get(symbol);
    if (trip === undefined) {
      trip = newTrip(symbol);
      open.set(symbol, trip);
    }
    const quantity = fills.quantity(row);
    const closing = trip.held * sign < 0 ? Math.min(quantity, Math.abs(trip.held)) : 0;
    const crosses = closing > 0 && withoutDust(quantity - closing, lot, quantity, quantity) >= flat;
    take(trip, fills, row, sign, crosses ? closing : quantity, lot);
    if (Math.abs(trip.held) >= flat) continue;
    const next = finish(trip, time);
    if (crosses) take(next, fills, row, sign, quantity - closing, lot);
    if (next !== trip) open.set(symbol, next);
  }
  goOnTo(Number.POSITIVE_INFINITY);
}

function newTrip(symbol: string): OpenTrip {
  // NaN, so that fields that hold fractions are doubles from the beginning.
  return cleared({
    symbol,
    sign: 0,
    firstRow: -1,
    opened: Number.NaN,
    lastRow: -1,
    exitTime: Number.NaN,
    held: Number.NaN,
    most: Number.NaN,
    fills: 0,
    cash: Number.NaN,
    entered: Number.NaN,
    commission: Number.NaN,
    slippage: Number.NaN,
    dividends: Number.NaN,
    borrow: Number.NaN,
  });
}

function cleared(trip: OpenTrip): OpenTrip {
  trip.held = 0;
  trip.most = 0;
  trip.fills = 0;
  trip.cash = 0;
  trip.entered = 0;
  trip.commission = 0;
  trip.slippage = 0;
  trip.dividends = 0;
  trip.borrow = 0;
  return trip;
}

function charge(open: ReadonlyMap<string, OpenTrip>, entry: PositionEntry): void {
  const trip = open.get(entry.symbol ?? "");
  if (trip === undefined) return;
  trip.cash += entry.amount;
  if (entry.kind === "dividend") trip.dividends += entry.amount;
  if (borrowerOf(entry) !== undefined) trip.borrow -= entry.amount;
}

// Takes `quantity` units of a fill, with their share of its costs.
function take(trip: OpenTrip, fills: FillRows, row: number, sign: number, quantity: number, lot: number): void {
  const notional = quantity * fills.price(row);
  const share = quantity / fills.quantity(row);
  const commission = fills.commission(row) * share;
  if (trip.held * sign >= 0) trip.entered += Math.abs(notional);
  if (trip.fills === 0) {
    trip.sign = sign;
    trip.firstRow = row;
    trip.opened = quantity;
  }
  // As the account does: of more lots than a double can tell apart, the last bits of a sum are nothing that is held.
  trip.held = withoutDust(trip.held + sign * quantity, lot, quantity, Math.max(Math.abs(trip.held), quantity));
  trip.most = Math.max(trip.most, Math.abs(trip.held));
  trip.cash -= sign * notional + commission;
  trip.commission += commission;
  trip.slippage += fills.slippage(row) * share;
  trip.lastRow = row;
  trip.fills++;
}
