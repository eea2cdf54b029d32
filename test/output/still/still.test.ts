import assert from "node:assert/strict";
import { drawdownFigure } from "../../../src/output/figures/drawdown";
import { equityFigure } from "../../../src/output/figures/equity";
import { exposureFigure } from "../../../src/output/figures/exposure";
import { priceFigure } from "../../../src/output/figures/price";
import { dateTicks } from "../../../src/output/still/date-ticks";
import { niceTicks } from "../../../src/output/still/scale";
import { stillSvg } from "../../../src/output/still/still";
import { fillAt, wave, waveBars } from "../builders";
import { assertExpected } from "../expected";

const lines = (svg: string) => `${svg.replace(/></g, ">\n<")}\n`;
const bars = waveBars(12);
const oscillator = { name: "rsi", time: bars.time, value: bars.close.map((_, i) => i) };

const figures = {
  equity: equityFigure([wave("baseline", 40), wave("faster", 40, { level: 110_000 })], {
    benchmark: wave("SPX", 40, { level: 95_000 }),
  }),
  drawdown: drawdownFigure([wave("baseline", 40)]),
  price: priceFigure({
    symbol: "AAPL",
    bars,
    daily: true,
    fills: [fillAt(bars, 2, "buy"), fillAt(bars, 9, "sell")],
    records: [oscillator],
  }),
};

describe("a still picture", () => {
  for (const [name, figure] of Object.entries(figures))
    it(`of a figure of ${name} is the one that was looked at`, () => {
      assertExpected(`${name}.svg`, lines(stillSvg(figure)));
    });

  it("escapes names, and never writes what is not a number", () => {
    const svg = stillSvg(
      equityFigure([wave("<script>", 2), { ...wave("b", 2), value: Float64Array.of(Number.NaN, 5) }]),
    );
    assert.match(svg, /&lt;script&gt;/);
    assert.doesNotMatch(svg, /<script|NaN|Infinity|undefined/);
  });

  it("draws exposure in steps, each day at its own level", () => {
    const days = [1, 2, 3].map((at) => Date.UTC(2024, 0, at + 1));
    const series = (name: string) => ({ name, time: Float64Array.from(days), value: Float64Array.of(0, 1, 0) });
    const svg = stillSvg(exposureFigure(series("Gross"), series("Net"), "Exposure"));
    const [, line = ""] = /<path d="(M[^"]*)" fill="none" stroke="#d55e00"/.exec(svg) ?? [];
    // Each move is level or upright.
    const moves = (line.split("l")[1]?.match(/-?(\d*\.)?\d+/g) ?? []).map(Number);
    assert.deepEqual(
      Array.from({ length: 6 }, (_, at) => (moves[2 * at] === 0 ? "up" : moves[2 * at + 1] === 0 ? "level" : "slope")),
      ["level", "up", "level", "level", "up", "level"],
    );
  });

  it("breaks a line at a gap", () => {
    const value = Float64Array.of(1, 2, Number.NaN, 3, 4);
    const svg = stillSvg(equityFigure([{ ...wave("a", 5), value }]));
    assert.match(svg, /d="M[^M"]+M[^M"]+" fill="none"/);
  });

  it("says that there is nothing to draw", () => {
    assert.match(stillSvg(equityFigure([])), /Nothing to draw/);
  });

  it("of a million points is small", () => {
    assert.ok(stillSvg(equityFigure([wave("a", 1_000_000, { step: 60_000 })])).length < 60_000);
  });
});

describe("the year under a time axis", () => {
  const noteOf = (date: string, days: number) => {
    const svg = stillSvg(equityFigure([wave("a", days, { start: Date.parse(date) })]));
    return svg
      .match(/>[^<>]+<\/text>/g)
      ?.at(-1)
      ?.replace(/^>|<\/text>$/g, "");
  };

  it("is that of the days it names, also where it begins on the last one of a year", () => {
    assert.equal(noteOf("2018-01-01", 40), "2018");
    assert.equal(noteOf("2018-01-01T21:00:00Z", 20), "2018");
    assert.equal(noteOf("2018-03-01", 40), "2018");
  });

  it("is two where there are days of two", () => {
    assert.equal(noteOf("2017-12-10", 40), "2017 to 2018");
  });

  it("is the whole date where only times are named", () => {
    const minutes = (date: string) =>
      stillSvg(equityFigure([wave("a", 90, { start: Date.parse(date), step: 60_000 })])).match(
        /\d{4}-\d\d-\d\d UTC/,
      )?.[0];
    assert.equal(minutes("2018-01-02T14:30:00Z"), "2018-01-02 UTC");
    assert.equal(minutes("2017-12-31T10:00:00Z"), "2017-12-31 UTC");
  });
});

describe("the ticks of values", () => {
  it("are multiples of 1, 2 or 5", () => {
    assert.deepEqual(niceTicks(0.03, 0.97, 5), [0.2, 0.4, 0.6, 0.8]);
    assert.deepEqual(
      niceTicks(-0.31, 0, 4),
      [-0.3, -0.2, -0.1, 0].map((tick) => tick + 0),
    );
    assert.deepEqual(niceTicks(98_000, 131_000, 4), [100_000, 110_000, 120_000, 130_000]);
  });
});

describe("the ticks of dates", () => {
  const texts = (from: string, to: string) => dateTicks(Date.parse(from), Date.parse(to), 6).map(({ text }) => text);

  it("are years, months, days or times of day as the range asks", () => {
    assert.deepEqual(texts("2013-05-13", "2018-05-11"), ["2014", "2015", "2016", "2017", "2018"]);
    assert.deepEqual(texts("2013-11-05", "2014-03-10"), ["Dec 2013", "2014", "Feb 2014", "Mar 2014"]);
    assert.deepEqual(texts("2014-06-10", "2014-06-16"), [
      "10 Jun",
      "11 Jun",
      "12 Jun",
      "13 Jun",
      "14 Jun",
      "15 Jun",
      "16 Jun",
    ]);
    assert.deepEqual(texts("2014-06-10T22:00Z", "2014-06-11T02:00Z"), ["22:00", "23:00", "11 Jun", "01:00", "02:00"]);
  });

  it("begin weeks on Mondays", () => {
    assert.deepEqual(texts("2014-06-10", "2014-07-15").slice(0, 2), ["16 Jun", "23 Jun"]);
  });
});

describe("the labels of a still picture", () => {
  it("lie beside one another where nights are left out, and name the day", () => {
    const minutes = [0, 1, 2].flatMap((day) =>
      Array.from({ length: 78 }, (_, at) => Date.UTC(2016, 3, 18 + day, 13, 35) + at * 300_000),
    );
    const time = Float64Array.from(minutes);
    const svg = stillSvg(equityFigure([{ name: "a", time, value: time.map((_, at) => 100 + (at % 7)) }]));
    const labels = [
      ...svg.matchAll(/x="([\d.]+)" y="[\d.]+" text-anchor="middle" font-size="11">(\d\d:\d\d|\d+ \w+)</g),
    ];
    assert.ok(labels.length >= 3, svg);
    const places = labels.map(([, x]) => Number(x)).sort((a, b) => a - b);
    for (const [at, x] of places.entries()) if (at > 0) assert.ok(x - places[at - 1] >= 52, `${places}`);
    for (const day of ["19 Apr", "20 Apr"])
      assert.ok(
        labels.some(([, , text]) => text === day),
        day,
      );
  });

  it("are left out where the title of the panel below stands", () => {
    for (const level of [50, 80, 100, 170, 230]) {
      const svg = stillSvg(equityFigure([wave("a", 300, { level })], { drawdown: true }));
      const title = Number(/y="([\d.]+)"[^>]*>Drawdown</.exec(svg)?.[1]);
      const numbers = [...svg.matchAll(/x="70" y="([\d.]+)"[^>]*>[\d,.]+</g)].map(([, y]) => Number(y));
      assert.ok(numbers.length >= 3, `${numbers}`);
      for (const y of numbers) assert.ok(y <= title - 9, `a number at ${y}, the title at ${title}`);
    }
  });

  it("write volumes shortly, and a long title in small letters or cut", () => {
    const bars = waveBars(30);
    const volume = new Float64Array(30).fill(123_456_789);
    const input = { symbol: "X", bars: { ...bars, volume }, daily: true, fills: [], records: [], volume: true };
    assert.match(stillSvg(priceFigure(input)), />100M</);
    const titled = (length: number) => stillSvg(equityFigure([wave("a", 30)], { title: "t".repeat(length) }));
    assert.match(titled(40), /font-size="15">t{40}</);
    assert.match(titled(100), /font-size="1[12]">t{100}</);
    assert.match(titled(200), /font-size="11">t+…t+</);
  });
});
