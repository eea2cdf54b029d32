import type { MetricKey } from "../../analysis/metrics/catalog";
import type { Truth } from "../../feeds/source/source";
import type { SessionConfig } from "../../session/plan/config";
import type { PointTrial } from "../plan/executor";
import type { SweepPoint } from "../plan/plan";
import type { WalkForward } from "../windows/walk-forward";

/** Where a sweep stands. */
export type SweepState = "CREATED" | "RUNNING" | "PAUSED" | "COMPLETED";

/** What became of a run: left to be run, done, or failed. */
export const pointStates = { left: 0, done: 1, failed: 2 } as const;

/** What a sweep has found so far, by the index of its points. It is read while it fills. */
export interface SweepResults {
  readonly name: string;
  readonly state: SweepState;
  /** Runs made by the last call, failed ones included. */
  readonly executed: number;
  readonly config: SessionConfig;
  readonly points: readonly SweepPoint[];
  readonly metricKeys: readonly MetricKey[];
  /** What orders the runs. `ascending`: whether the lowest value is the best. */
  readonly rank: { readonly metric: MetricKey; readonly ascending: boolean };
  /** A number of `pointStates` a point. */
  readonly states: Uint8Array;
  /** Returns a metric of each point, NaN where it is undefined or the point is not done. */
  metric(key: MetricKey): Float64Array;
  /** Returns what the ledger of trials has of a point; `undefined` if it is not done. */
  trial(index: number): PointTrial | undefined;
  /**
   * Whether a point is done and nothing was left of its capital, also at its last bar, where no later one could close it: ratios
   * of its returns say nothing.
   */
  isBankrupt(index: number): boolean;
  /** Returns why a point failed. */
  error(index: number): { readonly code: string; readonly message: string } | undefined;
  /** Returns the fingerprint of a point that is done. */
  fingerprint(index: number): string | undefined;
  /** Returns the returns by trading day of a point, and their days; `undefined` unless they are kept. */
  returns(index: number): { readonly days: Int32Array; readonly returns: Float64Array } | undefined;
  /** Returns by trading day of the benchmark of a walk-forward over its test windows; NaN before its first level, absent without one. */
  readonly benchmarkReturns?: { readonly days: Int32Array; readonly returns: Float64Array } | undefined;
  readonly timing: SweepTiming;
  /** Currency; absent if it is not known. */
  readonly initialCapital?: number;
  /** How its points are windows of a walk-forward; absent if they are not. */
  readonly windows?: WalkForward;
  /** How many runs there will be at least, while a search adds them; absent if all are there. */
  readonly planned?: number | undefined;
  /** Whether a run is one of those among which the best is looked for; absent if all are. */
  isRanked?(index: number): boolean;
  /** What the user should know, one line each; absent if that is nothing. */
  readonly warnings?: readonly string[];
  /** What is known of the prices of a made feed, whatever its seed; absent if nothing is. */
  readonly truth?: Truth | undefined;
}

/** How fast a sweep goes. */
export interface SweepTiming {
  /** When the last call began, epoch milliseconds UTC; `undefined` before the first. */
  readonly startedAt: number | undefined;
  /** Runs a second of that call; 0 before the first result. */
  readonly runsPerSecond: number;
  /** `undefined` while it does not run, or before the first result. */
  readonly secondsLeft: number | undefined;
}
