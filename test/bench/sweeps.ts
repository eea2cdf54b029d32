// One measure of sweeps in a process of its own: prints JSON. CPU is that of all threads of the process, so that it can be told
// on a machine that others use too; a figure is the least of several rounds, which are taken in turn. It is run compiled: what
// compiles it took half as much memory again as all that it measures.
import { execFileSync } from "node:child_process";
import { rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import {
  commissionBps,
  defineSignals,
  defineStrategy,
  type Feed,
  gbm,
  openLab,
  range,
  replay,
  type Sweep,
  sma,
  threads,
} from "../..";
import { expectedOfPairs, pairParts, pairSignalParts } from "../support/pairs";
import type { Columns } from "./canonical-data";
import { bareLoop } from "./loops";
import { pairFile } from "./pairs";
import { inPlainProcess } from "./plain";

// What a run does once is compiled only after some hundred runs.
const ROUNDS = 12;
const options = { initialCapital: 1_000_000, commission: commissionBps(1) };
const grid = { fast: range(5, 14), slow: range(20, 65, 5) };
type Kind = "bars" | "signals";
const metrics = ["finalEquity", "sharpe"] as const;
// Its columns are of the source, those here of the package.
const pairSignals = defineSignals<{ fast: number; slow: number }>(pairSignalParts as never);

interface Cost {
  /** Milliseconds. */
  readonly cpu: number;
  readonly wall: number;
}

async function costOf(work: () => Promise<unknown> | unknown): Promise<Cost> {
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  await work();
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: (user + system) / 1000, wall: performance.now() - wall };
}

function least(costs: readonly Cost[]): Cost {
  return { cpu: Math.min(...costs.map(({ cpu }) => cpu)), wall: Math.min(...costs.map(({ wall }) => wall)) };
}

const pairFeed = (): Feed => replay(pairFile(), { symbol: "A", calendar: "always", interval: "1m" });

/** Makes the canonical sweep in a lab of its own, and checks what it comes to. */
async function pairSweep(feed: Feed, kind: Kind, count: number): Promise<void> {
  const lab = await openLab(":memory:");
  const given = { ...options, grid, metrics, on: threads({ count }) };
  const sweep: Sweep =
    kind === "bars"
      ? await lab.sweep(feed, defineStrategy(pairParts), given)
      : await lab.sweep(feed, pairSignals, given);
  const sum = sweep.metric("finalEquity").reduce((all, one) => all + one, 0);
  if (Math.abs(sum - expectedOfPairs.sum) > 1e-3)
    throw new Error(`${kind}: was ${sum}, should be ${expectedOfPairs.sum}`);
  await lab.close();
}

function raptorbt(python: string): number {
  const script = join(__dirname, "raptorbt_pairs.py");
  const env = { ...process.env, RAYON_NUM_THREADS: "1" };
  const { batch, fills } = JSON.parse(execFileSync(python, [script, pairFile(), "3"], { encoding: "utf8", env }));
  // It closes what is open at the end.
  const more = fills - expectedOfPairs.fills;
  if (!(more >= 0 && more <= 100))
    throw new Error(`raptorbt: ${fills} fills, should be about ${expectedOfPairs.fills}`);
  return 1000 * Math.min(...batch);
}

function vectorbt(python: string): number {
  const script = join(__dirname, "vectorbt_pairs.py");
  const env = { ...process.env, NUMBA_NUM_THREADS: "1" };
  const { batch, fills, sum } = JSON.parse(execFileSync(python, [script, pairFile(), "3"], { encoding: "utf8", env }));
  const expected = expectedOfPairs;
  if (fills !== expected.fills || Math.abs(sum - expected.sum) > 1e-3)
    throw new Error(`vectorbt: ${fills} fills and ${sum}, should be ${expected.fills} and ${expected.sum}`);
  return 1000 * Math.min(...batch);
}

/**
 * CPU of the canonical sweep, bar by bar or as signals, on one thread and on two; beside raptorbt and vectorbt if
 * PAPERLAB_RAPTORBT and PAPERLAB_VECTORBT are Pythons that have them. A kind has a process of its own, as they have: V8 compiles
 * for all that a thread has run.
 */
async function pairs(kind: Kind): Promise<object> {
  const feed = pairFeed();
  const first = await costOf(() => pairSweep(feed, kind, 1));
  await pairSweep(feed, kind, 2);
  // Threads give garbage back late: after twenty sweeps it is up to a third more.
  const megabytes = process.memoryUsage().rss / 1e6;
  const [one, two, bare]: Cost[][] = [[], [], []];
  const others: number[] = [];
  const columns = (feed as unknown as { source: { columns: Columns } }).source.columns;
  const { PAPERLAB_RAPTORBT: python, PAPERLAB_VECTORBT: vectorized } = process.env;
  for (let round = 0; round < ROUNDS; round++) {
    one.push(await costOf(() => pairSweep(feed, kind, 1)));
    two.push(await costOf(() => pairSweep(feed, kind, 2)));
    bare.push(
      await costOf(() => {
        for (let run = 0; run < 100; run++) bareLoop(columns);
      }),
    );
    if (python !== undefined) others.push(raptorbt(python));
  }
  return {
    first: first.cpu,
    one: least(one).cpu,
    ...{ two: least(two).cpu, "one, wall": least(one).wall, "two, wall": least(two).wall },
    bare: least(bare).cpu,
    ...(python !== undefined && { raptorbt: Math.min(...others) }),
    ...(vectorized !== undefined && kind === "signals" && { vectorbt: vectorbt(vectorized) }),
    megabytes,
  };
}

/** The first sweep of a process: milliseconds until its first result and until its end, and those of a later one. */
async function first(): Promise<object> {
  const feed = pairFeed();
  const once = async () => {
    const lab = await openLab(":memory:");
    const begun = performance.now();
    let seen = Number.NaN;
    const sweep = lab.sweep(feed, defineStrategy(pairParts), { name: "first", ...options, grid, metrics });
    while (Number.isNaN(seen)) {
      const own = await Promise.race([lab.sweep("first").catch(() => undefined), sweep]);
      if (own?.results.states.some((state) => state !== 0)) seen = performance.now() - begun;
      else await new Promise((resolve) => setTimeout(resolve, 2));
    }
    await sweep;
    const all = performance.now() - begun;
    await lab.close();
    return { seen, all };
  };
  const cold = await costOf(once);
  const [one, two] = [await once(), await once()];
  return { cold: cold.wall, warm: Math.min(one.all, two.all), result: one.seen };
}

/**
 * Memory of a process, megabytes, after 1,000 small runs, after 10,000 more, and after as many again: the heaps of its threads have
 * their size only after some thousand runs.
 */
async function memory(): Promise<object> {
  const strategy = defineStrategy({
    name: "small",
    params: { period: 5, seed: 0 },
    onBar({ bar, history, params, orderTargetWeight }) {
      const mean = sma(history(bar.symbol).close, params.period);
      if (mean !== undefined) orderTargetWeight(bar.symbol, bar.close > mean ? 1 : 0);
    },
  });
  const feed = gbm({ A: {} }, { bars: 500 });
  const path = join(tmpdir(), `paperlab-sweeps-${process.pid}.db`);
  const lab = await openLab(path);
  const after = async (name: string, from: number, runs: number) => {
    await lab.sweep(feed, strategy, { name, grid: { period: range(2, 26), seed: range(from, from + runs / 25 - 1) } });
    globalThis.gc?.();
    return process.memoryUsage().rss / 1e6;
  };
  const few = await after("few", 0, 1000);
  const many = await after("many", 1000, 10_000);
  const again = await after("again", 11_000, 10_000);
  await lab.close();
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
  return { few, many, again };
}

const measures = { bars: () => pairs("bars"), signals: () => pairs("signals"), first, memory };
const name = process.argv[2] as keyof typeof measures;
if (extname(__filename) === ".ts") process.stdout.write(inPlainProcess(__filename, [name]));
else void measures[name]().then((found) => console.log(JSON.stringify(found)));
