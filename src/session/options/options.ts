import type { ReturnsEvery } from "../../analysis/returns/returns-every";
import type { RiskRule } from "../../core/account/risk";
import type { Halt } from "../../core/market/halts";
import type { CommissionModel } from "../../core/models/commission";
import type { LatencyModel } from "../../core/models/latency";
import type { SlippageModel } from "../../core/models/slippage";
import type { FillRules } from "../../core/orders/types/kind";
import type { BenchmarkOption } from "./benchmark";
import type { Pace } from "./pace";

/** What `createSession` does when the lab already has a session of the given name. */
export type IfExists = "reuse" | "replace" | "error" | "new";

/** The options of a session. All have defaults. */
export interface SessionOptions<P = Readonly<Record<string, unknown>>> {
  /** Default `session-1`, `session-2`, ... */
  name?: string;
  /**
   * Default `"reuse"`: a session of that name with the same feed, strategy, params and options is the same session, so
   * that a cell can be run again; anything different becomes `name #2`.
   */
  ifExists?: IfExists;
  /** Currency; default 100,000. */
  initialCapital?: number;
  /** Which of the feed's symbols; default all but the index of a sample. */
  symbols?: readonly string[];
  /** Laid over the strategy's own. */
  params?: Partial<P>;
  /** Default none. */
  commission?: CommissionModel;
  /** Default none. */
  slippage?: SlippageModel;
  /** Default none. */
  latency?: LatencyModel;
  /** How limit orders and market orders find their price; default `{ touch: "touch", price: "open" }`. */
  fill?: Partial<FillRules>;
  /** Share of a bar's volume that the fills of its symbol may take, above 0 to 1; default no limit. */
  volumeLimit?: number;
  /** Whether positions may be short; default false. */
  shorting?: boolean;
  /** Units of one lot, or by symbol; default 1, and 1e-8 where the market never closes. */
  lotSize?: number | Readonly<Record<string, number>>;
  /** Smallest step of limit and stop prices, or by symbol; default none. */
  tickSize?: number | Readonly<Record<string, number>>;
  /**
   * Smallest correction of a weight that is traded, as a fraction of the equity; 0 for any. Default 0.005 of the equity, or
   * a twentieth of the position where that is less.
   */
  minimumTrade?: number;
  /** What happens to an order that the cash does not cover when it fills; default `"reduce"`. */
  onInsufficientCash?: "reduce" | "reject";
  /** Times in which a symbol does not trade. */
  halts?: readonly Halt[];
  /** Checks before an order is accepted. */
  risk?: readonly RiskRule[];
  /** A symbol of the feed, another feed or session, or returns or equity of your own. Default the index of a sample where `symbols` is left out. */
  benchmark?: BenchmarkOption;
  /** Interval of snapshots: `"1d"` (default, the end of each trading day), `"1h"`, `"5m"`, or milliseconds. */
  snapshotEvery?: string | number;
  /** Interval of the returns that metrics are made of; default by the length of the run. */
  returnsEvery?: ReturnsEvery;
  /** Returns a year; default by the calendar. */
  periodsPerYear?: number;
  /** Annual risk-free rate, a fraction; default 0. */
  riskFree?: number;
  /** How fast it goes; default `"max"`. It decides nothing else: a session goes on at the pace that its cell says. */
  pace?: Pace;
  /** Seed of the strategy's `random()`; default 1. */
  seed?: string | number;
  /** Whether open positions are closed at their last close when the run ends; default false. */
  closeAtEnd?: boolean;
  /** Newest bars kept a symbol for `history`; default all. */
  historyBars?: number;
  notes?: string;
  tags?: readonly string[];
}
