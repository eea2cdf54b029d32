import { benchmarkKeys, type RollingColumns, type RollingKey, rollingKeys } from "../../../analysis/tracking/rolling";
import { expectedOf } from "../../../core/checks";
import { dateOf } from "../../../core/days";
import type { Series } from "../../../output/figures/parts/series";
import type { Clock } from "../../../output/figures/parts/time-axis";
import type { RollingFigureOptions } from "../../../output/figures/rolling";
import { formatValue, titleText } from "../../../output/formats";
import type { SessionCore } from "../../../session/core";
import { checkOptions } from "../../../session/options/checks";
import { metricFormat, metricTitle } from "../../metrics-display";
import { type RollingPart, rollingColumns } from "../tables/rolling";
import { benchmarkTitle } from "./benchmark";
import { clockOf } from "./clock";

/** What a figure of a rolling metric shows. */
export interface RollingPlotOptions {
  /** Any metric of `rolling()`; "sharpe" by default. */
  readonly metric?: RollingKey;
  /** How many returns, or how long: `63`, `"90d"`; 63 by default. */
  readonly window?: number | string;
}

/** The options of rolling figures. */
export const rollingPlotKeys = ["metric", "window"] as const;

/** Returns the options with their defaults. Throws INVALID_OPTION or UNKNOWN_OPTION; the table checks the window. */
export function checkedRolling(
  options: RollingPlotOptions,
  known: readonly string[] = rollingPlotKeys,
): Required<RollingPlotOptions> {
  checkOptions("plotRolling", options, known);
  const { metric = "sharpe", window = 63 } = options;
  if (!rollingKeys.includes(metric)) throw expectedOf("metric", "a metric of returns", metric, rollingKeys);
  return { metric, window };
}

/** Returns a metric of each window of returns of a session. `part`: which of them are wanted, if not all. */
export function rollingSeries(
  core: SessionCore,
  { metric, window }: Required<RollingPlotOptions>,
  name = core.name,
  part: RollingPart = {},
): Series {
  return seriesOf(name, rollingColumns(core, { window, metrics: [metric] }, part), metric);
}

/** Returns the same of a session's benchmark; `undefined` without one, and for metrics that are measured against it. */
export function rollingBenchmark(
  core: SessionCore,
  { metric, window }: Required<RollingPlotOptions>,
  part: RollingPart = {},
): Series | undefined {
  const name = benchmarkTitle(core);
  if (name === undefined || benchmarkKeys.includes(metric)) return undefined;
  return seriesOf(name, rollingColumns(core, { window, metrics: [metric] }, { ...part, ofBenchmark: true }), metric);
}

function seriesOf(name: string, { time, values }: RollingColumns, metric: RollingKey): Series {
  const found = values[metric] ?? [];
  const value = new Float64Array(found.length);
  for (let i = 0; i < value.length; i++) value[i] = found[i] ?? Number.NaN;
  return { name, time: Float64Array.from(time), value };
}

/** Returns how a figure of a rolling metric looks. `of`: whose it is. `hasBenchmark`: whether one of them has a benchmark. */
export function rollingLook(
  { metric, window }: Required<RollingPlotOptions>,
  of: string,
  hasBenchmark: boolean,
): RollingFigureOptions {
  const name = metricTitle(metric) ?? titleText(metric);
  const length = windowText(window);
  const isLacking = benchmarkKeys.includes(metric) && !hasBenchmark;
  const why = isLacking ? `a ${name} needs a benchmark` : `no window of ${length} has a ${name}`;
  return { title: `${name}${of}, rolling ${length}`, unit: name, percent: metricFormat(metric) === "percent", why };
}

function windowText(window: number | string): string {
  if (typeof window === "number") return `${formatValue(window, "count")} returns`;
  return window.replace(/^(\d+)d$/, "$1 days");
}

/** Returns the clock of a figure whose points are the ends of days, whatever the bars are. */
export function dayClock(...sessions: readonly SessionCore[]): Clock {
  const clock = clockOf(...sessions);
  const { calendar } = sessions[0];
  return { ...clock, day: clock.day ?? ((time: number) => dateOf(calendar.dayOf(time))) };
}

/** Returns the clock of a figure whose points are the ends of the sessions' returns. */
export function returnsClock(...sessions: readonly SessionCore[]): Clock {
  const daily = sessions.every((core) => core.daily || core.sampling().sampled.every === "day");
  return daily ? dayClock(...sessions) : clockOf(...sessions);
}
