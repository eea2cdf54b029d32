// Measures the kernel over its sockets and prints milliseconds (and ratios) as JSON.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KernelClient } from "../support/kernel-client";

const imports =
  'import { openLab, sample, replay, defineStrategy, sma, commissionBps, slippageBps, maxPositionWeight } from "paperlab";';

const thirtyLines = `const smaCross = defineStrategy({
  name: "sma-cross",
  params: { fast: 10, slow: 30 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const fast = sma(history(bar.symbol).close, params.fast);
    const slow = sma(history(bar.symbol).close, params.slow);
    if (fast === undefined || slow === undefined) return;
    orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
  },
});
interface Row {
  readonly name: string;
  readonly value: number;
}
function rowsOf(values: readonly number[]): Row[] {
  return values.map((value, i) => ({ name: "row " + i, value }));
}
const retail = {
  symbols: ["AAPL"],
  benchmark: "SPX",
  commission: commissionBps(1),
  slippage: slippageBps(1),
  risk: [maxPositionWeight(1)],
};
const table = rowsOf([1, 2, 3]);
let total = 0;
for (const { value } of table) {
  total += value;
}
total;`;

const heavy = `const bars = Array.from({ length: 600_000 }, (_, i) => {
  const price = 100 + Math.sin(i / 5000) * 10;
  return { symbol: "X", time: Date.UTC(2020, 0, 1) + i * 60000, open: price, high: price, low: price, close: price, volume: 1000 };
});
const big = replay(bars, { calendar: "always" });
const cross = defineStrategy({
  name: "cross",
  onBar({ bar, history, orderTarget }) {
    const { close } = history(bar.symbol);
    const slow = sma(close, 30);
    if (slow !== undefined) orderTarget(bar.symbol, (sma(close, 10) ?? 0) > slow ? 10 : 0);
  },
});
const memory = await openLab(":memory:");
const withCard = async () => {
  const session = await memory.createSession(big, cross, { ifExists: "new" });
  const begun = performance.now();
  await session.run();
  return performance.now() - begun;
};
const withoutCard = async () => {
  const session = await memory.createSession(big, cross, { ifExists: "new" });
  const ended = new Promise((resolve) => session.on("state", (state) => state === "COMPLETED" && resolve(0)));
  const begun = performance.now();
  await session.start();
  await ended;
  return performance.now() - begun;
};`;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function fastest(times: number, work: () => Promise<unknown>): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let at = 0; at < times; at++) best = Math.min(best, await timed(work));
  return best;
}

async function starts(cwd: string) {
  const begun = performance.now();
  const kernel = await KernelClient.start({ cwd });
  const firstReply = performance.now() - begun;
  await kernel.execute("1");
  const ready = performance.now() - begun;
  const firstImport = await timed(() => kernel.execute(imports));
  return { kernel, firstReply, ready, firstImport };
}

async function interruptTime(kernel: KernelClient, code: string, sign: string): Promise<number> {
  const id = await kernel.send("shell", "execute_request", { code });
  await kernel.until(() => kernel.published.some(({ parent, type }) => parent === id && type === sign));
  await new Promise((resolve) => setTimeout(resolve, 200));
  const begun = performance.now();
  await kernel.send("control", "interrupt_request", {});
  await kernel.outcome(id);
  return performance.now() - begun;
}

async function main(): Promise<void> {
  const cwd = mkdtempSync(join(tmpdir(), "paperlab-bench-kernel-"));
  const { kernel, firstReply, ready, firstImport } = await starts(cwd);
  const run = (code: string) => () => kernel.execute(code);
  const complete = () => kernel.request("shell", "complete_request", { code: "smaCross.na", cursor_pos: 11 });
  const sum = await fastest(10, run("1 + 1"));
  const thirty = await timed(run(thirtyLines));
  const completion = await timed(complete);
  const waiting = await kernel.send("shell", "execute_request", { code: "await new Promise(() => {})" });
  await complete();
  const besideCell = await fastest(5, complete);
  await kernel.send("control", "interrupt_request", {});
  await kernel.outcome(waiting);
  const lines = await timed(run('for (let i = 0; i < 100_000; i++) console.log("line " + i)'));
  await kernel.execute(`const lab = await openLab("lab.db"); const feed = sample("us-daily");`);
  const paced = 'await lab.run(feed, smaCross, { symbols: ["AAPL"], pace: { updatesPerSecond: 500 } })';
  const ofSession = await interruptTime(kernel, paced, "display_data");
  const ofLoop = await interruptTime(kernel, "while (true) {}", "execute_input");
  await kernel.execute(heavy);
  const full = await interruptTime(kernel, "await lab.run(big, cross)", "execute_input");
  const { text } = await kernel.execute(`const times: number[][] = [[], []];
    for (let round = 0; round < 6; round++) {
      times[0].push(await withCard());
      times[1].push(await withoutCard());
    }
    JSON.stringify(times.map((all) => Math.min(...all)))`);
  const [shown, hidden] = JSON.parse((text ?? "").replaceAll("'", ""));
  await kernel.shutDown();
  await kernel.close();
  const measures = { firstReply, ready, firstImport, sum, thirty, completion, besideCell, lines };
  console.log(JSON.stringify({ ...measures, ofSession, full, ofLoop, card: (shown / hidden - 1) * 100 }));
}

void main();
