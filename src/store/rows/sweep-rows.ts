import type { StoredTrial } from "./batch";

/** The state of a stored sweep. */
export type StoredSweepState = "CREATED" | "RUNNING" | "PAUSED" | "COMPLETED";

/** The fields of a sweep's row that change while it runs. Absent keys stay as they are. Times in epoch milliseconds UTC. */
export interface SweepChanges {
  readonly state?: StoredSweepState;
  /** Runs that are done, and that failed. */
  readonly done?: number;
  readonly failed?: number;
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** Plain data: what orders its runs. */
  readonly rank?: unknown;
  /** Plain data that JSON can carry, with the runs that came later. */
  readonly plan?: unknown;
  /** How many runs there are by now. */
  readonly runs?: number;
}

/** The row of a sweep, without its results. */
export interface StoredSweep extends SweepChanges {
  readonly id: number;
  readonly name: string;
  readonly state: StoredSweepState;
  /** Hash that is the same for equal plans. */
  readonly identity: string;
  /** Plain data that JSON can carry. */
  readonly plan: unknown;
  readonly rank: unknown;
  /** The names of its metrics, in the order of the values of a run. */
  readonly metrics: readonly string[];
  /** The version of its fingerprints, with which each begins. */
  readonly version: string;
  /** How many runs there are. */
  readonly runs: number;
  readonly done: number;
  readonly failed: number;
  readonly createdAt: number;
}

/** What is listed of sweeps, without their plans. */
export type ListedSweep = Omit<StoredSweep, "plan" | "metrics" | "identity" | "version">;

/** A sweep to be stored. */
export type NewSweep = Omit<StoredSweep, "id">;

/** Why a run failed. */
export interface StoredFailure {
  readonly index: number;
  readonly code: string;
  readonly message: string;
}

/** The returns by trading day of a run. */
export interface StoredReturns {
  /** Its index. */
  readonly run: number;
  /** Whole days since 1970-01-01. */
  readonly days: Int32Array;
  /** Fractions. */
  readonly returns: Float64Array;
}

/** How many numbers are kept of a run beside its metrics. */
export const NUMBERS_A_RUN = 8;

/** How many bytes a fingerprint has, without its version. */
export const FINGERPRINT_BYTES = 32;

/** Results of some runs of a sweep, stored together. */
export interface SweepStep {
  /** Which runs. */
  readonly indices: Int32Array;
  /** A byte a run: 1 done, 2 failed. */
  readonly states: Uint8Array;
  /** The metrics of each run, run by run. */
  readonly values: Float64Array;
  /** `NUMBERS_A_RUN` a run. */
  readonly numbers: Float64Array;
  /** `FINGERPRINT_BYTES` a run. */
  readonly fingerprints: Uint8Array;
  readonly failures: readonly StoredFailure[];
  readonly returns: readonly StoredReturns[];
  /** What they add to the ledger of trials. */
  readonly trials: readonly StoredTrial[];
}

/** All results of a sweep, by the index of its runs. */
export interface SweepWhole {
  /** A byte a run: 0 left, 1 done, 2 failed. */
  readonly states: Uint8Array;
  readonly numbers: Float64Array;
  readonly fingerprints: Uint8Array;
  readonly failures: readonly StoredFailure[];
  /** One array a metric, in the order of the sweep's metrics. */
  readonly metrics: readonly Float64Array[];
}

/** What is stored of a sweep's results: all of them at some time, and what came after it. */
export interface StoredSweepResults {
  readonly whole?: SweepWhole;
  readonly steps: readonly Omit<SweepStep, "returns" | "trials">[];
}
