import { trainingRuns } from "../windows/walk-forward";
import type { SweepResults } from "./results";

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

class RankedPart implements SweepResults {
  readonly points: SweepResults["points"];
  readonly #all: SweepResults;
  readonly #count: number;

  constructor(all: SweepResults, count: number) {
    this.#all = all;
    this.#count = count;
    this.points = all.points.slice(0, count);
  }

  get name() {
    return this.#all.name;
  }

  get state() {
    return this.#all.state;
  }

  get executed() {
    return this.#all.executed;
  }

  get config() {
    return this.#all.config;
  }

  get metricKeys() {
    return this.#all.metricKeys;
  }

  get rank() {
    return this.#all.rank;
  }

  get states() {
    return this.#all.states.subarray(0, this.#count);
  }

  get timing() {
    return this.#all.timing;
  }

  get warnings() {
    return this.#all.warnings;
  }

  metric(key: Parameters<SweepResults["metric"]>[0]) {
    const values = this.#all.metric(key).subarray(0, this.#count);
    if (this.#all.windows !== undefined) return values;
    return values.map((value, run) => (this.#all.isRanked?.(run) === false ? Number.NaN : value));
  }

  isRanked(run: number) {
    return this.#all.isRanked?.(run) !== false;
  }

  trial(index: number) {
    return this.#all.trial(index);
  }

  isBankrupt(index: number) {
    return this.#all.isBankrupt(index);
  }

  error(index: number) {
    return this.#all.error(index);
  }

  fingerprint(index: number) {
    return this.#all.fingerprint(index);
  }

  returns(index: number) {
    return this.#all.returns(index);
  }
}
