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
  readonly update?: boolean;
  readonly data?: Record<string, unknown>;
  readonly transient?: { readonly display_id?: string };
}

const root = join(__dirname, "../..");

/** Runs cells in tslab's own kernel, in a folder in which `paperlab` is installed as a link to the built package. */
function runCells(folder: string, cells: readonly string[]): Published[] {
  const program = join(root, "test/notebook/tslab-cells.ts");
  const loader = pathToFileURL(require.resolve("tsx")).href;
  const options = { cwd: folder, encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const run = spawnSync(process.execPath, ["--import", loader, program, JSON.stringify(cells)], options);
  assert.equal(run.status, 0, run.stderr);
  return JSON.parse(run.stdout);
}

const strategy = `
  const cross = defineStrategy({
    name: "sma-cross",
    params: { fast: 10, slow: 30 },
    onBar({ bar, history, params, orderTargetWeight }) {
      const fast = sma(history(bar.symbol).close, params.fast);
      const slow = sma(history(bar.symbol).close, params.slow);
      if (fast === undefined || slow === undefined) return;
      orderTargetWeight(bar.symbol, fast > slow ? 1 : 0);
    },
  });`;

const run = `
  const retail = { symbols: ["AAPL"], benchmark: "SPX", commission: commissionBps(1) };
  const baseline = await lab.run(feed, cross, { name: "baseline", ...retail });`;

const closure = `
  const closure = defineStrategy({ name: "closure", onBar: ({ bar, orderTarget }) => orderTarget(bar.symbol, shares) });
  const closed = await lab.run(feed, closure, { name: "closure" });
  closed.name`;

const parts = `
  const { liveDisplay } = require(${JSON.stringify(join(root, "dist/notebook/show"))});
  const { frameOf } = require(${JSON.stringify(join(root, "dist/output/frames/frames"))});
  const { equityFigure } = require(${JSON.stringify(join(root, "dist/output/figures/equity"))});
  const time = Float64Array.from([0, 1, 2], (day) => Date.UTC(2014, 5, 9 + day));
  const figure = equityFigure([{ name: "baseline", time, value: Float64Array.of(100, 120, 110) }]);
  const frame = frameOf({ columns: ["symbol", "price"], rows: [["AAPL", 1234.5]] });`;

const cells = {
  imports: 'import { openLab, sample, defineStrategy, sma, commissionBps, show } from "paperlab";',
  opened:
    'const lab = await openLab("research.db"); const feed = sample("us-daily", { from: "2013-05-13", to: "2014-05-30" });',
  strategy,
  session: `${run} baseline`,
  sameRun: `${run} baseline.id`,
  sameStrategy: strategy,
  sameCells: `${run} baseline.id`,
  shares: "let shares = 1;",
  closure,
  closureAgain: closure,
  moreShares: "shares = 2;",
  closureChanged: closure,
  ownMean:
    "const sma = (values: ArrayLike<number>, length: number) => (length > 0 ? values[values.length - 1] : undefined);",
  ownStrategy: strategy,
  own: 'const own = await lab.run(feed, cross, { name: "own" }); own.name',
  ownAgain: 'const again = await lab.run(feed, cross, { name: "own" }); again.name',
  otherMean: "const sma = (values: ArrayLike<number>, length: number) => (length > 0 ? values[0] : undefined);",
  otherStrategy: strategy,
  ownChanged: 'const changed = await lab.run(feed, cross, { name: "own" }); changed.name',
  feed: "feed",
  trades: "baseline.trades()",
  figure: "baseline.plotPrice()",
  shown: "show(baseline.plotEquity())",
  comparison: `
    const spx = await lab.run(feed, cross, { name: "<b>spx</b>", symbols: ["SPX"] });
    await lab.compare([baseline, spx])`,
  misspelled: 'await lab.run(feed, cross, { nam: "other" });',
  wrongParam: "await lab.run(feed, cross, { params: { fats: 3 } });",
  wrong: "await lab.run(feed, cross, { initialCapital: -100 });",
  broken: `
    const dear = defineStrategy({ name: "dear", onBar({ bar }) { if (bar.close > 1660) throw new RangeError("too dear"); } });
    const failed = await lab.createSession(feed, dear, { name: "broken", symbols: ["SPX"] });`,
  throwing: "await failed.run();",
  failed: "failed",
  closing: "await lab.close()",
  parts,
  shownFigure: "show(figure)",
  figureItself: "figure",
  frameItself: "frame.head(1)",
  live: "const live = liveDisplay(); live(frame); live(figure)",
  words: "show('plain words')",
};

type CellName = keyof typeof cells;

describe("cells of plain tslab that import paperlab", () => {
  const published = new Map<CellName, Published[]>();
  let folder: string;

  const printed = (cell: CellName, stream = "stdout") =>
    published
      .get(cell)
      ?.map(({ name, text }) => (name === stream ? text : ""))
      .join("");

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-cells-"));
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules", "paperlab"));
    const messages = runCells(folder, Object.values(cells));
    for (const [at, name] of Object.keys(cells).entries()) {
      published.set(
        name as CellName,
        messages.filter(({ cell }) => cell === at),
      );
    }
  });

  after(() => rmSync(folder, { recursive: true, force: true }));

  it("are quiet while they have nothing to show", () => {
    for (const name of ["imports", "opened", "strategy", "shares", "broken", "closing", "parts"] as const) {
      assert.deepEqual(published.get(name), [], name);
    }
  });

  it("print a session as its card", () => {
    const lines = (printed("session") ?? "").split("\n");
    assert.equal(lines[0], "Session baseline  (COMPLETED, END_OF_FEED)");
    assert.ok(lines.some((line) => /^ {2}Strategy +sma-cross \(fast 10, slow 30\)$/.test(line)));
    assert.ok(lines.some((line) => /^ {2}Range +2013-05-13 to 2014-05-30, 265 steps$/.test(line)));
  });

  it("find their session again when they are run again, also with the cell of their strategy", () => {
    assert.deepEqual([printed("sameRun"), printed("sameCells")], ["1\n", "1\n"]);
  });

  it("find it also when their strategy reads a variable of another cell, and make another once that has changed", () => {
    const names = [printed("closure"), printed("closureAgain"), printed("closureChanged")];
    assert.deepEqual(names, ["closure\n", "closure\n", "closure #2\n"]);
  });

  it("find it also with a function that only has the name of one of paperlab's, and make another once that has changed", () => {
    const names = [printed("own"), printed("ownAgain"), printed("ownChanged")];
    assert.deepEqual(names, ["own\n", "own\n", "own #2\n"]);
  });

  it("print a feed, a frame, a figure and a comparison as text", () => {
    assert.match(printed("feed") ?? "", /^us-daily {2}\(feed\)\n {2}Symbols +AAPL, SPX\n/);
    assert.match(printed("trades") ?? "", /^symbol +direction +quantity .*\n-+ .*\nAAPL +long /);
    assert.match(printed("figure") ?? "", /^AAPL, 2013-05-13 to 2014-05-30\n {2}AAPL: 64\.5014 to 90\.4286, /);
    assert.match(
      printed("comparison") ?? "",
      /^baseline, <b>spx<\/b> {2}\(comparison\)\n {2}Leader +nobody by Sharpe ratio, because only baseline has it\n[\s\S]*\n {2}metric +baseline +<b>spx/,
    );
  });

  it("draw what show is given", () => {
    const [{ data = {} }] = published.get("shown") ?? [];
    assert.deepEqual(Object.keys(data), ["application/vnd.plotly.v1+json", "text/html", "text/plain"]);
  });

  it("are told by the compiler what is misspelled", () => {
    assert.match(printed("misspelled", "stderr") ?? "", /'nam' does not exist .* Did you mean to write 'name'\?/);
    assert.match(
      printed("wrongParam", "stderr") ?? "",
      /'fats' does not exist in type 'Partial<{ fast: number; slow: number; }>'/,
    );
  });

  it("show what is wrong with an option", () => {
    assert.match(
      printed("wrong", "stderr") ?? "",
      /^PaperLabError: Expected initialCapital to be a positive number, was -100\n/,
    );
  });

  it("show what a strategy threw, where, and go on with the failed session", () => {
    const error = printed("throwing", "stderr") ?? "";
    assert.match(error, /^PaperLabError: Strategy "dear" failed in onBar at 2013-05-17 \(SPX, bar 5\): too dear\n/);
    assert.match(error, /\[cause\]: RangeError: too dear\n +at Object\.onBar \(evalmachine\.<anonymous>:/);
    assert.match(printed("failed") ?? "", /^Session broken {2}\(FAILED\)\n/);
    assert.match(printed("failed") ?? "", /\n {2}Error +Strategy "dear" failed in onBar at 2013-05-17/);
  });

  it("draw a figure for those who can, and a picture for the others", () => {
    const [{ data = {} }] = published.get("shownFigure") ?? [];
    assert.deepEqual(Object.keys(data), ["application/vnd.plotly.v1+json", "text/html", "text/plain"]);
    assert.match(String(data["text/html"]), /^<img src="data:image\/svg\+xml;base64,/);
  });

  it("end with the plain text of a figure or frame", () => {
    assert.equal(
      printed("figureItself"),
      "Equity of baseline, 2014-06-08 to 2014-06-10\n  baseline: 100.00 to 110.00, lowest 100.00, highest 120.00\n",
    );
    assert.equal(printed("frameItself"), "symbol    price\n------  -------\nAAPL    1,234.5\n");
  });

  it("update a live display in its place", () => {
    const [first, second] = published.get("live") ?? [];
    assert.deepEqual([first.update, second.update], [false, true]);
    assert.equal(first.transient?.display_id, second.transient?.display_id);
    assert.notEqual(first.transient?.display_id, undefined);
  });

  it("show text as it is", () => {
    assert.deepEqual(published.get("words")?.[0].data, { "text/plain": "plain words" });
  });
});
