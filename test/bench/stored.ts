// Measures what a store holds and how fast it is found, and prints the numbers as JSON: `node ... stored.ts <name>`.
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { commissionBps, defineStrategy, openLab, type Session, sample, slippageBps, sma } from "../..";
import { openStore } from "../../dist/store/store";
import { canonicalOfOne } from "./canonical-strategy";
import { feedOf } from "./works";

type Numbers = Readonly<Record<string, number>>;

const measures: Readonly<Record<string, () => Promise<Numbers>>> = {
  // 10,000 sessions that have ended, as the store holds them.
  async list() {
    return inFolder(async (path) => {
      await fill(path, 10_000);
      const ask = { where: "sharpe > 1 and params.fast < 20", orderBy: "-sharpe", limit: 20 };
      const lab = await openLab(path);
      await lab.sessions({ ...ask, limit: 0 });
      const ranked = await fastest(7, () => lab.sessions(ask));
      const where = ({ sharpe, params }: { sharpe: number | null; params: Readonly<Record<string, unknown>> }) =>
        Number(sharpe) > 1 && Number(params.fast) < 20;
      const byFunction = await fastest(3, () => lab.sessions({ ...ask, where }));
      const all = await fastest(3, () => lab.sessions());
      await lab.close();
      return { ranked, byFunction, all };
    });
  },

  async open() {
    return inFolder(async (path) => {
      let lab = await openLab(path);
      await lab.run(feedOf("million"), canonicalOfOne(), { name: "million", initialCapital: 1_000_000 });
      await lab.close();
      lab = await openLab(path);
      const open = await fastest(7, () => lab.session("million"));
      const session: Session = await lab.session("million");
      const look = await timed(async () => session.tradeRows());
      await lab.close();
      return { open, look };
    });
  },

  // Kilobytes of one of 20 sessions on five years of days, with a benchmark.
  async size() {
    return inFolder(async (path) => {
      const sizes = [];
      for (const count of [1, 21]) {
        const lab = await openLab(path);
        for (let fast = 3; fast < 3 + count; fast++) await lab.run(days(), cross, { ...retail, params: { fast } });
        await lab.close();
        sizes.push(statSync(path).size);
      }
      return { kilobytes: (sizes[1] - sizes[0]) / 21 / 1000 };
    });
  },
};

const days = () => sample("us-daily", { from: "2013-05-13", to: "2018-05-11" });
const retail = { symbols: ["AAPL"], benchmark: "SPX", commission: commissionBps(1), slippage: slippageBps(1) };
const cross = defineStrategy({
  name: "sma-cross",
  params: { fast: 10, slow: 30 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    const slow = sma(history(bar.symbol).close, params.slow);
    if (fast === undefined || slow === undefined) return;
    orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
  },
});

// Copies of one session's row, with metrics of their own.
async function fill(path: string, count: number): Promise<void> {
  const lab = await openLab(path);
  const session = await lab.run(days(), cross, { ...retail, name: "first" });
  const metrics: Record<string, number | null> = { ...session.metrics() };
  await lab.close();
  const store = await openStore(path);
  const first = await store.session(1);
  if (first === undefined) throw new Error("The first session is not there");
  const { id: _, name: __, config, ...row } = first;
  const waiting: Promise<void>[] = [];
  for (let at = 0; at < count; at++) {
    const given = config as { readonly params: object };
    const params = { ...given.params, fast: at % 50 };
    const { id } = await store.insertSession({ ...row, config: { ...given, params } });
    waiting.push(store.commit(id, { state: "COMPLETED", metrics: { ...metrics, sharpe: Math.sin(at) * 2 } }));
  }
  await Promise.all(waiting);
  await store.close();
}

async function inFolder(work: (path: string) => Promise<Numbers>): Promise<Numbers> {
  const folder = mkdtempSync(join(tmpdir(), "paperlab-bench-"));
  try {
    return await work(join(folder, "bench.db"));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

async function fastest(times: number, work: () => Promise<unknown>): Promise<number> {
  const all = [];
  for (let time = 0; time < times; time++) all.push(await timed(work));
  return Math.min(...all);
}

void measures[process.argv[2]]().then((numbers) => console.log(JSON.stringify(numbers)));
