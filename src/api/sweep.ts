import type { MetricKey } from "../analysis/metrics/catalog";
import { checkNoMore, expected, expectedOf, shown } from "../core/checks";
import { counted, listText, paramsText } from "../core/short-text";
import { PaperLabError } from "../errors";
import { displayable } from "../notebook/display";
import { kernelHook } from "../notebook/hook";
import type { DataFrame } from "../output/frames/danfo";
import type { Figure } from "../output/plotly/figure";
import { changedBy } from "../session/left-by-others";
import { ownStateAdvice } from "../session/life/sharing";
import { isSignal } from "../session/life/waiting";
import { checkOptions } from "../session/options/checks";
import { daysText } from "../sweep/kept/days-text";
import type { SweepRecord } from "../sweep/kept/record";
import type { SweepResults, SweepState } from "../sweep/kept/results";
import { inSample, rankedAs } from "../sweep/kept/shown-results";
import type { LabSweeps } from "../sweep/lab-sweeps";
import type { Executor } from "../sweep/plan/executor";
import type { PreparedSweep } from "../sweep/plan/prepare";
import { type RunChoice, runAt, runOf } from "../sweep/points/run-of";
import { threads } from "../sweep/threads/threads";
import { showSweep } from "../views/live/sweep-board";
import type { Report } from "../views/pages";
import { sweepCard } from "../views/sweep/card";
import type { HeatMapCell, HeatMapChoice } from "../views/sweep/heat";
import { writeSweepReport } from "../views/sweep/report";
import type { BestOfSweep, SweepErrorRow, SweepRow, SweepTableOptions } from "../views/sweep/tables";
import { type SweepViews, sweepViews } from "../views/sweep/views";
import { type StitchedRow, type WindowRow, walkForwardOf } from "../views/walk-forward/out-of-sample";
import {
  moreOfWalkForward,
  type OutOfSampleViews,
  outOfSampleCard,
  outOfSampleViews,
} from "../views/walk-forward/views";
import type { Session } from "./session";

/** What a sweep needs to be run, and to run one of its runs as a session. */
export interface SweepMeans {
  readonly prepared: PreparedSweep;
  readonly sweeps: LabSweeps;
  readonly executor?: Executor;
  readonly retry: boolean;
  /** Makes a session of a run, and runs it. */
  session(run: number): Promise<Session>;
}

/** Many runs of one strategy, and what came of them. `lab.sweep` makes it. It prints itself as a card. */
export class Sweep implements SweepViews {
  /** What it holds. @internal */
  readonly record: SweepRecord;
  /** What it found, as arrays by the places of the runs in the plan. */
  readonly results: SweepResults;
  readonly #means: SweepMeans | undefined;

  /** `means`: absent if it was only read from the store. @internal */
  constructor(record: SweepRecord, means?: SweepMeans) {
    this.record = record;
    this.results = rankedAs(record, means?.prepared.rank ?? record.rank);
    this.#means = means;
  }

  /** Its name in the lab. */
  get name(): string {
    return this.record.name;
  }

  /** Its state. */
  get state(): SweepState {
    return this.record.state;
  }

  /** How many runs were made by the call that made or opened it, failed ones included. */
  get executed(): number {
    return this.record.executed;
  }

  /** How many runs it has, done or not. */
  get length(): number {
    return this.record.states.length;
  }

  /** What the user should know, one line each. */
  get warnings(): readonly string[] {
    return [...this.record.warnings];
  }

  /** Returns a metric of each run, in the order of the plan; NaN where it is undefined, or the run is not done. Throws INVALID_OPTION. */
  metric(key: MetricKey): Float64Array {
    const { metricKeys } = this.record;
    if (metricKeys.includes(key)) return this.record.metric(key).slice();
    throw expectedOf("metric", `one that was made, such as ${metricKeys.slice(0, 3).join(", ")}`, key, metricKeys);
  }

  /**
   * Returns the version and SHA-256 of everything that a run decided; `undefined` if it is not done. `run`: its place in the plan,
   * from 0. Throws INVALID_OPTION if there is none.
   */
  fingerprint(run: number): string | undefined {
    return this.record.fingerprint(runAt(this.record, run));
  }

  /**
   * Runs what is left, and returns the sweep once it rests; at once if it is COMPLETED. If `signal` is aborted, it pauses. In
   * paperlab's kernel the cell shows it while it runs, and an interrupt of the cell pauses it. Throws INTERRUPTED, SWEEP_IN_USE,
   * the errors of the store, and INVALID_STATE for a sweep that was read without its strategy and is not COMPLETED.
   */
  async run(options: { readonly signal?: AbortSignal } = {}): Promise<this> {
    checkOptions("run", options, ["signal"]);
    const { signal } = options;
    if (signal !== undefined && !isSignal(signal)) throw expected("signal", "an AbortSignal", signal);
    if (this.#means === undefined && this.state === "COMPLETED") return this;
    const { prepared, sweeps, executor = threads(), retry } = this.#meansTo("go on");
    const cell = kernelHook()?.cell();
    const end = new AbortController();
    const abort = () => end.abort();
    for (const one of [signal, cell?.signal]) {
      if (one?.aborted) abort();
      one?.addEventListener("abort", abort, { once: true });
    }
    const over = showSweep(this, this.results);
    try {
      await sweeps.run(this.record, prepared, { executor, retry, signal: end.signal });
    } finally {
      over();
      for (const one of [signal, cell?.signal]) one?.removeEventListener("abort", abort);
    }
    if (cell?.signal.aborted && this.state === "PAUSED") throw interruptedSweep(this.record);
    return this;
  }

  /**
   * Runs one of its runs here as a session of its own, which is stored, and says that it decided the same: `sweep.session({ fast: 5,
   * slow: 20 })`, also with `seed`, or by its place in the plan. Throws UNKNOWN_OPTION and INVALID_OPTION if there is no such run,
   * RUN_NOT_REPRODUCIBLE if it decides otherwise, and what a session throws.
   */
  async session(which: RunChoice): Promise<Session> {
    const means = this.#meansTo("run as a session");
    const run = runOf(this.record, which);
    const session = await means.session(run);
    const own = this.record.fingerprint(run);
    if (own !== undefined && own !== session.fingerprint) throw decidedOtherwise(this.record, run, session);
    const said = own === undefined ? "of a run that is not done" : `the same fingerprint as run ${run}`;
    console.log(`paperlab: session "${session.name}": ${said} of sweep "${this.name}"`);
    return session;
  }

  /** Every run, the best first: params, seed, metrics, state, fingerprint. Throws INVALID_OPTION, UNKNOWN_OPTION. */
  table(options?: SweepTableOptions): DataFrame {
    return sweepViews.table(this.results, options);
  }

  /** The rows of `table()`. */
  tableRows(options?: SweepTableOptions): SweepRow[] {
    return sweepViews.tableRows(this.results, options);
  }

  /** The runs that failed, with code and message. */
  errors(): DataFrame {
    return sweepViews.errors(this.results);
  }

  /** The rows of `errors()`. */
  errorRows(): SweepErrorRow[] {
    return sweepViews.errorRows(this.results);
  }

  /** The best run by `rank`: its params and metrics. Throws NOTHING_RANKED. */
  best(): BestOfSweep {
    return sweepViews.best(inSample(this.results));
  }

  /**
   * A metric over two params as a heat map, or over one as a line, with the mean over the neighbors of the best run beside it. By default
   * the two params with most values, and the metric of `rank`.
   */
  heatmap(x?: string, y?: string, metric?: string, choice?: HeatMapChoice): Figure {
    return sweepViews.heatmap(inSample(this.results), x, y, metric, choice);
  }

  /** The cells of `heatmap()`. */
  heatmapRows(x?: string, y?: string, metric?: string, choice?: HeatMapChoice): HeatMapCell[] {
    return sweepViews.heatmapRows(inSample(this.results), x, y, metric, choice);
  }

  /** A metric of all runs by rank; the Sharpe ratio over what chance alone gives. */
  plotRank(metric?: string): Figure {
    return sweepViews.plotRank(inSample(this.results), metric);
  }

  /** How the equity of all runs grew: their median, and how far they are apart. It needs `keep: "returns"`. Throws RETURNS_NOT_KEPT. */
  plotFan(...more: []): Figure {
    checkNoMore("plotFan", more);
    return sweepViews.plotFan(inSample(this.results));
  }

  /** The distribution of a metric over the runs; of an ensemble with known truth, with the truth. */
  distribution(metric?: string): Figure {
    return sweepViews.distribution(inSample(this.results), metric);
  }

  /** Writes a page that needs no network: what was tried, the best beside chance, figures, all runs. Throws REPORT_FAILED. */
  report(path: string): Promise<Report> {
    return writeSweepReport(inSample(this.results), path, moreOfWalkForward(this.results));
  }

  /**
   * What a walk-forward did on its test windows: what was chosen for each, and one curve over all of them with its metrics. Throws
   * INVALID_STATE for a sweep without `windows`.
   */
  outOfSample(): OutOfSample {
    walkForwardOf(this.results);
    return new OutOfSample(this.results);
  }

  #meansTo(what: string): SweepMeans {
    if (this.#means !== undefined) return this.#means;
    const message = `Sweep ${shown(this.name)} was read from the store and needs its strategy to ${what}. Run its cell: lab.sweep(feed, strategy, options)`;
    throw new PaperLabError("INVALID_STATE", message);
  }
}

function decidedOtherwise({ name, plan }: SweepRecord, run: number, session: Session): PaperLabError {
  const what = `Expected run ${run} of sweep ${shown(name)} to decide the same again, but session ${shown(session.name)} decided otherwise`;
  const changed = changedBy(session.core);
  const why = `. Its strategy changes ${listText(changed)} outside itself, where each run of the sweep began anew. ${ownStateAdvice}`;
  const { module } = plan.code;
  const imported =
    module === undefined
      ? ""
      : `. If ${module.relative} was edited since it was imported, run the cell that imports it again`;
  return new PaperLabError("RUN_NOT_REPRODUCIBLE", what + (changed.length === 0 ? imported : why));
}

function interruptedSweep({ name, state, counts, states }: SweepRecord): PaperLabError {
  const came = counts.done + counts.failed;
  const message = `Sweep ${shown(name)} was interrupted and is ${state} after ${came.toLocaleString("en-US")} of ${counted(states.length, "run")}, which are kept. Run the cell again to go on`;
  return new PaperLabError("INTERRUPTED", message);
}

/** Returns the name of the session of a run: `grid: fast 5, slow 20`, on part of the feed with its days. */
export function nameOfRun({ name, points, config }: SweepResults, run: number): string {
  const { params, options, seed, range } = points[run];
  const more = { ...(options !== undefined && { run }), ...(seed !== undefined && { seed }) };
  const text = paramsText({ ...params, ...more });
  const days = range === undefined ? "" : `, ${daysText(config, range)}`;
  return `${name}: ${text === "" ? `run ${run}` : text}${days}`.slice(0, 200);
}

displayable(Sweep.prototype, ({ results }: Sweep) => sweepCard(inSample(results), moreOfWalkForward(results)));

/** What a walk-forward did on its test windows. `sweep.outOfSample()` makes it. It prints itself as a card. */
export class OutOfSample implements OutOfSampleViews {
  /** What the sweep found. @internal */
  readonly results: SweepResults;

  /** @internal */
  constructor(results: SweepResults) {
    this.results = results;
  }

  /** One row per window: training and test days, the params chosen, the metric of `rank` in sample and out of sample. */
  windows(): DataFrame {
    return outOfSampleViews.windows(this.results);
  }

  /** The rows of `windows()`. */
  windowRows(): WindowRow[] {
    return outOfSampleViews.windowRows(this.results);
  }

  /** The equity over all test windows by trading day: one account from the first to the last. Throws INVALID_STATE as long as it is not done. */
  equity(): DataFrame {
    return outOfSampleViews.equity(this.results);
  }

  /** The rows of `equity()`. */
  equityRows(): StitchedRow[] {
    return outOfSampleViews.equityRows(this.results);
  }

  /** The metrics of that curve; `null` where undefined. Throws INVALID_STATE as long as it is not done. */
  metrics(): Partial<Record<MetricKey, number | null>> {
    return outOfSampleViews.metrics(this.results);
  }

  /** The curve, with a point where each window begins. Throws INVALID_STATE as long as it is not done. */
  plot(...more: []): Figure {
    checkNoMore("plot", more);
    return outOfSampleViews.plot(this.results);
  }
}

displayable(OutOfSample.prototype, ({ results }: OutOfSample) => outOfSampleCard(results));
