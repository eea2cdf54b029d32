import assert from "node:assert/strict";
import { inspect } from "node:util";
import {
  any,
  defineStrategy,
  driftOver,
  gbm,
  maxGrossExposure,
  maxLeverage,
  maxPositionWeight,
  openLab,
  priceCollar,
  type SessionOptions,
} from "../../../src/index";

const feed = gbm({ A: { price: 100 } }, { seed: "limits", interval: "1d", bars: 40 });
const holder = defineStrategy({ name: "holder", targetWeights: () => ({ A: 0.5 }) });

async function said(options: SessionOptions): Promise<readonly string[]> {
  const lab = await openLab(":memory:");
  const { core } = await lab.createSession(feed, holder, options);
  await lab.close();
  return core.warnings;
}

describe("limits that nothing reaches", () => {
  it("are told, with what to write where percent were meant", async () => {
    assert.deepEqual(await said({ risk: [maxPositionWeight(25), maxLeverage(3), priceCollar(5)] }), [
      "maxPositionWeight(25) allows 2500 % of the equity, and the leverage is 1; for 25 % write 0.25",
      "maxLeverage(3) allows 300 % of the equity, and the leverage is 1",
      "priceCollar(5) allows limits that are 500 % away from the market; for 5 % write 0.05",
    ]);
    assert.deepEqual(await said({ risk: [maxGrossExposure(1.2)] }), [
      "maxGrossExposure(1.2) allows 120 % of the equity, and the leverage is 1",
    ]);
  });

  it("are told of the conditions of a schedule, also within others and as a function of the params", async () => {
    const advice = [
      "driftOver({ absolute: 5 }) is met when a weight is 500 % of the equity away from its target, and the leverage is 1; for 5 % write 0.05",
    ];
    const when = any(driftOver({ absolute: 5 }), driftOver({ relative: 0.2 }));
    assert.deepEqual(await said({ rebalance: { every: "month", when } }), advice);
    assert.deepEqual(await said({ rebalance: () => ({ every: "month", when }) }), advice);
  });

  it("are none within the leverage", async () => {
    const risk = [maxPositionWeight(1), maxLeverage(3), maxGrossExposure(2.5), priceCollar(1)];
    const rebalance = { every: "month", when: driftOver({ absolute: 0.05 }) } as const;
    assert.deepEqual(await said({ risk, rebalance, leverage: 3 }), []);
    assert.deepEqual(await said({ rebalance: "monthly", risk: [maxPositionWeight(0.25)] }), []);
  });

  it("are told by a sweep too", async () => {
    const lab = await openLab(":memory:");
    const sweep = await lab.sweep(feed, holder, { name: "wide", seeds: 1, risk: [maxPositionWeight(25)] });
    assert.match(inspect(sweep), /maxPositionWeight\(25\) allows 2500 %/);
    await lab.close();
  });
});
