import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import type { CommissionModel } from "../../../src/core/models/commission";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { commissionFixed } from "../../../src/core/models/commission-fixed";
import { commissionPerShare } from "../../../src/core/models/commission-per-share";
import { bars } from "../../support/bars";
import { charged } from "../../support/models";
import { play } from "../../support/play";

const wrongNumbers = [-1, Number.NaN, Infinity, "1" as unknown as number];

describe("commissionBps", () => {
  it("charges hundredths of a percent of the notional", () => {
    assert.equal(commissionBps(10).commission(100, 50, charged()), 5);
    assert.equal(commissionBps(0).commission(100, 50, charged()), 0);
  });

  it("charges at least the minimum over an order, and only once", () => {
    const { commission } = commissionBps(10, { minimum: 2 });
    assert.equal(commission(10, 50, charged()), 2);
    assert.equal(commission(10, 50, charged({ filledNotional: 500, chargedCommission: 2 })), 0);
    assert.equal(commission(100, 50, charged({ filledNotional: 1000, chargedCommission: 2 })), 4);
  });

  it("charges another rate for what waited at its limit", () => {
    const { commission } = commissionBps(10, { maker: 2 });
    assert.equal(commission(100, 50, charged({ isMaker: true })), 1);
    assert.equal(commission(100, 50, charged({ isMaker: false })), 5);
  });

  it("counts both rates against one minimum", () => {
    const { commission } = commissionBps(10, { maker: 2, minimum: 3 });
    // 5,000 at 2 bps are 1, and the minimum is 3; with 5,000 more at 10 bps the order comes to 6.
    assert.equal(commission(100, 50, charged({ isMaker: true })), 3);
    const before = charged({ filledNotional: 5000, makerNotional: 5000, chargedCommission: 3 });
    assert.equal(commission(100, 50, before), 3);
  });

  it("takes a limit order at its limit for a maker, and one that fills at the open for a taker", () => {
    const feed = bars("A", [100, [100, 101, 98, 100], [97, 98, 96, 97], [97, 99, 90, 98]]);
    const { fills } = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 99 }),
        1: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 99 }),
        2: (desk) => desk.place("A", "buy", 10),
      },
      { commission: commissionBps(100, { maker: 10 }) },
    );
    assert.deepEqual(
      fills.map(({ price, commission }) => [price, commission]),
      [
        [99, 990 * 0.001],
        [97, 970 * 0.01],
        [97, 970 * 0.01],
      ],
    );
  });

  it("takes a stop-limit order for a taker where its stop was reached, and for a maker where its limit was", () => {
    const feed = bars("A", [100, [100, 103, 99, 102], [100, 103, 100, 102], [101, 102, 97, 98]]);
    const { fills } = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10, { type: "stopLimit", stopPrice: 102, limitPrice: 104 }),
        1: (desk) => desk.place("A", "buy", 10, { type: "stopLimit", stopPrice: 102, limitPrice: 98 }),
      },
      { commission: commissionBps(100, { maker: 10 }) },
    );
    assert.deepEqual(
      fills.map(({ price, commission }) => [price, commission]),
      [
        [102, 1020 * 0.01],
        [98, 980 * 0.001],
      ],
    );
  });

  it("refuses what is not a number from 0, and options it does not know", () => {
    for (const wrong of wrongNumbers) {
      assert.throws(() => commissionBps(wrong), { code: "INVALID_OPTION" });
      assert.throws(() => commissionBps(1, { minimum: wrong }), { code: "INVALID_OPTION" });
      assert.throws(() => commissionBps(1, { maker: wrong }), /Expected maker of commissionBps/);
    }
    assert.throws(() => commissionBps(1, { minimun: 2 } as object), /Did you mean "minimum"\?/);
  });
});

describe("commissionPerShare", () => {
  it("charges an amount for each unit, whatever its price", () => {
    assert.equal(commissionPerShare(0.005).commission(1000, 20, charged()), 5);
    assert.equal(commissionPerShare(0.005).commission(1000, 2000, charged({ filledQuantity: 10 })), 5);
  });

  it("charges at least the minimum over an order, and only once", () => {
    const { commission } = commissionPerShare(0.01, { minimum: 2 });
    assert.equal(commission(100, 50, charged()), 2);
    assert.equal(commission(50, 50, charged({ filledQuantity: 100, filledNotional: 5000, chargedCommission: 2 })), 0);
    // 300 units in all are 3, of which 2 are paid.
    assert.equal(commission(200, 50, charged({ filledQuantity: 100, filledNotional: 5000, chargedCommission: 2 })), 1);
  });

  it("charges no more than a share of the notional, the minimum included", () => {
    const { commission } = commissionPerShare(0.005, { minimum: 1, maximumShare: 0.01 });
    // 10,000 units at 0.1 would be 50; a hundredth of their 1,000 is 10. Of 10 units at 2 it is 0.2, less than the minimum.
    assert.equal(commission(10_000, 0.1, charged()), 10);
    assert.equal(commission(10, 2, charged()), 0.2);
    assert.equal(commission(400, 2, charged()), 2);
  });

  it("charges the same for an order whether it fills at once or in parts", () => {
    const quantities = fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 6 });
    const options = fc.record({
      minimum: fc.double({ min: 0, max: 20, noNaN: true }),
      maximumShare: fc.double({ min: 0.001, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(quantities, fc.double({ min: 0.1, max: 500, noNaN: true }), options, (parts, price, option) => {
        const model = commissionPerShare(0.005, option);
        const whole = parts.reduce((sum, part) => sum + part, 0);
        assert.ok(Math.abs(total(model, parts, price) - total(model, [whole], price)) < 1e-9 * (1 + whole));
      }),
    );
  });

  it("is charged over the partial fills of an order", () => {
    const feed = bars("A", [100, [100, 100, 100, 100, 30], [100, 100, 100, 100, 50], 100]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC" }) },
      { commission: commissionPerShare(0.5, { minimum: 2 }), volumeLimit: 0.1 },
    );
    // 3 units are under the minimum; 8 units come to 4, 10 to 5.
    assert.deepEqual(
      fills.map(({ quantity, commission }) => [quantity, commission]),
      [
        [3, 2],
        [5, 2],
        [2, 1],
      ],
    );
  });

  it("refuses what is not a number from 0, shares beyond 1, and options it does not know", () => {
    for (const wrong of wrongNumbers) {
      assert.throws(() => commissionPerShare(wrong), /Expected amount of commissionPerShare to be a number/);
      assert.throws(() => commissionPerShare(1, { minimum: wrong }), { code: "INVALID_OPTION" });
    }
    for (const wrong of [-1, 0, 1.1, Number.NaN, "0.5" as unknown as number])
      assert.throws(() => commissionPerShare(1, { maximumShare: wrong }), /a fraction above 0, at most 1/);
    assert.throws(() => commissionPerShare(1, { maximum: 2 } as object), { code: "UNKNOWN_OPTION" });
  });
});

describe("commissionFixed", () => {
  it("charges the same for each fill", () => {
    assert.equal(commissionFixed(4.95).commission(1, 10, charged()), 4.95);
    assert.equal(
      commissionFixed(4.95).commission(500, 10, charged({ filledQuantity: 1, chargedCommission: 4.95 })),
      4.95,
    );
  });

  it("refuses what is not a number from 0", () => {
    for (const wrong of wrongNumbers) assert.throws(() => commissionFixed(wrong), { code: "INVALID_OPTION" });
  });
});

describe("a model of paperlab's", () => {
  it("prints as the call that made it", () => {
    assert.equal(inspect(commissionBps(1, { minimum: 2, maker: 0.5 })), "commissionBps(1, { minimum: 2, maker: 0.5 })");
    assert.equal(inspect(commissionPerShare(0.005)), "commissionPerShare(0.005)");
  });
});

// What an order pays that fills in these parts.
function total({ commission }: CommissionModel, parts: readonly number[], price: number): number {
  let [filledQuantity, filledNotional, chargedCommission] = [0, 0, 0];
  for (const quantity of parts) {
    const one = commission(quantity, price, charged({ filledQuantity, filledNotional, chargedCommission }));
    assert.ok(one >= 0);
    chargedCommission += one;
    filledQuantity += quantity;
    filledNotional += quantity * price;
  }
  return chargedCommission;
}
