import assert from "node:assert/strict";
import { inspect } from "node:util";
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

  it("is in the shares of the exit", async () => {
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
        [20, 50],
        [20, 51],
      ],
    );
    // 20 shares at 50 and 20 at 51, decided at 50.
    assert.equal(entry.decisionPrice, 50);
    const { quantity, filledQuantity, averagePrice } = entry.order;
    assert.deepEqual([quantity, filledQuantity, averagePrice], [40, 40, 50.5]);
    assert.ok(Math.abs((entry.gap ?? 0) - 0.01) < 1e-12, `${entry.gap}`);
    assert.ok(Math.abs((entry.gapCost ?? 0) - 20) < 1e-9, `${entry.gapCost}`);
    // No price of the average was traded.
    assert.match(inspect(session.trade("trade-1")), /Entry +2024-01-03 to 2024-01-04 at 50\.50 in 2 fills, gap/);
  });

  it("is beside the price of a trade that has only a part of the order", async () => {
    const prices = [100, 100, 100, 100, 51, 51, 51];
    const actions = [{ symbol: "A", ex_date: "2024-01-06", type: "split" as const, value: 2 }];
    const feed = replay(
      prices.map((price, at) => bar(at, price)),
      { actions },
    );
    const halves = defineStrategy({
      name: "halves",
      state: () => ({ steps: 0 }),
      onBar({ state, buy, sell }) {
        state.steps++;
        if (state.steps < 3) buy("A", 10);
        if (state.steps === 3) sell("A", 20, { timeInForce: "GTC" });
      },
    });
    const session = await (await lab()).run(feed, halves, { volumeLimit: 0.1 });
    const text = inspect(session.trade(session.tradeRows()[0].id));
    assert.match(text, /Exit +at 100\.00, a part of its order: 2024-01-05 to 2024-01-06 at \d+\.\d+ in 2 fills/, text);
  });
});

describe("a trade that was held through a split", () => {
  afterEach(leaveNothing);

  const limited = defineStrategy({
    name: "limited",
    state: () => ({ steps: 0 }),
    onBar({ state, buy, record, bar }) {
      record({ average: bar.close });
      if (++state.steps === 1)
        buy("A", 20, { type: "limit", limitPrice: 103, stopLoss: 90, takeProfit: 109, timeInForce: "GTC" });
    },
  });

  it("has all its prices and quantities in the shares of its exit, and its card says so", async () => {
    const prices = [100, 101, 104, 52, 53, 54, 55, 56];
    const actions = [{ symbol: "A", ex_date: "2024-01-05", type: "split" as const, value: 2 }];
    const feed = replay(
      prices.map((price, at) => bar(at, price)),
      { actions },
    );
    const session = await (await lab()).run(feed, limited);
    const { trade, entry, exit } = session.trade("trade-1");
    assert.deepEqual([trade.quantity, trade.entryPrice, trade.exitPrice], [40, 50.5, 55]);
    const { quantity, limitPrice, stopLoss, takeProfit, averagePrice } = entry.order;
    assert.deepEqual([quantity, limitPrice, stopLoss, takeProfit, averagePrice], [40, 51.5, 45, 54.5, 50.5]);
    assert.deepEqual([entry.decisionPrice, entry.gap, entry.gapCost], [50, 0.01, 20]);
    assert.deepEqual([exit?.order.quantity, exit?.order.limitPrice, exit?.decisionPrice], [40, 54.5, 50]);
    assert.deepEqual(
      exit?.changes.map(({ terms }) => terms),
      [{ quantity: 40, limitPrice: 54.5 }],
    );
    const text = inspect(session.trade("trade-1"));
    assert.match(
      text,
      /\n {2}Shares +prices and quantities are in shares after the 2:1 split of 2024-01-05; records and logs are/,
    );
    assert.match(text, /\n {2}Entry decided +2024-01-02, close 50\.00, average 100\n/);
    assert.match(text, /\n {2}Entry order +order-1, buy 40 A limit at 51\.50\n/);
    assert.match(text, /\n {2}Entry +2024-01-03 at 50\.50 \(101\.00 as traded\), gap 1\.00 %/);
    // Orders and fills of the session stay as they were.
    assert.deepEqual([session.orderRows()[0].quantity, session.fillRows()[0].price], [20, 101]);
  });

  it("says nothing of shares where no split came between its decision and its exit", async () => {
    const prices = [100, 101, 110, 110, 110];
    const actions = [{ symbol: "A", ex_date: "2024-01-06", type: "split" as const, value: 2 }];
    const feed = replay(
      prices.map((price, at) => bar(at, price)),
      { actions },
    );
    const session = await (await lab()).run(feed, limited);
    const story = session.trade("trade-1");
    assert.deepEqual([story.trade.quantity, story.entry.order.limitPrice, story.entry.decisionPrice], [20, 103, 100]);
    assert.doesNotMatch(inspect(story), /Shares/);
  });
});
