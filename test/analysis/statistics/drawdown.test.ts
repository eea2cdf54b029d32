import assert from "node:assert/strict";
import { drawdownOf, wealthOf } from "../../../src/analysis/statistics/drawdown";

const day = 86_400_000;

function days(...values: number[]): Float64Array {
  return Float64Array.from(values, (value) => value * day);
}

describe("the maximum drawdown", () => {
  it("counts from the very first point", () => {
    assert.equal(drawdownOf(Float64Array.of(1000, 900, 810, 850.5, 999)).depth, 0.81 - 1);
  });

  it("is the deepest fall, not the last", () => {
    assert.equal(drawdownOf(Float64Array.of(100, 50, 120, 90, 130)).depth, -0.5);
  });

  it("is 0 of a series that never falls, and null below two levels", () => {
    assert.deepEqual(drawdownOf(Float64Array.of(1, 1, 2), days(0, 1, 2)), { depth: 0, days: 0 });
    assert.deepEqual(drawdownOf(Float64Array.of(1), days(0)), { depth: null, days: null });
  });

  it("lasts from the last time at the peak to the recovery", () => {
    assert.equal(drawdownOf(Float64Array.of(100, 100, 90, 95, 100, 99, 110), days(0, 1, 2, 3, 7, 8, 9)).days, 6);
  });

  it("lasts to the end where it is not recovered", () => {
    assert.equal(drawdownOf(Float64Array.of(100, 90, 101, 80, 90), days(0, 1, 2, 3, 30)).days, 28);
  });

  it("looks only at the given length", () => {
    assert.equal(drawdownOf(Float64Array.of(100, 90, 0, 0), undefined, 2).depth, 0.9 - 1);
  });

  it("of returns begins at a wealth of 1", () => {
    assert.equal(drawdownOf(wealthOf(Float64Array.of(-0.5, 0.1))).depth, -0.5);
  });
});
