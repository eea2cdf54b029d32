import assert from "node:assert/strict";
import fc from "fast-check";
import { nextAbove, nextBelow } from "../../src/core/lots";

// The neighbor of a positive double has the next bits.
function neighbor(price: number, step: 1n | -1n): number {
  const [number, bits] = [new Float64Array([price]), new BigUint64Array(1)];
  const view = new BigUint64Array(number.buffer);
  bits[0] = view[0] + step;
  return new Float64Array(bits.buffer)[0];
}

describe("the next price", () => {
  const check = (price: number) => {
    assert.equal(nextAbove(price), neighbor(price, 1n));
    assert.equal(nextBelow(price), neighbor(price, -1n));
  };

  it("is the next double, of any price and around every power of 2", () => {
    fc.assert(fc.property(fc.double({ min: 1e-280, max: 1e300, noNaN: true }), check), { numRuns: 5000 });
    for (let power = -900; power < 1000; power++)
      for (const price of [2 ** power, neighbor(2 ** power, 1n), neighbor(2 ** power, -1n)]) check(price);
  });

  it("is the price itself at and below zero", () => {
    for (const price of [0, -0, -1, -1e-300, 5e-324])
      assert.deepEqual([nextAbove(price), nextBelow(price)], [price, price]);
  });
});
