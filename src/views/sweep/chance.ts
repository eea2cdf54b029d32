import { type Overfitting, overfittingOf } from "../../analysis/inference/overfitting";
import { deflatedSharpe, expectedMaximumSharpe, type Trials } from "../../analysis/inference/sharpe-ratio";
import { meanOfSeeds, sharpeOfTrial, type Tried, trialsBeside } from "../../analysis/inference/trial-ledger";
import { daysPerYear } from "../../analysis/returns/returns-every";
import { calendarFrom } from "../../core/market/calendar";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import type { PointTrial } from "../../sweep/plan/executor";
import { wholeReturns } from "./fan";
import { bestRun, countsOf } from "./ranking";
import { sweptOf } from "./swept";

/** The best run of a sweep, and what chance alone gives over as many trials. Sharpe ratios are of day returns, annual. */
export interface BestByChance {
  /** Distinct combinations that were run to their end. Seeds of one combination are one trial. */
  readonly trials: number;
  /** That of the best run; `null` if undefined. */
  readonly sharpe: number | null;
  /** What the best of so many trials without skill is expected to have; `null` below two that are long enough. */
  readonly expected: number | null;
  /** Standard deviation of the trials' ratios; `null` below two that are long enough. */
  readonly deviation: number | null;
  /** The probability that the true ratio of the best run is above the expected one. */
  readonly deflated: number | null;
  /** `undefined` unless returns are kept, `null` where they are too few. */
  readonly overfitting: (Overfitting & { readonly blocks: number }) | null | undefined;
}

// Looking takes a while, and cards are shown again and again.
const known = new WeakMap<SweepResults, { readonly stamp: string; readonly found: BestByChance | undefined }>();

/**
 * Returns what chance alone gives over the trials of a sweep; `undefined` below two, as for one strategy over many seeds, and
 * for a sweep over parts of the feed, whose runs are not on the same data.
 */
export function chanceOf(results: SweepResults): BestByChance | undefined {
  const { done, failed } = countsOf(results);
  const stamp = `${results.points.length} ${results.state} ${done} ${failed} ${results.rank.metric}`;
  const before = known.get(results);
  if (before?.stamp === stamp) return before.found;
  const found = lookedFor(results);
  known.set(results, { stamp, found });
  return found;
}

function lookedFor(results: SweepResults): BestByChance | undefined {
  const { ranges, combinations } = sweptOf(results);
  const best = bestRun(results);
  if (ranges || best === undefined) return undefined;
  const tried = triedOf(results);
  const own = tried.find(({ identity }) => identity === String(combinations[best]));
  if (own === undefined) return undefined;
  const all = trialsBeside(tried)(own);
  if (all.count < 2) return undefined;
  const perYear = yearOf(results);
  const sharpe = sharpeOfTrial(own);
  const annual = (ratio: number) => ratio * Math.sqrt(perYear);
  return {
    trials: all.count,
    sharpe: sharpe === undefined ? null : annual(sharpe.sharpe),
    expected: all.variance > 0 ? annual(expectedMaximumSharpe(all)) : null,
    deviation: all.variance >= 0 ? annual(Math.sqrt(all.variance)) : null,
    deflated: sharpe === undefined || all.variance === 0 ? null : deflatedSharpe(sharpe, all satisfies Trials),
    overfitting: overfittingIn(results, combinations),
  };
}

/** How many day returns a year has. */
function yearOf({ config }: SweepResults): number {
  return daysPerYear({ calendar: calendarFrom(config.calendar), interval: config.interval, year: config.year });
}

// One for each combination.
function triedOf(results: SweepResults): Tried[] {
  const { combinations, combinationCount } = sweptOf(results);
  const found = Array.from({ length: combinationCount }, () => [] as PointTrial[]);
  for (const run of results.states.keys()) {
    const trial = results.trial(run);
    if (trial !== undefined) found[combinations[run]].push(trial);
  }
  const { symbols } = results.config;
  return found.flatMap((trials, at) => {
    if (trials.length === 0) return [];
    return [{ ...meanOfSeeds(trials), identity: String(at), symbols }];
  });
}

// All halves of sixteen blocks take seconds for thousands of trials.
const mostTrials = 2000;
const [manyBlocks, fewBlocks] = [16, 10];

function overfittingIn(results: SweepResults, combinations: Int32Array): BestByChance["overfitting"] {
  const done = Array.from(results.states.keys()).filter((run) => results.states[run] === pointStates.done);
  if (done.some((run) => results.returns(run) === undefined)) return undefined;
  const whole = wholeReturns(results, done);
  if (whole === undefined) return null;
  // The histories of a combination one behind the other. Runs of the same combination without seeds are equal.
  const { seeds } = sweptOf(results);
  const series = new Map<number, Float64Array[]>();
  for (const [at, run] of done.entries()) {
    const own = series.get(combinations[run]) ?? [];
    if (seeds || own.length === 0) own.push(whole[at]);
    series.set(combinations[run], own);
  }
  const all = Array.from(series.values(), joined);
  if (all.some(({ length }) => length !== all[0].length)) return null;
  const blocks = all.length > mostTrials ? fewBlocks : manyBlocks;
  const found = overfittingOf(all, blocks);
  return found && { ...found, blocks };
}

function joined(parts: readonly Float64Array[]): Float64Array {
  if (parts.length === 1) return parts[0];
  const whole = new Float64Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
