import { trainingRuns } from "../windows/walk-forward";
import type { SweepResults } from "./results";

/** Returns what a sweep has found, ranked as one call of it says. Another call of the same sweep may rank it otherwise. */
export function rankedAs(results: SweepResults, rank: SweepResults["rank"]): SweepResults {
  return new RankedResults(results, rank);
}

const known = new WeakMap<SweepResults, { readonly of: SweepResults["points"]; readonly part: SweepResults }>();

/**
 * Returns the runs of a sweep among which its best are looked for: all of them, or those on the training windows of a
 * walk-forward, which are the first. Of a search, those on parts of the data have no values.
 */
export function inSample(results: SweepResults): SweepResults {
  const { windows, isRanked } = results;
  const hasOthers = isRanked !== undefined && results.points.some((_, run) => results.isRanked?.(run) === false);
  if (windows === undefined && !hasOthers) return results;
  const before = known.get(results);
  if (before?.of === results.points) return before.part;
  const part = new RankedPart(results, windows === undefined ? results.points.length : trainingRuns(windows));
  known.set(results, { of: results.points, part });
  return part;
}

// What is the same however the results of a sweep are shown.
abstract class ResultsView {
  protected readonly all: SweepResults;

  constructor(all: SweepResults) {
    this.all = all;
  }

  get name() {
    return this.all.name;
  }

  get state() {
    return this.all.state;
  }

  get executed() {
    return this.all.executed;
  }

  get config() {
    return this.all.config;
  }

  get metricKeys() {
    return this.all.metricKeys;
  }

  get timing() {
    return this.all.timing;
  }

  get warnings() {
    return this.all.warnings;
  }

  trial(index: number) {
    return this.all.trial(index);
  }

  isBankrupt(index: number) {
    return this.all.isBankrupt(index);
  }

  error(index: number) {
    return this.all.error(index);
  }

  fingerprint(index: number) {
    return this.all.fingerprint(index);
  }

  returns(index: number) {
    return this.all.returns(index);
  }

  isRanked(index: number) {
    return this.all.isRanked?.(index) !== false;
  }
}

class RankedResults extends ResultsView implements SweepResults {
  readonly rank: SweepResults["rank"];

  constructor(all: SweepResults, rank: SweepResults["rank"]) {
    super(all);
    this.rank = rank;
  }

  get points() {
    return this.all.points;
  }

  get states() {
    return this.all.states;
  }

  get initialCapital() {
    return this.all.initialCapital;
  }

  get windows() {
    return this.all.windows;
  }

  get planned() {
    return this.all.planned;
  }

  get truth() {
    return this.all.truth;
  }

  get benchmarkReturns() {
    return this.all.benchmarkReturns;
  }

  metric(key: Parameters<SweepResults["metric"]>[0]) {
    return this.all.metric(key);
  }
}

class RankedPart extends ResultsView implements SweepResults {
  readonly points: SweepResults["points"];
  readonly #count: number;

  constructor(all: SweepResults, count: number) {
    super(all);
    this.#count = count;
    this.points = all.points.slice(0, count);
  }

  get rank() {
    return this.all.rank;
  }

  get states() {
    return this.all.states.subarray(0, this.#count);
  }

  metric(key: Parameters<SweepResults["metric"]>[0]) {
    const values = this.all.metric(key).subarray(0, this.#count);
    if (this.all.windows !== undefined) return values;
    return values.map((value, run) => (this.isRanked(run) ? value : Number.NaN));
  }
}
