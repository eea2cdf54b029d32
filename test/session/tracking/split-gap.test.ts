import assert from "node:assert/strict";
import { defineStrategy, replay } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";

const bar = (at: number, price: number) => {
  const time = Date.UTC(2024, 0, 2 + at);
  return {
    symbol: "A",
    time,
    open: price,
    high: price,
    low: price,
    close: price,
    volume: price === 100 ? 100 : 10_000,
  };
};

const patient = defineStrategy({
  name: "patient",
  state: () => ({ steps: 0 }),
  onBar({ state, buy, close }) {
    state.steps++;
    if (state.steps === 1) buy("A", 20, { timeInForce: "GTC" });
    if (state.steps === 6) close("A");
  },
});

describe("the gap of an order that was filled on both sides of a split", () => {
  afterEach(leaveNothing);

  it("is in the shares of its first fill", async () => {
    const prices = [100, 100, 51, 51, 51, 51, 51, 51];
    const actions = [{ symbol: "A", ex_date: "2024-01-04", type: "split" as const, value: 2 }];
    const feed = replay(
      prices.map((price, at) => bar(at, price)),
      { actions },
    );
    const session = await (await lab()).run(feed, patient, { volumeLimit: 0.1 });
    const { entry } = session.trade("trade-1");
    assert.deepEqual(
      entry.fills.map(({ quantity, price }) => [quantity, price]),
      [
        [10, 100],
        [20, 51],
      ],
    );
    // 10 shares at 100 and then 10 of the same at 102, decided at 100.
    assert.equal(entry.decisionPrice, 100);
    assert.ok(Math.abs((entry.gap ?? 0) - 0.01) < 1e-12, `${entry.gap}`);
    assert.ok(Math.abs((entry.gapCost ?? 0) - 20) < 1e-9, `${entry.gapCost}`);
  });
});
