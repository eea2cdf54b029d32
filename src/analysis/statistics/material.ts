import type { DayColumns } from "../record/track-record";
import type { ReturnConventions } from "./conventions";
import { defined } from "./defined";
import type { DrawdownSummary } from "./drawdown";
import { type Moments, momentsOf } from "./moments";
import { type Captures, capturesOf, type PairMoments, pairMomentsOf, type ReturnPairs } from "./pairs";
import { type PeriodSums, periodSumsOf } from "./period-sums";
import { type Tail, tailOf } from "./tail";
import type { TradeOutcomes } from "./trade-outcomes";

/** Everything that metrics are computed from. If a record lacks a part, its metrics are `null`. */
export interface Material {
  readonly returns: ReturnStatistics;
  readonly benchmark?: BenchmarkStatistics;
  /** Of closed round trips. */
  readonly trades?: TradeOutcomes;
  /** Of round trips from flat to flat. */
  readonly roundTrips?: TradeOutcomes;
  readonly account?: AccountTotals;
}

/** Summary of a series of levels or returns, besides the returns themselves. */
export interface SeriesSummary {
  /** Growth over the whole series, a fraction. */
  readonly total: number | null;
  readonly drawdown: DrawdownSummary;
  /** Its last level; `null` for returns, which have none. */
  readonly last: number | null;
  /** Years from its first bar to its last. Absent if its returns are counted instead. */
  readonly years?: number;
}

/**
 * Finite returns and the sums over them. Each pass over the returns is made once, when the first metric asks for it.
 */
export class ReturnStatistics implements SeriesSummary, ReturnConventions {
  readonly returns: Float64Array;
  readonly total: number | null;
  readonly last: number | null;
  readonly years: number | undefined;
  readonly periodsPerYear: number;
  readonly riskFree: number;
  readonly #summary: SeriesSummary;
  #moments: Moments | undefined;
  #sums: PeriodSums | undefined;
  #tail: Tail | undefined;

  constructor(returns: Float64Array, summary: SeriesSummary, terms: ReturnConventions) {
    const { total, last, years } = summary;
    this.#summary = summary;
    this.returns = returns;
    this.total = total;
    this.last = last;
    this.years = years;
    this.periodsPerYear = terms.periodsPerYear;
    this.riskFree = terms.riskFree;
  }

  /** That of the summary, which may make it only now. */
  get drawdown(): DrawdownSummary {
    return this.#summary.drawdown;
  }

  /** Their mean, range and sums of powers. */
  get moments(): Moments {
    this.#moments ??= momentsOf(this.returns);
    return this.#moments;
  }

  /** Gains and losses, and the sums above and below the risk-free return. */
  get sums(): PeriodSums {
    this.#sums ??= periodSumsOf(this.returns, this.riskFree);
    return this.#sums;
  }

  /** The worst of them. */
  get tail(): Tail {
    this.#tail ??= tailOf(this.returns);
    return this.#tail;
  }

  /** Annual deviation below the risk-free return, `√(Σ min(r − rf, 0)²/n)·√N`; `null` without a return. */
  get downside(): number | null {
    const { length } = this.returns;
    return length === 0 ? null : defined(Math.sqrt((this.sums.squaresBelow / length) * this.periodsPerYear));
  }
}

/** Returns, paired with those of a benchmark over the same periods. */
export interface BenchmarkStatistics extends ReturnConventions {
  readonly pairs: PairMoments;
  /** Growth of the benchmark over the joined range, a fraction. */
  readonly growth: number | null;
  readonly captures: Captures;
}

/** Returns the statistics of a series compared with its benchmark, each when it is asked for. */
export function benchmarkStatistics(pairs: ReturnPairs, terms: ReturnConventions): BenchmarkStatistics {
  let captures: Captures | undefined;
  return {
    periodsPerYear: terms.periodsPerYear,
    riskFree: terms.riskFree,
    pairs: pairMomentsOf(pairs.own, pairs.benchmark),
    growth: pairs.benchmarkReturn,
    get captures() {
      captures ??= capturesOf(pairs, terms);
      return captures;
    },
  };
}

/** What an account held, traded and paid. */
export interface AccountTotals {
  readonly days: DayColumns;
  readonly daysPerYear: number;
  /** Sum over the fills, currency. */
  readonly commission: number;
  /** Sum over the fills, currency. */
  readonly slippage: number;
}
