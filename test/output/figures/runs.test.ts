import assert from "node:assert/strict";
import fc from "fast-check";
import { heatMapFigure } from "../../../src/output/figures/heat-map";
import { distributionFigure } from "../../../src/output/figures/runs/distribution";
import { fanFigure } from "../../../src/output/figures/runs/fan";
import { paramLineFigure } from "../../../src/output/figures/runs/param-line";
import { rankFigure } from "../../../src/output/figures/runs/rank";
import type { BarTrace, Figure, HeatmapTrace, ScatterTrace } from "../../../src/output/plotly/figure";
import { figureText } from "../../../src/output/plotly/figure-text";
import { stillSvg } from "../../../src/output/still/still";
import { assertExpected } from "../expected";

const levels = (scale: number) => Float64Array.from({ length: 5 }, (_, at) => 1 + scale * at);
const fan = [levels(-0.1), levels(-0.05), levels(0), levels(0.05), levels(0.1)] as const;
const ranked = [0.9, 0.5, -0.2].map((value, at) => ({ rank: at + 1, value, name: `fast ${at}` }));
const band = {
  name: "3 without skill",
  rank: [1, 2, 3],
  low: [-0.1, -0.5, -0.9],
  middle: [0.4, 0, -0.4],
  high: [1, 0.5, 0.1],
};
const points = [3, 5, 7].map((x) => ({ x, value: x === 5 ? null : x / 10, neighbors: x / 20 }));
const names = { x: "fast", y: "slow", value: "Sharpe ratio" };
const cells = [5, 10, 20].flatMap((x) => [50, 100].map((y) => ({ x, y, value: x / y, more: ", neighbors 0.10" })));
const framed = [{ x: 20, y: 50 }, { x: 10, y: 100, dash: "dash" } as const];

const figures: Readonly<Record<string, Figure>> = {
  distribution: distributionFigure(
    Float64Array.of(0.1, 0.2, 0.2, 0.5, Number.NaN),
    [
      { name: "Mean", value: 0.25 },
      { name: "Truth: holding AAA", value: 0.4, truth: true },
    ],
    { title: "Sharpe ratio over 4 seeds", unit: "Sharpe ratio", format: "ratio", counted: "Seeds" },
  ),
  fan: fanFigure({ x: [0, 1, 2, 3, 4], levels: fan }, { title: "Growth of 9 runs", unit: "Growth", axis: "Days" }),
  "dated fan": fanFigure(
    {
      x: [1, 2, 3, 4, 5].map((day) => `2024-01-0${day}`),
      levels: fan,
      other: { name: "Best: fast 3", values: levels(1) },
    },
    { title: "Growth of 9 runs", unit: "Growth" },
  ),
  rank: rankFigure(ranked, {
    title: "By rank",
    name: "Sharpe ratio, from 0.90 to -0.20",
    unit: "Sharpe ratio",
    format: "ratio",
    band,
  }),
  line: paramLineFigure(points, { title: "By fast", names, format: "ratio" }),
  names: paramLineFigure(
    [
      { x: "sma", value: 0.1, neighbors: null },
      { x: "<ema>", value: 0.2, neighbors: null },
    ],
    {
      title: "By average",
      names,
      format: "percent",
    },
  ),
  "framed cells": heatMapFigure(cells, {
    title: "Sharpe ratio",
    names,
    format: "ratio",
    framed,
    note: "Frame: peak 0.40",
  }),
};

describe("figures of many runs", () => {
  it("say in rounded text what was looked at", () => {
    assertExpected("runs.txt", `${Object.values(figures).map(figureText).join("\n\n")}\n`);
  });

  for (const [name, figure] of Object.entries(figures))
    it(`have a title, and a still picture without holes: ${name}`, () => {
      assert.ok(figure.layout.title?.text);
      const svg = stillSvg(figure);
      assert.doesNotMatch(svg, /NaN|Infinity|undefined|Nothing to draw/);
      assert.ok(svg.length > 1000);
    });

  it("may have nothing to draw", () => {
    const none = { title: "t", unit: "u", format: "ratio" } as const;
    const noLevels = [0, 0, 0, 0, 0].map(() => new Float64Array(0)) as unknown as typeof fan;
    for (const figure of [
      distributionFigure(new Float64Array(0), [], { ...none, counted: "Runs" }),
      fanFigure({ x: [], levels: noLevels }, none),
      rankFigure([], { ...none, name: "n" }),
      paramLineFigure([{ x: 1, value: null, neighbors: null }], { ...none, names }),
    ]) {
      assert.match(figureText(figure), /nothing to draw/);
      assert.match(stillSvg(figure), /Nothing to draw/);
    }
  });
});

describe("a distribution", () => {
  it("counts every finite value once", () => {
    const anything = fc.oneof(
      fc.double({ min: -50, max: 50, noNaN: true }),
      fc.constant(Number.NaN),
      fc.constant(Infinity),
      fc.double({ min: 1e9, max: 1e9 + 1, noNaN: true }),
      fc.constant(5e-324),
    );
    const look = { title: "t", unit: "u", format: "ratio", counted: "Runs" } as const;
    fc.assert(
      fc.property(fc.array(anything, { minLength: 1, maxLength: 200 }), (values) => {
        const { data } = distributionFigure(Float64Array.from(values), [], look);
        const counts = data.length === 0 ? [] : (data[0] as BarTrace).y.map(Number);
        assert.equal(
          counts.reduce((a, b) => a + b, 0),
          values.filter(Number.isFinite).length,
        );
      }),
    );
  });
});

describe("a heat map with frames", () => {
  it("frames the cells that it names, and no others", () => {
    const { layout } = figures["framed cells"];
    assert.deepEqual(
      layout.shapes?.map(({ x0, x1, y0, y1, line }) => [x0, x1, y0, y1, line.dash]),
      [
        [1.5, 2.5, -0.5, 0.5, "solid"],
        [0.5, 1.5, 0.5, 1.5, "dash"],
      ],
    );
    const elsewhere = heatMapFigure(cells, { title: "t", names, format: "ratio", framed: [{ x: 7, y: 50 }] });
    assert.equal(elsewhere.layout.shapes, undefined);
  });

  it("has its lowest row at the bottom, in the still picture too", () => {
    const svg = stillSvg(figures["framed cells"]);
    const heightOf = (name: string) =>
      Number(new RegExp(` y="([\\d.]+)" text-anchor="end" font-size="11">${name}<`).exec(svg)?.[1]);
    assert.ok(heightOf("50") > heightOf("100"));
  });

  it("makes low values the bright ones if these are the good ones", () => {
    const look = { title: "t", names, format: "ratio" } as const;
    const scaleOf = (figure: Figure) => (figure.data[0] as HeatmapTrace).colorscale;
    const [up, down] = [heatMapFigure(cells, look), heatMapFigure(cells, { ...look, ascending: true })].map(scaleOf);
    assert.deepEqual(down, up.map(([place, color]) => [1 - place, color]).reverse());
  });

  it("of 10,000 cells stays under 300 KB, and tells its extremes in words", () => {
    const many = Array.from({ length: 10_000 }, (_, i) => ({
      ...{ x: i % 100, y: Math.floor(i / 100), value: Math.sin(i) },
      more: ", neighbors 0.12",
    }));
    const figure = heatMapFigure(many, { title: "t", names, format: "ratio" });
    assert.ok(JSON.stringify(figure).length < 300_000);
    assert.match(
      figureText(figure),
      /^t\n {2}Sharpe ratio: 10,000 cells, lowest -1\.00 at \d+, \d+, highest 1\.00 at \d+, \d+$/,
    );
  });
});

describe("a fan", () => {
  it("fills from the lowest to the highest curve, the middle half over the rest", () => {
    const traces = figures.fan.data as ScatterTrace[];
    assert.deepEqual(
      traces.map(({ fill }) => fill),
      [undefined, "tonexty", undefined, "tonexty", undefined],
    );
    assert.deepEqual(
      traces.map(({ y }) => y[4]),
      [0.6, 1.4, 0.8, 1.2, 1],
    );
  });
});
