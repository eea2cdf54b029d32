import type { RunOptions } from "../../run/plan";

/** What distinguishes one run of a sweep from the others. */
export interface SweepPoint {
  /** They override those of the plan's config. */
  readonly params: Readonly<Record<string, unknown>>;
  /** They override those of the plan's config, described as there: paperlab's own models by name and params. */
  readonly options?: RunOptions;
  /** The seed of a made feed, in place of its own. */
  readonly seed?: string;
  readonly range?: PointRange;
}

/** The part of the feed that a run is on, epoch milliseconds UTC, both inclusive. */
export interface PointRange {
  readonly from: number;
  readonly to: number;
  /** Steps before this time fill the histories, and have no orders; absent if there are none. */
  readonly tradeFrom?: number;
}
