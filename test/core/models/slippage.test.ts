import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { slippageFixed } from "../../../src/core/models/slippage-fixed";
import { slippageSquareRoot } from "../../../src/core/models/slippage-square-root";
import { slippageVolumeShare } from "../../../src/core/models/slippage-volume-share";
import { spreadBps } from "../../../src/core/models/spread-bps";
import { market } from "../../support/models";

const near = (value: number, wanted: number) => assert.ok(Math.abs(value - wanted) < 1e-9, `${value}, not ${wanted}`);
const wrongNumbers = [-1, Number.NaN, Infinity, "1" as unknown as number, undefined as unknown as number];

describe("slippageBps", () => {
  it("moves a purchase up and a sale down", () => {
    assert.equal(slippageBps(100).slip(50, "buy", 1, market()), 50.5);
    assert.equal(slippageBps(100).slip(50, "sell", 1, market()), 49.5);
  });

  it("refuses what is not a number from 0 to 10,000", () => {
    for (const wrong of [...wrongNumbers, 10_000]) assert.throws(() => slippageBps(wrong), { code: "INVALID_OPTION" });
  });
});

describe("slippageFixed", () => {
  it("moves the price by an amount, and leaves a sale something", () => {
    const { slip } = slippageFixed(0.05);
    near(slip(50, "buy", 1, market()), 50.05);
    near(slip(50, "sell", 1, market()), 49.95);
    near(slip(0.03, "sell", 1, market()), 0.000003);
  });

  it("refuses what is not a number from 0", () => {
    for (const wrong of wrongNumbers) assert.throws(() => slippageFixed(wrong), /Expected amount of slippageFixed/);
  });
});

describe("spreadBps", () => {
  it("takes half of the spread on each side", () => {
    near(spreadBps(20).slip(100, "buy", 1, market()), 100.1);
    near(spreadBps(20).slip(100, "sell", 1, market()), 99.9);
  });

  it("refuses what is not a number from 0 to 20,000", () => {
    for (const wrong of [...wrongNumbers, 20_000]) assert.throws(() => spreadBps(wrong), { code: "INVALID_OPTION" });
  });
});

describe("slippageVolumeShare", () => {
  const { slip } = slippageVolumeShare({ impact: 0.1, maximum: 0.5 });

  it("moves the price with the square of the share of the mean volume", () => {
    // 200 of 1,000 are 0.2; 0.1 * 0.04 = 0.004.
    near(slip(100, "buy", 200, market({ meanVolume: 1000 })), 100.4);
    near(slip(100, "sell", 200, market({ meanVolume: 1000 })), 99.6);
  });

  it("moves it no further than at the maximal share", () => {
    near(slip(100, "buy", 5000, market({ meanVolume: 1000 })), 102.5);
  });

  it("leaves the price where there was no volume", () => {
    assert.equal(slip(100, "buy", 200, market({ meanVolume: 0 })), 100);
    assert.equal(slip(100, "buy", 200, market()), 100);
  });

  it("refuses wrong numbers, what could take all of the price, and options it does not know", () => {
    for (const wrong of wrongNumbers) {
      assert.throws(() => slippageVolumeShare({ impact: wrong, maximum: 0.1 }), /Expected impact/);
      assert.throws(() => slippageVolumeShare({ impact: 0.1, maximum: wrong }), /Expected maximum/);
    }
    assert.throws(() => slippageVolumeShare({ impact: 4, maximum: 0.5 }), /to be below 1, was 1/);
    assert.throws(() => slippageVolumeShare({ impact: 1, maximum: 0.1, share: 1 } as never), {
      code: "UNKNOWN_OPTION",
    });
  });

  it("prints as the call that made it", () => {
    const made = slippageVolumeShare({ impact: 0.1, maximum: 0.5 });
    assert.equal(inspect(made), "slippageVolumeShare({ impact: 0.1, maximum: 0.5 })");
  });
});

describe("slippageSquareRoot", () => {
  const known = { days: 20, meanDailyVolume: 10_000, dailyVolatility: 0.02 };

  it("moves the price with the square root of the share of a day's volume", () => {
    const { slip } = slippageSquareRoot({ coefficient: 1.5 });
    // 1.5 * 0.02 * sqrt(100 / 10,000) = 0.003.
    near(slip(50, "buy", 100, market(known)), 50.15);
    near(slip(50, "sell", 100, market(known)), 49.85);
  });

  it("takes another exponent", () => {
    const { slip } = slippageSquareRoot({ coefficient: 1, exponent: 0.6 });
    near(slip(50, "buy", 100, market(known)), 50 * (1 + 0.02 * 0.01 ** 0.6));
    const linear = slippageSquareRoot({ coefficient: 1, exponent: 1 });
    near(linear.slip(50, "buy", 100, market(known)), 50 * (1 + 0.02 * 0.01));
  });

  it("charges a fill what it adds to the cost of the day's fills on its side", () => {
    const { slip } = slippageSquareRoot({ coefficient: 1 });
    // (400 ^ 1.5 - 100 ^ 1.5) / sqrt(10,000) = 70 units' worth, over 300 units, at 0.02.
    near(slip(300, "buy", 300, market({ ...known, filledToday: 100 })), 300 * (1 + (0.02 * 70) / 300));
  });

  it("costs the same however an order is sliced", () => {
    const parts = fc.array(fc.integer({ min: 1, max: 3000 }), { minLength: 1, maxLength: 8 });
    const exponents = fc.constantFrom(0.3, 0.5, 0.6, 1);
    fc.assert(
      fc.property(parts, exponents, fc.constantFrom("buy", "sell"), (quantities, exponent, side) => {
        const { slip } = slippageSquareRoot({ coefficient: 1, exponent });
        const cost = (quantity: number, filledToday: number) =>
          Math.abs(slip(100, side as "buy", quantity, market({ ...known, filledToday })) - 100) * quantity;
        let filled = 0;
        let sliced = 0;
        for (const quantity of quantities) {
          sliced += cost(quantity, filled);
          filled += quantity;
        }
        assert.ok(Math.abs(sliced - cost(filled, 0)) < 1e-9 * (1 + sliced));
      }),
    );
  });

  it("leaves a sale something, however large it is", () => {
    near(slippageSquareRoot({ coefficient: 100 }).slip(50, "sell", 10_000, market(known)), 0.005);
  });

  it("says why it cannot tell a price", () => {
    const { slip, refusal } = slippageSquareRoot({ coefficient: 1 });
    assert.equal(refusal?.(market(known)), undefined);
    assert.deepEqual(refusal?.(market({ days: 2, meanDailyVolume: 100 })), {
      code: "NO_VOLUME",
      details: { days: 2, needed: 3 },
    });
    const without = market({ ...known, meanDailyVolume: Number.NaN });
    assert.deepEqual(refusal?.(without), { code: "NO_VOLUME", details: { days: 20 } });
    assert.equal(slip(50, "sell", 100, without), 50);
  });

  it("refuses wrong numbers and options it does not know", () => {
    for (const wrong of wrongNumbers)
      assert.throws(() => slippageSquareRoot({ coefficient: wrong }), /Expected coefficient of slippageSquareRoot/);
    for (const wrong of [0, -1, 1.5, Number.NaN, "0.5" as unknown as number])
      assert.throws(() => slippageSquareRoot({ coefficient: 1, exponent: wrong }), /Expected exponent/);
    assert.throws(() => slippageSquareRoot({ coeficient: 1 } as never), /Did you mean "coefficient"\?/);
  });
});
