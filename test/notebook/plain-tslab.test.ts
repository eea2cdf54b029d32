import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

interface Published {
  readonly cell: number;
  readonly name?: "stdout" | "stderr";
  readonly text?: string;
  readonly data?: Record<string, unknown>;
}

const root = join(__dirname, "../..");

/** Runs cells in tslab's own kernel, in a folder in which `paperlab` is installed as a link to the built package. */
function runCells(folder: string, cells: readonly string[]): Published[] {
  const program = join(root, "test/output/tslab-cells.ts");
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const options = { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const run = spawnSync(process.execPath, ["--import", loader, program, JSON.stringify(cells)], options);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

const run =
  'const baseline = await lab.run(feed, cross, { name: "baseline", symbols: ["AAPL"], benchmark: "SPX", commission: commissionBps(1) });';

const cells = {
  imports: 'import { openLab, sample, defineStrategy, sma, commissionBps, show } from "paperlab";',
  lab: 'const lab = await openLab("research.db"); const feed = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" });',
  strategy: `
    const cross = defineStrategy({
      name: "sma-cross",
      params: { fast: 10, slow: 30 },
      onBar({ bar, history, params, orderTargetWeight }) {
        const fast = sma(history(bar.symbol).close, params.fast);
        const slow = sma(history(bar.symbol).close, params.slow);
        if (fast === undefined || slow === undefined) return;
        orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
      },
    });`,
  run: `${run} baseline`,
  runAgain: `${run} baseline.id`,
  strategyAgain: "",
  thirdRun: `${run} baseline.name`,
  sessions: "await lab.sessions()",
  trades: "baseline.trades()",
  shown: "show(baseline.plotEquity())",
  figure: "baseline.plotPrice()",
  metrics: "baseline.metrics().finalEquity",
  misspelled: 'await lab.run(feed, cross, { nam: "other" });',
  wrong: "await lab.run(feed, cross, { initialCapital: -100 });",
  failing: `
    const broken = defineStrategy({ name: "broken", onBar({ bar }) { if (bar.close > 90) throw new RangeError("too dear"); } });
    const failed = await lab.createSession(feed, broken, { name: "broken" });
    await failed.run();`,
  failed: "failed",
  feed: "feed",
  comparison: 'const other = await lab.run(feed, cross, { name: "other", symbols: ["SPX"] }); await lab.compare([baseline, other])',
  close: "await lab.close()",
};
cells.strategyAgain = cells.strategy;

describe("cells of plain tslab that import paperlab", () => {
  const published: Partial<Record<keyof typeof cells, Published[]>> = {};
  const textOf = (cell: keyof typeof cells) =>
    (published[cell] ?? []).map(({ text, data }) => text ?? data?.["text/plain"]).join("");
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-cells-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "paperlab"));
    const messages = runCells(folder, Object.values(cells));
    for (const [at, name] of Object.keys(cells).entries()) {
      published[name as keyof typeof cells] = messages.filter(({ cell }) => cell === at);
    }
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("x", () => { for (const c of Object.keys(cells)) console.log(c, JSON.stringify(published[c as "lab"])?.slice(0,300), "\n" + textOf(c as "lab").slice(0,1500)); });
});
