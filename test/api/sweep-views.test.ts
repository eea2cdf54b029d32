import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { inspect } from "node:util";
import { commissionBps, gbm, range, type Sweep } from "../../src/index";
import { bundleOf } from "../../src/notebook/display";
import { formatValue } from "../../src/output/formats";
import { asCell } from "../support/notebook-cell";
import { moody } from "../views/sweep/swept-year";
import { apple, closeAll, lab, leaveNothing, newFile, tableOf, year } from "./labs";
import { crossover } from "./strategies";

const headingsOf = (page: string) => [...page.matchAll(/<h2>(.*?)<\/h2>/g)].map(([, text]) => text);
const grid = { fast: range(3, 9, 2), slow: range(15, 35, 10) };
const textsOf = (sweep: Sweep) =>
  [sweep, sweep.table(), sweep.errors(), sweep.heatmap(), sweep.plotRank(), sweep.distribution()].map((one) =>
    inspect(one),
  );

describe("what is seen of a sweep", () => {
  afterEach(leaveNothing);

  it("is the same when it was made and read again in another process", async () => {
    const path = newFile();
    const made = await (await lab(path)).sweep(year, crossover, { ...apple, name: "grid", grid, keep: "returns" });
    const before = [...textsOf(made), inspect(made.plotFan())];
    const rows = made.tableRows();
    await closeAll();
    const read = await (await lab(path)).sweep("grid");
    assert.deepEqual([...textsOf(read), inspect(read.plotFan())], before);
    assert.deepEqual(read.tableRows(), rows);
    assert.match(before[0], /^Sweep grid {2}\(COMPLETED\)[\s\S]*Overfitting +\d/);
  });

  it("has in its frames what its plain rows have", async () => {
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "grid", grid });
    const { columns, rows } = tableOf(sweep.table());
    const cells = sweep.tableRows().map((row) => columns.map((column) => row[column]));
    assert.deepEqual(rows, cells);
    assert.deepEqual(sweep.best().metrics.sharpe, sweep.tableRows()[0].sharpe);
  });

  it("names options in which runs differ", async () => {
    const list = [1, 50].map((bps) => ({ commission: commissionBps(bps) }));
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "costs", list });
    const [first, second] = sweep.tableRows();
    assert.deepEqual(
      [first["options.commission"], second["options.commission"]],
      ["commissionBps(1)", "commissionBps(50)"],
    );
    assert.match(inspect(sweep), /Best in sample +Sharpe ratio -?\d\.\d\d at options\.commission commissionBps\(1\)/);
    assert.deepEqual(sweep.heatmap().data[0].x, ["commissionBps(1)", "commissionBps(50)"]);
  });

  it("is shown in its cell while it runs, and once more if it was there already", async () => {
    const opened = await lab();
    for (const time of ["first", "second"]) {
      const { published, settled } = await asCell(() =>
        opened.sweep(year, crossover, { ...apple, name: "grid", grid }),
      );
      assert.equal(settled.status, "fulfilled", time);
      const last = (published[published.length - 1].content as { data: Record<string, string> }).data;
      assert.match(last["text/plain"], /^Sweep grid {2}\(COMPLETED\)\n/);
      assert.match(last["text/html"], /<strong>Sweep grid<\/strong>/);
    }
  });

  it("knows the truth of made prices, also when it is read again", async () => {
    const path = newFile();
    const feed = gbm(
      { AAA: { price: 100, drift: 0.1, volatility: 0.2 } },
      { start: "2020-01-02", bars: 300, seed: "h" },
    );
    await (await lab(path)).sweep(feed, crossover, { name: "seeds", seeds: 6 });
    await closeAll();
    const read = await (await lab(path)).sweep("seeds");
    const truth = feed.truth?.symbols.AAA.sharpe;
    assert.match(inspect(read), new RegExp(`Truth +Sharpe ratio of holding AAA ${formatValue(truth, "ratio")}`));
    assert.ok(read.distribution().data.some(({ name }) => name.startsWith("Truth: holding AAA")));
  });
});

describe("the report of a sweep", () => {
  afterEach(leaveNothing);

  it("has what was tried, the best beside chance, every figure and all runs", async () => {
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "a <grid>", grid, keep: "returns" });
    const page = readFileSync((await sweep.report(newFile("sweep.html"))).path, "utf8");
    assert.deepEqual(headingsOf(page), [
      ...["Surface", "By rank", "Distribution", "Growth", "One param at a time", "Runs", "Params and options"],
    ]);
    assert.ok(page.includes("a &lt;grid&gt;") && !page.includes("<grid>"));
    for (const label of ["Chance alone", "Deflated Sharpe", "Overfitting"])
      assert.ok(page.includes(`<dt>${label}</dt>`));
    for (const { sharpe } of sweep.tableRows())
      assert.ok(page.includes(`<td class="n">${formatValue(sharpe as number, "ratio")}</td>`));
    assert.equal(page.match(/class="figure interactive"/g)?.length, 5);
    assert.doesNotMatch(page, /<(script|link|img|iframe)[^>]*(src|href)="(https?:)?\/\//);
  });

  it("has the failed runs and why, and no surface of seeds", async () => {
    const opened = await lab();
    const feed = gbm({ AAA: { price: 100 } }, { start: "2020-01-02", bars: 120, seed: "h" });
    const seeds = await opened.sweep(feed, crossover, { name: "seeds", seeds: 4 });
    const page = readFileSync((await seeds.report(newFile("seeds.html"))).path, "utf8");
    assert.deepEqual(headingsOf(page), ["Distribution", "Runs", "Params and options"]);
    const moods = await opened.sweep(year, moody, { ...apple, name: "moods", grid: { size: [1, 4, 2] } });
    const other = readFileSync((await moods.report(newFile("moods.html"))).path, "utf8");
    assert.ok(headingsOf(other).includes("Failed runs"));
    assert.match(other, /No more than 3 of &lt;AAPL&gt;, was 4/);
  });

  it("says where it cannot be written", async () => {
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "grid", grid: { fast: [3, 5] } });
    await assert.rejects(sweep.report("/no/such/folder/a.html"), { code: "REPORT_FAILED" });
  });
});

describe("a sweep in HTML", () => {
  afterEach(leaveNothing);

  it("prints its tables and figures in a notebook", async () => {
    const sweep = await (await lab()).sweep(year, crossover, { ...apple, name: "grid", grid });
    assert.match(String(bundleOf(sweep.table())?.["text/html"]), /^<div[^>]*><table/);
    assert.ok(bundleOf(sweep.heatmap())?.["application/vnd.plotly.v1+json"]);
  });
});
