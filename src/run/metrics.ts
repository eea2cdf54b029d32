import type { LevelSeries } from "../analysis/record/session-record";
import { type SessionMetrics, type SessionMetricsOptions, sessionMetrics } from "../analysis/session-metrics";
import { calendarOf } from "../core/market/calendar";
import type { SessionContent } from "./content";
import type { RunPlan } from "./plan";
import { defaults } from "./terms";

/** How metrics are made of a run's returns. */
export type MeasuringOptions = Pick<SessionMetricsOptions, "returnsEvery" | "periodsPerYear" | "riskFree">;

/** Returns the metrics of a run, by the calendar and interval of its plan. */
export function metricsOfRun(
  plan: RunPlan,
  content: SessionContent,
  measuring: MeasuringOptions = {},
  benchmark?: LevelSeries,
): SessionMetrics {
  const { interval, daily, options } = plan;
  const { initialCapital = defaults.initialCapital } = options;
  const { curve, days, profits: trades, costs } = content;
  const { returnsEvery, periodsPerYear, riskFree } = measuring;
  return sessionMetrics(
    { initialCapital, curve, days, trades, ...costs, benchmark },
    {
      calendar: calendarOf(plan.calendar.spec, plan.calendar.timezone),
      interval,
      daily,
      returnsEvery,
      periodsPerYear,
      riskFree,
    },
  );
}
