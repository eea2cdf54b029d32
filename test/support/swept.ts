import { periodSharpe } from "../../src/analysis/inference/sharpe-ratio";
import type { MetricKey } from "../../src/analysis/metrics/catalog";
import type { Feed, Lab, Session, SessionOptions, Strategy } from "../../src/index";
import { pointStates, type SweepResults, type SweepState } from "../../src/sweep/kept/results";
import type { PointTrial } from "../../src/sweep/plan/executor";
import type { SweepPoint } from "../../src/sweep/plan/plan";

/** What the runs of a sweep differ in, and the feed of each if that differs too. */
export interface SweptRun {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly seed?: string;
  readonly feed?: Feed;
}

/** How results are gathered. */
export interface SweptOptions {
  readonly name?: string;
  readonly metrics?: readonly MetricKey[];
  readonly rank?: MetricKey;
  readonly ascending?: boolean;
  readonly keep?: "returns";
  /** What all sessions share. */
  readonly session?: SessionOptions;
  readonly truth?: SweepResults["truth"];
}

const defaultMetrics: readonly MetricKey[] = ["totalReturn", "cagr", "sharpe", "maxDrawdown", "trades", "finalEquity"];

/** Results of a sweep in memory, made by `lab.run` of each run, one after the other. They can be read while they fill. */
export class SweptInMemory implements SweepResults {
  state: SweepState = "CREATED";
  executed = 0;
  readonly name: string;
  readonly config: SweepResults["config"];
  readonly points: readonly SweepPoint[];
  readonly metricKeys: readonly MetricKey[];
  readonly rank: SweepResults["rank"];
  readonly states: Uint8Array;
  readonly truth?: SweepResults["truth"];
  timing: SweepResults["timing"] = { startedAt: undefined, runsPerSecond: 0, secondsLeft: undefined };
  readonly #metrics: Map<MetricKey, Float64Array>;
  readonly #trials: (PointTrial | undefined)[] = [];
  readonly #errors: ({ readonly code: string; readonly message: string } | undefined)[] = [];
  readonly #fingerprints: (string | undefined)[] = [];
  readonly #returns: ({ readonly days: Int32Array; readonly returns: Float64Array } | undefined)[] = [];
  readonly #keep: boolean;

  /** `sample`: a session of the same config, whichever its params. */
  constructor(sample: Session, points: readonly SweepPoint[], options: SweptOptions = {}) {
    const { name = "swept", metrics = defaultMetrics, rank = "sharpe", ascending = false, keep, truth } = options;
    this.name = name;
    this.config = sample.core.record.config;
    this.points = points;
    this.metricKeys = metrics;
    this.rank = { metric: rank, ascending };
    this.states = new Uint8Array(points.length);
    this.#metrics = new Map(metrics.map((key) => [key, new Float64Array(points.length).fill(Number.NaN)]));
    this.#keep = keep === "returns";
    if (truth !== undefined) this.truth = truth;
  }

  metric(key: MetricKey): Float64Array {
    const values = this.#metrics.get(key);
    if (values === undefined) throw new Error(`Expected a metric of the sweep, was ${key}`);
    return values;
  }

  trial(run: number): PointTrial | undefined {
    return this.#trials[run];
  }

  /** None of them loses everything. */
  isBankrupt(): boolean {
    return false;
  }

  error(run: number): { readonly code: string; readonly message: string } | undefined {
    return this.#errors[run];
  }

  fingerprint(run: number): string | undefined {
    return this.#fingerprints[run];
  }

  returns(run: number): { readonly days: Int32Array; readonly returns: Float64Array } | undefined {
    return this.#returns[run];
  }

  /** Takes in the session of a run. */
  take(run: number, session: Session): void {
    const measured = session.metrics();
    for (const [key, values] of this.#metrics) values[run] = measured[key] ?? Number.NaN;
    const rows = session.returnRows("day");
    const returns = Float64Array.from(rows, (row) => row.return);
    const { curve } = session.core.content;
    const { sharpe, skewness, kurtosis } = periodSharpe(returns) ?? {};
    const ends = { firstTime: curve.time[0], lastTime: curve.time[curve.length - 1] };
    this.#trials[run] = { sharpe, skewness, kurtosis, n: returns.length, ...ends } as PointTrial;
    this.#fingerprints[run] = session.fingerprint;
    const { calendar } = session.core;
    if (this.#keep) this.#returns[run] = { returns, days: Int32Array.from(rows, ({ time }) => calendar.dayOf(time)) };
    this.states[run] = pointStates.done;
    this.executed++;
  }

  /** Takes in the error of a run. */
  fail(run: number, error: { readonly code: string; readonly message: string }): void {
    this.#errors[run] = { code: error.code, message: error.message };
    this.states[run] = pointStates.failed;
    this.executed++;
  }
}

/** Runs a strategy with each of some params, or on each of some feeds, and gathers what a sweep would have. */
export async function sweptBy(
  lab: Lab,
  feed: Feed,
  strategy: Strategy,
  runs: readonly SweptRun[],
  options: SweptOptions = {},
): Promise<SweptInMemory> {
  const points = runs.map(({ params = {}, seed }): SweepPoint => ({ params, ...(seed !== undefined && { seed }) }));
  const sample = await lab.createSession(feed, strategy, options.session);
  const results = new SweptInMemory(sample, points, options);
  results.state = "RUNNING";
  for (const [run, { params = {}, feed: own = feed }] of runs.entries()) {
    try {
      results.take(run, await lab.run(own, strategy, { ...options.session, params } as SessionOptions));
    } catch (error) {
      results.fail(run, error as { code: string; message: string });
    }
  }
  results.state = "COMPLETED";
  return results;
}

/** All combinations of some params, the last one changing fastest. */
export function gridOf(params: Readonly<Record<string, readonly unknown[]>>): SweptRun[] {
  let combinations: Record<string, unknown>[] = [{}];
  for (const [name, values] of Object.entries(params))
    combinations = combinations.flatMap((one) => values.map((value) => ({ ...one, [name]: value })));
  return combinations.map((one) => ({ params: one }));
}
