import type { LevelSeries } from "../../analysis/record/track-record";
import type { EndReason } from "../../core/engine/engine";
import type { BarColumns } from "../../core/market/bar";
import type { SweepPlan } from "./plan";

/** What one run of a sweep gave: a function of the plan and the run's index, wherever it ran. */
export type PointResult = DonePoint | FailedPoint;

/** The result of a run that came to its end. */
export interface DonePoint {
  readonly index: number;
  readonly state: "done";
  readonly fingerprint: string;
  readonly endReason: EndReason;
  readonly steps: number;
  /** In the order of the plan's metrics; NaN where undefined. */
  readonly metrics: Float64Array;
  readonly trial: PointTrial;
  /** Returns by trading day, fractions; only if the plan keeps them. */
  readonly returns?: Float64Array;
  /** Whole days since 1970-01-01 of these returns, by the calendar. */
  readonly returnDays?: Int32Array;
  /** Time that it took. It is no part of the result proper, and never compared. */
  readonly milliseconds: number;
}

/** The result of a run that threw, was stopped, ran out of memory, or ended its thread. */
export interface FailedPoint {
  readonly index: number;
  readonly state: "failed";
  /** A code of `PaperLabError`. */
  readonly code: string;
  readonly message: string;
  readonly milliseconds: number;
}

/** What the ledger of trials needs of a run, always kept. Of returns by trading day. */
export interface PointTrial {
  /** Mean over standard deviation; absent if undefined, like the other two. */
  readonly sharpe?: number;
  readonly skewness?: number;
  /** Raw kurtosis, 3 for a normal distribution. */
  readonly kurtosis?: number;
  /** Number of returns. */
  readonly n: number;
  /** Time of the first and last point of the curve, epoch milliseconds UTC. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Its first trading day, a whole day since 1970-01-01; absent once it was read from the store. */
  readonly firstDay?: number;
}

/** What runs need besides their plan, too large for it. */
export interface SweepMaterial {
  /**
   * The bars of the plan's symbols. If runs have seeds: all bars of the feed that theirs are drawn from; absent if they make them
   * from the feed's recipe alone.
   */
  readonly bars?: SharedBars;
  readonly benchmark?: LevelSeries;
}

/** Bars whose columns lie in one `SharedArrayBuffer`. */
export interface SharedBars {
  /** SHA-256 over the symbols and all columns. */
  readonly sha256: string;
  readonly columns: BarColumns;
  /** The rows behind the blocks of the feed: each block ends at the end of a step. */
  readonly ends: readonly number[];
}

/** Runs points of a plan somewhere: each at least once, in any order. */
export interface Executor {
  /** Such as "2 threads" or "queue redis://host:6379 (key lab)". */
  readonly name: string;
  /** Begins with what takes time and needs no plan. It is called while a sweep is still being prepared. */
  begin?(): void;
  /** Makes it ready for a plan. Rejects if it cannot be. */
  prepare(plan: SweepPlan, material: SweepMaterial): Promise<void>;
  /**
   * Runs points, and calls `took` with the result of each as it comes. Resolves when all are done, or soon after the signal is
   * aborted. What is not done by then is left.
   */
  run(indices: readonly number[], took: (result: PointResult) => void, signal: AbortSignal): Promise<void>;
  /** Lets go of what it made ready. It can be prepared again. */
  close(): Promise<void>;
}
