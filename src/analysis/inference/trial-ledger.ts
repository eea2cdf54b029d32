import { counted } from "../../core/short-text";
import { equityWasLost } from "./lost-equity";
import { type PeriodSharpe, periodSharpe, type Trials } from "./sharpe-ratio";

/** A combination that was tried on some data, and how it did by trading day. */
export interface Tried {
  /** Equal for the same combination. */
  readonly identity: string;
  readonly symbols: readonly string[];
  /** Epoch milliseconds UTC of the first and last point of its curve. */
  readonly firstTime: number;
  readonly lastTime: number;
  /** Number of returns. */
  readonly n: number;
  /** Not annualized; absent if undefined, and where it says nothing because the equity was not always above 0. */
  readonly sharpe?: number;
  /** Absent if undefined, like the next one. */
  readonly skewness?: number;
  /** Raw: 3 for a normal distribution. */
  readonly kurtosis?: number;
}

/**
 * The fewest day returns that a ratio is judged by. A trial with fewer counts, but its ratio has no probabilities, and says
 * nothing about how far those of trials are apart.
 */
export const FEWEST_RETURNS = 60;

/**
 * Returns a function that says among how many trials one stands: the distinct combinations, itself included, that were
 * tried on data that overlap with its own, and the variance of their ratios. Data overlap if their ranges do and they
 * share a symbol. Of one combination on several data, the ratio of the longest record counts.
 */
export function trialsBeside(trials: readonly Tried[]): (own: Tried) => Trials {
  const longestFirst = [...trials].sort((a, b) => b.n - a.n);
  // Most trials of a lab are on the same data.
  const known = new Map<string, Trials>();
  return (own) => {
    const data = JSON.stringify([own.symbols, own.firstTime, own.lastTime]);
    const found = known.get(data) ?? among(longestFirst, own);
    known.set(data, found);
    return found;
  };
}

/** How a trial did by trading day. */
export type TriedReturns = Pick<Tried, "n" | "sharpe" | "skewness" | "kurtosis">;

/** Returns how a trial did by its day returns. One of which the equity was not always above 0 has moments and no ratio. */
export function triedReturns(returns: Float64Array, isLost: boolean): TriedReturns {
  const { sharpe, skewness, kurtosis } = periodSharpe(returns) ?? {};
  return { n: returns.length, ...(!isLost && { sharpe }), skewness, kurtosis };
}

/** Whether a trial has no ratio because its equity was not always above 0. */
export function isLostTrial({ sharpe, skewness }: Pick<Tried, "sharpe" | "skewness">): boolean {
  return sharpe === undefined && skewness !== undefined;
}

/** Returns the ratio of a trial with its moments; `undefined` if it has none, or cannot be judged by it. */
export function sharpeOfTrial({ n, sharpe, skewness, kurtosis }: Tried): PeriodSharpe | undefined {
  const isKnown = sharpe !== undefined && skewness !== undefined && kurtosis !== undefined;
  return isKnown && n >= FEWEST_RETURNS ? { count: n, sharpe, skewness, kurtosis } : undefined;
}

/** Returns why a trial has no probabilities, or no deflated ratio beside others; `undefined` if it has them. */
export function whyNotJudged(
  trial: Pick<Tried, "n" | "sharpe" | "skewness">,
  { count, variance }: Trials,
): string | undefined {
  const { n, sharpe } = trial;
  if (isLostTrial(trial)) return equityWasLost;
  if (n < FEWEST_RETURNS) return `${n} day ${n === 1 ? "return" : "returns"}, ${FEWEST_RETURNS} are needed`;
  if (sharpe === undefined) return "its day returns do not vary";
  if (!Number.isNaN(variance)) return undefined;
  return `no other of the ${counted(count, "trial")} has ${FEWEST_RETURNS} day returns that vary, so how far they are apart is not known`;
}

/**
 * Returns one trial for the seeds of one combination: the means of their ratios, skewnesses and kurtoses, and the length of
 * the longest. If the equity was lost in one of them, there is no ratio. Many seeds tell more of a strategy, but not that a
 * history is long. `trials`: at least one.
 */
export function meanOfSeeds<One extends TriedReturns>(trials: readonly One[]): One {
  const [first] = trials;
  if (trials.length === 1) return first;
  const n = trials.reduce((most, one) => Math.max(most, one.n), 0);
  const known = trials.filter(({ skewness }) => skewness !== undefined);
  if (known.length === 0) return { ...first, n };
  const mean = (key: "sharpe" | "skewness" | "kurtosis") =>
    known.reduce((sum, one) => sum + (one[key] as number), 0) / known.length;
  const ratio = known.some(isLostTrial) ? undefined : mean("sharpe");
  return { ...first, n, sharpe: ratio, skewness: mean("skewness"), kurtosis: mean("kurtosis") };
}

function among(longestFirst: readonly Tried[], own: Tried): Trials {
  const symbols = new Set(own.symbols);
  const identities = new Set<string>();
  const ratios: number[] = [];
  for (const one of longestFirst) {
    if (identities.has(one.identity) || !overlaps(one, own, symbols)) continue;
    identities.add(one.identity);
    if (one.n >= FEWEST_RETURNS && one.sharpe !== undefined) ratios.push(one.sharpe);
  }
  const isAlone = identities.size < 2;
  return { count: identities.size, variance: isAlone ? 0 : varianceOf(ratios) };
}

function overlaps(a: Tried, b: Tried, symbols: ReadonlySet<string>): boolean {
  // The first point is before the first return, so windows that follow one another only touch.
  return a.firstTime < b.lastTime && b.firstTime < a.lastTime && a.symbols.some((symbol) => symbols.has(symbol));
}

function varianceOf(values: readonly number[]): number {
  if (values.length < 2) return Number.NaN;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
}
