import assert from "node:assert/strict";
import { heatMapFigure } from "../../../src/output/figures/heat-map";
import { monthsFigure } from "../../../src/output/figures/months";
import { aroundZero, colorOn } from "../../../src/output/plotly/color-scales";
import type { HeatmapTrace } from "../../../src/output/plotly/figure";
import { colors, layoutOf, seriesColors } from "../../../src/output/plotly/theme";
import { stillSvg } from "../../../src/output/still/still";

type Triple = readonly [number, number, number];

const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4);
const lightOf = (color: string) =>
  [1, 3, 5].map((at) => linear(Number.parseInt(color.slice(at, at + 2), 16) / 255)) as unknown as Triple;
const luminance = ([red, green, blue]: Triple) => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** Contrast of two colors. Source: Web Content Accessibility Guidelines 2.2. */
function contrast(one: string, other: string): number {
  const [low, high] = [luminance(lightOf(one)), luminance(lightOf(other))].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

// What people see who lack one kind of cones, on linear light. Source: Machado, Oliveira and Fernandes (2009), severity 1.
const sights: readonly (readonly Triple[])[] = [
  [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
];

const times = (rows: readonly Triple[], light: Triple) =>
  rows.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, factor, i) => sum + factor * light[i], 0),
      ),
    ),
  ) as unknown as Triple;

/** Lightness and two axes of hue. Source: Ottosson (2020), Oklab. */
function oklab(light: Triple): Triple {
  const cones = [
    [0.4122214708, 0.5363325363, 0.0514459929],
    [0.2119034982, 0.6806995451, 0.1073969566],
    [0.0883024619, 0.2817188376, 0.6299787005],
  ].map((row) => Math.cbrt(row.reduce((sum, factor, i) => sum + factor * light[i], 0)));
  const rows = [
    [0.2104542553, 0.793617785, -0.0040720468],
    [1.9779984951, -2.428592205, 0.4505937099],
    [0.0259040371, 0.7827717662, -0.808675766],
  ];
  return rows.map((row) => row.reduce((sum, factor, i) => sum + factor * cones[i], 0)) as unknown as Triple;
}

function leastDifference(one: string, other: string): number {
  const differences = sights.map((sight) => {
    const [a, b] = [one, other].map((color) => oklab(times(sight, lightOf(color))));
    return Math.hypot(...a.map((part, i) => part - b[i]));
  });
  return Math.min(...differences);
}

describe("the title of a figure", () => {
  it("is broken into lines that a phone has room for", () => {
    const title = "Sharpe ratio of a-session-with-quite-a-long-name, rolling 126 returns";
    const lines = layoutOf({ title, legend: false, xaxis: {}, yaxis: {} }).title?.text.split("<br>") ?? [];
    assert.deepEqual(lines, ["Sharpe ratio of", "a-session-with-quite-a-long-name,", "rolling 126 returns"]);
  });
});

describe("the colors of figures", () => {
  it("have a contrast of 3 on white and on dark pages", () => {
    const all = [...seriesColors, colors.text, colors.benchmark, colors.up, colors.down, colors.buy, colors.sell];
    for (const color of all)
      for (const page of ["#ffffff", "#111111", "#14181d"])
        assert.ok(contrast(color, page) >= 3, `${color} on ${page}`);
  });

  it("have text that is readable in the cells of months and of maps", () => {
    const shares = Array.from({ length: 41 }, (_, at) => at / 40);
    for (const share of shares)
      assert.ok(contrast("#000000", colorOn(aroundZero, share)) >= 4.5, colorOn(aroundZero, share));
    const months = monthsFigure([{ year: 2020, months: shares.slice(0, 12), whole: 0.1 }], "Months");
    assert.deepEqual((months.data[0] as HeatmapTrace).textfont, { color: "#000000" });
    const cells = shares.slice(0, 36).map((share, at) => ({ x: at % 6, y: Math.floor(at / 6), value: share }));
    const map = heatMapFigure(cells, { title: "Map", names: { x: "x", y: "y", value: "v" }, format: "ratio" });
    const pairs = [...stillSvg(map).matchAll(/<rect[^>]*fill="(#\w{6})"\/><text[^>]*fill="(#\w{6})"/g)];
    assert.equal(pairs.length, 36);
    for (const [, cell, text] of pairs) assert.ok(contrast(cell, text) >= 4.5, `${text} on ${cell}`);
  });

  it("are told apart by the colour-blind: lines drawn through, dotted lines, gains and losses, buys and sells", () => {
    for (const group of [
      seriesColors.slice(0, 4),
      seriesColors.slice(4),
      [colors.up, colors.down],
      [colors.buy, colors.sell],
    ])
      for (const [at, color] of group.entries())
        for (const other of group.slice(0, at))
          assert.ok(leastDifference(color, other) > 0.08, `${color} and ${other}: ${leastDifference(color, other)}`);
  });
});
