import type { LevelSeries } from "../../../analysis/record/track-record";
import { checkKeys, expected, nearest } from "../../../core/checks";
import { dayLength, dayOfDate } from "../../../core/days";
import { listText } from "../../../core/short-text";
import { PaperLabError } from "../../../errors";
import type { FeedFacts } from "../../../feeds/source/source";

/** Returns or equity of your own, by trading day. */
export type BenchmarkSeries =
  | { readonly dates: readonly string[]; readonly returns: ArrayLike<number> }
  | { readonly dates: readonly string[]; readonly equity: ArrayLike<number> };

type Values = ArrayLike<number>;

/** Returns the levels of a series at the ends of its days, and plain data that identifies it. Throws INVALID_OPTION. */
export function ownSeries(
  option: BenchmarkSeries,
  { calendar }: FeedFacts,
  wanted: string,
): { readonly series: LevelSeries; readonly identity: object } {
  const known = ["dates", "returns", "equity"];
  const isOne = Object.keys(option).some((key) => known.includes(key) || nearest(key, known) !== undefined);
  if (!isOne) throw notOneOf(wanted, option);
  checkKeys("benchmark", option, known);
  const { dates, returns, equity } = option as { dates: readonly string[]; returns?: Values; equity?: Values };
  if (dates === undefined || (returns === undefined) === (equity === undefined)) {
    throw notOneOf("{ dates, returns } or { dates, equity }", option);
  }
  const days = daysOf(dates);
  const time = Float64Array.from(days, (day) => calendar.endOf(day));
  const identity = { dates, ...(equity ? { equity: Array.from(equity) } : { returns: Array.from(returns as Values) }) };
  const series =
    equity === undefined
      ? compounded(time, valuesOf("returns", returns, days.length, -1), calendar)
      : { time, level: valuesOf("equity", equity, days.length, 0) };
  return { series, identity };
}

// An object says most by its fields.
function notOneOf(wanted: string, option: object): PaperLabError {
  const keys = Object.keys(option);
  if (keys.length === 0) return expected("benchmark", wanted, option);
  return new PaperLabError("INVALID_OPTION", `Expected benchmark to be ${wanted}, was { ${listText(keys)} }`);
}

function daysOf(dates: readonly string[]): number[] {
  if (!Array.isArray(dates) || dates.length === 0) {
    throw expected("benchmark.dates", "an array of dates, at least one", dates);
  }
  const days = dates.map((date, at) => dayOfDate(date, `benchmark.dates[${at}]`));
  const back = days.findIndex((day, at) => at > 0 && day <= days[at - 1]);
  if (back > 0) throw expected(`benchmark.dates[${back}]`, `after ${dates[back - 1]}`, dates[back]);
  return days;
}

function valuesOf(field: string, given: Values | undefined, length: number, above: number): Float64Array {
  if (given?.length !== length) {
    throw expected(
      `benchmark.${field}`,
      `as many numbers as there are dates (${length})`,
      given?.length === undefined ? given : Array.from(given),
    );
  }
  const values = Float64Array.from(given);
  const wrong = Array.from(given).findIndex(
    (value) => !(typeof value === "number" && value > above && value < Infinity),
  );
  if (wrong >= 0) throw expected(`benchmark.${field}[${wrong}]`, `a number above ${above}`, given[wrong]);
  return values;
}

// A level of 1 is put at the end of the day before the first return, and at least a day before its end, as a session's
// initial capital is: a day without trading may end later, at midnight.
function compounded(times: Float64Array, returns: Float64Array, calendar: FeedFacts["calendar"]): LevelSeries {
  const time = new Float64Array(times.length + 1);
  const level = new Float64Array(times.length + 1);
  time[0] = Math.min(calendar.endOf(calendar.dayOf(times[0]) - 1), times[0] - dayLength);
  time.set(times, 1);
  level[0] = 1;
  for (let at = 0; at < returns.length; at++) level[at + 1] = level[at] * (1 + returns[at]);
  return { time, level };
}
