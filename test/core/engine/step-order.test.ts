import assert from "node:assert/strict";
import { bars, columnsAsGiven } from "../../support/bars";
import { begin, play, summary } from "../../support/play";

describe("the order of a step", () => {
  it("fills what reduces first, over all symbols, so that a switch is paid by its own sale", () => {
    const feed = [...bars("A", [100, 100, 100, 100]), ...bars("B", [50, 50, 50, 50])];
    const { fills } = play(feed, {
      0: (desk) => desk.place("B", "buy", 200),
      2: (desk) => {
        desk.close("B");
        desk.place("A", "buy", 100);
      },
    });
    assert.deepEqual(
      fills.map((fill) => [fill.symbol, fill.side, fill.quantity]),
      [
        ["B", "buy", 200],
        ["B", "sell", 200],
        ["A", "buy", 100],
      ],
    );
  });

  it("fills a sale before the older purchase that it pays", () => {
    const feed = [...bars("A", [100, 100, 150]), ...bars("B", [50, 50, 50])];
    const { fills } = play(feed, {
      0: (desk) => {
        desk.place("A", "buy", 50, { type: "stop", stopPrice: 150 });
        desk.place("B", "buy", 100);
      },
      1: (desk) => desk.close("B"),
    });
    assert.deepEqual(
      fills.map((fill) => [fill.symbol, fill.side, fill.quantity, fill.price]),
      [
        ["B", "buy", 100, 50],
        ["B", "sell", 100, 50],
        ["A", "buy", 50, 150],
      ],
    );
  });

  it("fills the oldest first among orders of a kind", () => {
    const feed = bars("A", [100, 100, 100]);
    const { fills } = play(feed, {
      0: (desk) => {
        desk.place("A", "buy", 1, { type: "limit", limitPrice: 100 });
        desk.place("A", "buy", 2);
        desk.place("A", "buy", 3, { type: "stop", stopPrice: 100 });
      },
    });
    assert.deepEqual(
      fills.map((fill) => fill.quantity),
      [1, 2, 3],
    );
  });

  it("splits an order that crosses zero into its reducing and its opening part", () => {
    const feed = bars("A", [100, 100, 100, 100]);
    const { fills, orders, engine } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10), 1: (desk) => desk.place("A", "sell", 25) },
      { shorting: true },
    );
    assert.deepEqual(summary(fills, feed), [
      [1, 100, 10],
      [2, 100, -10],
      [2, 100, -15],
    ]);
    assert.deepEqual([orders[1].status, orders[1].filledQuantity], ["filled", 25]);
    assert.equal(engine.desk.position("A").quantity, -15);
    assert.equal(engine.desk.position("A").averagePrice, 100);
  });

  it("shows a strategy the fills of the step before its bars, and asks the account when the turn is over", () => {
    const seen: string[] = [];
    const feed = [...bars("A", [100, 101]), ...bars("B", [50, 51])];
    play(feed, ({ desk }) => ({
      name: "watching",
      onFill: (fill) => seen.push(`fill ${fill.symbol} ${fill.price}`),
      onBar: ({ symbol }, row) => {
        seen.push(`bar ${desk.symbols[symbol[row]]}`);
        if (row === 1) desk.place("A", "buy", 1);
      },
      onBars: (both) => seen.push(`bars ${both.map((bar) => bar.close)}, ${desk.openOrders().length} open`),
      onStop: () => seen.push("stop"),
    }));
    assert.deepEqual(seen, [
      "bar A",
      "bar B",
      "bars 100,50, 0 open",
      "fill A 101",
      "bar A",
      "bar B",
      "bars 101,51, 0 open",
      "stop",
    ]);
  });

  it("marks every position at its last close, and has one equity point a step and one before", () => {
    const feed = [
      ...bars("A", [
        [100, 100, 100, 100],
        [100, 112, 99, 110],
        [110, 110, 110, 110],
      ]),
      ...bars("B", [5, 5]),
    ];
    const { equity, times } = play(feed, { 0: (desk) => desk.place("A", "buy", 50) });
    assert.deepEqual(equity, [10_000, 10_000, 10_500, 10_500]);
    assert.equal(times[0], feed[0].time - 86_400_000);
  });

  it("lets orders asked for in onStart be denied, as there is no price yet", () => {
    const { orders } = play(bars("A", [100, 101]), ({ desk }) => ({
      name: "early",
      onStart: () => {
        desk.place("A", "buy", 1);
        desk.orderTarget("A", 5);
        desk.orderTargetWeight("A", 1);
        desk.rebalanceTo({ A: -1 });
      },
    }));
    assert.deepEqual(
      orders.map((order) => [order.status, order.reason]),
      [1, 2, 3, 4].map(() => ["denied", "NO_PRICE"]),
    );
  });

  it("refuses bars that go back in time, or come twice, and names both times", () => {
    const [first, second] = bars("A", [100, 101]);
    for (const wrong of [
      [second, first],
      [second, second],
    ]) {
      const { engine } = begin([first], {});
      const columns = columnsAsGiven([wrong[0]], ["A"]);
      engine.process(columns, 0, 1, Infinity);
      assert.throws(() => engine.process(columnsAsGiven([wrong[1]], ["A"]), 0, 1, Infinity), {
        code: "BARS_OUT_OF_ORDER",
        message: `Bars must be in time order: ${new Date(wrong[1].time).toISOString()} came after 2024-01-03T00:00:00.000Z`,
      });
    }
  });
});
