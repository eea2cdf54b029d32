import { spellsCount } from "../../analysis/compare/volatility-spells";
import { commonDays } from "../../analysis/compare/window";
import {
  type BaselineAnswer,
  type ComparisonAnswer,
  type LeftOutSeries,
  leastReturns,
  type NoAnswer,
} from "../../analysis/inference/answers";
import { type ReturnsComparison, returnsComparison } from "../../analysis/inference/compare-returns";
import { equityWasLost } from "../../analysis/inference/lost-equity";
import type { MetricKey } from "../../analysis/metrics/catalog";
import type { ResampledMetric } from "../../analysis/resampling/resampled-metrics";
import { returnsOfLevels } from "../../analysis/returns/series";
import { riskFreePerPeriod } from "../../analysis/statistics/conventions";
import { counted, grouped } from "../../core/short-text";
import type { ComparedNow, Member } from "./compared";

/** How days are resampled. */
export interface ResamplingTerms {
  /** Number of resamples; 0 asks for none. */
  readonly draws: number;
  readonly seed: string | number;
  /** Share of wrong answers that is allowed. */
  readonly alpha: number;
}

/** The metrics of the catalog that day returns can be resampled for. */
export const resampledKeys = ["cagr", "annualVolatility", "sharpe", "sortino"] as const satisfies readonly (MetricKey &
  ResampledMetric)[];

/** One of them. */
export type ResampledKey = (typeof resampledKeys)[number];

/** Whether a metric can be resampled. */
export function isResampled(key: string): key is ResampledKey {
  return (resampledKeys as readonly string[]).includes(key);
}

// More take longer than a page should.
const mostOnPages = 100;

/**
 * Returns of how many sessions a page leaves out what needs resamples, which tables have when they are asked for it;
 * `undefined` if it leaves out nothing. One that has not begun is not resampled.
 */
export function leftToTables({ members }: ComparedNow, { draws }: ResamplingTerms): number | undefined {
  const { length } = members.filter(({ stretch }) => stretch !== undefined);
  return draws > 0 && length > mostOnPages ? length : undefined;
}

/** What the day returns of sessions say of their metrics. Nothing is computed before it is asked. */
export interface Answers {
  /** Days that all have. */
  readonly days: number;
  /** Who cannot be told from the best. */
  by(metric: ResampledKey): ComparisonAnswer;
  /** Who beats the session of a name. */
  against(baseline: string, metric: ResampledKey): BaselineAnswer | NoAnswer;
  intervals(metric: ResampledKey): ReturnType<ReturnsComparison["intervals"]>;
  /** Sessions whose returns cannot be resampled. */
  readonly leftOut: readonly LeftOutSeries[];
}

/** Returns the answers of the day returns that sessions have in common within their window. */
export function answersOf({ members }: ComparedNow, { draws, seed, alpha }: ResamplingTerms): Answers {
  const measured = members.flatMap((one) => (one.stretch === undefined ? [] : { ...one, stretch: one.stretch }));
  const { days, levels, own } = commonDays(
    measured.map(({ core: { content, calendar }, stretch }) => ({ curve: content.curve, calendar, stretch })),
  );
  const all = measured.map((one, at) => ({
    name: one.name,
    returns: returnsOfLevels(levels[at]),
    growthPerYear: (daysPerYear(one) * days.length) / own[at],
  }));
  // Its last return may be finite where it was lost at the end.
  const isWhole = (at: number) => !measured[at].isLost && all[at].returns.every(Number.isFinite);
  const series = all.filter((_, at) => isWhole(at));
  const leftOut = all.filter((_, at) => !isWhole(at)).map(({ name }) => ({ name, reason: equityWasLost }));
  const terms = termsOf(measured);
  const comparison = returnsComparison(series, { ...terms, draws, seed, alpha });
  const refusal = (metric: ResampledKey): NoAnswer | undefined => {
    const reason = whyNot(metric, measured, series, draws);
    return reason === undefined ? undefined : { kind: "none", reason };
  };
  return {
    days: days.length,
    leftOut,
    by: (metric) => refusal(metric) ?? comparison.by(metric),
    against: (baseline, metric) => {
      const lost = leftOut.find(({ name }) => name === baseline);
      if (lost !== undefined) return { kind: "none", reason: `of the baseline, ${lost.reason}` };
      return refusal(metric) ?? comparison.against(baseline, metric);
    },
    intervals: (metric) => {
      const none = refusal(metric);
      if (none !== undefined) return series.map(({ name }) => ({ ...none, name }));
      // Those of the volatility miss up to twice as often as they say.
      return comparison.intervals(metric, metric === "annualVolatility" ? alpha / 2 : alpha);
    },
  };
}

// Of the years that its own CAGR is by.
function daysPerYear({ measured }: Member): number {
  if (measured === undefined) return Number.NaN;
  return measured.years === undefined ? measured.periodsPerYear : measured.returns / measured.years;
}

function termsOf(measured: readonly Member[]) {
  const years = measured.map((one) => one.measured?.periodsPerYear ?? Number.POSITIVE_INFINITY);
  // Days that all have are those of the calendar with the fewest.
  const periodsPerYear = years.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  const riskFree = measured[0]?.core.options.riskFree ?? 0;
  return { periodsPerYear, riskFree: riskFreePerPeriod(riskFree, periodsPerYear) };
}

// With fewer, spells are often not seen at all.
const leastSpells = 120;
const daysOfSpells = 1000;

// Returns a clause that goes on from "no answer: ".
function whyNot(
  metric: ResampledKey,
  measured: readonly Member[],
  series: readonly { readonly returns: Float64Array }[],
  draws: number,
): string | undefined {
  if (draws === 0) return "no resamples were asked for";
  const rates = new Set(measured.map(({ core }) => core.options.riskFree ?? 0));
  if (rates.size > 1 && (metric === "sharpe" || metric === "sortino"))
    return "the sessions have different risk-free rates";
  const other = measured.find((one) => one.measured?.returnsEvery !== "day");
  if (other !== undefined && series[0]?.returns.length >= leastReturns)
    return `${other.name} has returns every ${other.measured?.returnsEvery}, and days are resampled`;
  if (metric !== "annualVolatility" || !(series[0]?.returns.length >= leastReturns)) return undefined;
  const count = series[0].returns.length;
  if (count < daysOfSpells)
    return `${counted(count, "day")} are too few to see spells of volatility, it takes ${grouped(daysOfSpells)}`;
  const spells = spellsCount(series.map(({ returns }) => returns));
  if (spells >= leastSpells) return undefined;
  return `${counted(count, "day")} may have ${counted(Math.round(spells), "spell")} of volatility, it takes ${leastSpells}`;
}
