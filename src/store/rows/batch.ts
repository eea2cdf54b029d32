import type { DayColumns, LevelSeries } from "../../analysis/record/track-record";
import type { Position, Snapshot } from "../../core/account/position";
import type { Suppressed } from "../../core/account/suppressed";
import type { EventColumns } from "../../core/journal/events";
import type { RecordLine } from "../../core/journal/recorder";
import type { BarColumns } from "../../core/market/bar";
import type { Fill } from "../../core/orders/fill";
import type { Order } from "../../core/orders/order";
import type { Trade } from "../../core/orders/trade";

/** The bars of a feed that was made in memory, kept once for all the sessions that run on them. */
export interface StoredBars {
  /** What the feed's manifest says of them. */
  readonly sha256: string;
  readonly columns: BarColumns;
}

/** An order with the numbers of the events that accepted or denied it and that ended it unfilled. */
export interface StoredOrder extends Order {
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

/** Points of an equity curve: times in epoch milliseconds UTC, equity in currency. */
export interface CurvePoints {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

/** Metrics by their keys; `null` where undefined. */
export type StoredMetrics = Readonly<Record<string, number | null>>;

/** Where a session stands. */
export type SessionState = "CREATED" | "RUNNING" | "PAUSED" | "COMPLETED" | "FAILED";

/** What of a session's row changes while it runs. Absent keys stay as they are. Times in epoch milliseconds UTC. */
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

/** The names of everything that changes. */
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
  /** Hash of everything that makes a session the same as another. */
  readonly identity?: string;
  /** Currency. */
  readonly initialCapital: number;
  readonly cursor: number;
  readonly createdAt: number;
  readonly notes?: string;
  readonly tags?: readonly string[];
}

/** What a session is called, and where it stands. */
export type SessionName = Pick<SessionRow, "name" | "state">;

/** A session to be stored: with or without a name; with an id only where it is the copy of one that has it. */
export type NewSession = Omit<SessionRow, "id" | "name"> & { readonly name?: string; readonly id?: number };

/** What is stored together with a new session. */
export interface BesideSession {
  /** The bars it runs on, where they are in no file: stored once for all sessions. */
  readonly bars?: StoredBars;
  /** The levels of its benchmark. */
  readonly benchmark?: LevelSeries;
  /** The id of a session whose place it takes: that one is removed with everything of it, or stays if this one fails. */
  readonly replaces?: number;
}

/**
 * Everything of a session that is new or has changed since the last commit: all of it is stored, or nothing. Typed arrays
 * and lists may be reused as soon as `commit` has returned its promise.
 */
export interface Batch extends SessionChanges {
  /** New or changed: an order stored before under its id is replaced. */
  readonly orders?: Iterable<StoredOrder>;
  /** New. */
  readonly fills?: Iterable<StoredFill>;
  /** New or changed: a trade stored before under its id is replaced. */
  readonly trades?: Iterable<Trade>;
  /** New; `from` is how many were stored before. */
  readonly snapshots?: { readonly from: number; readonly list: readonly Snapshot[] };
  /** What is held at the cursor; replaces the positions stored before. */
  readonly positions?: readonly Position[];
  /** New points; `from` is how many were stored before. */
  readonly curve?: CurvePoints & { readonly from: number };
  /** Replaces the days stored before. */
  readonly days?: DayColumns;
  /** New. */
  readonly logs?: readonly StoredLog[];
  /** New; `from` is how many were stored before. */
  readonly events?: EventColumns & { readonly from: number };
  /** New points of recorded lines; `from` is how many of that line were stored before. */
  readonly records?: readonly (RecordLine & { readonly from: number })[];
  /** Replaces the metrics stored before. */
  readonly metrics?: StoredMetrics;
}

/** Everything that was committed for a session, bit for bit. */
export interface StoredContent {
  readonly orders: StoredOrder[];
  readonly fills: StoredFill[];
  readonly trades: Trade[];
  readonly snapshots: Snapshot[];
  readonly positions: Position[];
  readonly curve: CurvePoints;
  readonly days?: DayColumns;
  readonly benchmark?: LevelSeries;
  readonly logs: StoredLog[];
  readonly events: EventColumns;
  readonly records: RecordLine[];
  readonly metrics?: StoredMetrics;
}
