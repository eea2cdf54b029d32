import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, latencyBars, replay, type Session, slippageBps } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { bars } from "../../support/bars";

const idle = defineStrategy({ name: "idle", onBar() {} });

// It asks for an order more while it holds nothing, so that ids are others where orders are late.
const eager = defineStrategy({
  name: "eager",
  onBar({ bar, buy, position }) {
    if (position(bar.symbol).quantity === 0) buy(bar.symbol, 1);
  },
});

async function started(strategy: typeof idle, options: object, prices: readonly number[]): Promise<Session> {
  return (await lab()).createSession(replay(bars("A", prices)), strategy, { name: "a", ...options });
}

describe("the realism ladder of a session that was traded by hand", () => {
  afterEach(leaveNothing);

  it("cancels and replaces the orders that the same requests made, whatever their ids are there", async () => {
    const session = await started(eager, { latency: latencyBars(1) }, [100, 100, 100, 100, 100, 90, 80, 70]);
    await session.step(3);
    const low = { type: "limit", limitPrice: 85 } as const;
    const [first, second] = [await session.buy("A", 10, low), await session.buy("A", 20, low)];
    await session.step();
    await session.cancel(first);
    await session.replace(second, { quantity: 30 });
    await session.run();
    // Two orders of the strategy had no fill yet when the third was made.
    assert.deepEqual([first, session.positionRows()[0].quantity], ["order-3", 2 + 30]);
    const ladder = await (await lab()).realism(session);
    // Without latency the strategy buys one unit, at 100. The 30 fill at an open of 80.
    assert.equal(ladder.steps[0].finalEquity, 100_000 - 30 - 30 * 10);
    assert.ok(ladder.steps.every(({ leftOut }) => leftOut === undefined));
  });

  it("leaves out what is for an order that a step does not have, and says so", async () => {
    const session = await started(
      eager,
      { latency: latencyBars(1), slippage: slippageBps(1) },
      [100, 100, 100, 100, 100],
    );
    await session.step(2);
    const late = session.orderRows().at(-1);
    assert.equal(late?.id, "order-2");
    await session.cancel("order-2");
    await session.run();
    const ladder = await (await lab()).realism(session);
    assert.deepEqual(
      ladder.steps.map(({ step, leftOut }) => [step, leftOut]),
      [
        ["frictionless", 1],
        ["slippage", 1],
        ["latency", undefined],
      ],
    );
    assert.match(inspect(ladder), /requests by hand without their order: 1 at frictionless, 1 at slippage/);
  });

  it("leaves out what came after a step has lost everything", async () => {
    const options = { leverage: 4, maintenanceMargin: 0, latency: latencyBars(1), initialCapital: 10_000 };
    const session = await started(idle, options, [100, 100, 70, 80, 80]);
    await session.step();
    await session.buy("A", 400);
    await session.step(2);
    await session.buy("A", 1);
    await session.run();
    const { steps } = await (await lab()).realism(session);
    assert.deepEqual(
      steps.map(({ step, leftOut }) => [step, leftOut]),
      [
        ["frictionless", 1],
        ["latency", undefined],
      ],
    );
  });
});
