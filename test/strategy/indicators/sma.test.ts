import assert from "node:assert/strict";
import { sma } from "../../../src/strategy/indicators";

describe("sma", () => {
  it("is the mean of the last values", () => {
    assert.equal(sma([1, 2, 3, 4, 9], 3), 16 / 3);
    assert.equal(sma(Float64Array.of(5, 7), 1), 7);
    assert.equal(sma([2, 4], 2), 3);
  });

  it("is undefined when there are too few", () => {
    assert.equal(sma([1, 2], 3), undefined);
    assert.equal(sma([], 1), undefined);
  });

  it("needs a whole period from 1", () => {
    for (const wrong of [0, -1, 1.5, Number.NaN, "3" as unknown as number]) {
      assert.throws(() => sma([1, 2, 3], wrong), {
        code: "INVALID_OPTION",
        message: /^Expected period of sma to be a whole number of at least 1, was /,
      });
    }
  });

  it("needs values", () => {
    for (const wrong of [undefined, null, 3])
      assert.throws(() => sma(wrong as unknown as number[], 3), {
        code: "INVALID_OPTION",
        message: /^Expected values of sma to be a list of numbers, such as history\(symbol\)\.close, was /,
      });
  });
});
