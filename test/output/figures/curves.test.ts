import assert from "node:assert/strict";
import fc from "fast-check";
import { drawdownFigure } from "../../../src/output/figures/drawdown";
import { equityFigure } from "../../../src/output/figures/equity";
import type { Series } from "../../../src/output/figures/parts/series";
import { timeAxis } from "../../../src/output/figures/parts/time-axis";
import type { Figure, ScatterTrace } from "../../../src/output/plotly/figure";
import { cases } from "../../support/cases";
import { wave } from "../builders";

const linesOf = (figure: Figure) => figure.data as readonly ScatterTrace[];
const walks = (count: number, length: number): Series[] =>
  Array.from({ length: count }, (_, at) => {
    const one = wave(`session-${at}`, length);
    return { ...one, value: one.value.map((value, i) => value * (1 + 0.001 * at * Math.sin(i / (11 + at)))) };
  });

describe("curves of one figure", () => {
  it("are drawn at the same times, with the ends and extremes of each", () => {
    const numbers = fc.double({ min: -1e6, max: 1e6, noNaN: true });
    const curves = fc
      .integer({ min: 3000, max: 9000 })
      .chain((length) =>
        fc.tuple(
          fc.constant(length),
          fc.array(fc.tuple(numbers, fc.nat(length - 1), fc.nat(length - 1)), { minLength: 2, maxLength: 6 }),
        ),
      );
    fc.assert(
      fc.property(curves, ([length, spikes]) => {
        const series = spikes.map(([level, high, low], at) => {
          const value = new Float64Array(length).fill(level);
          value[low] -= 5;
          value[high] += 7;
          return { name: `${at}`, time: wave("a", length).time, value };
        });
        const lines = linesOf(equityFigure(series, { day: (time) => new Date(time).toISOString().slice(0, 10) }));
        for (const [at, { x, y }] of lines.entries()) {
          assert.equal(x, lines[at].x);
          assert.deepEqual(x, lines[0].x);
          const values = y.map(Number);
          const own = [...series[at].value];
          const close = (a: number, b: number) =>
            assert.ok(Math.abs(a - b) <= 1e-7 * Math.abs(b) + 1e-9, `${a} is not ${b}`);
          close(Math.max(...values), Math.max(...own));
          close(Math.min(...values), Math.min(...own));
          close(values[values.length - 1], own[length - 1]);
        }
      }),
      { numRuns: cases(6) },
    );
  });

  it("have points enough for a screen, and stay under 300 KB", () => {
    for (const count of [2, 5, 8]) {
      const figure = equityFigure(walks(count, 20_000), { benchmark: wave("SPX", 20_000) });
      assert.ok(JSON.stringify(figure).length < 300_000, `${JSON.stringify(figure).length}`);
      for (const { x } of linesOf(figure)) assert.ok(x.length > 780, `${x.length}`);
    }
  });

  it("of sessions with other times go on over the times that they do not have", () => {
    const late = wave("late", 5, { start: Date.UTC(2014, 5, 12) });
    const [first, second] = linesOf(equityFigure([wave("a", 5), late]));
    assert.deepEqual(first.x, ["2014-06-09", "2014-06-10", "2014-06-11", "2014-06-12", "2014-06-13"]);
    assert.deepEqual(second.x, ["2014-06-11", "2014-06-12", "2014-06-13", "2014-06-14", "2014-06-15"]);
    const every = wave("a", 6);
    const other = { ...every, time: every.time.filter((_, i) => i % 2 === 0), value: every.value.slice(0, 3) };
    assert.ok(linesOf(equityFigure([every, other]))[1].y.every((value) => value !== null));
  });

  it("have a gap where one of them has no value at a time of its own, however many points there are", () => {
    for (const length of [9, 9000]) {
      const broken = wave("broken", length);
      broken.value[5] = Number.NaN;
      const later = { ...wave("later", length), time: wave("later", length + 1).time.slice(1) };
      for (const other of [wave("same", length), later]) {
        const { x, y } = linesOf(equityFigure([broken, other]))[0];
        const gap = y.indexOf(null);
        assert.ok(gap > 0 && gap < y.length - 1);
        assert.equal(x[gap], "2014-06-14");
      }
    }
  });

  it("have the drawdown below at the times of the equity, down to its deepest point", () => {
    const equity = wave("a", 9000);
    equity.value[4321] = 1;
    const [line, below] = linesOf(equityFigure([equity], { drawdown: true }));
    assert.equal(below.yaxis, "y2");
    assert.deepEqual(line.x, below.x);
    assert.ok(Math.abs(Math.min(...below.y.map(Number)) - (1 / 112_000 - 1)) < 1e-3);
  });
});

describe("curves of 500 sessions", () => {
  const series = walks(500, 1260);

  it("are some lines, the middle 90 % and the median, at the same times, under 300 KB", () => {
    for (const draw of [equityFigure, drawdownFigure]) {
      const figure = draw(series, { chosen: [3, 490, 7] });
      const [low, high, middle, ...lines] = linesOf(figure);
      assert.deepEqual([high.fill, lines.length], ["tonexty", 3]);
      for (const { x } of [high, middle, ...lines]) assert.deepEqual(x, low.x);
      for (const [i, value] of middle.y.entries()) {
        assert.ok(Number(low.y[i]) <= Number(value) && Number(value) <= Number(high.y[i]));
      }
      assert.ok(JSON.stringify(figure).length < 300_000);
    }
  });

  it("have as band what is between 5 and 95 % of them", () => {
    const [low, high, middle] = linesOf(equityFigure(series.slice(0, 21), { chosen: [0] }));
    const at = low.x.indexOf("2015-01-01");
    const place = Math.round((Date.UTC(2015, 0, 2) - Date.UTC(2014, 5, 10)) / 86_400_000);
    const sorted = series
      .slice(0, 21)
      .map(({ value }) => value[place])
      .sort((a, b) => a - b);
    for (const [line, rank] of [
      [low, 1],
      [middle, 10],
      [high, 19],
    ] as const)
      assert.ok(Math.abs(Number(line.y[at]) - sorted[rank]) < 0.01);
  });
});

describe("a time axis", () => {
  const minutes = (dates: readonly string[], from: number, to: number, every = 30) =>
    Float64Array.from(
      dates.flatMap((date) =>
        Array.from(
          { length: (to - from) / every + 1 },
          (_, i) => Date.parse(`${date}T00:00Z`) + (from + i * every) * 60_000,
        ),
      ),
    );

  it("leaves out each night and weekend of a short time as it is", () => {
    const time = minutes(["2024-01-04", "2024-01-05", "2024-01-08"], 600, 960);
    const { axis } = timeAxis([{ time, length: time.length }]);
    assert.deepEqual(axis.rangebreaks, [
      { values: ["2024-01-04 16:00:00.001"], dvalue: 63_000_000 - 1 },
      { values: ["2024-01-05 16:00:00.001"], dvalue: 63_000_000 + 2 * 86_400_000 - 1 },
    ]);
  });

  it("leaves out the hours and days of a long time in which nothing trades", () => {
    const dates = Array.from({ length: 120 }, (_, i) => new Date(Date.UTC(2024, 0, 1) + i * 86_400_000)).filter(
      (one) => one.getUTCDay() % 6 !== 0,
    );
    const time = minutes(
      dates.map((one) => one.toISOString().slice(0, 10)).filter((one) => one !== "2024-02-19"),
      600,
      960,
    );
    const [nights, ...days] = timeAxis([{ time, length: time.length }]).axis.rangebreaks as { bounds: number[] }[];
    assert.deepEqual(days, [{ bounds: ["sat", "mon"] }, { values: ["2024-02-19"] }]);
    assert.ok(Math.abs(nights.bounds[0] - 16) < 0.001 && nights.bounds[1] === 9.5);
  });

  it("shows the holes of what trades at any time", () => {
    const time = minutes(["2024-01-04", "2024-01-05"], 600, 960);
    assert.equal(timeAxis([{ time, length: time.length }], { always: true }).axis.rangebreaks, undefined);
  });

  it("has the times of the feed's zone, and names it", () => {
    const zone = { name: "America/New_York", localOf: (time: number) => time - 5 * 3_600_000 };
    const { axis, label } = timeAxis([{ time: Float64Array.of(0, 60_000, 120_000), length: 3 }], { zone });
    assert.equal(axis.title?.text, "America/New_York");
    assert.equal(label(Date.UTC(2024, 0, 4, 14, 35)), "2024-01-04 09:35");
  });
});
