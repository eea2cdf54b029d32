import assert from "node:assert/strict";
import fc from "fast-check";
import { ExactSum, slideTwo } from "../../../src/strategy/windows/exact-sum";
import { spread } from "../../../src/strategy/windows/moments";
import { quotient, Twofold } from "../../../src/strategy/windows/twofold";

// Whole numbers of very different size: every sum of them and of their products can be computed without rounding.
const whole = fc
  .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 200 }))
  .map(([value, power]) => value * 2 ** power);

function assertIs(sum: Twofold, exact: bigint): void {
  assert.equal(sum.high, Number(exact));
  assert.equal(sum.low, Number(exact - BigInt(sum.high)));
}

describe("an exact sum", () => {
  it("is exact after values and products came and went", () => {
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 60 }), fc.array(whole, { maxLength: 60 }), (kept, gone) => {
        const sum = new ExactSum();
        for (const value of gone) sum.addProduct(value, 3);
        for (const value of kept) sum.add(value);
        for (const value of gone) sum.addProduct(-value, 3);
        const wanted = kept.reduce((total, value) => total + BigInt(value), 0n);
        assertIs(sum.read(new Twofold()), wanted);
        sum.clear();
        assertIs(sum.read(new Twofold()), 0n);
      }),
      { numRuns: 2000 },
    );
  });

  it("rounds a tie by what is below it, however far", () => {
    const sum = new ExactSum();
    const values = [2.1487803673267207e51, 1, 2.5108406941546723e58];
    for (const value of values) sum.add(value);
    assertIs(
      sum.read(new Twofold()),
      values.reduce((total, value) => total + BigInt(value), 0n),
    );
  });

  it("slides by a value that comes and one that goes", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole), { maxLength: 40 }), (pairs) => {
        const sum = new ExactSum();
        for (const [comes, goes] of pairs) sum.slide(comes, goes);
        const wanted = pairs.reduce((total, [comes, goes]) => total + BigInt(comes) - BigInt(goes), 0n);
        assertIs(sum.read(new Twofold()), wanted);
      }),
    );
  });

  it("slides and is divided in one go to the bits of doing one after the other: any values, zeros and cancellations", () => {
    const value = fc.oneof(
      fc.double({ noNaN: true, min: -1e12, max: 1e12 }),
      fc.integer({ min: -300, max: 300 }).map((number) => number / 100),
      fc.constantFrom(0, -0, 1e100, -1e100, 1e-300),
    );
    fc.assert(
      fc.property(
        fc.array(fc.tuple(value, value), { maxLength: 60 }),
        fc.integer({ min: 1, max: 900 }),
        (pairs, count) => {
          const [handed, after] = [new ExactSum(), new ExactSum()];
          const two = new Float64Array([Number.NaN, 0]);
          for (const [comes, goes] of pairs) {
            let mean = slideTwo(two, comes, goes, count, 1 / count);
            if (Number.isNaN(mean)) {
              handed.take(two);
              handed.slide(comes, goes);
              handed.leave(two);
              mean = handed.over(count);
            }
            after.slide(comes, goes);
            assert.ok(Object.is(mean, after.over(count)), `${comes} for ${goes}: ${mean}, not ${after.over(count)}`);
          }
        },
      ),
      { numRuns: 2000 },
    );
  });

  it("is multiplied with another exactly", () => {
    fc.assert(
      fc.property(fc.array(whole, { maxLength: 8 }), fc.array(whole, { maxLength: 8 }), (a, b) => {
        const [one, other, product] = [new ExactSum(), new ExactSum(), new ExactSum()];
        for (const value of a) one.add(value);
        for (const value of b) other.add(value);
        product.addProductOfSums(one, other, -1);
        const total = (values: readonly number[]) => values.reduce((sum, value) => sum + BigInt(value), 0n);
        assertIs(product.read(new Twofold()), -total(a) * total(b));
      }),
    );
  });
});

describe("a spread", () => {
  it("is right to 1e-15 however little of it is left, and 0 of equal values", () => {
    const near = fc.tuple(
      fc.bigInt({ min: 0n, max: 1n << 52n }),
      fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 30 }),
    );
    fc.assert(
      fc.property(near, ([base, steps]) => {
        const [sum, squares] = [new ExactSum(), new ExactSum()];
        for (const step of steps) {
          const value = Number(base) + step;
          sum.add(value);
          squares.addProduct(value, value);
        }
        const n = BigInt(steps.length);
        const total = steps.reduce((all, step) => all + BigInt(step), 0n);
        const wanted = Number(n * steps.reduce((all, step) => all + BigInt(step * step), 0n) - total * total);
        const { high } = spread(new Twofold(), steps.length, squares, sum, sum);
        assert.ok(Math.abs(high - wanted) <= 1e-15 * wanted, `${high}, ${wanted}`);
      }),
      { numRuns: 2000 },
    );
  });
});

describe("a quotient", () => {
  it("of a product and a factor is the other factor, exactly", () => {
    const factor = fc.double({ noNaN: true, min: 1e-50, max: 1e50 });
    fc.assert(
      fc.property(factor, factor, (a, b) => {
        const product = new Twofold().setProduct(new Twofold().set(a, 0), new Twofold().set(b, 0));
        assert.equal(quotient(product.high, product.low, b, 0), a);
      }),
      { numRuns: 2000 },
    );
  });
});
