import assert from "node:assert/strict";
import { deviation, isFlat, momentsOf } from "../../../src/analysis/statistics/moments";

describe("moments", () => {
  it("are sums of powers of the deviations from the mean", () => {
    const { count, mean, min, max, squares, cubes, fourths } = momentsOf(Float64Array.of(1, 2, 6));
    assert.deepEqual([count, mean, min, max, squares, cubes, fourths], [3, 3, 1, 6, 14, 18, 98]);
  });

  it("keep the variance of small differences between large numbers", () => {
    assert.equal(deviation(momentsOf(Float64Array.of(1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16))) ** 2, 30);
  });

  it("have no deviation below two values", () => {
    assert.ok(Number.isNaN(deviation(momentsOf(Float64Array.of(1)))));
  });

  it("call a series flat by its range", () => {
    const equal = new Float64Array(252).fill(0.001);
    assert.equal(isFlat(momentsOf(equal)), true);
    equal[7] += Number.EPSILON * 0.001;
    assert.equal(isFlat(momentsOf(equal)), true);
    equal[7] = 0.0010001;
    assert.equal(isFlat(momentsOf(equal)), false);
  });
});
