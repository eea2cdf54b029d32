import type { Interval } from "../resampling/quantiles";

/** Returns of a session, or of anything else, by name. */
export interface NamedReturns {
  readonly name: string;
  /** Finite returns of the same periods as those of the others, fractions. */
  readonly returns: Float64Array;
  /** How many of them there are in a year, by which its growth is annualized. Default: `periodsPerYear` of the comparison. */
  readonly growthPerYear?: number;
}

/** Returns that a comparison needs: with fewer there is no answer. */
export const leastReturns = 60;

/** There is no answer, and why not. */
export interface NoAnswer {
  readonly kind: "none";
  /** A clause that goes on from "no answer: ". */
  readonly reason: string;
}

/** A series that an answer leaves out, and why. */
export interface LeftOutSeries {
  readonly name: string;
  readonly reason: string;
}

/** Whether two series can be told apart. */
export interface PairAnswer extends Interval {
  readonly kind: "pair";
  readonly first: string;
  readonly second: string;
  /** Metric of the first less that of the second; `low` and `high` are the ends of its interval. */
  readonly difference: number;
  /** Two-sided p-value of no difference. */
  readonly pValue: number;
  /** Share of resamples in which the first has the better metric. No probability of truth. */
  readonly shareAhead: number;
  /** The one with the better metric; `null` for a tie. */
  readonly best: string | null;
  /** The other one, if it cannot be told from the best; both for a tie. */
  readonly notDistinguishable: readonly string[];
  /** Mean length of the resampled blocks, in returns. */
  readonly blockLength: number;
}

/** Which of several series cannot be told from the best. */
export interface SetAnswer {
  readonly kind: "set";
  /** The one with the best metric; of copies the first. */
  readonly best: string;
  /** Those that cannot be told from the best: all of the model confidence set but the best. */
  readonly notDistinguishable: readonly string[];
  /** MCS p-value by name, in the order given; `alpha` or more is in the set. */
  readonly pValues: readonly { readonly name: string; readonly pValue: number }[];
  readonly leftOut: readonly LeftOutSeries[];
  readonly blockLength: number;
}

/** Who is in the way of the best. */
export type ComparisonAnswer = PairAnswer | SetAnswer | NoAnswer;

/** Which series beat the baseline. */
export interface BaselineAnswer {
  readonly kind: "baseline";
  readonly baseline: string;
  /** Those that do, by the stepwise test. */
  readonly better: readonly string[];
  /** Metric of each less that of the baseline, with its percentile interval. A copy of the baseline has 0 and no error. */
  readonly differences: readonly ({ readonly name: string; readonly difference: number } & Interval)[];
  readonly leftOut: readonly LeftOutSeries[];
  readonly blockLength: number;
}

/** The metric of one series. */
export interface MetricInterval extends Interval {
  readonly kind: "interval";
  readonly name: string;
  readonly value: number;
}

/** There is no interval for a series, and why not. */
export interface NoInterval extends NoAnswer {
  readonly name: string;
}
