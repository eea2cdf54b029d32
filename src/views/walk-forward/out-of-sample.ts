import type { MetricKey } from "../../analysis/metrics/catalog";
import type { ParamCell } from "../../analysis/surface/axis";
import { shown } from "../../core/checks";
import { dateOf } from "../../core/days";
import { PaperLabError } from "../../errors";
import type { StitchedCurve } from "../../output/figures/runs/stitched";
import { pointStates, type SweepResults } from "../../sweep/kept/results";
import { type Chosen, chosenIn, stitchedRun, type WalkForward } from "../../sweep/windows/walk-forward";
import { storedBenchmarkTitle } from "../session/figures/benchmark";
import { runText, sweptOf } from "../sweep/swept";

/** A window of a walk-forward: what was chosen on its training window, and how it did on the test window behind it. */
export interface WindowRow {
  /** From 1. */
  readonly window: number;
  /** First and last days with bars, `2014-06-09`. */
  readonly trainFrom: string;
  readonly trainTo: string;
  readonly testFrom: string;
  readonly testTo: string;
  /** The metric of `rank` of the chosen run on the training window; `null` if no run has one. */
  readonly inSample: number | null;
  /** The same metric on the test window alone; `null` if undefined or not done. */
  readonly outOfSample: number | null;
  /** What became of the run on the test window; `null` if nothing was chosen. */
  readonly state: "done" | "failed" | "left" | null;
  /** The run of the training window, and that of the test window: their places in the plan. */
  readonly trainRun: number | null;
  readonly testRun: number | null;
  /** The params that were chosen, by name; a name that is taken is `params.window`. */
  readonly [param: string]: ParamCell;
}

/** The equity at the end of a trading day, over all test windows. */
export interface StitchedRow {
  readonly date: string;
  /** Currency. */
  readonly equity: number;
  /** What the equity at its first level would have become in the benchmark; `null` before that, absent without one. */
  readonly benchmark?: number | null;
}

const stateNames = ["left", "done", "failed"] as const;
const taken: readonly string[] = [
  ...[
    "window",
    "trainFrom",
    "trainTo",
    "testFrom",
    "testTo",
    "inSample",
    "outOfSample",
    "state",
    "trainRun",
    "testRun",
  ],
];

/** Returns the plan of a walk-forward. Throws INVALID_STATE for another sweep. */
export function walkForwardOf({ name, windows }: SweepResults): WalkForward {
  if (windows !== undefined) return windows;
  const cure = 'Give it windows, such as { train: "2y", test: "6m" }';
  throw new PaperLabError(
    "INVALID_STATE",
    `Sweep ${shown(name)} has no windows, so nothing of it is out of sample. ${cure}`,
  );
}

/** Returns the windows of a walk-forward as plain rows. */
export function windowRows(results: SweepResults): WindowRow[] {
  const walk = walkForwardOf(results);
  const values = results.metric(walk.rank.metric);
  const { columns } = sweptOf(results);
  const chosen = chosenSoFar(results, walk);
  return walk.windows.map(({ train, test }, at) => {
    const { trained, tested } = chosen[at];
    const isThere = tested !== undefined && tested < results.points.length;
    const params = columns.map(({ name, values: cells }) => {
      return [taken.includes(name) ? `params.${name}` : name, trained === undefined ? null : cells[trained]] as const;
    });
    return {
      window: at + 1,
      ...{ trainFrom: train.firstDay, trainTo: train.lastDay, testFrom: test.firstDay, testTo: test.lastDay },
      ...Object.fromEntries(params),
      inSample: trained === undefined ? null : numberOf(values[trained]),
      outOfSample: isThere ? numberOf(values[tested]) : null,
      state: tested === undefined ? null : isThere ? stateNames[results.states[tested]] : "left",
      trainRun: trained ?? null,
      testRun: isThere ? tested : null,
    };
  });
}

// Nothing is chosen before all training windows are done: then the runs on the test windows are there.
function chosenSoFar(results: SweepResults, walk: WalkForward): Chosen[] {
  if (stitchedRun(results.points) !== undefined) return chosenIn(walk, results);
  return walk.windows.map(() => ({ trained: undefined, tested: undefined }));
}

function numberOf(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/** Returns the run over all test windows; `undefined` as long as it is not done. */
export function stitchedOf(results: SweepResults): number | undefined {
  const run = stitchedRun(results.points);
  return run !== undefined && results.states[run] === pointStates.done ? run : undefined;
}

/** Returns the metrics over all test windows; `null` where undefined. Throws INVALID_STATE as long as they are not done. */
export function stitchedMetrics(results: SweepResults): Partial<Record<MetricKey, number | null>> {
  const run = stitchedKnown(results);
  return Object.fromEntries(results.metricKeys.map((key) => [key, numberOf(results.metric(key)[run])]));
}

/** Returns the equity over all test windows by trading day, from the day before its first return. */
export function stitchedRows(results: SweepResults): StitchedRow[] {
  const { dates, equity, benchmark } = stitchedCurve(results);
  return dates.map((date, at) => ({
    date,
    equity: equity[at],
    ...(benchmark !== undefined && { benchmark: numberOf(benchmark.level[at]) }),
  }));
}

/** Returns the curve over all test windows by trading day, with what was chosen where each begins. */
export function stitchedCurve(results: SweepResults): StitchedCurve {
  const run = stitchedKnown(results);
  const { days, returns } = results.returns(run) ?? { days: new Int32Array(0), returns: new Float64Array(0) };
  const equity = new Float64Array(returns.length + 1);
  equity[0] = results.initialCapital ?? 1;
  for (const [at, value] of returns.entries()) equity[at + 1] = equity[at] * (1 + value);
  const dates = [...(days.length === 0 ? [] : [dateOf(days[0] - 1)]), ...Array.from(days, (day) => dateOf(day))];
  const { windows } = walkForwardOf(results);
  const chosen = chosenSoFar(results, walkForwardOf(results));
  const seams = windows.flatMap(({ test }, at) => {
    const place = dates.findIndex((date) => date >= test.firstDay);
    const { trained } = chosen[at];
    const what = trained === undefined ? "nothing chosen" : runText(results, trained);
    return place < 0
      ? []
      : [{ place: Math.max(0, place - 1), text: `Window ${at + 1}, from ${test.firstDay}: ${what}` }];
  });
  const level = benchmarkLevels(results, equity);
  const name = storedBenchmarkTitle(results.config) ?? "benchmark";
  return { dates, equity, seams, ...(level !== undefined && { benchmark: { name, level } }) };
}

// From the equity at its first level on. Walk-forwards of earlier versions have kept none.
function benchmarkLevels({ benchmarkReturns }: SweepResults, equity: Float64Array): Float64Array | undefined {
  if (benchmarkReturns === undefined) return undefined;
  const { returns } = benchmarkReturns;
  const level = new Float64Array(returns.length + 1).fill(Number.NaN);
  const from = returns.findIndex((value) => !Number.isNaN(value));
  if (from >= 0) level[from] = equity[from];
  for (let at = Math.max(0, from); at < returns.length; at++) level[at + 1] = level[at] * (1 + returns[at]);
  return level;
}

function stitchedKnown(results: SweepResults): number {
  walkForwardOf(results);
  const run = stitchedOf(results);
  if (run !== undefined) return run;
  const last = stitchedRun(results.points);
  const error = last === undefined ? undefined : results.error(last);
  const isOver = last === undefined && results.state === "COMPLETED";
  const state = isOver
    ? "nothing was chosen, because no training run has a rank; see table() and errors()"
    : `it is ${results.state}`;
  const why = error === undefined ? state : `its run over all test windows failed: ${error.message}`;
  throw new PaperLabError("INVALID_STATE", `Sweep ${shown(results.name)} has no curve out of sample: ${why}`);
}
