import type { Trade } from "../../core/orders/trade";
import type { FillRows } from "./fill-rows";
import { flatTrips } from "./flat-to-flat";
import type { PositionEntry, ShareAction } from "./position-entries";
import type { DayColumns, EquityCurve, TrackRecord } from "./track-record";
import { profitsOf } from "./trade-profits";

/** A part of a session's curve, by the places of its points. */
export interface CurvePart {
  /** The point that its first return begins at. */
  readonly base: number;
  readonly end: number;
}

/** What a session did, of which a part may be taken. */
export interface WholeRecord {
  readonly curve: EquityCurve;
  readonly days: DayColumns;
  readonly trades: readonly Trade[];
  readonly fillRows: FillRows;
  readonly cash: readonly PositionEntry[];
  readonly actions: readonly ShareAction[];
}

/**
 * Returns the record of a part of a session, as that of a session which begins with its equity at `base`. It has the trades
 * and round trips that ended in it, whole, and the costs of the fills in it. Of a day that it begins in, what was traded is that
 * of its part; a day that it ends in is left out, because what was held then was priced at the end of the day only.
 */
export function recordOfPart(
  { curve, days, trades, fillRows, cash, actions }: WholeRecord,
  lotSize: (symbol: string) => number,
  { base, end }: CurvePart,
): TrackRecord {
  const from = base === 0 ? Number.NEGATIVE_INFINITY : curve.time[base];
  const to = curve.time[end];
  const beginsAtDayEnd = base === 0 || days.time.subarray(0, days.length).includes(from);
  const isIn = (time: number) => time > from && time <= to;
  const costs = { commission: 0, slippage: 0 };
  for (let row = 0; row < fillRows.length; row++) {
    if (!isIn(fillRows.time(row))) continue;
    costs.commission += fillRows.commission(row);
    costs.slippage += fillRows.slippage(row);
  }
  const trips = flatTrips(fillRows, lotSize, cash, actions).filter(({ exitTime }) => isIn(exitTime));
  return {
    initialCapital: curve.equity[base],
    curve: partOf(curve, base, end),
    days: beginsAtDayEnd ? daysIn(days, isIn) : daysFrom(from, daysIn(days, isIn), fillRows),
    trades: profitsOf(trades.filter(({ exitTime }) => isIn(exitTime))),
    roundTrips: {
      length: trips.length,
      netPnl: (place) => trips[place].cash,
      entryNotional: (place) => trips[place].entered,
    },
    ...costs,
  };
}

// What is known of points that were dropped is of the whole older part.
function partOf({ time, equity }: EquityCurve, base: number, end: number): EquityCurve {
  return { length: end - base + 1, time: time.subarray(base, end + 1), equity: equity.subarray(base, end + 1) };
}

function daysFrom(from: number, days: DayColumns, fillRows: FillRows): DayColumns {
  if (days.length === 0) return days;
  let sum = 0;
  for (let row = 0; row < fillRows.length && fillRows.time(row) <= days.time[0]; row++)
    if (fillRows.time(row) > from) sum += Math.abs(fillRows.quantity(row) * fillRows.price(row));
  const traded = days.traded.slice();
  traded[0] = sum;
  return { ...days, traded };
}

function daysIn({ length, ...columns }: DayColumns, isIn: (time: number) => boolean): DayColumns {
  let first = 0;
  while (first < length && !isIn(columns.time[first])) first++;
  let last = length;
  while (last > first && !isIn(columns.time[last - 1])) last--;
  return {
    length: last - first,
    day: columns.day.subarray(first, last),
    time: columns.time.subarray(first, last),
    equity: columns.equity.subarray(first, last),
    gross: columns.gross.subarray(first, last),
    net: columns.net.subarray(first, last),
    traded: columns.traded.subarray(first, last),
  };
}
