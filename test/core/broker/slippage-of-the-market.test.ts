import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import type { Bar } from "../../../src/core/market/bar";
import { slippageSquareRoot } from "../../../src/core/models/slippage-square-root";
import { slippageVolumeShare } from "../../../src/core/models/slippage-volume-share";
import { bars, day, minute, type Prices, start } from "../../support/bars";
import { begin, play, played } from "../../support/play";

const flat = (price: number, volume: number): Prices => [price, price, price, price, volume];
const near = (value: number, wanted: number) => assert.ok(Math.abs(value - wanted) < 1e-9, `${value}, not ${wanted}`);
const buy = (quantity: number) => (desk: Desk) => desk.place("A", "buy", quantity);
const sell = (quantity: number) => (desk: Desk) => desk.place("A", "sell", quantity);

describe("slippage by the share of the volume", () => {
  const slippage = slippageVolumeShare({ impact: 0.1, maximum: 1 });

  it("looks at the bars before the one that fills, not at that one", () => {
    const feed = bars("A", [flat(100, 100), flat(100, 300), flat(100, 7)]);
    const { fills } = play(feed, { 1: buy(50) }, { slippage });
    // 50 of (100 + 300) / 2 are a quarter.
    near(fills[0].price, 100 * (1 + 0.1 / 16));
    near(fills[0].slippage, 50 * 100 * (0.1 / 16));
  });

  it("looks at the newest 20, whatever historyBars is", () => {
    const volumes = [1e6, 1e6, ...Array.from({ length: 20 }, () => 100), 5];
    const feed = bars(
      "A",
      volumes.map((volume) => flat(100, volume)),
    );
    for (const historyBars of [3, Infinity]) {
      const { fills } = play(feed, { 21: buy(50) }, { slippage, historyBars });
      near(fills[0].price, 100 * (1 + 0.1 / 4));
    }
  });

  it("does not count the bar at whose close positions are closed in the end", () => {
    const feed = bars("A", [flat(100, 100), flat(100, 100), flat(100, 1e6)]);
    const { fills } = play(feed, { 0: buy(50) }, { slippage, closeAtEnd: true });
    near(fills[1].price, 100 * (1 - 0.1 / 4));
  });

  it("leaves limit orders alone", () => {
    const feed = bars("A", [flat(100, 10), flat(99, 10)]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 100 }) },
      { slippage },
    );
    assert.equal(fills[0].price, 99);
  });

  it("is the same however the rows are taken", () => {
    const feed = bars(
      "A",
      [10, 20, 30, 40, 50, 60].map((volume) => flat(100, volume)),
    );
    const script = { 1: buy(5), 3: buy(5), 4: sell(10) };
    const whole = play(feed, script, { slippage });
    const { engine, columns } = begin(feed, script, { slippage });
    for (let row = 0; row < columns.length; row++) engine.process(columns, row, row + 1, Infinity);
    engine.finish("END_OF_FEED");
    assert.deepEqual(played(engine).fills, whole.fills);
  });
});

describe("slippage by the square root", () => {
  // Returns of 0.1, -0.1 and 0: their deviation is 0.1. 1,000 units a day.
  const history = [flat(100, 1000), flat(110, 1000), flat(99, 1000), flat(99, 1000)];
  const slippage = slippageSquareRoot({ coefficient: 1 });

  it("takes the volatility and the volume of the days before", () => {
    const { fills } = play(bars("A", [...history, flat(100, 5)]), { 3: buy(10) }, { slippage });
    near(fills[0].price, 101);
    near(fills[0].slippage, 10);
  });

  it("costs the same in slices, on one side of one day", () => {
    const script = {
      3: (desk: Desk) => {
        for (const quantity of [1, 2, 3, 4]) desk.place("A", "buy", quantity);
      },
    };
    const { fills } = play(bars("A", [...history, flat(100, 5)]), script, { slippage });
    near(
      fills.reduce((sum, fill) => sum + fill.slippage, 0),
      10,
    );
    near(fills[0].slippage, 0.1 * Math.sqrt(1 / 1000) * 100);
  });

  it("adds bars up to days, and leaves today's out", () => {
    const noon = (at: number, price: number, volume: number): Bar[] =>
      bars("A", [flat(price - 5, volume / 4), flat(price, (volume * 3) / 4)], {
        interval: minute,
        first: start + at * day + minute,
      });
    const feed = [...noon(0, 100, 1000), ...noon(1, 110, 1000), ...noon(2, 99, 1000), ...noon(3, 99, 1000)];
    feed.push(
      ...bars("A", [flat(95, 1e6), flat(100, 1e6), flat(100, 1e6)], {
        interval: minute,
        first: start + 4 * day + minute,
      }),
    );
    const { fills } = play(feed, { 8: buy(10), 9: buy(6) }, { slippage, interval: minute });
    near(fills[0].price, 101);
    // 16 units in all cost 16 ^ 1.5, of which 10 ^ 1.5 are paid.
    near(fills[1].slippage, (0.1 * 100 * (16 ** 1.5 - 10 ** 1.5)) / Math.sqrt(1000));
  });

  it("goes by the last volume that there was", () => {
    const silent = Array.from({ length: 25 }, (_, at) => flat(at % 2 === 0 ? 110 : 100, 0));
    const { fills, orders } = play(bars("A", [...history, ...silent, flat(100, 0)]), { 28: buy(10) }, { slippage });
    assert.equal(orders[0].status, "filled");
    // The last mean above 0 is that of one day of 1,000 in 20.
    const days = silent.slice(-21).map((one) => (one as readonly number[])[3]);
    const returns = days.slice(1).map((close, at) => close / days[at] - 1);
    const mean = returns.reduce((sum, value) => sum + value, 0) / 20;
    const deviation = Math.sqrt(returns.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 19);
    near(fills[0].price, 100 * (1 + deviation * Math.sqrt(10 / 50)));
  });

  it("refuses to open a position where nothing is known", () => {
    const early = play(bars("A", [100, 100, 100, 100, 100]), { 0: buy(1), 1: sell(1), 2: buy(1) }, { slippage });
    assert.deepEqual(
      early.orders.map(({ status, reason }) => [status, reason]),
      [
        ["denied", "NO_VOLUME: days=1, needed=3"],
        ["denied", "SHORTING_NOT_ALLOWED: quantity=1, available=0"],
        ["filled", undefined],
      ],
    );
    const silent = [1, 2, 3, 4].map(() => flat(100, 0));
    const none = play(bars("A", [...silent, 100]), { 3: buy(1) }, { slippage });
    assert.deepEqual([none.orders[0].status, none.orders[0].reason], ["denied", "NO_VOLUME: days=4"]);
  });

  it("lets a position be reduced, unmoved", () => {
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 100 }),
      1: sell(12),
      2: sell(10),
    };
    const { fills, orders } = play(bars("A", [100, 100, 100, 100]), script, { slippage });
    assert.deepEqual(
      orders.map(({ status }) => status),
      ["filled", "denied", "filled"],
    );
    assert.equal(fills[1].price, 100);
  });

  it("rejects at the fill what was accepted for the next day, if a bar comes before that", () => {
    const hour = 3_600_000;
    const times = [day, 2 * day, 2 * day + 13 * hour, 2 * day + 14 * hour];
    const feed = bars("A", [100, 110, 99, 99]).map((bar, at) => ({ ...bar, time: start + times[at] }));
    const { orders } = play(feed, { 2: buy(1) }, { slippage, interval: 12 * hour });
    assert.deepEqual([orders[0].status, orders[0].reason], ["rejected", "NO_VOLUME: days=2, needed=3"]);
  });

  it("sizes a weight so that it can be paid, to the last lot", () => {
    for (const lotSize of [1, 0.01]) {
      const feed = bars("A", [...history, flat(99, 5)]);
      const { fills, engine } = play(
        feed,
        { 3: (desk) => desk.rebalanceTo({ A: 1 }) },
        { slippage, lotSize, initialCapital: 10_000 },
      );
      const cost = (quantity: number) => quantity * 99 * (1 + 0.1 * Math.sqrt(quantity / 1000));
      assert.equal(fills.length, 1);
      assert.ok(cost(fills[0].quantity) <= 10_000 && cost(fills[0].quantity + lotSize) > 10_000);
      near(engine.portfolio.cash, 10_000 - cost(fills[0].quantity));
    }
  });
});
