import { percentileInterval } from "../resampling/quantiles";
import {
  contributionsOf,
  type ResampledMetric,
  resampledMetrics,
  type SmoothMetric,
} from "../resampling/resampled-metrics";
import { studentizedInterval } from "../resampling/studentized";
import type { ReturnConventions } from "../statistics/conventions";
import {
  type BaselineAnswer,
  type ComparisonAnswer,
  type LeftOutSeries,
  leastReturns,
  type MetricInterval,
  type NamedReturns,
  type NoAnswer,
  type NoInterval,
  type PairAnswer,
} from "./answers";
import { stationaryError, stepwiseTest } from "./baseline";
import { modelConfidenceSet, type Resamples } from "./confidence-set/model-confidence-set";
import { firstsOf } from "./copies";
import { metricResamples, resampleSeries, type SeriesResamples } from "./series-resamples";
import { asNormal, type ErrorKnowledge, errorKnowledge } from "./small-sample";

/** How returns are compared. */
export interface CompareOptions extends Omit<ReturnConventions, "growthPerYear"> {
  /** Number of resamples. Default 2,000. */
  readonly draws?: number;
  /** The same seed gives the same answers. Default 1. */
  readonly seed?: string | number;
  /** Share of cases in which the best may be excluded, or one that is no better be called better. Default 0.05. */
  readonly alpha?: number;
  /** Mean block length, in returns. By default it is computed from the returns. */
  readonly blockLength?: number;
}

/** What can be said of some series by any of the metrics that can be resampled. */
export interface ReturnsComparison {
  /** Who cannot be told from the best by a metric. */
  by(metric: ResampledMetric): ComparisonAnswer;
  /** Who beats the series of that name by a metric. */
  against(baseline: string, metric: ResampledMetric): BaselineAnswer | NoAnswer;
  /** The metric of each series with its interval. `alpha`: share of intervals that may miss; default that of the options. */
  intervals(metric: ResampledMetric, alpha?: number): (MetricInterval | NoInterval)[];
}

/** One series with its metric, which is turned around where lower is better. */
interface Entry {
  readonly name: string;
  /** Its place among the series given. */
  readonly at: number;
  readonly resamples: Resamples;
}

/**
 * Compares returns of the same periods, by any metric that can be resampled: two series by the paired studentised bootstrap
 * (`studentizedInterval`), more by the model confidence set (`modelConfidenceSet`), all against a baseline by the stepwise
 * test (`stepwiseTest`). Indices are drawn once, at the first question. With fewer than 60 returns nothing is answered.
 */
export function returnsComparison(series: readonly NamedReturns[], options: CompareOptions): ReturnsComparison {
  const terms = { draws: 2000, seed: 1, alpha: 0.05, ...options };
  const short = tooShort(series);
  const firsts = firstsOf(series.map(({ returns }) => returns));
  let drawn: SeriesResamples | undefined;
  const resamples = () => {
    drawn ??= resampleSeries(series, terms);
    return drawn;
  };
  return {
    by(metric) {
      if (short !== undefined) return short;
      if (series.length === 2) return pairOf(series, resamples(), metric, firsts, terms);
      return setOf(series, resamples(), resampledMetrics[metric], firsts, terms);
    },
    against(baseline, metric) {
      return short ?? baselineOf(series, resamples(), { metric, baseline, firsts, terms });
    },
    intervals(metric, alpha = terms.alpha) {
      if (short !== undefined) return series.map(({ name }) => ({ ...short, name }));
      const wanted = { ...terms, alpha };
      return series.map((one, at) => intervalOf(one, resamples(), at, resampledMetrics[metric], wanted));
    },
  };
}

/** Answers one question, see `returnsComparison`: who cannot be told from the best by a metric. */
export function compareReturns(
  series: readonly NamedReturns[],
  metric: ResampledMetric,
  options: CompareOptions,
): ComparisonAnswer {
  return returnsComparison(series, options).by(metric);
}

type Terms = Required<Omit<CompareOptions, "blockLength">> & Pick<CompareOptions, "blockLength">;

/** Returns the conventions by which a metric of one of the series is made. */
function conventionsOf({ growthPerYear }: NamedReturns, { periodsPerYear, riskFree }: Terms): ReturnConventions {
  return { periodsPerYear, riskFree, ...(growthPerYear !== undefined && { growthPerYear }) };
}

function tooShort(series: readonly NamedReturns[]): NoAnswer | undefined {
  if (series.length < 2) return { kind: "none", reason: "there is nothing to compare with" };
  const count = series[0].returns.length;
  if (count >= leastReturns) return undefined;
  const found = count === 1 ? "1 return in common is" : `${count} returns in common are`;
  return { kind: "none", reason: `${found} too few, it takes ${leastReturns}` };
}

function pairOf(
  series: readonly NamedReturns[],
  resamples: SeriesResamples,
  key: ResampledMetric,
  firsts: readonly number[],
  terms: Terms,
): PairAnswer | NoAnswer {
  const [first, second] = series.map(({ name }) => name);
  const metric = resampledMetrics[key];
  const { entries, leftOut } = entriesOf(series, resamples, metric, terms);
  if (leftOut.length > 0) return { kind: "none", reason: `of ${leftOut[0].name}, ${leftOut[0].reason}` };
  const [one, other] = entries.map((entry) => entry.resamples);
  const ahead = one.resampled.reduce((count, value, draw) => (value > other.resampled[draw] ? count + 1 : count), 0);
  const shareAhead = ahead / terms.draws;
  if (firsts[1] === 0) {
    const same = { difference: 0, low: 0, high: 0, pValue: 1, shareAhead, best: null };
    return { kind: "pair", first, second, ...same, notDistinguishable: [first, second], blockLength: 1 };
  }
  const found = studentizedInterval(
    [resamples.features[0], resamples.features[1]],
    metric,
    series.map((one) => conventionsOf(one, terms)),
    terms,
  );
  if (found === undefined) return { kind: "none", reason: "the difference has no standard error" };
  const { value: difference, low, high, pValue, blockLength } = found;
  const best = one.value === other.value ? null : one.value > other.value ? first : second;
  const told = pValue < terms.alpha;
  const notDistinguishable = told ? [] : [first, second].filter((name) => name !== best);
  const answer = { difference, low, high, pValue, shareAhead, best, notDistinguishable, blockLength };
  return { kind: "pair", first, second, ...answer };
}

function setOf(
  series: readonly NamedReturns[],
  resamples: SeriesResamples,
  metric: SmoothMetric,
  firsts: readonly number[],
  terms: Terms,
): ComparisonAnswer {
  const { entries, leftOut } = entriesOf(series, resamples, metric, terms);
  if (entries.length < 2) return { kind: "none", reason: "fewer than two series have the metric in all resamples" };
  const distinct = entries.filter(({ at }) => firsts[at] === at);
  const knowledge = knowledgeOf(series, resamples, distinct, metric, terms);
  const { pValues, order } = modelConfidenceSet(
    distinct.map((entry) => entry.resamples),
    (statistic) => asNormal(statistic, knowledge),
  );
  const byFirst = new Map(distinct.map(({ at }, k) => [at, pValues[k]]));
  const all = entries.map(({ name, at }) => ({ name, pValue: byFirst.get(firsts[at]) as number }));
  const best = distinct[order[order.length - 1]];
  const members = entries.filter((entry, k) => entry.at !== best.at && all[k].pValue >= terms.alpha);
  return {
    kind: "set",
    best: best.name,
    notDistinguishable: members.map(({ name }) => name),
    pValues: all,
    leftOut,
    blockLength: resamples.blockLength,
  };
}

/** The series that have the metric in all resamples, and those that do not. */
function entriesOf(
  series: readonly NamedReturns[],
  resamples: SeriesResamples,
  metric: SmoothMetric,
  terms: Terms,
): { entries: Entry[]; leftOut: LeftOutSeries[] } {
  const entries: Entry[] = [];
  const leftOut: LeftOutSeries[] = [];
  for (const [at, one] of series.entries()) {
    const { name } = one;
    const found = metricResamples(resamples, at, metric, conventionsOf(one, terms));
    if (typeof found === "string") leftOut.push({ name, reason: found });
    else entries.push({ name, at, resamples: metric.better === "higher" ? found : turned(found) });
  }
  return { entries, leftOut };
}

function knowledgeOf(
  series: readonly NamedReturns[],
  { features, blockLength }: SeriesResamples,
  entries: readonly Entry[],
  metric: SmoothMetric,
  terms: Terms,
): ErrorKnowledge {
  const contributions = entries.map(({ at }) =>
    contributionsOf(features[at], metric, conventionsOf(series[at], terms)),
  );
  return errorKnowledge(contributions, blockLength);
}

function turned({ value, resampled }: Resamples): Resamples {
  return { value: -value, resampled: resampled.map((one) => -one) };
}

interface BaselineQuestion {
  readonly metric: ResampledMetric;
  readonly baseline: string;
  readonly firsts: readonly number[];
  readonly terms: Terms;
}

function baselineOf(
  series: readonly NamedReturns[],
  resamples: SeriesResamples,
  { metric: key, baseline, firsts, terms }: BaselineQuestion,
): BaselineAnswer | NoAnswer {
  const metric = resampledMetrics[key];
  const { entries, leftOut } = entriesOf(series, resamples, metric, terms);
  const base = entries.find(({ name }) => name === baseline);
  if (base === undefined) return { kind: "none", reason: `the baseline ${baseline} does not have the metric` };
  const sign = metric.better === "higher" ? 1 : -1;
  const others = entries.filter((entry) => entry !== base);
  const advantages = others.map(({ at, resamples: own }) => {
    const value = own.value - base.resamples.value;
    const resampled = own.resampled.map((one, draw) => one - base.resamples.resampled[draw]);
    const returns = series[at].returns.map((one, day) => one - series[base.at].returns[day]);
    const error = key === "mean" ? stationaryError(returns, resamples.blockLength) : rootMeanSquare(resampled, value);
    return { value, resampled, error };
  });
  // What equals the baseline is never significant, and has no error to divide by.
  const tested = others.map((_, k) => k).filter((k) => firsts[others[k].at] !== firsts[base.at]);
  const knowledge = knowledgeOf(series, resamples, entries, metric, terms);
  const { superior } = stepwiseTest(
    tested.map((k) => advantages[k]),
    { alpha: terms.alpha, known: (statistic) => asNormal(statistic, knowledge) },
  );
  const differences = others.map(({ name }, k) => {
    const { value, resampled } = sign === 1 ? advantages[k] : turned(advantages[k]);
    return { name, difference: value, ...percentileInterval(resampled, terms.alpha) };
  });
  const better = superior.map((k) => others[tested[k]].name);
  return { kind: "baseline", baseline, better, differences, leftOut, blockLength: resamples.blockLength };
}

function rootMeanSquare(resampled: Float64Array, value: number): number {
  return Math.sqrt(resampled.reduce((sum, one) => sum + (one - value) ** 2, 0) / resampled.length);
}

function intervalOf(
  series: NamedReturns,
  resamples: SeriesResamples,
  at: number,
  metric: SmoothMetric,
  terms: Terms,
): MetricInterval | NoInterval {
  const { name } = series;
  const found = metricResamples(resamples, at, metric, conventionsOf(series, terms));
  if (typeof found === "string") return { kind: "none", name, reason: found };
  return { kind: "interval", name, value: found.value, ...percentileInterval(found.resampled, terms.alpha) };
}
