import { joinedLevels } from "../../../analysis/session-benchmark";
import { type SessionSampling, sampledCurve } from "../../../analysis/session-metrics";
import { riskFreePerPeriod } from "../../../analysis/statistics/conventions";
import {
  benchmarkKeys,
  type RollingColumns,
  type RollingKey,
  type RollingWindow,
  rollingKeys,
  rollingMetrics,
} from "../../../analysis/tracking/rolling";
import { expected, expectedOf } from "../../../core/checks";
import { dayLength } from "../../../core/days";
import { intervalText, parseInterval } from "../../../core/interval";
import { counted } from "../../../core/short-text";
import type { SessionCore } from "../../../session/core";
import { checkOptions } from "../../../session/options/checks";
import { frameOfRows } from "../../frames";
import { metricFormat } from "../../metrics-display";
import { dayOf } from "../days";
import { benchmarkSpan } from "../report/benchmark";
import type { SessionTable } from "./session-table";

/** The window of rolling metrics, and which they are. */
export interface RollingOptions {
  /** How many returns, or how long: `63`, `"90d"`. Default 63. */
  readonly window?: number | string;
  /** Default `annualVolatility`, `sharpe`, `sortino` and `maxDrawdown`. */
  readonly metrics?: readonly RollingKey[];
}

/** The metrics of one window, by their keys; `null` if one is undefined. */
export type RollingRow = { readonly [Key in RollingKey]?: number | null } & {
  /** The last time of the window, epoch milliseconds UTC. */
  readonly time: number;
};

const defaults = {
  window: 63,
  metrics: ["annualVolatility", "sharpe", "sortino", "maxDrawdown"],
} as const satisfies RollingOptions;

/** The metrics of each window of returns, from the first whole one on. */
export const rolling: SessionTable<RollingRow[], [options?: RollingOptions]> = {
  rows: (core, options) => rowsOf(rollingColumns(core, options)),
  frame(core, options) {
    const columns = rollingColumns(core, options);
    const rows = rowsOf(columns);
    const { uncovered } = columns;
    const keys = new Set(options?.metrics ?? defaults.metrics);
    return frameOfRows(
      rows,
      [["time", "time", "time"], ...Array.from(keys, (key) => [key, metricFormat(key), "result"] as const)],
      dayOf(core),
      rows.length === 0 ? { none: whyNone(core, options) } : { notes: notesOf(core, keys, uncovered) },
    );
  },
};

function rowsOf({ time, values }: RollingColumns): RollingRow[] {
  const columns = Object.entries(values);
  return time.map((at, place) => ({
    time: at,
    ...Object.fromEntries(columns.map(([key, column]) => [key, column[place]])),
  }));
}

/** Which rolling metrics are wanted. */
export interface RollingPart {
  /** Ascending times at which they are wanted; all if absent. */
  readonly at?: Float64Array;
  /** Whether they are those of the session's benchmark. */
  readonly ofBenchmark?: boolean;
  /** The last point of the curve that counts, as if the session stood there; the newest if absent. */
  readonly end?: number;
}

const noWindows: RollingColumns = { time: [], values: {}, uncovered: 0 };

/** Returns rolling metrics as columns. */
export function rollingColumns(
  core: SessionCore,
  options: RollingOptions = {},
  { at, ofBenchmark = false, end }: RollingPart = {},
): RollingColumns {
  checkOptions("rolling", options, Object.keys(defaults));
  const window = windowOf(options.window ?? defaults.window);
  const keys = checkedKeys(options.metrics ?? defaults.metrics);
  const { curve } = core.content;
  if (curve.length === 0) return noWindows;
  const { sampled, periodsPerYear } = samplingUntil(core, end);
  checkHoldsReturns(window, sampled.time);
  const riskFree = riskFreePerPeriod(core.options.riskFree ?? 0, periodsPerYear);
  const benchmark = core.record.benchmark?.series;
  const material = { sampled, benchmark, calendar: core.calendar, terms: { periodsPerYear, riskFree } };
  if (!ofBenchmark) return rollingMetrics(material, window, keys, at);
  if (benchmark === undefined) return noWindows;
  // At the times that both have, so that its returns are as long as the session's.
  const { time, benchmark: levels } = joinedLevels(sampled, benchmark, core.calendar);
  return rollingMetrics({ ...material, sampled: { ...sampled, time, levels } }, window, keys, at);
}

// Within a day, the last return is of a part of it.
function samplingUntil(core: SessionCore, end?: number): SessionSampling {
  const { curve } = core.content;
  const whole = core.sampling();
  if (end === undefined || end >= curve.length - 1) return whole;
  const { time, equity } = curve;
  const sampled = sampledCurve({ curve: { time, equity, length: end + 1 } }, whole.sampled.every, core.calendar);
  return { ...whole, sampled };
}

function windowOf(window: number | string): RollingWindow {
  const wanted =
    'a whole number of at least 2 returns such as 63, because one alone does not vary, or a time such as "90d"';
  if (typeof window === "string") return { milliseconds: parseInterval(window, "window", wanted) };
  if (Number.isInteger(window) && window >= 2) return { returns: window };
  throw expected("window", wanted, window);
}

function whyNone(core: SessionCore, { window = defaults.window }: RollingOptions = {}): string {
  const { time } = core.content.curve.length === 0 ? { time: [] } : core.sampling().sampled;
  const count = Math.max(0, time.length - 1);
  if (typeof window === "number")
    return `a window of ${counted(window, "return")} is longer than the session, which has ${counted(count, "return")}`;
  const length = count === 0 ? 0 : time[count] - time[0];
  return `a window of ${window} is longer than the session, which goes over ${roundedInterval(length, Math.floor)}`;
}

const hour = 3_600_000;

// In the unit in which people think of it.
function roundedInterval(length: number, round: (value: number) => number): string {
  const unit = [dayLength, hour].find((one) => length >= 2 * one) ?? 1;
  return intervalText(round(length / unit) * unit);
}

// Says why metrics against a benchmark are null.
function notesOf(core: SessionCore, keys: ReadonlySet<RollingKey>, uncovered: number): string[] {
  const against = [...keys].filter((key) => benchmarkKeys.includes(key)).join(", ");
  if (against === "") return [];
  if (core.record.benchmark === undefined) return [`${against}: the session has no benchmark`];
  if (uncovered === 0) return [];
  const part = `${counted(uncovered, "window")} of which the benchmark has only a part, or nothing`;
  const span = benchmarkSpan(core);
  return [`${against}: none of ${part}${span === "" ? "" : `; it goes${span}`}`];
}

// A window of time that is shorter holds one return at most, which alone does not vary.
function checkHoldsReturns(window: RollingWindow, time: Float64Array): void {
  if ("returns" in window || time.length < 3) return;
  let shortest = Number.POSITIVE_INFINITY;
  for (let at = 2; at < time.length; at++) shortest = Math.min(shortest, time[at] - time[at - 2]);
  if (window.milliseconds >= shortest) return;
  const wanted = `long enough for two returns of the session, at least ${roundedInterval(shortest, Math.ceil)}`;
  throw expected("window", wanted, intervalText(window.milliseconds));
}

function checkedKeys(keys: readonly RollingKey[]): readonly RollingKey[] {
  if (!Array.isArray(keys) || keys.length === 0) throw expected("metrics", 'a list such as ["sharpe"]', keys);
  for (const [at, key] of keys.entries())
    if (!rollingKeys.includes(key)) throw expectedOf(`metrics[${at}]`, "a metric of returns", key, rollingKeys);
  return keys;
}
