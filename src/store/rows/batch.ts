import type { DayColumns, LevelSeries } from "../../analysis/record/track-record";
import type { Position, Snapshot } from "../../core/account/position";
import type { Suppressed } from "../../core/account/suppressed";
import type { CashEntry } from "../../core/journal/cash-entry";
import type { EventColumns } from "../../core/journal/events";
import type { SessionInput } from "../../core/journal/inputs";
import type { MarginCall } from "../../core/journal/margin-call";
import type { RecordLine } from "../../core/journal/recorder";
import type { BarColumns } from "../../core/market/bar";
import type { AppliedAction } from "../../core/market/corporate-action";
import type { Fill } from "../../core/orders/fill";
import type { Order } from "../../core/orders/order";
import type { ChangedTerms } from "../../core/orders/order-change";
import type { Trade } from "../../core/orders/trade";
import type { TradingStateChange } from "../../core/orders/trading-state";

/** A distinct combination of strategy, params and options that was tried on some data. */
export interface StoredTrial {
  /** Hash of the combination. */
  readonly identity: string;
  /** Hash of the data. */
  readonly data: string;
  /** The name of the session that was run last. */
  readonly name: string;
  readonly strategy: string;
  /** Plain data, like `options`. */
  readonly params: unknown;
  readonly options: unknown;
  readonly symbols: readonly string[];
  readonly feed: string;
  /** Of returns by trading day, not annualized; absent if undefined, like the next two. */
  readonly sharpe?: number;
  readonly skewness?: number;
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis?: number;
  /** Number of returns. */
  readonly n: number;
  /** Epoch milliseconds UTC of the first and last point of its curve. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** The dates of its first and last trading day, such as `2013-05-13`. */
  readonly firstDay?: string;
  readonly lastDay?: string;
  /** Epoch milliseconds UTC. */
  readonly ranAt: number;
}

/** A trial, and the session that ran it last, which may have been deleted. */
export interface KeptTrial extends StoredTrial {
  readonly sessionId: number;
}

/** The bars of a feed that was made in memory, kept once for all sessions that run on them. */
export interface StoredBars {
  /** The hash in the feed's manifest. */
  readonly sha256: string;
  readonly columns: BarColumns;
}

/**
 * An order with the numbers of the events that accepted or denied it and that ended it unfilled, and the risk rule that
 * denied it.
 */
export interface StoredOrder extends Order {
  readonly rule?: string;
  readonly acceptedSequence: number;
  readonly endedSequence?: number;
}

/** A fill with the number of its event. */
export interface StoredFill extends Fill {
  readonly sequence: number;
}

/** A logged line with the number of its event and the time of its step, epoch milliseconds UTC. */
export interface StoredLog {
  readonly sequence: number;
  readonly time: number;
  readonly text: string;
}

/** A change of the trading state with the number of its event. */
export interface StoredTradingState extends TradingStateChange {
  readonly sequence: number;
}

/** A change of the terms of a working order, with the number of its event. */
export interface StoredOrderChange extends ChangedTerms {
  readonly sequence: number;
  /** `order-7`. */
  readonly order: string;
  /** Epoch milliseconds UTC of its step. */
  readonly time: number;
  readonly reason: string;
}

/** A change of cash that is not a fill, with the number of its event; 0 for the initial capital. */
export interface StoredCashEntry extends CashEntry {
  readonly sequence: number;
}

/** A position that is held now, with the time of its price, epoch milliseconds UTC. */
export interface StoredPosition extends Position {
  readonly priceTime?: number;
}

/** A corporate action that was applied, with the number of its event. */
export interface StoredAction extends AppliedAction {
  readonly sequence: number;
}

/** A margin call with the number of its event. */
export interface StoredMarginCall extends MarginCall {
  readonly sequence: number;
}

/** Something that happened on a session's live feed besides its bars. */
export interface StoredFeedEvent {
  /** From 1. */
  readonly number: number;
  readonly kind: string;
  /** Of the bar that it is about, epoch milliseconds. */
  readonly time?: number;
  readonly symbol?: string;
  /** How many bars or messages it is about. */
  readonly count: number;
  readonly text: string;
}

/** Points of an equity curve: times in epoch milliseconds UTC, equity in currency. */
export interface CurvePoints {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/** Metrics by key; `null` if undefined. */
export type StoredMetrics = Readonly<Record<string, number | null>>;

/** The state of a session. */
export type SessionState = "CREATED" | "RUNNING" | "PAUSED" | "COMPLETED" | "FAILED";

/**
 * The fields of a session's row that change while it runs. Absent keys stay as they are. Times in epoch milliseconds
 * UTC.
 */
export interface SessionChanges {
  readonly state?: SessionState;
  readonly endReason?: string;
  /** Steps processed and committed. */
  readonly cursor?: number;
  readonly fingerprint?: string;
  /** Plain data that JSON can carry. */
  readonly error?: unknown;
  readonly startedAt?: number;
  readonly endedAt?: number;
  readonly suppressed?: Suppressed;
}

/** The names of all these fields. */
export const changeKeys = Object.keys({
  state: true,
  endReason: true,
  cursor: true,
  fingerprint: true,
  error: true,
  startedAt: true,
  endedAt: true,
  suppressed: true,
} satisfies Record<keyof SessionChanges, true>) as readonly (keyof SessionChanges)[];

/** The row of a session. */
export interface SessionRow extends SessionChanges {
  readonly id: number;
  readonly name: string;
  readonly state: SessionState;
  /** Plain data that JSON can carry. */
  readonly config: unknown;
  /** Hash that is the same for equal sessions. */
  readonly identity?: string;
  /** Currency. */
  readonly initialCapital: number;
  readonly cursor: number;
  readonly createdAt: number;
  readonly notes?: string;
  readonly tags?: readonly string[];
}

/** What is listed of a session. */
export interface ListedRow
  extends Pick<
    SessionRow,
    "id" | "name" | "state" | "endReason" | "cursor" | "initialCapital" | "createdAt" | "notes"
  > {
  readonly tags: readonly string[];
  /** The name of its strategy. */
  readonly strategy: string;
  readonly symbols: readonly string[];
  /** The name of its feed. */
  readonly feed: string;
  /** The times of the first and last bar of its feed; absent where they are not known. */
  readonly feedFrom?: number;
  readonly feedTo?: number;
  /** The name of its benchmark; absent without one. */
  readonly benchmark?: string;
  readonly params: Readonly<Record<string, unknown>>;
  /** The options that were given. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The metrics that were asked for; none if it has not ended. */
  readonly metricNames: readonly string[];
  /** `NaN` if undefined. */
  readonly metricValues: Float64Array;
}

/** What tells sessions apart for their user, and can be changed afterwards. Absent keys stay as they are. */
export type SessionLabels = Partial<Pick<SessionRow, "name" | "notes" | "tags">>;

/** The name and state of a session. */
export type SessionName = Pick<SessionRow, "name" | "state">;

/** A session to be stored. The name is optional. It has an id only if it is the copy of one that has it. */
export type NewSession = Omit<SessionRow, "id" | "name"> & { readonly name?: string; readonly id?: number };

/** What is stored together with a new session. */
export interface BesideSession {
  /** The bars it runs on, if they are in no file. They are stored once for all sessions. */
  readonly bars?: StoredBars;
  /** The levels of its benchmark. */
  readonly benchmark?: LevelSeries;
  /**
   * The session that it replaces. That one is removed with all its rows, or stays if this one fails. `unlessBegun`: one
   * that has taken a step meanwhile also stays, so that its name is taken.
   */
  readonly replaces?: { readonly id: number; readonly unlessBegun?: boolean };
}

/**
 * What is new or has changed in a session since the last commit. It is stored completely or not at all. Typed arrays
 * and lists may be reused as soon as `commit` has returned its promise.
 */
export interface Batch extends SessionChanges {
  /** New or changed: an order that was stored under the same id is replaced. */
  readonly orders?: Iterable<StoredOrder>;
  /** New. */
  readonly fills?: Iterable<StoredFill>;
  /** New or changed: a trade that was stored under the same id is replaced. */
  readonly trades?: Iterable<Trade>;
  /** New; `from` is how many were stored before. */
  readonly snapshots?: { readonly from: number; readonly list: readonly Snapshot[] };
  /** The positions at the cursor; they replace those stored before. */
  readonly positions?: readonly StoredPosition[];
  /** New points; `from` is how many were stored before. */
  readonly curve?: CurvePoints & { readonly from: number };
  /** Replaces the days stored before. */
  readonly days?: DayColumns;
  /** New. */
  readonly logs?: readonly StoredLog[];
  /** New. */
  readonly tradingStates?: readonly StoredTradingState[];
  /** New requests by hand. */
  readonly inputs?: readonly SessionInput[];
  /** New. */
  readonly orderChanges?: readonly StoredOrderChange[];
  /** New. */
  readonly cash?: readonly StoredCashEntry[];
  /** New. */
  readonly marginCalls?: readonly StoredMarginCall[];
  /** New. */
  readonly actions?: readonly StoredAction[];
  /** New; `from` is how many were stored before. */
  readonly events?: EventColumns & { readonly from: number };
  /** New points of recorded lines; `from` is how many points of that line were stored before. */
  readonly records?: readonly (RecordLine & { readonly from: number })[];
  /** Replaces the metrics stored before. */
  readonly metrics?: StoredMetrics;
  /** What the session adds to the ledger of trials, once it is COMPLETED. */
  readonly trial?: StoredTrial;
  /** New bars of a live feed; `from` is how many were stored before. */
  readonly liveBars?: BarColumns & { readonly from: number };
  /** New or changed: an event of a live feed that was stored under the same number is replaced. */
  readonly feedEvents?: readonly StoredFeedEvent[];
}

/** Everything that was committed for a session, bit for bit. */
export interface StoredContent {
  readonly orders: StoredOrder[];
  readonly fills: StoredFill[];
  readonly trades: Trade[];
  readonly snapshots: Snapshot[];
  readonly positions: StoredPosition[];
  readonly curve: CurvePoints;
  readonly days?: DayColumns;
  readonly benchmark?: LevelSeries;
  readonly logs: StoredLog[];
  readonly tradingStates: StoredTradingState[];
  /** Absent if nothing was asked for by hand. */
  readonly inputs?: SessionInput[];
  readonly orderChanges: StoredOrderChange[];
  /** Without the initial capital. */
  readonly cash: StoredCashEntry[];
  readonly marginCalls: StoredMarginCall[];
  readonly actions: StoredAction[];
  readonly events: EventColumns;
  readonly records: RecordLine[];
  readonly metrics?: StoredMetrics;
  /** Bars that came of a live feed. */
  readonly liveBars?: BarColumns;
  readonly feedEvents?: StoredFeedEvent[];
}
