import type { SweepPoint } from "./point";

/** What a sweep has found so far, as far as it decides which runs come next. */
export interface Found {
  readonly points: readonly SweepPoint[];
  /** Returns a metric of each point, NaN where it is undefined, or the point failed or is not done. */
  metric(key: string): Float64Array;
  /** Whether a point is done and lost everything. */
  isBankrupt(index: number): boolean;
}

/** Returns the metric that points are ranked by, NaN where there is none, and where a run lost everything. */
export function rankedMetric(found: Pick<Found, "metric" | "isBankrupt">, key: string): Float64Array {
  const values = found.metric(key);
  return values.map((_, run) => rankedValue(found, values, run));
}

/** Returns one value of `rankedMetric`. `values`: the metric of all points. */
export function rankedValue(found: Pick<Found, "isBankrupt">, values: Float64Array, run: number): number {
  return found.isBankrupt(run) ? Number.NaN : values[run];
}

/** Says which runs a sweep adds, once all that it has are done or failed. */
export interface Growth {
  /**
   * Resolves to all points that the sweep has from now on: those that decide them first, unchanged. `undefined` if none comes any
   * more. The same results give the same points.
   */
  next(found: Found): Promise<readonly SweepPoint[] | undefined>;
  /** What the user should know by now, one line each; absent if that is nothing. */
  readonly notes?: readonly string[];
  /** Lets go of what it needed. */
  close(): Promise<void>;
}
