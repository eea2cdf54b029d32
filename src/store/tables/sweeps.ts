import { storedColumnsOf } from "../rows/columns";
import type { StoredReturns, StoredSweep, SweepStep, SweepWhole } from "../rows/sweep-rows";
import type { StoredTable } from "../rows/table";

/** A sweep with its results at some time. */
export type SweepItem = Omit<StoredSweep, "id"> & Omit<SweepWhole, "metrics"> & { readonly id?: number };

const row = storedColumnsOf<SweepItem>();
const nullable = { constraint: "" };

/** Sweeps. */
export const sweepTable: StoredTable<SweepItem> = {
  name: "paper_sweeps",
  comment:
    "One row per sweep: many runs of one strategy. BLOBs are little-endian, by the index of the runs. Results of the last seconds of one that runs are in paper_sweep_steps.",
  key: ["id"],
  meeting: "add",
  shared: true,
  columns: [
    row.integer("id", "id", { constraint: "PRIMARY KEY AUTOINCREMENT" }),
    row.text("name", "name", { constraint: "NOT NULL UNIQUE" }),
    row.text("state", "state", {
      constraint: "NOT NULL CHECK (state IN ('CREATED', 'RUNNING', 'PAUSED', 'COMPLETED'))",
    }),
    row.text("identity", "identity", { comment: "hash of what makes two sweeps the same" }),
    row.json("plan", "plan", {
      comment: "JSON: config of a session, code, what differs from run to run",
      constraint: "NOT NULL",
    }),
    row.json("rank", "rank", { comment: "JSON: metric, and whether the lowest is the best", constraint: "NOT NULL" }),
    row.json("metrics", "metrics", { comment: "JSON: names of the metrics that are made", constraint: "NOT NULL" }),
    row.text("version", "version", { comment: "of the fingerprints, as they begin" }),
    row.integer("runs", "runs", { constraint: "NOT NULL" }),
    row.integer("done", "done", { constraint: "NOT NULL" }),
    row.integer("failed", "failed", { constraint: "NOT NULL" }),
    row.integer("created_at", "createdAt", { constraint: "NOT NULL" }),
    row.integer("started_at", "startedAt", { optional: true }),
    row.integer("ended_at", "endedAt", { optional: true }),
    row.numbers("states", "states", "octet", { ...nullable, comment: "a byte a run: 0 left, 1 done, 2 failed" }),
    row.numbers("fingerprints", "fingerprints", "octet", {
      ...nullable,
      comment: "32 bytes a run: SHA-256 over everything it decided",
    }),
    row.numbers("numbers", "numbers", "double", {
      ...nullable,
      comment:
        "8 doubles a run: Sharpe ratio of a trading day, skewness, raw kurtosis, number of day returns, first and last time, steps, why it ended (0 end of feed, 1 stopped, 2 bankrupt); NaN if undefined",
    }),
    row.json("failures", "failures", { comment: "JSON: index, code and message of runs that failed" }),
  ],
};

/** A metric of all runs of a sweep. */
export interface SweepMetricItem {
  readonly sweep: number;
  readonly metric: string;
  readonly values: Float64Array;
}

const metric = storedColumnsOf<SweepMetricItem>();
const ofSweep = { constraint: "NOT NULL REFERENCES paper_sweeps(id) ON DELETE CASCADE" };

/** Metrics of sweeps. */
export const sweepMetricTable: StoredTable<SweepMetricItem> = {
  name: "paper_sweep_metrics",
  comment: "One row per metric of a sweep: its values by the index of the runs.",
  key: ["sweep_id", "metric"],
  meeting: "replace",
  shared: true,
  columns: [
    metric.integer("sweep_id", "sweep", ofSweep),
    metric.text("metric", "metric"),
    metric.numbers("run_values", "values", "double", { comment: "little-endian doubles; NaN if undefined" }),
  ],
};

/** Results of some runs. */
export type SweepStepItem = Omit<SweepStep, "returns" | "trials"> & {
  readonly number?: number;
  readonly sweep: number;
};

const step = storedColumnsOf<SweepStepItem>();

/** Newest results of sweeps. */
export const sweepStepTable: StoredTable<SweepStepItem> = {
  name: "paper_sweep_steps",
  comment:
    "Results of runs in the order in which they came, not yet in paper_sweeps and paper_sweep_metrics. BLOBs are little-endian.",
  key: ["number"],
  meeting: "add",
  shared: true,
  columns: [
    step.integer("number", "number", { constraint: "PRIMARY KEY" }),
    step.integer("sweep_id", "sweep", ofSweep),
    step.numbers("indices", "indices", "integer", { comment: "which runs, as 32-bit integers" }),
    step.numbers("states", "states", "octet"),
    step.numbers("run_values", "values", "double", { comment: "the metrics of the first run, of the second, ..." }),
    step.numbers("numbers", "numbers", "double"),
    step.numbers("fingerprints", "fingerprints", "octet"),
    step.json("failures", "failures"),
  ],
};

/** Returns of a run. */
export type SweepReturnsItem = StoredReturns & { readonly sweep: number };

const returns = storedColumnsOf<SweepReturnsItem>();

/** Returns by trading day of runs. */
export const sweepReturnsTable: StoredTable<SweepReturnsItem> = {
  name: "paper_sweep_returns",
  comment: 'One row per run of a sweep that keeps returns (keep: "returns").',
  key: ["sweep_id", "run"],
  meeting: "replace",
  shared: true,
  columns: [
    returns.integer("sweep_id", "sweep", ofSweep),
    returns.integer("run", "run", { comment: "its index", constraint: "NOT NULL" }),
    returns.numbers("days", "days", "integer", { comment: "whole days since 1970-01-01, as 32-bit integers" }),
    returns.numbers("returns", "returns", "double", { comment: "fractions, as little-endian doubles" }),
  ],
};
