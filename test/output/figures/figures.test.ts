import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { bundleOf } from "../../../src/notebook/display";
import { drawdownFigure } from "../../../src/output/figures/drawdown";
import { equityFigure } from "../../../src/output/figures/equity";
import { closedDays } from "../../../src/output/figures/parts/closed-times";
import { priceFigure } from "../../../src/output/figures/price";
import { formatValue } from "../../../src/output/formats";
import type { CandlestickTrace, Figure, ScatterTrace } from "../../../src/output/plotly/figure";
import { figureText } from "../../../src/output/plotly/figure-text";
import { fillAt, wave, waveBars } from "../builders";
import { assertExpectedJson } from "../expected";

const lineOf = (figure: Figure, i = 0) => figure.data[i] as ScatterTrace;
const sizeOf = (figure: Figure) => JSON.stringify(figure).length;

describe("an equity figure", () => {
  it("is the Plotly JSON that was looked at", () => {
    assertExpectedJson(
      "equity.json",
      equityFigure([wave("baseline", 8), wave("faster", 8, { level: 110_000 })], { benchmark: wave("SPX", 8) }),
    );
  });

  it("has a legend only with more than one curve", () => {
    assert.equal(equityFigure([wave("a", 9)]).layout.showlegend, false);
    assert.equal(equityFigure([wave("a", 9), wave("b", 9)]).layout.showlegend, true);
    assert.equal(equityFigure([wave("a", 9)], { benchmark: wave("SPX", 9) }).layout.showlegend, true);
  });

  it("of a million points stays under 300 KB and keeps the extremes", () => {
    const minutes = wave("minutes", 1_000_000, { step: 60_000 });
    minutes.value[123_456] = 1e6;
    minutes.value[765_432] = -1e6;
    const figure = equityFigure([minutes]);
    assert.ok(sizeOf(figure) < 300_000, `${sizeOf(figure)}`);
    const { x, y } = lineOf(figure);
    assert.equal(x[y.indexOf(1e6)], "2014-09-03 17:36");
    assert.ok(y.includes(-1e6));
    assert.equal(y[y.length - 1], Number(minutes.value[999_999].toPrecision(8)));
  });

  it("says all cents of its values, however large they are", () => {
    const large = fc.double({ min: 1e6, max: 1e13, noNaN: true });
    fc.assert(
      fc.property(large, large, (first, last) => {
        const value = Float64Array.of(first, last);
        const figure = equityFigure([{ name: "large", time: Float64Array.of(0, 86_400_000), value }]);
        const said = `${formatValue(first, "currency")} to ${formatValue(last, "currency")}, lowest`;
        assert.ok(figureText(figure).includes(said), figureText(figure));
      }),
    );
  });

  it("of many long curves stays under 300 KB, too", () => {
    const curves = Array.from({ length: 40 }, (_, i) => wave(`session-${i}`, 5000));
    assert.ok(sizeOf(equityFigure(curves)) < 300_000);
  });

  it("shows dates for daily points, the day being the one that has just ended", () => {
    const { x } = lineOf(equityFigure([wave("a", 3)]));
    assert.deepEqual(x, ["2014-06-09", "2014-06-10", "2014-06-11"]);
    assert.deepEqual(lineOf(equityFigure([wave("a", 2)], { day: () => "2020-01-01" })).x, ["2020-01-01", "2020-01-01"]);
  });

  it("shows times in UTC for others", () => {
    const figure = equityFigure([wave("a", 3, { step: 30_000 })]);
    assert.deepEqual(lineOf(figure).x, ["2014-06-10 00:00", "2014-06-10 00:00:30", "2014-06-10 00:01"]);
    assert.equal(figure.layout.xaxis.title?.text, "UTC");
  });

  it("reads no more than the length of a curve, and leaves a gap where there is no number", () => {
    const { time } = wave("a", 4);
    const { y } = lineOf(equityFigure([{ name: "a", time, value: Float64Array.of(1, Number.NaN, 3, 99), length: 3 }]));
    assert.deepEqual(y, [1, null, 3]);
  });

  it("keeps markup in names from Plotly", () => {
    const figure = equityFigure([wave('<a href="x">&', 3)]);
    assert.equal(lineOf(figure).name, '&lt;a href="x"&gt;&amp;');
    assert.match(inspect(figure), /Equity of <a href="x">&, 2014-06-09 to 2014-06-11/);
  });

  it("may have nothing to draw", () => {
    assert.equal(inspect(equityFigure([])), "Equity: nothing to draw: no step was taken yet");
    assert.match(inspect(equityFigure([{ ...wave("a", 3), length: 0 }])), /nothing to draw/);
  });
});

describe("a drawdown figure", () => {
  const equity = { name: "a", time: wave("a", 5).time, value: Float64Array.of(100, 120, 90, 120, 60) };

  it("falls from the highest point so far, in percent", () => {
    const figure = drawdownFigure([equity]);
    assert.deepEqual(lineOf(figure).y, [0, 0, -0.25, 0, -0.5]);
    assert.equal(lineOf(figure).fill, "tozeroy");
    assert.match(inspect(figure), /a: 0\.00 % to -50\.0 %, lowest -50\.0 %/);
  });

  it("is the Plotly JSON that was looked at", () => {
    assertExpectedJson("drawdown.json", drawdownFigure([equity]));
  });
});

/** Ten days from a Monday, without the weekend. */
function weekBars() {
  const all = waveBars(10);
  const monday = Date.UTC(2024, 0, 2);
  return { ...all, time: all.time.map((_, at) => monday + (at < 5 ? at : at + 2) * 86_400_000) };
}

describe("a price figure", () => {
  const bars = waveBars(12);
  const fills = [fillAt(bars, 2, "buy"), fillAt(bars, 9, "sell", { tag: "exit <b>" })];
  const input = { symbol: "AAPL", bars, daily: true, fills };
  const fast = { name: "fast", time: bars.time, value: bars.close.map((value) => value + 1) };
  const oscillator = { name: "rsi", time: bars.time, value: bars.close.map((_, i) => i) };

  it("is the Plotly JSON that was looked at", () => {
    assertExpectedJson("price.json", priceFigure({ ...input, records: [fast, oscillator] }));
  });

  it("leaves out the days on which nothing trades, where bars are days", () => {
    const weekdays = ["2024-01-02", "2024-01-03", "2024-01-05", "2024-01-08"];
    assert.deepEqual(closedDays(weekdays), [{ bounds: ["sat", "mon"] }, { values: ["2024-01-04"] }]);
    assert.deepEqual(closedDays(["2024-01-05", "2024-01-06", "2024-01-07", "2024-01-08"]), []);
    assert.deepEqual(closedDays(["2024-01-05"]), []);
    assert.deepEqual(closedDays(["2001-01-05", "2024-01-05"]), [{ bounds: ["sat", "mon"] }]);
    assert.equal(priceFigure({ ...input, daily: false, records: [] }).layout.xaxis.rangebreaks, undefined);
    assert.notEqual(priceFigure({ ...input, bars: weekBars(), records: [] }).layout.xaxis.rangebreaks, undefined);
  });

  it("tells what was bought and sold in the hover text, escaped", () => {
    const [, buys, sells] = priceFigure({ ...input, records: [] }).data as ScatterTrace[];
    assert.deepEqual(buys.text, ["Buy 100 at 102.2333"]);
    assert.match(sells.text?.[0] ?? "", /^Sell 100 at [\d.]+ \(exit &lt;b&gt;\)$/);
  });

  it("draws a record of another size in a panel below", () => {
    const figure = priceFigure({ ...input, records: [fast, oscillator] });
    assert.deepEqual([lineOf(figure, 1).yaxis, lineOf(figure, 2).yaxis], [undefined, "y2"]);
    assert.notEqual(figure.layout.yaxis2, undefined);
    assert.equal(priceFigure({ ...input, records: [fast] }).layout.yaxis2, undefined);
  });

  it("joins the bars of a long feed to candles that keep highs, lows, opens and closes", () => {
    const many = waveBars(11_001, { step: 60_000 });
    const [candles] = priceFigure({ symbol: "X", bars: many, daily: false, fills: [], records: [] })
      .data as CandlestickTrace[];
    assert.equal(candles.x.length, Math.ceil(11_001 / 5));
    const close = (a: number, b: number) => assert.ok(Math.abs(a - b) < 1e-5);
    close(candles.open[0], many.open[0]);
    close(candles.close[0], many.close[4]);
    close(Math.max(...candles.high), Math.max(...many.high));
    close(Math.min(...candles.low), Math.min(...many.low));
    close(candles.close[candles.close.length - 1], many.close[11_000]);
  });

  it("of 100,000 bars and 40,000 fills stays under 300 KB and counts every fill", () => {
    const many = waveBars(100_000, { step: 60_000 });
    const all = Array.from({ length: 40_000 }, (_, i) => fillAt(many, i * 2, i % 2 === 0 ? "buy" : "sell"));
    const record = { name: "fast", time: many.time, value: many.close };
    const figure = priceFigure({ symbol: "X", bars: many, daily: false, fills: all, records: [record] });
    assert.ok(sizeOf(figure) < 300_000, `${sizeOf(figure)}`);
    const markers = figure.data.filter(
      (trace): trace is ScatterTrace => trace.type === "scatter" && trace.mode === "markers",
    );
    const counted = markers.flatMap(({ text = [] }) => text.map((line) => Number(/\((\d+) fills\)/.exec(line)?.[1])));
    assert.equal(
      counted.reduce((a, b) => a + b),
      40_000,
    );
  });
});

describe("a figure in a notebook", () => {
  it("is Plotly JSON, a picture with words, and words", () => {
    const figure = equityFigure([wave('"a" <b>', 30)]);
    const bundle = bundleOf(figure);
    assert.deepEqual(bundle?.["application/vnd.plotly.v1+json"], JSON.parse(JSON.stringify(figure)));
    assert.match(
      String(bundle?.["text/html"]),
      /^<img src="data:image\/svg\+xml;base64,[\w+/=]+" alt="Equity of &quot;a&quot; &lt;b&gt;, /,
    );
    assert.equal(bundle?.["text/plain"], inspect(figure));
  });
});
