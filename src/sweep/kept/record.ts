import type { MetricKey } from "../../analysis/metrics/catalog";
import type { LevelSeries } from "../../analysis/record/track-record";
import type { EndReason } from "../../core/engine/engine";
import { calendarFrom } from "../../core/market/calendar";
import { initialCapitalOf } from "../../run/terms";
import type { SessionConfig } from "../../session/plan/config";
import {
  FINGERPRINT_BYTES,
  NUMBERS_A_RUN,
  type StoredFailure,
  type StoredReturns,
  type StoredSweep,
  type StoredSweepResults,
  type SweepChanges,
  type SweepStep,
  type SweepStore,
  type SweepWhole,
} from "../../store/store";
import type { RunRank } from "../plan/chosen-metrics";
import type { DonePoint, PointResult, PointTrial } from "../plan/executor";
import type { SweepPlan, SweepPoint } from "../plan/plan";
import { trainingRuns } from "../windows/walk-forward";
import { BENCHMARK_RUN, benchmarkDays } from "./benchmark-days";
import { pointStates, type SweepResults, type SweepState, type SweepTiming } from "./results";
import { trialsOf } from "./trial";
import { truthOf } from "./truth";

// Why a run ended, by the number that is kept of it.
const endReasons: readonly EndReason[] = ["END_OF_FEED", "STOPPED", "BANKRUPT"];
const BANKRUPT = endReasons.indexOf("BANKRUPT");

/** A sweep with its results: those of the store, and those that come while it runs. */
export class SweepRecord implements SweepResults {
  readonly id: number;
  readonly name: string;
  /** With all points that it has so far. */
  plan: SweepPlan;
  readonly store: SweepStore;
  /** Epoch milliseconds UTC. */
  readonly createdAt: number;
  /** What the user should know, one line each. */
  readonly warnings: string[] = [];
  states: Uint8Array;
  state: SweepState;
  executed = 0;
  /** What the last call ranks it by. */
  rank: RunRank;
  readonly #version: string;
  #numbers: Float64Array;
  #fingerprints: Uint8Array;
  #metrics: readonly Float64Array[];
  readonly #failures = new Map<number, { readonly code: string; readonly message: string }>();
  readonly #returns = new Map<number, StoredReturns>();
  readonly #counts = { done: 0, failed: 0 };
  #pending: PointResult[] = [];
  #begun: { readonly at: number; readonly clock: number } | undefined;
  #lastAt = 0;

  #truth: { readonly of: SweepResults["truth"] } | undefined;

  constructor(row: StoredSweep, store: SweepStore) {
    this.id = row.id;
    this.name = row.name;
    this.plan = row.plan as SweepPlan;
    this.rank = row.rank as RunRank;
    this.store = store;
    this.createdAt = row.createdAt;
    this.state = row.state;
    this.#version = row.version;
    this.states = new Uint8Array(row.runs);
    this.#numbers = new Float64Array(row.runs * NUMBERS_A_RUN).fill(Number.NaN);
    this.#fingerprints = new Uint8Array(row.runs * FINGERPRINT_BYTES);
    this.#metrics = row.metrics.map(() => new Float64Array(row.runs).fill(Number.NaN));
  }

  get config(): SessionConfig {
    return this.plan.config;
  }

  get points(): readonly SweepPoint[] {
    return this.plan.points;
  }

  get initialCapital(): number {
    return initialCapitalOf(this.plan.config);
  }

  get planned(): number | undefined {
    const { search, points } = this.plan;
    return search && Math.max(points.length, search.draws);
  }

  get windows(): SweepResults["windows"] {
    return this.plan.windows;
  }

  get truth(): SweepResults["truth"] {
    this.#truth ??= { of: truthOf(this.plan.config.feed) };
    return this.#truth.of;
  }

  get metricKeys(): readonly MetricKey[] {
    return this.plan.metrics;
  }

  /** How many runs are done, and how many failed. */
  get counts(): { readonly done: number; readonly failed: number } {
    return this.#counts;
  }

  /** Whether there are results that are not stored yet. */
  get hasPending(): boolean {
    return this.#pending.length > 0;
  }

  get timing(): SweepTiming {
    const begun = this.#begun;
    const seconds = begun === undefined ? 0 : (this.#lastAt - begun.clock) / 1000;
    const runsPerSecond = this.executed > 0 && seconds > 0 ? this.executed / seconds : 0;
    const left = this.states.length - this.#counts.done - this.#counts.failed;
    const isKnown = this.state === "RUNNING" && runsPerSecond > 0;
    return { startedAt: begun?.at, runsPerSecond, secondsLeft: isKnown ? left / runsPerSecond : undefined };
  }

  metric(key: MetricKey): Float64Array {
    return this.#metrics[this.plan.metrics.indexOf(key)] ?? new Float64Array(this.states.length).fill(Number.NaN);
  }

  trial(index: number): PointTrial | undefined {
    if (this.states[index] !== pointStates.done) return undefined;
    const [sharpe, skewness, kurtosis, n, firstTime, lastTime] = this.#numbersOf(index);
    const ratio = Number.isNaN(sharpe) || this.isBankrupt(index) ? {} : { sharpe };
    const moments = Number.isNaN(skewness) ? {} : { skewness, kurtosis };
    return { ...ratio, ...moments, n, firstTime, lastTime };
  }

  isBankrupt(index: number): boolean {
    if (this.states[index] !== pointStates.done) return false;
    const [sharpe, skewness] = this.#numbersOf(index);
    const isLost = Number.isNaN(sharpe) && !Number.isNaN(skewness);
    return isLost || this.#numbers[(index + 1) * NUMBERS_A_RUN - 1] === BANKRUPT;
  }

  /** Returns how many steps a run took, and why it ended; `undefined` if it is not done. */
  ending(index: number): { readonly steps: number; readonly endReason: EndReason } | undefined {
    if (this.states[index] !== pointStates.done) return undefined;
    const [steps, reason] = this.#numbersOf(index).subarray(6);
    return { steps, endReason: endReasons[reason] };
  }

  error(index: number): { readonly code: string; readonly message: string } | undefined {
    return this.#failures.get(index);
  }

  fingerprint(index: number): string | undefined {
    if (this.states[index] !== pointStates.done) return undefined;
    const bytes = this.#fingerprints.subarray(index * FINGERPRINT_BYTES, (index + 1) * FINGERPRINT_BYTES);
    return this.#version + Buffer.from(bytes).toString("hex");
  }

  returns(index: number): { readonly days: Int32Array; readonly returns: Float64Array } | undefined {
    return this.#returns.get(index);
  }

  /** Tells the user something, once. */
  note(text: string): void {
    if (this.warnings.includes(text)) return;
    this.warnings.push(text);
    console.error(`paperlab: sweep "${this.name}": ${text}`);
  }

  /** Says that a call begins to run what is left. */
  begin(): void {
    this.executed = 0;
    this.#begun = { at: Date.now(), clock: performance.now() };
    this.#lastAt = this.#begun.clock;
  }

  /** Returns by day of the benchmark of a walk-forward, from the first test window on; NaN before its first level. */
  get benchmarkReturns(): SweepResults["benchmarkReturns"] {
    return this.#returns.get(BENCHMARK_RUN);
  }

  /** Takes the result of a run that the call made. `benchmark`: what it is compared with in a walk-forward. */
  take(result: PointResult, benchmark?: LevelSeries): void {
    // Some executors run a point twice.
    if (this.states[result.index] !== pointStates.left) return;
    this.executed++;
    this.#lastAt = performance.now();
    this.#keep(result);
    const days = this.points[result.index].parts && this.#returns.get(result.index)?.days;
    if (benchmark !== undefined && days !== undefined)
      this.#returns.set(BENCHMARK_RUN, benchmarkDays(benchmark, days, calendarFrom(this.config.calendar)));
    this.#pending.push(result);
  }

  /** Says where the module of its strategy is now: the same files, perhaps in another folder. */
  findModule(module: SweepPlan["code"]["module"]): void {
    if (module !== undefined) this.plan = { ...this.plan, code: { ...this.plan.code, module } };
  }

  /** Returns how many of its points, from the first on, would stay in their places if it had others. */
  staying(points: readonly SweepPoint[]): number {
    const before = this.plan.points;
    let same = 0;
    while (same < Math.min(points.length, before.length) && isSame(points[same], before[same])) same++;
    return same;
  }

  /** Gives it the points that it has from now on. What it has found of those that stay in their places is kept. */
  grow(points: readonly SweepPoint[]): void {
    const before = this.plan.points;
    const same = this.staying(points);
    this.plan = { ...this.plan, points };
    this.states = resized(this.states, same, points.length, pointStates.left);
    this.#numbers = resized(this.#numbers, same * NUMBERS_A_RUN, points.length * NUMBERS_A_RUN, Number.NaN);
    const bytes = FINGERPRINT_BYTES;
    this.#fingerprints = resized(this.#fingerprints, same * bytes, points.length * bytes, 0);
    this.#metrics = this.#metrics.map((values) => resized(values, same, points.length, Number.NaN));
    for (const kept of [this.#failures, this.#returns])
      for (const run of kept.keys()) if (run >= same) kept.delete(run);
    if (same < before.length) this.#returns.delete(BENCHMARK_RUN);
    this.#count();
  }

  #count(): void {
    this.#counts.done = this.states.reduce((count, state) => count + (state === pointStates.done ? 1 : 0), 0);
    this.#counts.failed = this.#failures.size;
  }

  /** Forgets that runs failed, so that they are run again. */
  forgetFailures(): void {
    for (const index of this.#failures.keys()) this.states[index] = pointStates.left;
    this.#failures.clear();
    this.#counts.failed = 0;
  }

  /** Takes in what is stored of the points that it has, in place of what it found. */
  restore({ whole, steps }: StoredSweepResults, returns: readonly StoredReturns[]): void {
    if (whole !== undefined) {
      // Another process may have added runs since the points were read.
      const { length } = this.states;
      this.states.set(whole.states.subarray(0, length));
      this.#numbers.set(whole.numbers.subarray(0, length * NUMBERS_A_RUN));
      this.#fingerprints.set(whole.fingerprints.subarray(0, length * FINGERPRINT_BYTES));
      for (const [at, values] of whole.metrics.entries()) this.#metrics[at]?.set(values.subarray(0, length));
      this.#failures.clear();
      for (const failure of whole.failures) this.#keepFailure(failure);
    }
    for (const step of steps) this.#restoreStep(step);
    for (const one of returns) this.#returns.set(one.run, one);
    this.#count();
  }

  /** Returns what came since the last call, to be stored; `undefined` if that is nothing. */
  step(): SweepStep | undefined {
    const results = this.#pending;
    this.#pending = [];
    if (results.length === 0) return undefined;
    const done = results.filter((one): one is DonePoint => one.state === "done");
    const width = this.#metrics.length;
    const values = new Float64Array(results.length * width).fill(Number.NaN);
    const numbers = new Float64Array(results.length * NUMBERS_A_RUN);
    const fingerprints = new Uint8Array(results.length * FINGERPRINT_BYTES);
    results.forEach((one, at) => {
      if (one.state === "done") values.set(one.metrics, at * width);
      numbers.set(this.#numbersOf(one.index), at * NUMBERS_A_RUN);
      fingerprints.set(this.#bytesOf(one.index), at * FINGERPRINT_BYTES);
    });
    const ranAt = Date.now();
    return {
      indices: Int32Array.from(results, ({ index }) => index),
      states: Uint8Array.from(results, ({ state }) => pointStates[state]),
      ...{ values, numbers, fingerprints },
      failures: results.flatMap((one) => (one.state === "failed" ? [failureOf(one)] : [])),
      returns: done.flatMap(({ index }) => this.#keptReturns(index)),
      trials: trialsOf(this, done, ranAt),
    };
  }

  // The benchmark belongs to the run over all test windows.
  #keptReturns(index: number): StoredReturns[] {
    const runs = this.points[index].parts === undefined ? [index] : [index, BENCHMARK_RUN];
    return runs.flatMap((run) => this.#returns.get(run) ?? []);
  }

  /** Gives back what could not be stored. */
  giveBack(results: readonly PointResult[]): void {
    this.#pending = [...results, ...this.#pending];
  }

  /** What came since it was stored last. */
  get pending(): readonly PointResult[] {
    return this.#pending;
  }

  /** Returns all results, to be stored in place of the steps. */
  whole(): SweepWhole {
    return {
      states: this.states,
      numbers: this.#numbers,
      fingerprints: this.#fingerprints,
      failures: Array.from(this.#failures, ([index, failure]) => ({ index, ...failure })),
      metrics: this.#metrics,
    };
  }

  /** Returns its points, as changes of its row. */
  grownPoints(): SweepChanges {
    return { plan: this.plan, runs: this.plan.points.length };
  }

  /** Whether the runs of this place are those among which the best is looked for. */
  isRanked(run: number): boolean {
    const { windows, search, points } = this.plan;
    if (search !== undefined) return points[run].range === undefined;
    return windows === undefined || run < trainingRuns(windows);
  }

  /** Returns the counts, as changes of its row. */
  changes(): SweepChanges {
    return { ...this.#counts };
  }

  #keep(result: PointResult): void {
    const { index } = result;
    this.states[index] = pointStates[result.state];
    if (result.state === "failed") {
      this.#counts.failed++;
      this.#failures.set(index, { code: result.code, message: result.message });
      return;
    }
    this.#counts.done++;
    const { sharpe = Number.NaN, skewness = Number.NaN, kurtosis = Number.NaN, n, firstTime, lastTime } = result.trial;
    const numbers = [sharpe, skewness, kurtosis, n, firstTime, lastTime, result.steps];
    this.#numbersOf(index).set([...numbers, endReasons.indexOf(result.endReason)]);
    this.#bytesOf(index).set(Buffer.from(result.fingerprint.slice(this.#version.length), "hex"));
    this.#metrics.forEach((values, at) => {
      values[index] = result.metrics[at];
    });
    const { returns, returnDays } = result;
    if (returns !== undefined && returnDays !== undefined)
      this.#returns.set(index, { run: index, days: returnDays, returns });
  }

  #restoreStep({
    indices,
    states,
    values,
    numbers,
    fingerprints,
    failures,
  }: StoredSweepResults["steps"][number]): void {
    const width = this.#metrics.length;
    indices.forEach((index, at) => {
      if (index >= this.states.length) return;
      this.states[index] = states[at];
      this.#failures.delete(index);
      this.#numbersOf(index).set(numbers.subarray(at * NUMBERS_A_RUN, (at + 1) * NUMBERS_A_RUN));
      this.#bytesOf(index).set(fingerprints.subarray(at * FINGERPRINT_BYTES, (at + 1) * FINGERPRINT_BYTES));
      this.#metrics.forEach((all, metric) => {
        all[index] = values[at * width + metric];
      });
    });
    for (const failure of failures) this.#keepFailure(failure);
  }

  #keepFailure({ index, code, message }: StoredFailure): void {
    if (index < this.states.length) this.#failures.set(index, { code, message });
  }

  #numbersOf(index: number): Float64Array {
    return this.#numbers.subarray(index * NUMBERS_A_RUN, (index + 1) * NUMBERS_A_RUN);
  }

  #bytesOf(index: number): Uint8Array {
    return this.#fingerprints.subarray(index * FINGERPRINT_BYTES, (index + 1) * FINGERPRINT_BYTES);
  }
}

function failureOf({ index, code, message }: Extract<PointResult, { state: "failed" }>) {
  return { index, code, message };
}

function isSame(one: SweepPoint, other: SweepPoint): boolean {
  return one === other || JSON.stringify(one) === JSON.stringify(other);
}

// What is kept of some numbers, in an array of another length.
function resized<Values extends Float64Array | Uint8Array>(
  values: Values,
  kept: number,
  length: number,
  fill: number,
): Values {
  const all = new (values.constructor as new (length: number) => Values)(length);
  all.fill(fill);
  all.set(values.subarray(0, kept));
  return all;
}
