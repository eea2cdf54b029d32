import assert from "node:assert/strict";
import { maxPositionWeight } from "../../../src/core/account/rules/max-position-weight";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { latencyBars, latencyMs } from "../../../src/core/models/latency";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import { isOwn } from "../../../src/core/own";
import { bars } from "../../support/bars";
import { play } from "../../support/play";

describe("maxPositionWeight", () => {
  const feed = bars("A", [100, 100, 100]);
  const risk = [maxPositionWeight(0.25)];

  it("denies what would take a position above its share of the equity, working orders counted in", () => {
    const { orders } = play(
      feed,
      {
        0: (desk) => {
          desk.place("A", "buy", 20);
          desk.place("A", "buy", 6);
          desk.place("A", "buy", 5);
        },
      },
      { risk },
    );
    assert.deepEqual(
      orders.map((order) => order.reason),
      [undefined, "POSITION_WEIGHT_EXCEEDS_MAXIMUM: weight=0.26, maximum=0.25", undefined],
    );
  });

  it("holds for short positions as well", () => {
    const { orders } = play(feed, { 0: (desk) => desk.place("A", "sell", 26) }, { risk, shorting: true });
    assert.equal(orders[0].status, "denied");
  });

  it("lets a position that has grown above it be reduced", () => {
    const { orders } = play(
      bars("A", [100, 100, 200, 200]),
      { 0: (desk) => desk.place("A", "buy", 25), 2: (desk) => desk.place("A", "sell", 1) },
      { risk },
    );
    assert.equal(orders[1].status, "filled");
  });

  it("needs a positive number", () => {
    for (const wrong of [0, -1, Number.NaN, Infinity, "1" as unknown as number])
      assert.throws(() => maxPositionWeight(wrong), { code: "INVALID_OPTION" });
  });
});

describe("models and rules of paperlab", () => {
  it("say what they are made from, are frozen, and are known as such", () => {
    const made = [
      commissionBps(1, { minimum: 2 }),
      slippageBps(3),
      latencyBars(1),
      latencyMs(5),
      maxPositionWeight(0.5),
    ];
    assert.deepEqual(
      made.map(({ name, params }) => [name, params]),
      [
        ["commissionBps", { bps: 1, minimum: 2 }],
        ["slippageBps", { bps: 3 }],
        ["latencyBars", { bars: 1 }],
        ["latencyMs", { milliseconds: 5 }],
        ["maxPositionWeight", { maximum: 0.5 }],
      ],
    );
    assert.ok(made.every((one) => Object.isFrozen(one) && isOwn(one)));
    assert.equal(isOwn({ ...made[0] }), false);
  });
});
