import assert from "node:assert/strict";
import { expectedMaximumSharpe } from "../../../src/analysis/inference/sharpe-ratio";
import { defineStrategy, strategies } from "../../../src/index";
import type { HeatmapTrace, ScatterTrace } from "../../../src/output/plotly/figure";
import { figureText } from "../../../src/output/plotly/figure-text";
import { chanceOf } from "../../../src/views/sweep/chance";
import { sweepViews } from "../../../src/views/sweep/views";
import { apple, lab, leaveNothing, year } from "../../api/labs";
import { gridOf, sweptBy } from "../../support/swept";
import { crossovers, ensemble, grid, moody } from "./swept-year";

const { best, heatmap, heatmapRows, plotRank, plotFan, distribution } = sweepViews;

describe("the heat map of a sweep", () => {
  afterEach(leaveNothing);

  it("has the metric of each run in its cell, the peak and the best plateau in frames", async () => {
    const results = await crossovers();
    const figure = heatmap(results);
    const [cells] = figure.data as HeatmapTrace[];
    assert.deepEqual(
      [cells.x, cells.y],
      [
        ["3", "5", "7", "9"],
        ["15", "25", "35"],
      ],
    );
    const ratios = results.metric("sharpe");
    for (const [run, { params = {} }] of grid.entries()) {
      const [x, y] = [cells.x.indexOf(String(params.fast)), cells.y.indexOf(String(params.slow))];
      assert.equal(cells.z[y][x], Number(ratios[run].toPrecision(6)));
    }
    const top = heatmapRows(results).reduce((most, row) => ((row.value ?? -9) > (most.value ?? -9) ? row : most));
    const [frame] = figure.layout.shapes?.filter(({ line }) => line.dash === "solid") ?? [];
    assert.deepEqual(
      [frame.x0 + 0.5, frame.y0 + 0.5],
      [cells.x.indexOf(String(top.x)), cells.y.indexOf(String(top.y))],
    );
    assert.match(figure.layout.xaxis.title?.text ?? "", /^fast<br>Frame: peak -?\d\.\d\d, its neighbors -?\d\.\d\d/);
  });

  it("says which cells are empty because their runs failed", async () => {
    const moodyOfTwo = defineStrategy({ ...moody, params: { size: 1, other: 1 } } as never);
    const runs = gridOf({ size: [1, 2, 5], other: [1, 2] });
    const results = await sweptBy(await lab(), year, moodyOfTwo as never, runs, { session: apple });
    const title = heatmap(results, "size", "other", "totalReturn").layout.xaxis.title?.text ?? "";
    assert.match(title.replaceAll("<br>", " "), /^size Frame: .* Empty: 2 cells whose runs failed, see errors\(\)$/);
  });

  it("takes the axes and the metric that are asked for, and may be smooth", async () => {
    const results = await crossovers();
    const figure = heatmap(results, "slow", "fast", "totalReturn", { smooth: true });
    const [cells] = figure.data as HeatmapTrace[];
    assert.deepEqual(
      [cells.x, cells.y],
      [
        ["15", "25", "35"],
        ["3", "5", "7", "9"],
      ],
    );
    const rows = heatmapRows(results, "slow", "fast", "totalReturn");
    const middle = rows.find(({ x, y }) => x === 25 && y === 5);
    const all = rows.filter(({ x, y }) => Number(y) <= 7 && Number(x) > 0).map(({ value }) => value ?? 0);
    assert.ok(Math.abs((middle?.around ?? 0) - all.reduce((a, b) => a + b, 0) / 9) < 1e-12);
    assert.equal(cells.z[1][1], Number(middle?.around?.toPrecision(6)));
  });

  it("fixes other params at the best run, or takes the mean over them, and says which", async () => {
    const runs = gridOf({ fast: [5, 8, 12], slow: [20, 26, 32], signal: [5, 9] });
    const results = await sweptBy(await lab(), year, strategies.macdCross as never, runs, { session: apple });
    const { signal } = best(results).params;
    const fixed = heatmap(results);
    assert.equal(
      fixed.layout.title?.text.replace("<br>", " "),
      `Sharpe ratio by fast and slow, signal ${signal} as in the best run`,
    );
    assert.ok(heatmapRows(results).every((row) => row.runs === 1));
    const mean = heatmapRows(results, undefined, undefined, undefined, { others: "mean" });
    assert.ok(mean.every((row) => row.runs === 2));
    const title = heatmap(results, "fast", "slow", "sharpe", { others: "mean" }).layout.title?.text;
    assert.equal(title?.replace("<br>", " "), "Sharpe ratio by fast and slow, mean over signal");
  });

  it("is a line over one param, with the mean of the neighbors", async () => {
    const results = await crossovers({}, gridOf({ fast: [9, 3, 5] }));
    const [line, beside] = heatmap(results).data as ScatterTrace[];
    const [nine, three, five] = Array.from(results.metric("sharpe"), (value) => Number(value.toPrecision(6)));
    assert.deepEqual(
      [line.x, line.y],
      [
        [3, 5, 9],
        [three, five, nine],
      ],
    );
    assert.ok(Math.abs((beside.y[1] ?? 0) - (three + nine) / 2) < 1e-5);
  });

  it("says which params and metrics there are, and that seeds have none", async () => {
    const results = await crossovers({ metrics: ["sharpe", "trades"] });
    assert.throws(
      () => heatmap(results, "fsat"),
      /Expected x to be a param that differs from run to run \(fast, slow\), was "fsat"\. Did you mean "fast"\?/,
    );
    assert.throws(() => heatmap(results, "fast", "fast"), /Expected y to be another param than x, was "fast"/);
    assert.throws(
      () => heatmap(results, "fast", "slow", "cagr"),
      /Expected metric to be a metric of the sweep \(sharpe, trades\), was "cagr"/,
    );
    assert.throws(() => heatmap(results, "fast", "slow", "sharpe", { others: "none" as "best" }), {
      code: "INVALID_OPTION",
    });
    const seeds = await ensemble(2);
    assert.throws(() => heatmap(seeds), { code: "NOTHING_SWEPT" });
  });
});

describe("the runs by rank", () => {
  afterEach(leaveNothing);

  it("fall, over a band that has the deviation of the deflated Sharpe ratio", async () => {
    const results = await crossovers();
    const [low, high, middle, own] = plotRank(results).data as ScatterTrace[];
    const values = own.y as number[];
    assert.deepEqual(
      values,
      [...values].sort((a, b) => b - a),
    );
    assert.equal(values.length, grid.length);
    const chance = chanceOf(results);
    const expected = expectedMaximumSharpe({ count: grid.length, variance: 1 }) * (chance?.deviation ?? 0);
    assert.ok(Math.abs(expected - (chance?.expected ?? 0)) < 1e-12);
    assert.ok((low.y[0] ?? 0) < expected && expected < (high.y[0] ?? 0));
    assert.ok(Math.abs((middle.y[0] ?? 0) + (middle.y[grid.length - 1] ?? 0)) < 1e-5);
    assert.match(figureText(plotRank(results)), /Sharpe ratio of 12 runs by rank, over what chance alone gives/);
  });

  it("have no band for another metric, and none for seeds, which are no trials", async () => {
    assert.equal(plotRank(await crossovers(), "totalReturn").data.length, 1);
    assert.equal(plotRank(await ensemble(5)).data.length, 1);
  });
});

describe("an ensemble", () => {
  afterEach(leaveNothing);

  it("has the truth of its made prices drawn into the distribution of the Sharpe ratio", async () => {
    const results = await ensemble(30);
    const truth = results.truth?.symbols.AAA.sharpe ?? Number.NaN;
    const lines = distribution(results).data.slice(1) as ScatterTrace[];
    const [mean, low, high, line] = lines.map(({ x }) => Number(x[0]));
    assert.equal(line, Number(truth.toPrecision(6)));
    assert.equal(lines[3].name, `Truth: holding AAA ${truth.toFixed(2)}`);
    assert.ok(low < mean && mean < high);
    // The standard error of the mean of 30 Sharpe ratios of 300 days is near 0.16.
    assert.ok(Math.abs(mean - truth) < 0.8);
    assert.equal(distribution(results, "totalReturn").data.length, 4);
  });

  it("opens as a fan from 1 to what its runs grew to", async () => {
    const results = await ensemble(20, { keep: "returns" });
    const [lowest, highest, , , middle] = plotFan(results).data as ScatterTrace[];
    assert.deepEqual([lowest.y[0], middle.y[0], highest.y[0]], [1, 1, 1]);
    const ends = [...results.metric("totalReturn")].map((one) => 1 + one).sort((a, b) => a - b);
    const last = middle.y.length - 1;
    assert.ok(Math.abs((middle.y[last] ?? 0) - (ends[9] + ends[10]) / 2) < 1e-4);
    assert.ok((lowest.y[last] ?? 0) >= Number(ends[0].toPrecision(5)) && (highest.y[last] ?? 0) <= ends[19]);
    assert.match(String(middle.x[last]), /^2021-\d\d-\d\d$/);
    assert.ok(JSON.stringify(plotFan(results)).length < 300_000);
  });

  it("has no fan without returns, and says how to keep them", async () => {
    const results = await ensemble(2);
    assert.throws(() => plotFan(results), {
      code: "RETURNS_NOT_KEPT",
      message:
        'Expected sweep "seeds" to have the returns of its runs, but they were not kept; make it with keep: "returns"',
    });
  });
});
