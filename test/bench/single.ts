// Measures one thing in this process and prints its numbers as JSON: `node ... single.ts <name>`.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineStrategy, gbm, metricsOf, openLab, replay, type Session } from "../..";
import { openStore } from "../../dist/store/store";
import { canonicalOfOne } from "./canonical-strategy";
import { vendorPath, vendors } from "./vendors";
import { csvPath, feedOf } from "./works";

/** Numbers by name. */
type Numbers = Readonly<Record<string, number>>;

// Buys and sells in turn, every twelve bars.
const turning = defineStrategy({
  name: "turning",
  state: () => ({ bars: 0 }),
  onBar({ bar, state, buy, sell }) {
    state.bars++;
    if (state.bars % 12 === 0) (state.bars % 24 === 0 ? sell : buy)(bar.symbol, 100);
  },
});

// Only where memory is measured, never between runs whose time is: it drops compiled code.
const collect = () => (globalThis as unknown as { gc: () => void }).gc();

const measures: Readonly<Record<string, () => Promise<Numbers>>> = {
  // From `start()` to the first bar that the strategy sees, the feed loaded.
  async start() {
    const feed = feedOf("daily");
    return inFolder(async (path) => {
      const memory = await startTimes(feed, ":memory:");
      const file = await startTimes(feed, path);
      return { memory: percentile(memory, 0.99), file: percentile(file, 0.99) };
    });
  },

  // Nothing is compiled yet.
  async first() {
    const feed = feedOf("daily");
    const lab = await openLab(":memory:");
    let session: Session | undefined;
    const create = await timed(async () => {
      session = await lab.createSession(feed, canonicalOfOne());
    });
    return { create, run: await timed(async () => session?.run()) };
  },

  async metrics() {
    const lab = await openLab(":memory:");
    const session = await lab.run(feedOf("million"), canonicalOfOne(), { initialCapital: 1_000_000 });
    const equity = Float64Array.from(session.equityRows(), (row) => row.equity);
    const times = repeated(9, () => session.metrics());
    const bare = repeated(9, () => metricsOf({ equity, periodsPerYear: 525_600 }));
    return { session: times[0], "session again": median(times), metricsOf: median(bare) };
  },

  // 41,666 trades, the feed in memory.
  async tracking() {
    const lab = await openLab(":memory:");
    const session = await lab.run(feedOf("million"), turning, { initialCapital: 1_000_000 });
    const looks = {
      metrics: () => session.metrics(),
      trades: () => session.tradeRows(),
      "round trips": () => session.roundTripRows(),
      "trade metrics by month": () => session.tradeMetricRows("month"),
      "attribution by symbol": () => session.attributionRows("symbol"),
      "attribution by month": () => session.attributionRows("month"),
      rolling: () => session.rollingRows({ window: 63 }),
      moment: () => session.at("2024-06-01"),
      story: () => session.trade("trade-20000"),
    };
    const times = Object.entries(looks).map(([name, look]) => [name, repeated(5, look)] as const);
    return Object.fromEntries(
      times.flatMap(([name, all]) => [
        [`${name}, first`, all[0]],
        [name, median(all.slice(1))],
      ]),
    );
  },

  async csv() {
    const path = csvPath("million");
    return { seconds: median(repeated(5, () => loaded(path))) / 1000 };
  },

  // Each format beside the plain one, run by run.
  async vendors() {
    const ratios: [string, number][] = [];
    for (const name of Object.keys(vendors)) {
      const [besides, times]: [number[], number[]] = [[], []];
      for (let run = 0; run < 7; run++) {
        besides.push(...repeated(1, () => loaded(csvPath("million"))));
        times.push(...repeated(1, () => loaded(vendorPath(name))));
      }
      ratios.push([name, Math.min(...times.slice(1)) / Math.min(...besides.slice(1))]);
    }
    return Object.fromEntries(ratios);
  },

  async csvMemory() {
    collect();
    const before = process.memoryUsage();
    const feed = loaded(csvPath("million"));
    collect();
    const after = process.memoryUsage();
    return {
      "bytes a bar": (after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers) / feed.length,
    };
  },

  async curve() {
    return inFolder(async (path) => {
      const store = await openStore(path);
      const { id } = await store.insertSession({
        state: "CREATED",
        config: {},
        initialCapital: 1,
        cursor: 0,
        createdAt: 0,
      });
      const curve = {
        from: 0,
        time: new Float64Array(1_000_000).fill(1.5),
        equity: new Float64Array(1_000_000).fill(0.1),
      };
      const write = await timed(() => store.commit(id, { curve }));
      const read = await timed(() => store.restore(id));
      await store.close();
      return { write, read };
    });
  },

  async memory() {
    return inFolder(async (path) => {
      const lab = await openLab(path);
      const feed = feedOf("ten");
      const held: number[] = [];
      for (let run = 1; run <= 100; run++) {
        await lab.run(feed, canonicalOfOne(), { symbols: ["S0"] });
        if (run % 10 === 0) held.push(await megabytes());
      }
      await lab.close();
      return { "after 10": held[0], "after 50": held[4], "after 100": held[9] };
    });
  },

  // Of a session without an end that does nothing, since all that a session does is kept.
  async endless() {
    const lab = await openLab(":memory:");
    const feed = gbm({ A: {} }, { bars: Infinity, interval: "1s", calendar: "always" });
    const session = await lab.createSession(feed, defineStrategy({ name: "idle", onBar() {} }));
    const held: number[] = [];
    for (let million = 1; million <= 5; million++) {
      await session.step(1_000_000);
      held.push(await megabytes());
    }
    return { "after 1 M": held[0], "after 5 M": held[4] };
  },

  // A thousand sessions that do a step a second each, once all of them run: how much of one core they take, how late steps
  // are, and how long what a cell does has to wait, in milliseconds; then how long it takes to pause them all.
  async thousand() {
    const memory = await thousandPaced(":memory:");
    const file = await inFolder(thousandPaced);
    const named = (numbers: Numbers, where: string) =>
      Object.entries(numbers).map(([name, value]) => [`${name}, ${where}`, value]);
    return Object.fromEntries([...named(memory, "memory"), ...named(file, "file")]);
  },

  async concurrent() {
    const feed = feedOf("ten");
    const lab = await openLab(":memory:");
    const run = (at: number): Promise<Session> => lab.run(feed, canonicalOfOne(), { symbols: [`S${at % 10}`] });
    for (let at = 0; at < 10; at++) await run(at);
    const lone = await timed(async () => {
      for (let at = 0; at < 20; at++) await run(at);
    });
    const together = await timed(() => Promise.all(Array.from({ length: 20 }, (_, at) => run(at))));
    return { "one by one": lone, together };
  },
};

async function thousandPaced(path: string): Promise<Numbers> {
  const feed = feedOf("ten");
  const lab = await openLab(path);
  const steps: number[][] = [];
  let isMeasured = false;
  for (let at = 0; at < 1000; at++) {
    const options = { symbols: [`S${at % 10}`], pace: { updatesPerSecond: 1 } };
    const session = await lab.createSession(feed, canonicalOfOne(), options);
    const times: number[] = [];
    steps.push(times);
    session.on("bar", () => isMeasured && times.push(performance.now()));
    await session.start();
  }
  await seconds(3);
  isMeasured = true;
  const began = performance.now();
  const before = process.cpuUsage();
  const waits: number[] = [];
  while (performance.now() - began < 20_000) {
    const asked = performance.now();
    await seconds(0.025);
    waits.push(performance.now() - asked - 25);
  }
  const { user, system } = process.cpuUsage(before);
  const used = (user + system) / 1000 / (performance.now() - began);
  isMeasured = false;
  const late = steps.flatMap(lateness);
  const closing = await timed(() => lab.close());
  return { core: used, "late, 99 %": percentile(late, 0.99), "cell waits, 99 %": percentile(waits, 0.99), closing };
}

/** How late steps are that are due a second apart, as the earliest of them was in time. */
function lateness(times: readonly number[]): number[] {
  const offsets = times.map((time, at) => time - at * 1000);
  const first = Math.min(...offsets);
  return offsets.map((offset) => offset - first);
}

function seconds(count: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, count * 1000));
}

async function startTimes(feed: ReturnType<typeof feedOf>, path: string): Promise<number[]> {
  const lab = await openLab(path);
  const times: number[] = [];
  for (let run = 0; run < 1000; run++) {
    let reached: (time: number) => void = () => undefined;
    const first = new Promise<number>((resolve) => {
      reached = resolve;
    });
    const strategy = defineStrategy({ name: "first-bar", onBar: () => reached(performance.now()) });
    const session = await lab.createSession(feed, strategy);
    const began = performance.now();
    await session.start();
    times.push((await first) - began);
    await session.run();
    // A lab in memory would hold them all.
    await lab.deleteSession(session.id);
  }
  await lab.close();
  return times;
}

const loaded = (path: string) => replay(path, { symbol: "A", calendar: "always" });

async function megabytes(): Promise<number> {
  // Weak references are let go only in a later turn.
  await new Promise((resolve) => setTimeout(resolve, 20));
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
}

async function inFolder<Result>(work: (path: string) => Promise<Result>): Promise<Result> {
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

function repeated(count: number, work: () => unknown): number[] {
  return Array.from({ length: count }, () => {
    const began = performance.now();
    work();
    return performance.now() - began;
  });
}

function median(values: readonly number[]): number {
  return percentile(values, 0.5);
}

function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
}

void measures[process.argv[2]]().then((numbers) => console.log(JSON.stringify(numbers)));
