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
  /** Absent if it has every point. */
  readonly thinned?: Thinned;
}

/**
 * What is known of the older part of a curve, of which only the first, last, highest and lowest points of some stretches
 * of time are kept: point 0, then those of days, of hours and of minutes.
 */
export interface Thinned {
  /** How many of the curve's points are of that part. */
  readonly points: number;
  readonly days: number;
  readonly hours: number;
  readonly minutes: number;
  /** How many points that part had before. */
  readonly all: number;
  /** The drawdown of all of them. */
  readonly drawdown: DrawdownState;
}

/** How deep a series of levels has fallen so far, and how deep and long it is falling now. */
export interface DrawdownState {
  /** Levels seen. */
  readonly points: number;
  readonly first: number;
  /** The highest level so far, and the time at which it was last reached. */
  readonly peak: number;
  readonly peakTime: number;
  /** The lowest level since. */
  readonly low: number;
  /** The lowest ratio of a level to the peak before it, of falls that are over. */
  readonly worst: number;
  /** The longest of these falls, milliseconds. */
  readonly longest: number;
  readonly lastTime: number;
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
