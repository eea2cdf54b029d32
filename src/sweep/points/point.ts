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
  /** Its params, one after the other; only in a run over several windows. */
  readonly parts?: readonly PointPart[];
}

/** The part of the feed that a run is on, epoch milliseconds UTC, both inclusive. */
export interface PointRange {
  readonly from: number;
  readonly to: number;
  /**
   * Time of the first step at which the strategy is called. Steps before it fill the histories, and have no orders; absent if
   * there are none.
   */
  readonly tradeFrom?: number;
  /** Positions are closed at the end of each part; absent if they are carried into the next. */
  readonly flat?: true;
}

/** A part of a run. */
export interface PointPart {
  /** Time of its first step, epoch milliseconds UTC. */
  readonly from: number;
  /** They override those of the point; `null` if the strategy is not called, and nothing is held. */
  readonly params: Readonly<Record<string, unknown>> | null;
}
