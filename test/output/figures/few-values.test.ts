import assert from "node:assert/strict";
import { attributionFigure } from "../../../src/output/figures/attribution";
import { drawdownFigure } from "../../../src/output/figures/drawdown";
import { equityFigure } from "../../../src/output/figures/equity";
import { monthsFigure } from "../../../src/output/figures/months";
import { priceFigure } from "../../../src/output/figures/price";
import { returnsFigure } from "../../../src/output/figures/returns";
import { rollingFigure } from "../../../src/output/figures/rolling";
import { tradesFigure } from "../../../src/output/figures/trades";
import type { Figure, HeatmapTrace, ScatterTrace } from "../../../src/output/plotly/figure";
import { figureText } from "../../../src/output/plotly/figure-text";
import { stillSvg } from "../../../src/output/still/still";
import { wave, waveBars } from "../builders";

const day = 86_400_000;
const start = Date.parse("2024-01-03");
const levels = (...values: number[]) => ({
  name: "a",
  time: Float64Array.from(values, (_, at) => start + at * day),
  value: Float64Array.from(values),
});

describe("a figure of few values or none", () => {
  it("has no drawdown above zero where the equity never moved, in a still picture too", () => {
    const flat = {
      name: "a",
      time: Float64Array.of(1, 2, 3).map((at) => at * 86_400_000),
      value: Float64Array.of(5, 5, 5),
    };
    for (const figure of [drawdownFigure([flat]), equityFigure([flat], { drawdown: true })]) {
      const percents = [...stillSvg(figure).matchAll(/>(-?[\d.]+) %</g)].map(([, percent]) => Number(percent));
      assert.ok(percents.length > 2);
      assert.equal(Math.max(...percents), 0);
      assert.ok(Math.min(...percents) >= -1, String(percents));
    }
  });

  const empty: readonly [string, Figure, RegExp][] = [
    ["trades", tradesFigure([], "a", String), /no trade has ended/],
    ["returns", returnsFigure(new Float64Array(0), [], "Returns", "Days"), /there is no return yet/],
    ["parts", attributionFigure([], "Profit"), /nothing was earned or lost/],
    ["undefined values", equityFigure([levels(Number.NaN, Number.NaN)]), /no step was taken yet/],
  ];
  for (const [what, figure, why] of empty)
    it(`says why it has nothing to draw instead of axes that nobody measured: ${what}`, () => {
      assert.equal(figure.data.length, 0);
      assert.deepEqual([figure.layout.xaxis.visible, figure.layout.yaxis.visible], [false, false]);
      for (const text of [String(figure.layout.annotations?.[0].text), figureText(figure), stillSvg(figure)])
        assert.match(text.replace("<br>", " "), why);
    });

  it("has days, not hours, on the axis of a few days", () => {
    assert.equal(
      equityFigure([levels(1, 2, 3)], { day: (time) => new Date(time).toISOString().slice(0, 10) }).layout.xaxis.dtick,
      day,
    );
    assert.equal(equityFigure([wave("a", 300)]).layout.xaxis.dtick, undefined);
  });

  it("has zero at the top where there was no drawdown", () => {
    assert.deepEqual(drawdownFigure([levels(1, 1, 2)]).layout.yaxis.range, [-0.01, 0]);
    assert.deepEqual(equityFigure([levels(1, 2)], { drawdown: true }).layout.yaxis2?.range, [-0.01, 0]);
    assert.equal(drawdownFigure([levels(2, 1)]).layout.yaxis.range, undefined);
  });

  it("has an equity that never moves between values of its size", () => {
    assert.deepEqual(equityFigure([levels(100, 100, 100)]).layout.yaxis.range, [95, 105]);
    assert.deepEqual(equityFigure([levels(-100, -100)]).layout.yaxis.range, [-105, -95]);
    assert.equal(equityFigure([levels(100, 100, 101)]).layout.yaxis.range, undefined);
    assert.equal(equityFigure([levels(100, 100), levels(90, 90)]).layout.yaxis.range, undefined);
  });

  it("has months of 100 % and more without decimals, which fit a cell beside another", () => {
    const [map] = monthsFigure([{ year: 2022, months: [-0.692, -1.2274, 0.9994, 0.9996], whole: 12.3456 }], "M").data;
    assert.deepEqual((map as HeatmapTrace).text, [["-69.2", "-123", "99.9", "100", "1,235"]]);
  });

  it("has the return of a single trade beside 0", () => {
    const trade = { id: "trade-1", symbol: "A", direction: "long", quantity: 1, entryPrice: 10, exitPrice: 9 } as const;
    const figure = tradesFigure(
      [{ ...trade, entryTime: start, exitTime: start + day, returnOnEntry: -0.1, netPnl: -1 } as never],
      "a",
      String,
    );
    assert.equal(figure.layout.yaxis.rangemode, "tozero");
  });

  it("shows a single point as a mark", () => {
    const [only] = equityFigure([levels(5)]).data as ScatterTrace[];
    assert.deepEqual([only.mode, only.marker?.symbol], ["markers", "circle"]);
  });
});

describe("a figure of very large or small numbers", () => {
  it("has short ticks for millions, in its still picture too", () => {
    const figure = equityFigure([wave("a", 300, { level: 1e9 })]);
    assert.deepEqual([figure.layout.yaxis.exponentformat, figure.layout.yaxis.tickformat], ["B", undefined]);
    const ticks = [...stillSvg(figure).matchAll(/>([\d.,]+)(M|B)</g)].map(([, number]) => Number(number));
    assert.ok(ticks.length >= 3, "ticks with units");
    assert.equal(new Set(ticks).size, ticks.length, `${ticks}`);
    assert.equal(equityFigure([wave("a", 300)]).layout.yaxis.tickformat, ",");
  });

  it("tells prices of a millionth in its hovers", () => {
    const bars = waveBars(50);
    const tiny = Object.fromEntries(
      Object.entries(bars).map(([name, value]) => [
        name,
        value instanceof Float64Array && name !== "time" ? value.map((one) => one / 1e8) : value,
      ]),
    ) as unknown as typeof bars;
    const formatOf = (shown: typeof bars) =>
      priceFigure({ symbol: "X", bars: shown, daily: true, fills: [], records: [] }).layout.yaxis.hoverformat;
    assert.deepEqual([formatOf(bars), formatOf(tiny)], [",.8~f", ",.6~r"]);
  });

  it("draws records in a panel of their own if the prices would be a line beside them", () => {
    const bars = waveBars(50);
    const axisOf = (times: number) => {
      const records = [{ name: "average", time: bars.time, value: bars.close.map((close) => close * times) }];
      const { data } = priceFigure({ symbol: "X", bars, daily: true, fills: [], records });
      return (data.find(({ name }) => name === "average") as ScatterTrace).yaxis ?? "y";
    };
    assert.deepEqual([axisOf(1), axisOf(0.97), axisOf(0.55), axisOf(1.9)], ["y", "y", "y2", "y2"]);
  });

  it("counts returns that are too small for any bin", () => {
    const [bars] = returnsFigure(Float64Array.of(-5e-324, 5e-324, 5e-324), [], "Returns", "Days").data;
    assert.deepEqual(bars.type === "bar" && bars.y, [1, 2]);
  });

  it("writes ticks of small ranges, also of a part that is zoomed into, with digits that tell them apart", () => {
    const small = levels(1, 1.00002, 1.00001);
    const look = { title: "Rolling", unit: "Volatility" };
    const formats = [
      rollingFigure([small], { ...look, percent: true }).layout.yaxis,
      rollingFigure([small], { ...look, percent: false }).layout.yaxis,
      drawdownFigure([small]).layout.yaxis,
      returnsFigure(Float64Array.of(-0.0001, 0.0002), [], "Returns", "Days").layout.xaxis,
    ].map(({ tickformat }) => tickformat);
    assert.deepEqual(formats, [",.6~%", ",.6~f", ".6~%", ",.6~%"]);
  });

  it("keeps a title of two lines within the figure", () => {
    const padOf = (title: string) => {
      const { layout } = rollingFigure([levels(1, 2)], { title, unit: "a", percent: false });
      const { text, pad } = layout.title as unknown as { readonly text: string; readonly pad: { readonly t: number } };
      return [text.includes("<br>"), pad.t];
    };
    assert.deepEqual(padOf("Sharpe of a, rolling 63 returns"), [false, 12]);
    assert.deepEqual(padOf("Annual volatility of million, rolling 126 returns"), [true, 24]);
  });

  it("leaves days without a return out of the histogram, which would be one spike, and says so", () => {
    const moved = Float64Array.from({ length: 300 }, (_, at) => ((at % 61) - 30) / 1000 || 0.001);
    const idle = new Float64Array(900);
    const withIdle = returnsFigure(Float64Array.of(...moved, ...idle), [], "Returns", "Days");
    const without = returnsFigure(moved, [], "Returns", "Days");
    const name = "Returns other than 0 %";
    assert.deepEqual(withIdle.data, [{ ...without.data[0], name }]);
    assert.equal(withIdle.layout.yaxis.title?.text, "Days (without 900 of 1,200 at 0 %)");
    assert.equal(without.layout.yaxis.title?.text, "Days");
  });

  it("says so of a session that never had a return", () => {
    const figure = returnsFigure(new Float64Array(40), [{ name: "Mean", value: 0 }], "Returns", "Days");
    assert.equal(figureText(figure), "Returns: nothing to draw: every return is 0 %");
  });
});
