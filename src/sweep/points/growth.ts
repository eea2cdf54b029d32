import type { SweepPoint } from "./point";

/** What a sweep has found so far, as far as it decides which runs come next. */
export interface Found {
  readonly points: readonly SweepPoint[];
  /** Returns a metric of each point, NaN where it is undefined, or the point failed or is not done. */
  metric(key: string): Float64Array;
}

/** Says which runs a sweep adds, once all that it has are done or failed. */
export interface Growth {
  /**
   * Resolves to all points that the sweep has from now on: those that decide them first, unchanged. `undefined` if none comes any
   * more. The same results give the same points.
   */
  next(found: Found): Promise<readonly SweepPoint[] | undefined>;
  /** Lets go of what it needed. */
  close(): Promise<void>;
}
