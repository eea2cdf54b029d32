import assert from "node:assert/strict";
import { inspect } from "node:util";
import { overfittingOf } from "../../../src/analysis/inference/overfitting";
import { deflatedSharpe, expectedMaximumSharpe, type PeriodSharpe } from "../../../src/analysis/inference/sharpe-ratio";
import { commissionBps, defineStrategy, param, slippageBps } from "../../../src/index";
import { bundleOf, displayable } from "../../../src/notebook/display";
import { pointStates } from "../../../src/sweep/kept/results";
import { sweepCard } from "../../../src/views/sweep/card";
import { chanceOf } from "../../../src/views/sweep/chance";
import { bestRun } from "../../../src/views/sweep/ranking";
import { apple, lab, leaveNothing, year } from "../../api/labs";
import { crossover } from "../../api/strategies";
import { gridOf, sweptBy } from "../../support/swept";
import { crossovers, ensemble, grid, moody } from "./swept-year";

const textOf = (results: Parameters<typeof sweepCard>[0]) => sweepCard(results).text();
const lineOf = (text: string, label: string) => text.split("\n").find((line) => line.startsWith(`  ${label} `)) ?? "";

describe("the card of a sweep", () => {
  afterEach(leaveNothing);

  it("says what was swept, and shows the best beside what chance alone gives", async () => {
    const text = textOf(await crossovers({ name: "crossings" }));
    assert.match(text, /^Sweep crossings {2}\(COMPLETED\)\n {2}Strategy +crossover\n {2}Feed +us-daily, AAPL\n/);
    assert.match(lineOf(text, "Swept"), /fast 3 to 9 \(4 values\); slow 15, 25, 35$/);
    assert.match(lineOf(text, "Runs"), / 12 runs$/);
    assert.match(lineOf(text, "Best in sample"), /Sharpe ratio -?\d\.\d\d at fast \d, slow \d+$/);
    assert.match(
      lineOf(text, "Chance alone"),
      /Sharpe ratio \d\.\d\d, expected of the best of 12 trials without skill$/,
    );
    assert.match(lineOf(text, "Deflated Sharpe"), /\d+(\.\d+)? % {2}\(how sure its true ratio is above that\)$/);
    assert.match(lineOf(text, "Near the best"), /-?\d\.\d\d on average of [358] neighbors$/);
    assert.doesNotMatch(text, /Overfitting|Failed/);
    assert.match(text, /The first 5 of 12 runs by rank, see table\(\)\n {2}rank {2}fast {2}slow /);
    assert.match(text, /Sharpe ratio by fast and slow\n {4}15: 3 -?\d\.\d\d, 5 /);
  });

  it("computes chance from the day returns of all runs, as the ledger of trials does", async () => {
    const results = await crossovers();
    const trials = [...grid.keys()].map((run) => ({ ...results.trial(run) }) as { n: number } & PeriodSharpe);
    const ratios = trials.map(({ sharpe }) => sharpe);
    const mean = ratios.reduce((sum, one) => sum + one, 0) / ratios.length;
    const variance = ratios.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (ratios.length - 1);
    const best = trials[bestRun(results) ?? -1];
    const chance = chanceOf(results);
    const all = { count: 12, variance };
    assert.ok(Math.abs((chance?.expected ?? 0) - expectedMaximumSharpe(all) * Math.sqrt(252)) < 1e-12);
    assert.ok(Math.abs((chance?.deflated ?? 0) - (deflatedSharpe({ ...best, count: best.n }, all) ?? 0)) < 1e-12);
    assert.ok(Math.abs((chance?.sharpe ?? 0) - results.metric("sharpe")[bestRun(results) ?? -1]) < 1e-9);
  });

  it("tells overfitting where returns are kept", async () => {
    const results = await crossovers({ keep: "returns" });
    const series = [...grid.keys()].map((run) => results.returns(run)?.returns ?? new Float64Array(0));
    const found = overfittingOf(series);
    assert.equal(chanceOf(results)?.overfitting?.probability, found?.probability);
    assert.match(
      lineOf(textOf(results), "Overfitting"),
      /\d %? {2}\(how often the best of one half of 16 blocks|\d\.\d % {2}\(how often/,
    );
  });

  it("is brought up to date while runs come in", async () => {
    const results = await crossovers({}, grid.slice(0, 6));
    assert.equal(chanceOf(results)?.trials, 6);
    results.states[5] = pointStates.left;
    for (const key of results.metricKeys) results.metric(key)[5] = Number.NaN;
    results.state = "PAUSED";
    assert.match(textOf(results), /\(PAUSED, 5 of 6, 1 left\)/);
  });

  it("says that the best is at the edge of what was tried", async () => {
    const results = await crossovers({ metrics: ["sharpe", "totalReturn"] });
    for (const run of grid.keys()) results.metric("sharpe")[run] = run;
    const text = textOf(results);
    assert.match(
      lineOf(text, "At the edge"),
      /fast 9 is the highest tried, slow 35 is the highest tried: better ones may lie beyond$/,
    );
    for (const run of grid.keys()) results.metric("sharpe")[run] = run === 4 ? 9 : 0;
    assert.equal(lineOf(textOf(results), "At the edge"), "");
    assert.match(lineOf(textOf(results), "Near the best"), /0\.00 on average of 8 neighbors/);
  });

  it("counts what failed, by code, with a message", async () => {
    const runs = gridOf({ size: [1, 4, 2, 5] });
    const results = await sweptBy(await lab(), year, moody as never, runs, { session: apple });
    const text = textOf(results);
    assert.match(text, /^Sweep swept {2}\(COMPLETED, 2 of 4, 2 failed\)/);
    assert.match(
      lineOf(text, "Failed"),
      /2 runs with STRATEGY_FAILED, such as: .*No more than 3 of <AAPL>, was 4; see errors\(\)$/,
    );
    const html = String(bundleOf(displayable({}, sweepCard(results)))?.["text/html"]);
    assert.ok(html.includes("&lt;AAPL&gt;") && !html.includes("<AAPL>"));
  });

  it("says once that runs cost nothing, as the card of a session does", async () => {
    const warnings = (text: string) => text.split("\n").filter((line) => line.startsWith("  Warning "));
    const said = /No commission, slippage or spread: results are better than a market would have given/;
    const [free, ...more] = warnings(textOf(await crossovers()));
    assert.match(free, said);
    assert.deepEqual(more, []);
    const paid = await crossovers({ session: { ...apple, commission: commissionBps(1) } });
    assert.deepEqual(warnings(textOf(paid)), []);
    const opened = await lab();
    const costs = { name: "costs", list: [{}, { commission: commissionBps(50) }], rank: "totalReturn" as const };
    const listed = await opened.sweep(year, crossover, { ...apple, ...costs });
    assert.match(warnings(inspect(listed)).join(), /The best run has no commission, slippage or spread/);
    const all = { ...costs, name: "all", commission: commissionBps(1), list: [{ slippage: slippageBps(1) }, {}] };
    assert.deepEqual(warnings(inspect(await opened.sweep(year, crossover, { ...apple, ...all }))), []);
  });

  it("of one combination says which, its value, and no distribution of one run", async () => {
    const own = await lab();
    const text = inspect(await own.sweep(year, crossover, { ...apple, grid: { fast: [5], slow: [20] } }));
    assert.match(lineOf(text, "Swept"), /fast 5; slow 20$/);
    assert.match(lineOf(text, "Sharpe ratio"), /^ {2}Sharpe ratio +-?\d+\.\d\d$/);
    assert.doesNotMatch(text, /middle 90 %|1 in 1 bars| over 1 run/);
  });

  it("says of whole numbers which are in the cell at the edge, and all of a long place", async () => {
    const ranged = defineStrategy({
      name: "ranged",
      params: { n: param.int(10, { min: 5, max: 57 }), threshold: param.number(0, { min: -0.1, max: 0.1 }) },
      onBar: ({ bar, params, orderTarget }) => orderTarget(bar.symbol, params.n + (params.threshold > 0 ? 100 : 0)),
    });
    const drawn = { random: true as const, draws: 60, seed: 3, rank: "totalReturn" as const };
    const text = inspect(await (await lab()).sweep(year, ranged, { ...apple, ...drawn }));
    const edge = /^ {2}At the edge +.*?\n(?= {2}\S)/ms.exec(text)?.[0].replace(/\s+/g, " ") ?? "none";
    assert.match(
      edge,
      /n \d+ to \d+ is the (highest|lowest) tried, .*threshold -?[\d.]+ to [\d.]+ is the highest tried:/,
    );
  });

  it("of runs that all failed has no best and no figure", async () => {
    const results = await sweptBy(await lab(), year, moody as never, gridOf({ size: [4, 5] }), { session: apple });
    const text = textOf(results);
    assert.doesNotMatch(text, /Best in sample|Chance|by rank/);
    assert.match(lineOf(text, "Failed"), /2 runs with STRATEGY_FAILED/);
  });

  it("of seeds tells their distribution and the truth, and no best one", async () => {
    const text = textOf(await ensemble(12));
    assert.match(lineOf(text, "Swept"), / 12 seeds$/);
    assert.match(
      lineOf(text, "Sharpe ratio"),
      /mean -?\d\.\d\d, middle 90 % from -?\d\.\d\d to -?\d\.\d\d, of 12 runs$/,
    );
    assert.match(lineOf(text, "Truth"), /Sharpe ratio of holding AAA 0\.5\d$/);
    assert.doesNotMatch(text, /Best in sample|Chance alone|Deflated/);
    assert.match(text, /Sharpe ratio over 12 seeds/);
  });

  it("names what chance gives in Sharpe ratios, also if runs are ranked by something else", async () => {
    const text = textOf(await crossovers({ rank: "totalReturn" }));
    assert.match(lineOf(text, "Best in sample"), /Total return -?\d+\.\d+ % at fast/);
    assert.match(lineOf(text, "Chance alone"), /without skill; that of the best run is -?\d\.\d\d$/);
  });
});
