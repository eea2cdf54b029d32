import assert from "node:assert/strict";
import fc from "fast-check";
import { type BasketRebalance, basketLevels } from "../../../src/analysis/returns/basket";
import { calendarOf } from "../../../src/core/market/calendar";
import { near } from "../near";

const calendar = calendarOf("always");
const day = 86_400_000;
const noon = (at: number) => Date.UTC(2024, 0, 1 + at) + day / 2;
const levels = (points: readonly (readonly [day: number, level: number])[]) => ({
  time: Float64Array.from(points, ([at]) => noon(at)),
  level: Float64Array.from(points, ([, level]) => level),
});
const series = (values: readonly number[]) => levels(values.map((value, at) => [at, value] as const));

function basket(parts: readonly (readonly [number[], number])[], rebalance: BasketRebalance) {
  const all = parts.map(([values, weight]) => ({ levels: series(values), weight }));
  return Array.from(basketLevels(all, rebalance, calendar).level);
}

const prices = fc.array(fc.double({ min: 1, max: 100, noNaN: true }), { minLength: 100, maxLength: 100 });

describe("a basket of weights", () => {
  it("earns the weighted returns of its parts when it is restored every day", () => {
    fc.assert(
      fc.property(prices, prices, fc.double({ min: 0.1, max: 0.9, noNaN: true }), (a, b, weight) => {
        const got = basket(
          [
            [a, weight],
            [b, 1 - weight],
          ],
          "daily",
        );
        let level = 1;
        for (let at = 1; at < a.length; at++) {
          level *= 1 + weight * (a[at] / a[at - 1] - 1) + (1 - weight) * (b[at] / b[at - 1] - 1);
          near(got[at], level, "level");
        }
      }),
      { numRuns: 30 },
    );
  });

  it("is the weighted sum of its parts when it is never restored", () => {
    fc.assert(
      fc.property(prices, prices, (a, b) => {
        for (const [at, level] of basket(
          [
            [a, 0.6],
            [b, 0.4],
          ],
          "never",
        ).entries())
          near(level, 0.6 * (a[at] / a[0]) + 0.4 * (b[at] / b[0]), "level");
      }),
      { numRuns: 30 },
    );
  });

  it("is restored at the last common time of each month and quarter, and drifts between", () => {
    const a = Array.from({ length: 100 }, (_, at) => 100 + at);
    const flat = a.map(() => 50);
    const monthly = basket(
      [
        [a, 0.5],
        [flat, 0.5],
      ],
      "monthly",
    );
    // 2024-01-31 is the 31st point, at index 30.
    near(monthly[30], 0.5 * 1.3 + 0.5, "level");
    near(monthly[59], monthly[30] * (0.5 * (159 / 130) + 0.5), "level");
    near(monthly[60], monthly[59] * (0.5 * (160 / 159) + 0.5), "level");
    const quarterly = basket(
      [
        [a, 0.5],
        [flat, 0.5],
      ],
      "quarterly",
    );
    // 2024-03-31 is at index 90.
    near(quarterly[90], 0.5 * 1.9 + 0.5, "level");
    near(quarterly[91], quarterly[90] * (0.5 * (191 / 190) + 0.5), "level");
  });

  it("keeps what the weights leave over as cash, and weights of one part are that part", () => {
    assert.deepEqual(basket([[[100, 110, 121], 0.5]], "daily"), [1, 1.05, 1.05 * 1.05]);
    const alone = basket([[[100, 125, 50], 1]], "never");
    assert.deepEqual(alone, [1, 1.25, 0.5]);
  });

  it("has levels at common times only, and none of them depends on later prices", () => {
    const a = levels([
      [0, 100],
      [1, 110],
      [3, 130],
      [4, 140],
    ]);
    const b = levels([
      [1, 50],
      [2, 51],
      [3, 55],
      [5, 70],
    ]);
    const { time, level } = basketLevels(
      [
        { levels: a, weight: 0.5 },
        { levels: b, weight: 0.5 },
      ],
      "daily",
      calendar,
    );
    assert.deepEqual(Array.from(time), [noon(1), noon(3)]);
    near(level[1], 0.5 * (130 / 110) + 0.5 * (55 / 50), "level");
    fc.assert(
      fc.property(prices, prices, fc.integer({ min: 1, max: 99 }), (one, two, cut) => {
        const whole = basket(
          [
            [one, 0.3],
            [two, 0.6],
          ],
          "weekly",
        );
        const part = basket(
          [
            [one.slice(0, cut), 0.3],
            [two.slice(0, cut), 0.6],
          ],
          "weekly",
        );
        assert.deepEqual(part, whole.slice(0, cut));
      }),
      { numRuns: 30 },
    );
  });
});
