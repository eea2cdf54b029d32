import assert from "node:assert/strict";
import fc from "fast-check";
import { range } from "../../../src/index";

describe("range", () => {
  it("has both ends", () => {
    assert.deepEqual(range(5, 8), [5, 6, 7, 8]);
    assert.deepEqual(range(20, 65, 15), [20, 35, 50, 65]);
    assert.deepEqual(range(3, 1, -1), [3, 2, 1]);
    assert.deepEqual(range(4, 4), [4]);
  });

  it("has no dust", () => {
    assert.deepEqual(range(0.1, 0.5, 0.1), [0.1, 0.2, 0.3, 0.4, 0.5]);
    assert.deepEqual(range(-0.3, 0.3, 0.1), [-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3]);
    assert.deepEqual(range(1e-7, 3e-7, 1e-7), [1e-7, 2e-7, 3e-7]);
  });

  it("stops before an end that no step reaches", () => assert.deepEqual(range(0, 1, 0.3), [0, 0.3, 0.6, 0.9]));

  it("is the decimals that were meant, whatever their digits and number", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -5000, max: 5000 }),
        fc.integer({ min: 1, max: 400 }),
        fc.integer({ min: 0, max: 300 }),
        fc.integer({ min: 0, max: 6 }),
        (from, step, steps, digits) => {
          const decimal = (value: number) => Number(`${value}e-${digits}`);
          const meant = Array.from({ length: steps + 1 }, (_, at) => decimal(from + at * step));
          assert.deepEqual(
            range(decimal(from), decimal(from + steps * step), decimal(step)),
            meant.map((one) => one + 0),
          );
        },
      ),
    );
  });

  for (const [given, message] of [
    [[1, 5, 0], "Expected step of range to be above 0, was 0"],
    [[1, 5, -1], "Expected step of range to be above 0, was -1"],
    [[5, 1], "Expected step of range to be below 0, because 1 is below 5, was 1"],
    [[1, 5, Number.NaN], "Expected step of range to be a finite number, was NaN"],
    [[1, Infinity], "Expected to of range to be a finite number, was Infinity"],
    [
      [0, 1e9],
      "Expected a range of at most 1,000,000 numbers, but from 0 to 1000000000 by 1 there are more. Take a larger step",
    ],
  ] as [[number, number, number?], string][])
    it(`refuses ${given.join(", ")}`, () => assert.throws(() => range(...given), { code: "INVALID_OPTION", message }));
});
