import type { TradeProfits } from "./trade-profits";

/** Levels of a price or an equity at ascending times. */
export interface LevelSeries {
  /** Epoch milliseconds UTC, ascending. */
  readonly time: Float64Array;
  readonly level: Float64Array;
}

/**
 * An equity curve. The arrays may be longer than `length`. Point 0 is the initial capital at the start of the first
 * bar.
 */
export interface EquityCurve {
  readonly length: number;
  /** Epoch milliseconds UTC, ascending. */
  readonly time: Float64Array;
  /** Currency. */
  readonly equity: Float64Array;
}

/** One row per finished trading day, and one for the running day. The arrays may be longer than `length`. */
export interface DayColumns {
  readonly length: number;
  /** Whole days since 1970-01-01 of the calendar's date. */
  readonly day: Int32Array;
  /** Time of the day's last step, epoch milliseconds UTC. */
  readonly time: Float64Array;
  /** Equity at that step, currency. */
  readonly equity: Float64Array;
  /** Sum of the absolute market values at that step, currency. */
  readonly gross: Float64Array;
  /** Sum of the market values at that step, currency. */
  readonly net: Float64Array;
  /** Sum of quantity times price of the day's fills, currency. */
  readonly traded: Float64Array;
}

/** What a session's metrics are computed from. */
export interface TrackRecord {
  /** Currency. */
  readonly initialCapital: number;
  readonly curve: EquityCurve;
  readonly days: DayColumns;
  readonly trades: TradeProfits;
  /** From flat to flat. */
  readonly roundTrips: TradeProfits;
  /** Sum over the fills, currency. */
  readonly commission: number;
  /** Sum over the fills, currency. */
  readonly slippage: number;
  readonly benchmark?: LevelSeries;
}
