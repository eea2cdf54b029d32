import assert from "node:assert/strict";
import fc from "fast-check";
import { selectInPlace } from "../../../src/analysis/statistics/select";
import { meanOfWorst, quantileOf, tailOf } from "../../../src/analysis/statistics/tail";

// Half of the values repeat, so that ties are common. Plus 0, as 0 and -0 are one return, in either order.
const anyReturn = fc.oneof(fc.double({ min: -1, max: 1, noNaN: true }), fc.constantFrom(0, -0.01, 0.01));
const anyReturns = fc.array(
  anyReturn.map((value) => value + 0),
  { minLength: 1, maxLength: 400 },
);

describe("the tail", () => {
  it("is the beginning of the sorted returns, which stay as they are", () => {
    fc.assert(
      fc.property(anyReturns, (values) => {
        const returns = Float64Array.from(values);
        const sorted = Float64Array.from(values).sort();
        const { worst } = tailOf(returns);
        assert.deepEqual(worst, sorted.subarray(0, worst.length));
        assert.deepEqual(returns, Float64Array.from(values));
      }),
    );
  });

  it("is found by selection among many, too", () => {
    const values = Float64Array.from({ length: 20_000 }, (_, i) => Math.sin(i * i));
    const sorted = values.slice().sort();
    selectInPlace(values, 1000);
    assert.deepEqual(values.slice(0, 1001).sort(), sorted.slice(0, 1001));
  });

  it("lies between two returns by linear interpolation", () => {
    const tail = tailOf(Float64Array.from({ length: 11 }, (_, i) => i));
    assert.equal(quantileOf(tail, 5), 0.5);
    assert.equal(quantileOf(tail, 1), 0.1);
  });

  it("averages the worst 5 % of 101 returns, six of them", () => {
    assert.equal(meanOfWorst(tailOf(Float64Array.from({ length: 101 }, (_, i) => 100 - i)), 5), 2.5);
  });

  it("is null without a return and the return itself of one", () => {
    assert.equal(quantileOf(tailOf(new Float64Array(0)), 5), null);
    assert.equal(meanOfWorst(tailOf(new Float64Array(0)), 1), null);
    assert.equal(quantileOf(tailOf(Float64Array.of(-0.02)), 5), -0.02);
  });
});
