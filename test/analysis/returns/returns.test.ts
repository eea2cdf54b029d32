import assert from "node:assert/strict";
import { returnsOf } from "../../../src/analysis/returns/returns";
import { calendarOf } from "../../../src/core/market/calendar";
import { curveOf, day, hour } from "../records";

const calendar = calendarOf("always");
// 1970-01-01 was a Thursday.
const curve = curveOf([
  [0, 100],
  [12 * hour, 110],
  [day, 120],
  [2 * day, 150],
  [4 * day, 75],
  [5 * day, 0],
  [40 * day, 30],
]);

describe("the returns of a curve", () => {
  it("are one for each bar, the first from the initial capital", () => {
    const { time, value } = returnsOf(curve, "bar", calendar);
    assert.equal(time.length, 6);
    assert.ok(Math.abs(value[0] - 0.1) < 1e-12);
  });

  it("are dated by the last point of the day, the week and the month", () => {
    assert.deepEqual(
      [...returnsOf(curve, "day", calendar).time],
      [1, 2, 4, 5, 40].map((date) => date * day),
    );
    assert.deepEqual(
      [...returnsOf(curve, "week", calendar).time],
      [4, 5, 40].map((date) => date * day),
    );
    assert.deepEqual(
      [...returnsOf(curve, "month", calendar).time],
      [5, 40].map((date) => date * day),
    );
    assert.deepEqual([...returnsOf(curve, "year", calendar).value], [30 / 100 - 1]);
  });

  it("multiply to the growth of the curve", () => {
    const growth = returnsOf(curve, "week", calendar)
      .value.slice(0, 1)
      .reduce((product, r) => product * (1 + r), 1);
    assert.equal(growth, 0.75);
  });

  it("are undefined after everything was lost", () => {
    assert.deepEqual([...returnsOf(curve, "week", calendar).value], [-0.25, -1, Number.NaN]);
  });
});
