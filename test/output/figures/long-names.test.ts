import assert from "node:assert/strict";
import { attributionFigure } from "../../../src/output/figures/attribution";
import { equityFigure } from "../../../src/output/figures/equity";
import { heatMapFigure } from "../../../src/output/figures/heat-map";
import { monthsFigure } from "../../../src/output/figures/months";
import type { HeatmapTrace, ScatterTrace } from "../../../src/output/plotly/figure";
import { figureText } from "../../../src/output/plotly/figure-text";
import { layoutOf, linesOf } from "../../../src/output/plotly/theme";
import { lettersOf } from "../../../src/output/short-names";
import { stillSvg } from "../../../src/output/still/still";
import { wave } from "../builders";

const long = "Momentum of twelve large companies <with> a volatility target, rebalanced every Friday, run";
const titleOf = (title: string) =>
  (layoutOf({ title, legend: false, xaxis: {}, yaxis: {} }).title?.text ?? "").split("<br>");

describe("names that are long", () => {
  const figure = equityFigure([1, 2, 3].map((run) => wave(`${long} ${run}`, 60)));
  const lines = figure.data as ScatterTrace[];

  it("are shortened in a legend so that they fit a phone and are told apart", () => {
    assert.equal(new Set(lines.map(({ name }) => name)).size, 3);
    for (const [at, { name }] of lines.entries()) {
      assert.ok(lettersOf(name) <= 40, name);
      assert.match(name, new RegExp(`^Momentum.*….* ${at + 1}$`));
    }
  });

  it("are told whole by the pointer and in words", () => {
    for (const [at, { meta = "", hovertemplate }] of lines.entries()) {
      assert.equal(meta.replaceAll("<br>", " "), `${long} ${at + 1}`.replace("<with>", "&lt;with&gt;"));
      assert.match(hovertemplate ?? "", /^%\{meta\}: %\{y\}/);
    }
    assert.match(figureText(figure), /rebalanced every Friday, run 2: 100,000.00 to/);
  });

  it("leave figures with short names as they are", () => {
    for (const trace of equityFigure([wave("a", 60), wave("b", 60)]).data as ScatterTrace[])
      assert.deepEqual([trace.meta, trace.hovertemplate], [undefined, undefined]);
  });

  it("make titles of no more than three lines that fit a phone, with what follows the name", () => {
    for (const name of [long, long.repeat(3), "VANGUARD_TOTAL_WORLD_STOCK_INDEX_ETF_ACC".repeat(2), "ab"]) {
      const title = titleOf(`Returns of ${name} by month, percent`);
      assert.ok(title.length <= 3, title.join("; "));
      for (const line of title) assert.ok(lettersOf(line.replace(/&(lt|gt);/g, "<")) <= 45, line);
      assert.match(title.join(" "), /^Returns of .*by month, percent$/);
    }
  });

  it("are read as one word where a title breaks them", () => {
    const symbol = "VANGUARD_TOTAL_WORLD_STOCK_INDEX_ETF_ACCUMULATING";
    assert.equal(titleOf(symbol).length, 2);
    assert.match(stillSvg(equityFigure([wave("a", 9)], { title: symbol })), new RegExp(`<title>${symbol}</title>`));
  });

  it("are told apart beside lying bars, and in their still picture", () => {
    const tags = ["left its band 1", "left its band 2"].map((end) => `rebalanced because the volatility ${end}`);
    const bars = attributionFigure(
      tags.map((name, at) => ({ name, pnl: 1000 + at })),
      "Profit",
    );
    const labels = bars.layout.yaxis.ticktext as readonly string[];
    for (const [at, label] of labels.entries()) assert.match(label, new RegExp(`^rebalanced .*…band ${at + 1}<br>`));
    for (const band of [1, 2]) assert.match(stillSvg(bars), new RegExp(`…[a-z ]*band ${band}<`));
  });

  it("are whole in the legend of a still picture, which has room for a few", () => {
    const name = "a strategy that holds what rose most in a year, every Friday, with stops";
    const svg = (count: number) =>
      stillSvg(
        equityFigure(
          Array.from({ length: count }, (_, at) => wave(`${name} ${at + 1}`, 60)),
          { benchmark: wave("SPX", 60) },
        ),
      );
    assert.ok(svg(1).includes(`>${name} 1<`));
    assert.ok(svg(2).includes(`>${name} 1<`) && svg(2).includes(`>${name} 2<`));
    assert.ok(!svg(5).includes(`>${name} 1<`));
    const longer = stillSvg(equityFigure([wave(name.repeat(3), 60)], { benchmark: wave("SPX", 60) }));
    const [, shown] = />(a strategy [^<]*…[^<]*)</.exec(longer) ?? [];
    assert.ok(lettersOf(shown) * 6.4 < 760 - 78 - 28, shown);
  });

  it("lie over nothing in the legend of a still picture, in capitals too", () => {
    const names = ["VANGUARD_TOTAL_WORLD_STOCK", "ISHARES_CORE_MSCI_MARKETS", "C"];
    const svg = stillSvg(equityFigure(names.map((name) => wave(name, 60))));
    const places = names.map((name) =>
      new RegExp(`<text x="([\\d.]+)" y="([\\d.]+)"[^>]*>${name}<`).exec(svg)?.map(Number),
    );
    for (const [at, name] of names.entries()) {
      const [own, next] = [places[at], places[at + 1]];
      assert.ok(own, name);
      // A capital is at most 7.4 of the 11 pixels of its height wide.
      if (next?.[2] === own[2]) assert.ok(own[1] + name.length * 7.4 <= next[1] - 28, name);
    }
  });
});

describe("a map of params", () => {
  const cells = (columns: number) =>
    Array.from({ length: columns * 3 }, (_, at) => ({ x: at % columns, y: Math.floor(at / columns), value: at / 7 }));
  const options = { title: "Map", names: { x: "x", y: "y", value: "Sharpe" }, format: "ratio" } as const;

  it("has a scale of colors where a phone has no room for the texts of its cells", () => {
    const scaleOf = (columns: number) => (heatMapFigure(cells(columns), options).data[0] as HeatmapTrace).showscale;
    assert.deepEqual([scaleOf(6), scaleOf(12), scaleOf(25)], [false, false, true]);
    assert.match(stillSvg(heatMapFigure(cells(40), options)), />0\.00<.*>17\.00</);
  });

  it("has a note of as many lines as a phone needs, and room for them", () => {
    const note = "Frame: peak 1.80, its neighbors 1.29. Dashed: best plateau 1.46, itself 1.54";
    const noted = heatMapFigure(cells(6), { ...options, note });
    const [, ...lines] = noted.layout.xaxis.title?.text.split("<br>") ?? [];
    assert.equal(lines.join(" "), note);
    for (const line of lines) assert.ok(line.length <= 50, line);
    assert.equal(noted.layout.height, heatMapFigure(cells(6), options).layout.height + 18 * lines.length);
  });

  it("of values of params are told apart beside the cells, and cut off nowhere", () => {
    const modes = ["one", "two"].map((one) => `an extremely long mode ${one} of trading in the mornings`);
    const rows = modes.flatMap((x) => modes.map((y, value) => ({ x, y, value })));
    const names = { x: "mode", y: "other", value: "Sharpe ratio" };
    const figure = heatMapFigure(rows, { title: "Modes", names, format: "ratio" });
    const { xaxis, yaxis } = figure.layout;
    for (const { tickvals, ticktext } of [xaxis, yaxis]) {
      assert.deepEqual(tickvals, modes);
      for (const [at, text] of (ticktext as string[]).entries()) {
        assert.match(text, at === 0 ? /one/ : /two/);
        assert.ok(lettersOf(text) <= 20, text);
      }
    }
    // The pointer tells them whole, with the value.
    const { hovertemplate, customdata } = figure.data[0] as HeatmapTrace;
    assert.equal(
      hovertemplate,
      "mode %{customdata[0]}<br>other %{customdata[1]}<br>%{text}%{customdata[2]}<extra></extra>",
    );
    const told = (customdata as string[][][])[1][0].map((text) => text.replaceAll("<br>", " "));
    assert.deepEqual(told, [modes[0], modes[1], ""]);
    const places = [...stillSvg(figure).matchAll(/<text x="([\d.]+)"[^>]*text-anchor="end"[^>]*>([^<]*mode[^<]*)</g)];
    const beside = places.filter(([, , text]) => text.includes("…"));
    assert.equal(beside.length, 2);
    for (const [, x, text] of beside) assert.ok(Number(x) >= lettersOf(text) * 6, `${text} begins left of the picture`);
    const short = heatMapFigure([{ x: 1, y: "a", value: 1 }], { title: "Short", names, format: "ratio" });
    assert.equal(short.layout.yaxis.ticktext, undefined);
  });
});

describe("a map of months", () => {
  const strongest = (returns: readonly number[]) => {
    const months = Array.from({ length: 12 }, (_, at) => returns[at] ?? null);
    const { zmin, zmax } = monthsFigure([{ year: 2020, months, whole: 9 }], "Months").data[0] as HeatmapTrace;
    assert.equal(zmin, -zmax);
    return zmax;
  };

  it("has a color of its own for each size, also where returns are large, and for usual ones beside one that is not", () => {
    assert.equal(strongest([0.01, -0.02, 0.03]), 0.03);
    assert.equal(strongest([0.0001]), 0.01);
    assert.equal(strongest([0.02, -0.03, 0.2]), 0.12);
    assert.equal(strongest([0.12, -0.6, 0.3, 0.25, -0.2]), 0.6);
    assert.equal(strongest([0.03, -0.02, 0.01, 0.04, 5]), 0.12);
    assert.equal(strongest([0.3, -0.2, 0.1, 0.4, 50]), 0.3 * 3);
    assert.equal(strongest([0, 0, 0, 0, 0.2, 0.5]), 0.5);
  });

  it("writes a return that is very large in as many characters as another", () => {
    const returns = [0.1234, -0.5, 13.18, 91.6, 9160.23, -20, 1.23e9, 1e20];
    const months = Array.from({ length: 12 }, (_, at) => returns[at] ?? null);
    const [cells] = monthsFigure([{ year: 2020, months, whole: 9160.23 }], "Months").data as HeatmapTrace[];
    assert.deepEqual(cells.text[0].slice(0, 8), ["12.3", "-50.0", "1,318", "9,160", "916K", "-2K", "123B", "1e+22"]);
    assert.equal(cells.text[0][12], "916K");
    assert.match(String((cells.customdata as string[][])[0][12]), /916,023/);
  });
});

describe("the lines of a title", () => {
  it("end at a comma where the rest fits a line, and leave no word alone", () => {
    const lines = (text: string) => linesOf(text);
    assert.deepEqual(lines("mean over size, the best of 100 weights and 100 tag"), [
      "mean over size,",
      "the best of 100 weights and 100 tag",
    ]);
    assert.deepEqual(lines("A, in shares after the 2:1 split of 2024-01-04"), [
      "A, in shares after the 2:1 split",
      "of 2024-01-04",
    ]);
    assert.deepEqual(lines(`${"a".repeat(40)} ${"b".repeat(40)}`), ["a".repeat(40), "b".repeat(40)]);
  });
});
