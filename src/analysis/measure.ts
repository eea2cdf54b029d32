import { dayLength } from "../core/days";
import { PaperLabError } from "../errors";
import type { Measured } from "./measured";
import { metricsFrom } from "./metrics/catalog";
import { type Dates, type MetricsInput, parseMetricsInput, type Series } from "./metrics-input";
import { finiteOf, joined, pairsOfLevels, pairsOfReturns, returnsOfLevels } from "./returns/series";
import { drawdownOf, wealthOf } from "./statistics/drawdown";
import { growthOfLevels, growthOfReturns } from "./statistics/growth";
import { benchmarkStatistics, ReturnStatistics } from "./statistics/material";
import type { ReturnPairs } from "./statistics/pairs";

/**
 * Returns the metrics of a series of returns or levels, and how they were taken. Values that are not finite are
 * dropped first, in pairs if there is a benchmark. Two level series are joined on their common dates, and returns are
 * taken after that. If one side is returns, returns are joined on their dates. Without dates, they are joined by
 * position. Nothing in common is an error. A drawdown of returns that begins before the first date is timed from that
 * date. Throws INVALID_OPTION, UNKNOWN_OPTION or INVALID_DATA.
 */
export function measure(input: MetricsInput): Measured {
  const { own, benchmark, terms } = parseMetricsInput(input);
  const { returns, ...summary } = own.kind === "levels" ? ofLevels(own) : ofReturns(own);
  const against = benchmark && benchmarkStatistics(pairsOf(own, benchmark), terms);
  const metrics = metricsFrom({ returns: new ReturnStatistics(returns, summary, terms), benchmark: against });
  const given = own.kind === "levels" ? Math.max(0, own.values.length - 1) : own.values.length;
  const { length } = returns;
  return {
    ...{ metrics, returns: length, periodsPerYear: terms.periodsPerYear, dropped: given - length },
    ...(against && { pairs: against.pairs.count }),
  };
}

function ofLevels(series: Series) {
  const { values, dates } = finiteSeries(series);
  return {
    returns: finiteOf(returnsOfLevels(values)),
    total: growthOfLevels(values),
    drawdown: drawdownOf(values, dates?.time),
    last: values.length === 0 ? null : values[values.length - 1],
  };
}

function ofReturns(series: Series) {
  const { values, dates } = finiteSeries(series);
  return {
    returns: values,
    total: growthOfReturns(values),
    drawdown: drawdownOf(wealthOf(values), dates && withStart(dates.time)),
    last: null,
  };
}

function finiteSeries(series: Series): Series {
  const values = finiteOf(series.values);
  if (values === series.values) return series;
  const isThere = (_: number, i: number) => Number.isFinite(series.values[i]);
  const { dates } = series;
  return { ...series, values, dates: dates && { time: dates.time.filter(isThere), day: dates.day.filter(isThere) } };
}

function withStart(time: Float64Array): Float64Array {
  const times = new Float64Array(time.length + 1);
  times[0] = time[0];
  times.set(time, 1);
  return times;
}

function pairsOf(own: Series, benchmark: Series): ReturnPairs {
  if (own.kind === "levels" && benchmark.kind === "levels") return pairsOfLevels(...joinedSeries(own, benchmark));
  return pairsOfReturns(...joinedSeries(asReturns(own), asReturns(benchmark)));
}

function joinedSeries(own: Series, benchmark: Series): [Float64Array, Float64Array] {
  const [ours, theirs] = [own.dates, benchmark.dates];
  if (ours === undefined || theirs === undefined || ours === theirs) return [own.values, benchmark.values];
  // Two markets close at different times of the same day.
  const key = isDaily(ours) && isDaily(theirs) ? "day" : "time";
  const pairs = joined({ key: ours[key], value: own.values }, { key: theirs[key], value: benchmark.values });
  if (pairs[0].length === 0 && own.values.length > 0 && benchmark.values.length > 0) throw nothingJoined(ours, theirs);
  return pairs;
}

function isDaily({ day }: Dates): boolean {
  return day.every((each, i) => i === 0 || each > day[i - 1]);
}

function nothingJoined(ours: Dates, theirs: Dates): PaperLabError {
  const several =
    severalADay("dates", ours, "benchmarkDates", theirs) ?? severalADay("benchmarkDates", theirs, "dates", ours);
  if (several !== undefined) return new PaperLabError("INVALID_DATA", several);
  const [own, other] = [ours, theirs].map(({ time }) => {
    const [first, last] = [time[0], time[time.length - 1]].map((at) => new Date(at).toISOString());
    return `${first} to ${last}`;
  });
  const text = `Expected dates and benchmarkDates to have dates in common, but dates are ${own} and benchmarkDates ${other}`;
  return new PaperLabError("INVALID_DATA", text);
}

/** Returns the error message if one side has several instants in a day for which the other side has a date. */
function severalADay(name: string, { time, day }: Dates, otherName: string, other: Dates): string | undefined {
  const second = day.findIndex((each, i) => i > 0 && each === day[i - 1]);
  const areDates = isDaily(other) && other.time.every((at) => at % dayLength === 0);
  if (second < 0 || !areDates || !other.day.includes(day[second])) return undefined;
  const [one, two] = [time[second - 1], time[second]].map((at) => new Date(at).toISOString());
  const wanted = `Expected ${name} to have one instant a day, as ${otherName} are dates`;
  return `${wanted}, was ${one} and ${two}. Keep one of each day, or give ${otherName} as instants`;
}

// A return has the date of its period's end. Both returns beside a missing level are missing: a return over the gap
// would be paired with that of a single period.
function asReturns(series: Series): Series {
  if (series.kind === "returns") return series;
  const { dates } = series;
  return { kind: "returns", values: returnsOfLevels(series.values), dates: dates && laterOf(dates) };
}

function laterOf({ time, day }: Dates): Dates {
  return { time: time.subarray(1), day: day.subarray(1) };
}
