import type { SweepResults } from "./results";

/** Returns what a sweep has found, ranked as one call of it says. Another call of the same sweep may rank it otherwise. */
export function rankedAs(results: SweepResults, rank: SweepResults["rank"]): SweepResults {
  return new RankedResults(results, rank);
}

class RankedResults implements SweepResults {
  readonly rank: SweepResults["rank"];
  readonly #all: SweepResults;

  constructor(all: SweepResults, rank: SweepResults["rank"]) {
    this.#all = all;
    this.rank = rank;
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

  get points() {
    return this.#all.points;
  }

  get metricKeys() {
    return this.#all.metricKeys;
  }

  get states() {
    return this.#all.states;
  }

  get timing() {
    return this.#all.timing;
  }

  get initialCapital() {
    return this.#all.initialCapital;
  }

  get windows() {
    return this.#all.windows;
  }

  get planned() {
    return this.#all.planned;
  }

  get warnings() {
    return this.#all.warnings;
  }

  get truth() {
    return this.#all.truth;
  }

  get benchmarkReturns() {
    return this.#all.benchmarkReturns;
  }

  metric(key: Parameters<SweepResults["metric"]>[0]) {
    return this.#all.metric(key);
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

  isRanked(index: number) {
    return this.#all.isRanked?.(index) !== false;
  }
}
