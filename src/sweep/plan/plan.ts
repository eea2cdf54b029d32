import type { MetricKey } from "../../analysis/metrics/catalog";
import type { Measuring } from "../../run/metrics";
import type { BenchmarkBasket, BenchmarkWeights } from "../../session/options/benchmark";
import type { SessionConfig } from "../../session/plan/config";
import type { TravelingCode } from "../code/traveling-code";
import type { SweepPoint } from "../points/point";
import type { SearchParam } from "../search/sampler";
import type { WalkForward } from "../windows/walk-forward";
import type { RunRank } from "./chosen-metrics";

export type { PointRange, SweepPoint } from "../points/point";

/**
 * Everything that decides the results of a sweep, as plain JSON data: it can be hashed, signed, stored and sent. Only the
 * bars, and the levels of the benchmark, travel beside it.
 */
export interface SweepPlan {
  readonly format: 1;
  /** The config of a session on the feed with the strategy's own params and the options that all runs share. */
  readonly config: SessionConfig;
  readonly code: TravelingCode;
  /**
   * What differs from run to run. A run is known by its place in this list. A walk-forward adds those of its test windows.
   */
  readonly points: readonly SweepPoint[];
  /** Which run of the sweep the first point is, in what executors get of a search: its newest runs. Absent if that is run 0. */
  readonly first?: number;
  /** The metrics that are made, in the order in which a result has them. */
  readonly metrics: readonly MetricKey[];
  /** How metrics are computed. The benchmark's levels are part of the material. */
  readonly measuring: Omit<Measuring, "benchmark">;
  /** The benchmark, if it is a part of the feed and runs have feeds of their own, as with seeds. */
  readonly benchmark?: FeedBenchmark;
  /** Also keeps the returns by trading day of each run. */
  readonly keep?: "returns";
  /** How its points are windows of a walk-forward; absent if they are not. */
  readonly windows?: WalkForward;
  /** What chooses its points as results come; absent if they are known from the beginning. */
  readonly search?: PlannedSearch;
}

/** A search as a plan keeps it. */
export interface PlannedSearch {
  /** The name of the sampler. */
  readonly sampler: string;
  readonly params: readonly SearchParam[];
  readonly draws: number;
  readonly batch?: number;
  readonly rank: RunRank;
  /** The text of `where`; absent without. */
  readonly where?: string;
}

/** A benchmark that is found in the feed of a run: a symbol, or weights of its symbols. */
export type FeedBenchmark = string | BenchmarkWeights | Pick<BenchmarkBasket, "weights" | "rebalance">;
