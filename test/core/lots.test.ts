import assert from "node:assert/strict";
import fc from "fast-check";
import { quantityOf } from "../../src/core/lots";

const lotSize = fc.oneof(
  fc.integer({ min: 0, max: 24 }).map((decimals) => Number(`1e-${decimals}`)),
  fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: 0, max: 12 })).map(([n, d]) => Number(`${n}e-${d}`)),
  fc.double({ min: 1e-9, max: 1000, noNaN: true }),
);
const lots = fc.oneof(
  fc.integer({ min: -1000, max: 1000 }),
  fc.maxSafeInteger(),
  fc.integer({ min: 0, max: 40 }).map((power) => 10 ** power),
);

/** A number's decimals, read off its text. */
function decimalsOf(size: number): number {
  const [digits, exponent = "0"] = String(size).split("e");
  return Math.min(100, Math.max(0, (digits.split(".")[1]?.length ?? 0) - Number(exponent)));
}

describe("the quantity of a number of lots", () => {
  it("is the product written with the decimals of a lot, whatever its size", () => {
    fc.assert(
      fc.property(lotSize, fc.array(lots, { maxLength: 20 }), (size, counts) => {
        for (const count of counts) {
          const product = count * size;
          const written = Number.isInteger(size) ? product : Number(product.toFixed(decimalsOf(size)));
          assert.equal(quantityOf(count, size), written, `${count} lots of ${size}`);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
