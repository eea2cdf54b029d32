import type { ReturnsEvery } from "../../analysis/returns/returns-every";
import type { BorrowRate, DayCount, MaintenanceMargin } from "../../core/account/carry/rates";
import type { RiskRule } from "../../core/account/risk";
import type { Halt } from "../../core/market/halts";
import type { CommissionOption } from "../../core/models/commission";
import type { LatencyModel } from "../../core/models/latency";
import type { SlippageOption } from "../../core/models/slippage";
import type { FillRules } from "../../core/orders/types/kind";
import type { Rebalance } from "../../strategy/strategy";
import type { BenchmarkOption } from "./benchmark";
import type { Pace } from "./pace";

/** What `createSession` does when the lab already has a session of the given name. */
export type IfExists = "reuse" | "replace" | "error" | "new";

/** The options of a session. All have defaults. */
export interface SessionOptions<P = Readonly<Record<string, unknown>>> {
  /** Default `session-1`, `session-2`, ... */
  name?: string;
  /**
   * Default `"reuse"`: a session with that name and the same feed, strategy, params and options is the same session,
   * so you can run a cell again. Anything different becomes `name #2`, or takes the place of a session that failed
   * before its first step. `"replace"` deletes the session with that name, also while it runs in this process.
   */
  ifExists?: IfExists;
  /** Currency; default 100,000. */
  initialCapital?: number;
  /** Which of the feed's symbols; default all but the index of a sample. */
  symbols?: readonly string[];
  /** Parameters that override the strategy's own. */
  params?: Partial<P>;
  /** A model such as `commissionBps(1)`, or a function of your own; default none. */
  commission?: CommissionOption;
  /** A model such as `slippageBps(1)`, or a function of your own; default none. */
  slippage?: SlippageOption;
  /** Default none. */
  latency?: LatencyModel;
  /** How limit orders and market orders find their price; default `{ touch: "touch", price: "open" }`. */
  fill?: Partial<FillRules>;
  /** Share of a bar's volume that fills of its symbol can take, above 0 and at most 1; default no limit. */
  volumeLimit?: number;
  /** Whether short positions are allowed; default false. */
  shorting?: boolean;
  /** Gross exposure that orders may reach, in multiples of the equity; default 1. */
  leverage?: number;
  /**
   * Equity that positions require, as a fraction of their market value: one number, or one for long and one for short
   * positions. Less is a margin call. Default `{ long: 0.25, short: 0.3 }` with leverage above 1 or shorting, otherwise
   * none.
   */
  maintenanceMargin?: number | Partial<MaintenanceMargin>;
  /**
   * What short positions pay a year, as a fraction of their market value: a number, one by symbol, or a function of the
   * time at which a day ends and the symbol; default 0.
   */
  borrowRate?: BorrowRate;
  /** What free cash earns a year, a fraction; default 0. */
  cashRate?: number;
  /** What missing cash costs a year, a fraction; default 0. */
  marginRate?: number;
  /** Days of a year of interest, 365 or 360; default 365. */
  dayCount?: DayCount;
  /** Units of one lot, or by symbol; default 1, or 1e-8 if the market never closes. */
  lotSize?: number | Readonly<Record<string, number>>;
  /** Smallest step of limit and stop prices, or by symbol; default none. */
  tickSize?: number | Readonly<Record<string, number>>;
  /**
   * Smallest correction of a weight that is traded, as a fraction of the equity; 0 for any. Default: 0.005 of the
   * equity, or a twentieth of the position if that is less.
   */
  minimumTrade?: number;
  /** What happens when an order fills and the cash does not cover it; default `"reduce"`. */
  onInsufficientCash?: "reduce" | "reject";
  /** When the strategy's `targetWeights` runs, instead of the strategy's own `rebalance`. */
  rebalance?: Rebalance<P, unknown>;
  /** Times when a symbol does not trade. */
  halts?: readonly Halt[];
  /** Checks before an order is accepted. */
  risk?: readonly RiskRule[];
  /**
   * A symbol of the feed, another feed or session, weights, or your own returns or equity: `"SPX"`, `{ SPY: 0.6, AGG: 0.4 }`
   * (restored daily, free of charge), `{ weights: { SPY: 1 }, rebalance: "monthly" }`, `{ feed: world, symbol: "ACWI" }`. It
   * changes none of the strategy's own metrics. Default: the index of a sample, if `symbols` is left out.
   */
  benchmark?: BenchmarkOption;
  /**
   * When snapshots are taken: `"1d"` (default, the end of each trading day), `"1h"`, `"5m"`, milliseconds, `{ bars: 20 }` (after
   * every 20 steps), or `"fill"` (after each step with a fill).
   */
  snapshotEvery?: string | number | { readonly bars: number };
  /** Interval of the returns that metrics are computed from; default by the length of the run. */
  returnsEvery?: ReturnsEvery;
  /** Number of returns per year; default by the calendar. */
  periodsPerYear?: number;
  /** Annual risk-free rate, a fraction; default 0. */
  riskFree?: number;
  /**
   * How fast it runs; default `"max"`, with which a feed without an end can only be stepped. It changes no result. A
   * session that goes on takes the pace of its cell.
   */
  pace?: Pace;
  /** Seed of the strategy's `random()` and of random latencies; default 1. */
  seed?: string | number;
  /** Whether open positions are closed at their last close when the run ends; default false. */
  closeAtEnd?: boolean;
  /**
   * Whether a dividend lowers the prices of buy limits and of stops that sell, as brokers in the US do; default true.
   */
  adjustOrders?: boolean;
  /**
   * Number of newest bars per symbol that `history` keeps; default all, 1,000,000 on a feed of more than 10 million bars,
   * and 100,000 on one without an end.
   */
  historyBars?: number;
  notes?: string;
  tags?: readonly string[];
}
