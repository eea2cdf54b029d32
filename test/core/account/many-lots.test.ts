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

describe("positions of more lots than a double can tell apart", () => {
  it("are flat again after a sale of all, without orders of what rounding leaves", async () => {
    const lab = await openLab(":memory:");
    let price = 1.1e-5;
    let chance = 1;
    const bars = Array.from({ length: 720 }, (_, at) => {
      chance = (chance * 16_807) % 2_147_483_647;
      const open = price;
      price *= Math.exp((chance / 2_147_483_647 - 0.5) * 0.02);
      const [high, low] = [Math.max(open, price), Math.min(open, price)];
      return { symbol: "X", time: (at + 1) * 3_600_000, open, high, low, close: price, volume: 1e15 };
    });
    const strategy = defineStrategy({
      name: "in and out",
      onBar({ bar, history, orderTargetWeight }) {
        const { close } = history(bar.symbol);
        if (close.length > 5) orderTargetWeight(bar.symbol, close[close.length - 1] > close[close.length - 6] ? 1 : 0);
      },
    });
    const session = await lab.run(replay(bars, { calendar: "always" }), strategy, { commission: commissionBps(10) });
    const bought = session.fillRows().filter(({ side }) => side === "buy").length;
    const { roundTrips, trades } = session.metrics();
    assert.ok(bought > 20);
    assert.ok(Math.abs(Number(roundTrips) - bought) <= 1 && Math.abs(Number(trades) - bought) <= 1);
    await lab.close();
  });
});
