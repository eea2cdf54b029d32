import assert from "node:assert/strict";
import fc from "fast-check";
import { pairProducts } from "../../../src/analysis/compare/pair-products";

describe("products of pairs", () => {
  it("are those of each row with itself and with each before it, once", () => {
    const numbers = fc.integer({ min: -1000, max: 1000 });
    const table = fc.integer({ min: 0, max: 7 }).chain((length) => {
      return fc.array(fc.array(numbers, { minLength: length, maxLength: length }), { maxLength: 11 });
    });
    fc.assert(
      fc.property(table, (rows) => {
        const given: [number, number, number][] = [];
        pairProducts(
          rows.map((row) => Float64Array.from(row)),
          (...of) => given.push(of),
        );
        // Whole numbers add up the same in every order.
        const wanted = rows.flatMap((row, one) =>
          rows
            .slice(0, one + 1)
            .map((_, other) => [one, other, row.reduce((sum, value, at) => sum + value * rows[other][at], 0)]),
        );
        assert.deepEqual(
          given.sort(([a, b], [c, d]) => a - c || b - d).map((of) => of.map((value) => value + 0)),
          wanted.map((of) => of.map((value) => value + 0)),
        );
      }),
    );
  });
});
