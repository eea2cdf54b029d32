import { returnsOf } from "../../../analysis/returns/returns";
import { daysPerYear } from "../../../analysis/returns/returns-every";
import { type RollingMetric, rollingMetrics, rollingReturns } from "../../../analysis/returns/rolling-returns";
import type { Series } from "../../../output/figures/parts/series";
import type { RollingFigureOptions } from "../../../output/figures/rolling";
import { formatValue } from "../../../output/formats";
import type { SessionCore } from "../../../session/core";
import { checkNumber, checkOneOf, checkOptions } from "../../../session/options/checks";
import { clockOf } from "./clock";

/** What a figure of rolling metrics shows. */
export interface RollingOptions {
  /** "sharpe" by default. */
  readonly metric?: RollingMetric;
  /** How many day returns each value is of; 126 by default, half a year. */
  readonly window?: number;
}

/** The options of rolling figures. */
export const rollingKeys = ["metric", "window"] as const;

const units: Readonly<Record<RollingMetric, readonly [name: string, unit: string]>> = {
  sharpe: ["Sharpe ratio", "Sharpe ratio, of a year"],
  annualVolatility: ["volatility", "Of a year"],
  totalReturn: ["return", "Over the window"],
};

/** Returns the options with their defaults. Throws INVALID_OPTION or UNKNOWN_OPTION. */
export function checkedRolling(
  options: RollingOptions,
  known: readonly string[] = rollingKeys,
): Required<RollingOptions> {
  checkOptions("plotRolling", options, known);
  const { metric = "sharpe", window = 126 } = options;
  checkOneOf("metric", metric, rollingMetrics);
  checkNumber("window", window, "a whole number of days from 2", (days) => Number.isInteger(days) && days >= 2);
  return { metric, window };
}

/** Returns a metric of the newest day returns of a session at the end of each day. */
export function rollingSeries(
  core: SessionCore,
  { metric, window }: Required<RollingOptions>,
  name = core.name,
): Series {
  const { calendar, content, record } = core;
  const { interval, year, options } = record.config;
  const returns = returnsOf(content.curve, "day", calendar);
  const periodsPerYear = daysPerYear({ calendar, interval, year });
  const riskFree = (1 + (options.riskFree ?? 0)) ** (1 / periodsPerYear) - 1;
  return { name, ...rollingReturns(returns, metric, window, { periodsPerYear, riskFree }) };
}

/** Returns how a figure of rolling metrics looks. `of`: whose they are. */
export function rollingLook({ metric, window }: Required<RollingOptions>, of: string): RollingFigureOptions {
  const [name, unit] = units[metric];
  const title = `Rolling ${name}${of}, ${formatValue(window, "count")} days`;
  return { title, unit, percent: metric !== "sharpe" };
}

/** Returns the days of sessions as the clock of a figure whose points are days. */
export function dayClock(...sessions: readonly SessionCore[]) {
  const clock = clockOf(...sessions);
  const { calendar } = sessions[0];
  return { ...clock, day: clock.day ?? ((time: number) => dateText(calendar.dayOf(time))) };
}

function dateText(day: number): string {
  return new Date(day * 86_400_000).toISOString().slice(0, 10);
}
