import assert from "node:assert/strict";
import { gbm, openLab, strategies, threads } from "../../../src/index";
import type { AnyStrategy } from "../../../src/strategy/strategy";

describe("the ready-made strategies in another thread", function () {
  this.timeout(120_000);
  const feed = gbm({ A: { price: 100, drift: 0.1 }, B: { price: 50 } }, { bars: 1000, seed: 1 });

  it("decide what they decide here, after a journey as JSON", async () => {
    const lab = await openLab(":memory:");
    for (const [name, strategy] of Object.entries(strategies) as [string, AnyStrategy][]) {
      const options = { shorting: true, ...(name === "fixedWeights" && { params: { weights: { A: 0.5, B: 0.2 } } }) };
      const here = await lab.run(feed, strategy as never, { name, ...options } as never);
      const list = [{ params: {} }];
      const sweep = await lab.sweep(feed, strategy as never, { list, ...options, on: threads({ count: 1 }) } as never);
      assert.deepEqual([name, sweep.fingerprint(0)], [name, here.fingerprint]);
    }
    await lab.close();
  });
});
