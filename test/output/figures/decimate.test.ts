import assert from "node:assert/strict";
import fc from "fast-check";
import { decimate, roundForFigure } from "../../../src/output/decimate";

const someValues = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), { minLength: 1, maxLength: 400 });
const someValuesWithGaps = fc.array(
  fc.oneof({ weight: 4, arbitrary: fc.double({ noNaN: true }) }, { weight: 1, arbitrary: fc.constant(Number.NaN) }),
  {
    minLength: 1,
    maxLength: 400,
  },
);
const most = fc.integer({ min: 8, max: 100 });

const kept = (values: readonly number[], limit: number) => decimate(Float64Array.from(values), values.length, limit);

describe("decimation", () => {
  it("keeps to its limit, in order and without repeating a point", () => {
    fc.assert(
      fc.property(someValuesWithGaps, most, (values, limit) => {
        const points = kept(values, limit);
        assert.ok(points.length <= limit);
        assert.ok(points.every((point, i) => i === 0 || point > points[i - 1]));
      }),
    );
  });

  it("keeps the first point, the last, and both extremes", () => {
    fc.assert(
      fc.property(someValues, most, (values, limit) => {
        const points = kept(values, limit).map((i) => values[i]);
        assert.equal(points[0], values[0]);
        assert.equal(points[points.length - 1], values[values.length - 1]);
        assert.equal(Math.min(...points), Math.min(...values));
        assert.equal(Math.max(...points), Math.max(...values));
      }),
    );
  });

  it("keeps every spike of a long series", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.integer({ min: 0, max: 99_999 }), { minLength: 1, maxLength: 30 }), (spikes) => {
        const values = new Float64Array(100_000);
        for (const [n, at] of spikes.entries()) values[at] = n % 2 === 0 ? 1 : -1;
        const points = new Set(decimate(values, values.length, 400));
        const [first] = spikes;
        assert.ok(points.has(first) || spikes.some((at) => points.has(at) && values[at] === values[first]));
        assert.ok([...points].some((i) => values[i] === 1));
        assert.equal(spikes.length < 2, ![...points].some((i) => values[i] === -1));
      }),
      { numRuns: 20 },
    );
  });

  it("keeps a gap between two points a gap", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 998 }), most, (at, limit) => {
        const values = Float64Array.from({ length: 1000 }, (_, i) => (i === at ? Number.NaN : i));
        assert.ok(decimate(values, values.length, limit).includes(at));
      }),
    );
  });

  it("finds the extremes behind a gap", () => {
    const values = Float64Array.from({ length: 100 }, (_, i) =>
      i < 3 ? Number.NaN : i === 50 ? 9 : i === 51 ? -9 : 0,
    );
    const points = decimate(values, 100, 8).map((i) => values[i]);
    assert.ok(points.includes(9) && points.includes(-9));
  });

  it("rounds to the cents of the number itself, and to eight digits otherwise", () => {
    assert.equal(roundForFigure(98832.39482355292).toFixed(2), "98832.39");
    assert.equal(roundForFigure(98832.39482355292), 98832.39482355292);
    assert.equal(roundForFigure(98832.391234567), 98832.391);
    assert.equal(roundForFigure(12345678.912), 12345678.91);
    fc.assert(
      fc.property(fc.double({ min: -1e7, max: 1e7, noNaN: true }), (value) => {
        assert.equal(roundForFigure(value).toFixed(2), value.toFixed(2));
      }),
    );
  });

  it("looks at no more than the length it is given", () => {
    assert.deepEqual(decimate(Float64Array.of(1, 2, 99), 2, 8), [0, 1]);
  });
});
