import type { DayColumns, EquityCurve, TrackRecord } from "../../src/analysis/record/track-record";
import { profitsOf } from "../../src/analysis/record/trade-profits";
import type { Calendar } from "../../src/core/market/calendar";

/** Milliseconds. */
export const minute = 60_000;
export const hour = 60 * minute;
export const day = 24 * hour;

/** A curve through points of `[time, equity]`. */
export function curveOf(points: readonly (readonly [time: number, equity: number])[]): EquityCurve {
  const spare = [[0, Number.NaN] as const];
  return {
    length: points.length,
    time: Float64Array.from([...points, ...spare], ([time]) => time),
    equity: Float64Array.from([...points, ...spare], ([, equity]) => equity),
  };
}

/** The days of a curve, with what was held and traded as shares of the equity. */
export function daysOf(curve: EquityCurve, calendar: Calendar, gross = 0, traded = 0): DayColumns {
  const last = new Map<number, number>();
  for (let i = 1; i < curve.length; i++) last.set(calendar.dayOf(curve.time[i]), i);
  const equity = Float64Array.from(last.values(), (i) => curve.equity[i]);
  return {
    length: last.size,
    day: Int32Array.from(last.keys()),
    time: Float64Array.from(last.values(), (i) => curve.time[i]),
    equity,
    gross: equity.map((value) => value * gross),
    net: equity.map((value) => value * gross),
    traded: equity.map((value) => value * traded),
  };
}

/** A session without trades. */
export function recordOf(curve: EquityCurve, calendar: Calendar, more: Partial<TrackRecord> = {}): TrackRecord {
  const costs = { trades: profitsOf([]), roundTrips: profitsOf([]), commission: 0, slippage: 0 };
  return { initialCapital: curve.equity[0], curve, days: daysOf(curve, calendar), ...costs, ...more };
}
