import assert from "node:assert/strict";
import fc from "fast-check";
import { column, sma } from "../../../src/strategy/indicators";
import { Mean } from "../../../src/strategy/windows/mean";
import { exactMean } from "../../support/exact-mean";

const period = fc.integer({ min: 1, max: 1000 });
const price = fc.integer({ min: 1, max: 10_000_000 }).map((cents) => cents / 100);
const anyNumber = fc.double({ noNaN: true, min: -1e280, max: 1e280 });
const rough = fc.oneof(anyNumber, price, fc.constantFrom(1e250, -1e250, 5e-324, -5e-324, 0, -0, 1e16, 1));

function lastOf(fold: Mean, values: readonly number[]): number {
  let last = Number.NaN;
  for (const value of values) last = fold.push(value);
  return last;
}

describe("sma of any numbers", () => {
  it("of equal prices is that price", () => {
    fc.assert(
      fc.property(price, period, (same, count) => {
        assert.equal(sma(Array(count).fill(same), count), same);
      }),
      { numRuns: 1000 },
    );
  });

  it("is the exact mean rounded, off by one last bit at most", () => {
    fc.assert(
      fc.property(fc.array(rough, { minLength: 1, maxLength: 60 }), (values) => {
        const mean = sma(values, values.length) as number;
        const { below, above } = exactMean(values, mean);
        assert.ok(below && above, `${mean} of ${values}`);
      }),
      { numRuns: 500 },
    );
  });

  it("pushed one by one is the formula from scratch to the last bit, whatever was in the window before", () => {
    fc.assert(
      fc.property(fc.array(rough, { maxLength: 200 }), fc.integer({ min: 1, max: 40 }), (values, count) => {
        const fold = new Mean(count);
        for (let at = 0; at < values.length; at++) {
          const pushed = fold.push(values[at]);
          if (at + 1 < count) assert.ok(Number.isNaN(pushed));
          else assert.ok(Object.is(pushed, lastOf(new Mean(count), values.slice(at + 1 - count, at + 1))));
        }
      }),
      { numRuns: 200 },
    );
  });

  it("is so for wide windows too", () => {
    fc.assert(
      fc.property(fc.array(rough, { minLength: 1000, maxLength: 1500 }), period, (values, count) => {
        const newest = lastOf(new Mean(count), values);
        assert.ok(Object.is(newest, sma(values.slice(-count), count)));
      }),
      { numRuns: 30 },
    );
  });

  it("is missing while a number that is none is in the window, and no longer", () => {
    const values = [1, 2, Number.NaN, 4, 6, Infinity, 1, 3, 1e300, 5, 7];
    const series = sma(column(values), 2);
    assert.deepEqual([...series], [NaN, 1.5, NaN, NaN, 5, NaN, NaN, 2, NaN, NaN, 6]);
    assert.equal(sma(values.slice(0, 4), 2), undefined);
  });

  it("of a column is the newest value at each row", () => {
    fc.assert(
      fc.property(fc.array(rough, { maxLength: 60 }), fc.integer({ min: 1, max: 20 }), (values, count) => {
        const series = sma(column(values), count);
        assert.equal(series.length, values.length);
        for (let at = 0; at < values.length; at++)
          assert.ok(Object.is(series[at], sma(values.slice(0, at + 1), count) ?? Number.NaN));
      }),
    );
  });
});
