import { flatToFlat } from "../analysis/record/flat-to-flat";
import type { LevelSeries } from "../analysis/record/track-record";
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
  { returnsEvery, periodsPerYear, riskFree, benchmark }: Measuring = {},
): SessionMetrics {
  const { calendar, interval, daily, year } = plan;
  const roundTrips = flatToFlat(fillRows, lotSizeOf(plan), cash, actions);
  const record = { initialCapital, curve, days, trades, roundTrips, ...costs, benchmark };
  const measured = { calendar: calendarFrom(calendar), interval, daily, year };
  return sessionMetrics(record, { ...measured, returnsEvery, periodsPerYear, riskFree });
}
