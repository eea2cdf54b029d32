import assert from "node:assert/strict";
import { commissionBps, defineStrategy, openLab, replay, slippageBps } from "../../../src/index";

describe("orders of more lots than a double can tell apart", () => {
  const day = 86_400_000;
  const barsOf = (price: number) =>
    Array.from({ length: 20 }, (_, at) => {
      const close = price * (1 + at / 100);
      return { symbol: "SHIB", time: (at + 1) * day, open: close, high: close, low: price, close, volume: 1e15 };
    });

  for (const price of [0.001, 0.0000123, 1e-9])
    it(`are sized and filled at a price of ${price}`, async () => {
      const lab = await openLab(":memory:");
      const whole = defineStrategy({ name: "whole", onBar: ({ orderTargetWeight }) => orderTargetWeight("SHIB", 1) });
      const costs = { commission: commissionBps(10), slippage: slippageBps(5) };
      const feed = replay(barsOf(price), { calendar: "always" });
      for (const options of [{}, costs]) {
        const session = await lab.run(feed, whole, options);
        const [fill] = session.fillRows();
        assert.ok(fill.quantity * fill.price > 99_000 * 0.99 && fill.quantity * fill.price <= 100_000);
        assert.ok(Number(session.metrics().finalEquity) > 110_000);
      }
      await lab.close();
    });
});
