import { flatToFlat } from "../analysis/record/flat-to-flat";
import { type CurvePart, recordOfPart } from "../analysis/record/part-of-record";
import type { LevelSeries, TrackRecord } from "../analysis/record/track-record";
import { type SessionMetrics, type SessionMetricsOptions, sessionMetrics } from "../analysis/session-metrics";
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
  { curve, days, profits: trades, fillRows, cash, actions, costs }: SessionContent,
  initialCapital: number,
  measuring: Measuring = {},
): SessionMetrics {
  const roundTrips = flatToFlat(fillRows, lotSizeOf(plan), cash, actions);
  return measured(plan, { initialCapital, curve, days, trades, roundTrips, ...costs }, measuring);
}

/** Returns the metrics of a part of a run, as of one that begins and ends there. See `recordOfPart`. */
export function metricsOfPart(
  plan: RunPlan,
  content: SessionContent,
  part: CurvePart,
  measuring: Measuring,
): SessionMetrics {
  return measured(plan, recordOfPart(content, lotSizeOf(plan), part), measuring);
}

function measured(
  { calendar, interval, daily, year }: RunPlan,
  record: TrackRecord,
  { returnsEvery, periodsPerYear, riskFree, benchmark }: Measuring,
): SessionMetrics {
  const terms = { calendar: calendarFrom(calendar), interval, daily, year };
  return sessionMetrics({ ...record, benchmark }, { ...terms, returnsEvery, periodsPerYear, riskFree });
}
