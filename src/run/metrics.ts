import type { MetricKey } from "../analysis/metrics/catalog";
import { flatToFlat } from "../analysis/record/flat-to-flat";
import { type CurvePart, recordOfPart } from "../analysis/record/part-of-record";
import type { LevelSeries, TrackRecord } from "../analysis/record/track-record";
import {
  type SessionMetrics,
  type SessionMetricsOptions,
  type SessionSampling,
  sessionMetrics,
  sessionSampling,
  someSessionMetrics,
} from "../analysis/session-metrics";
import { calendarFrom } from "../core/market/calendar";
import type { SessionContent } from "./content";
import type { RunPlan } from "./plan";
import { lotSizeOf } from "./terms";

/** How metrics are computed from a run's returns, and against what. */
export interface Measuring extends Pick<SessionMetricsOptions, "returnsEvery" | "periodsPerYear" | "riskFree"> {
  readonly benchmark?: LevelSeries;
}

/** Returns the metrics of a run, by the calendar and interval of its plan. `initialCapital`: currency. */
export function metricsOfRun(
  plan: RunPlan,
  content: MeasuredContent,
  initialCapital: number,
  measuring: Measuring = {},
): SessionMetrics {
  return sessionMetrics(new RunRecord(plan, content, initialCapital, measuring), termsOf(plan, measuring));
}

/** Returns how the returns of a run are taken for its metrics. */
export function samplingOfRun(
  plan: RunPlan,
  content: Pick<SessionContent, "curve">,
  measuring: Measuring = {},
): SessionSampling {
  return sessionSampling({ curve: content.curve }, termsOf(plan, measuring));
}

/**
 * Returns some metrics of a run, in the order of `keys`, the same as those of `metricsOfRun`; NaN where undefined. What they
 * do not need, such as the matching of trades, is not done.
 */
export function someMetricsOfRun(
  plan: RunPlan,
  content: MeasuredContent,
  initialCapital: number,
  measuring: Measuring,
  keys: readonly MetricKey[],
): Float64Array {
  return someSessionMetrics(new RunRecord(plan, content, initialCapital, measuring), termsOf(plan, measuring), keys);
}

/** What the metrics of a run are computed from. */
type MeasuredContent = Pick<SessionContent, "curve" | "days" | "profits" | "fillRows" | "cash" | "actions" | "costs">;

/** The record of a run, each part when it is asked for. */
class RunRecord implements TrackRecord {
  readonly initialCapital: number;
  readonly curve: TrackRecord["curve"];
  readonly benchmark: TrackRecord["benchmark"];
  readonly #plan: RunPlan;
  readonly #content: MeasuredContent;
  #days: TrackRecord["days"] | undefined;

  constructor(plan: RunPlan, content: MeasuredContent, initialCapital: number, { benchmark }: Measuring) {
    this.#plan = plan;
    this.#content = content;
    this.initialCapital = initialCapital;
    this.curve = content.curve;
    this.benchmark = benchmark;
  }

  get days(): TrackRecord["days"] {
    this.#days ??= this.#content.days;
    return this.#days;
  }

  get trades(): TrackRecord["trades"] {
    return this.#content.profits;
  }

  get roundTrips(): TrackRecord["roundTrips"] {
    const { fillRows, cash, actions } = this.#content;
    return flatToFlat(fillRows, lotSizeOf(this.#plan), cash, actions);
  }

  get commission(): number {
    return this.#content.costs.commission;
  }

  get slippage(): number {
    return this.#content.costs.slippage;
  }
}

/** Returns the metrics of a part of a run, as of one that begins and ends there. See `recordOfPart`. */
export function metricsOfPart(
  plan: RunPlan,
  content: SessionContent,
  part: CurvePart,
  measuring: Measuring,
): SessionMetrics {
  const record = { ...recordOfPart(content, lotSizeOf(plan), part), benchmark: measuring.benchmark };
  return sessionMetrics(record, termsOf(plan, measuring));
}

/** Returns some metrics of a part of a run, in the order of `keys`; NaN where undefined. */
export function someMetricsOfPart(
  plan: RunPlan,
  content: SessionContent,
  part: CurvePart,
  measuring: Measuring,
  keys: readonly MetricKey[],
): Float64Array {
  const record = { ...recordOfPart(content, lotSizeOf(plan), part), benchmark: measuring.benchmark };
  return someSessionMetrics(record, termsOf(plan, measuring), keys);
}

function termsOf(
  { calendar, interval, daily, year }: RunPlan,
  { returnsEvery, periodsPerYear, riskFree }: Measuring,
): SessionMetricsOptions {
  return { calendar: calendarFrom(calendar), interval, daily, year, returnsEvery, periodsPerYear, riskFree };
}
