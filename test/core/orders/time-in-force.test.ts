import assert from "node:assert/strict";
import { firstBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import type { Halt } from "../../../src/core/market/halts";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, day, minute, type Prices, start } from "../../support/bars";
import { play, summary } from "../../support/play";
import type { TermOptions } from "../../support/terms";

const far: OrderOptions = { type: "limit", limitPrice: 50 };

function endingOf(options: OrderOptions, rows: readonly (Prices | undefined)[], terms: TermOptions = {}) {
  const feed = bars("A", rows, { interval: terms.interval ?? day });
  const { orders, events } = play(feed, { 0: (desk) => desk.place("A", "buy", 10, options) }, terms);
  const [{ status, reason, endedAt }] = orders;
  return { status, reason, endedAt, last: events.at(-1) };
}

describe("a DAY order", () => {
  it("made on a daily bar lives for the next one, and has expired when the strategy sees that", () => {
    const working: number[] = [];
    const feed = bars("A", [100, 100, 100]);
    const { orders, events } = play(feed, {
      0: (desk) => desk.place("A", "buy", 10, { ...far, timeInForce: "DAY" }),
      1: (desk) => working.push(desk.openOrders().length),
    });
    const [{ status, reason, endedAt }] = orders;
    assert.deepEqual([status, reason, endedAt, working], ["expired", "DAY_OVER", start + 2 * day, [0]]);
    assert.equal(events.at(-1)?.kind, "orderExpired");
  });

  it("holds no cash while the strategy looks at the bar that ended it: a limit every day is accepted every day", () => {
    const daily = (desk: Desk) => desk.place("A", "buy", 100, { type: "limit", limitPrice: 99, timeInForce: "DAY" });
    const { orders } = play(bars("A", [100, 100, 100, 100]), { 0: daily, 1: daily, 2: daily });
    assert.deepEqual(
      orders.map((order) => order.status),
      ["expired", "expired", "expired"],
    );
  });

  it("of minute bars ends with the last bar of their day", () => {
    const feed = bars("A", [100, 100, 100, 100], { interval: minute, first: start + day - 2 * minute });
    const { orders } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 1, { ...far, timeInForce: "DAY" }) },
      { interval: minute },
    );
    assert.deepEqual([orders[0].status, orders[0].endedAt], ["expired", start + day]);
  });

  it("of minute bars ends at the first step of the next day, where its day had no bar at its end", () => {
    const feed = bars("A", [100, 100, undefined, 100], { interval: minute, first: start + day - 3 * minute });
    const { orders } = play(
      [...feed.slice(0, 2), ...bars("A", [100], { interval: minute, first: start + day + minute })],
      { 0: (desk) => desk.place("A", "buy", 1, { ...far, timeInForce: "DAY" }) },
      { interval: minute },
    );
    assert.deepEqual([orders[0].status, orders[0].endedAt], ["expired", start + day + minute]);
  });

  it("asked for after the last bar of a day belongs to the next one", () => {
    const feed = bars("A", [100, 100, 100], { interval: day / 2, first: start + day });
    const { orders } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 1, { ...far, timeInForce: "DAY" }) },
      { interval: day / 2 },
    );
    assert.deepEqual([orders[0].reason, orders[0].endedAt], ["DAY_OVER", start + 2 * day]);
  });

  it("of weekly bars lives for the next one", () => {
    const feed = bars("A", [100, 100, 100], { interval: 7 * day });
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 1) }, { interval: 7 * day });
    assert.deepEqual(summary(fills, feed), [[1, 100, 1]]);
  });

  it("ends with a trading day on which its symbol has no bar", () => {
    const feed = [...bars("A", [100, undefined, 100, 100]), ...bars("B", [5, 5, 5, 5])];
    const { orders, fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 1) });
    assert.deepEqual([fills.length, orders[0].reason, orders[0].endedAt], [0, "DAY_OVER", start + 2 * day]);
  });

  it("waits over days on which nothing trades, whatever the calendar says", () => {
    const feed = bars("A", [100, undefined, undefined, 100]);
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 1) }, { calendar: "weekdays" });
    assert.deepEqual(
      fills.map((fill) => fill.time),
      [start + 4 * day],
    );
  });

  it("waits over the weekend for a symbol that rests then, beside one that does not", () => {
    // 2024-01-05 is a Friday.
    const first = start + 5 * day;
    const feed = [...bars("A", [100, undefined, undefined, 100], { first }), ...bars("B", [5, 5, 5, 5], { first })];
    const { fills } = play(feed, { 0: (desk) => [desk.place("A", "buy", 1), desk.place("B", "buy", 1)] });
    assert.deepEqual(
      fills.map(({ symbol, time }) => [symbol, time]),
      [
        ["B", first + day],
        ["A", first + 3 * day],
      ],
    );
  });

  it("has its day on the first bar it could fill on, also when a halt keeps it from filling", () => {
    const halts: Halt[] = [{ symbol: "A", from: "2024-01-02", to: "2024-01-02" }];
    const { status, reason } = endingOf({ type: "market" }, [100, 100, 100], { halts });
    assert.deepEqual([status, reason], ["expired", "DAY_OVER"]);
  });

  it("is what a market order is by default", () => {
    const { status } = endingOf({ type: "market" }, [100, [100, 100, 100, 100, 0], 100], { volumeLimit: 0.5 });
    assert.equal(status, "expired");
  });
});

describe("a DAY order under the first rules", () => {
  const terms = { behavior: firstBehavior };

  it("made on a daily bar lives for the next one and expires at the start of the step after it", () => {
    const { status, reason, endedAt, last } = endingOf({ ...far, timeInForce: "DAY" }, [100, 100, 100, 100], terms);
    assert.deepEqual([status, reason, endedAt], ["expired", "DAY_OVER", start + 3 * day]);
    assert.ok(last?.kind === "orderExpired" && last.reason === "DAY_OVER" && last.time === start + 3 * day);
  });

  it("of minute bars ends with their day", () => {
    const feed = bars("A", [100, 100, 100, 100], { interval: minute, first: start + day - 2 * minute });
    const { orders } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 1, { ...far, timeInForce: "DAY" }) },
      { ...terms, interval: minute },
    );
    assert.deepEqual([orders[0].status, orders[0].endedAt], ["expired", start + day + minute]);
  });

  it("asked for after the last bar of a day belongs to the next one", () => {
    const feed = bars("A", [100, 100, 100], { interval: day / 2, first: start + day });
    const { orders } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 1, { ...far, timeInForce: "DAY" }) },
      { ...terms, interval: day / 2 },
    );
    assert.deepEqual([orders[0].status, orders[0].reason], ["canceled", "END_OF_FEED"]);
  });

  it("waits for the first bar of its symbol, whatever days pass", () => {
    const feed = [...bars("A", [100, undefined, undefined, 100]), ...bars("B", [5, 5, 5, 5])];
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 1) }, terms);
    assert.deepEqual(summary(fills, feed), [[3, 100, 1]]);
  });
});

describe("a GTC order", () => {
  it("is what a market order that reduces is by default, so that an exit is not left half done", () => {
    const feed = bars("A", [100, 100, [100, 100, 100, 100, 4], [100, 100, 100, 100, 40]]);
    const { orders } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 200 }), 1: (desk) => desk.close() },
      { volumeLimit: 0.5 },
    );
    assert.deepEqual(
      orders.map(({ timeInForce, status }) => [timeInForce, status]),
      [
        ["GTC", "filled"],
        ["GTC", "filled"],
      ],
    );
  });

  it("is what limit and stop orders are by default: it works until the feed ends", () => {
    for (const options of [far, { type: "stop", stopPrice: 500 } as const]) {
      const { status, reason, endedAt } = endingOf(options, [100, 100, 100, 100]);
      assert.deepEqual([status, reason, endedAt], ["canceled", "END_OF_FEED", start + 4 * day]);
    }
  });

  it("that is a market order waits for volume", () => {
    const feed = bars("A", [100, [100, 100, 100, 100, 0], [101, 101, 101, 101, 20]]);
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC" }) },
      { volumeLimit: 0.5 },
    );
    assert.deepEqual(summary(fills, feed), [[2, 101, 10]]);
  });
});

describe("an order that works", () => {
  it("is canceled on request, with what it has been filled with kept", () => {
    const feed = bars("A", [100, [100, 100, 100, 100, 4], 100]);
    const { orders, engine } = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC" }),
        1: (desk) => desk.cancel("order-1"),
      },
      { volumeLimit: 0.5 },
    );
    const [{ status, reason, filledQuantity, averagePrice }] = orders;
    assert.deepEqual([status, reason, filledQuantity, averagePrice], ["canceled", "REQUESTED", 2, 100]);
    assert.equal(engine.desk.position("A").quantity, 2);
  });

  it("can be canceled in the turn that asked for it, and never fills", () => {
    const { orders, fills } = play(bars("A", [100, 100]), {
      0: (desk) => desk.cancel(desk.place("A", "buy", 10)),
    });
    assert.deepEqual([orders[0].status, fills.length], ["canceled", 0]);
  });

  it("stays as it is when it has ended before it is canceled", () => {
    const { orders } = play(bars("A", [100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => desk.cancel("order-1"),
    });
    assert.equal(orders[0].status, "filled");
  });

  it("is seen in openOrders as a copy, oldest first, of one symbol where asked", () => {
    const feed = [...bars("A", [100, 100]), ...bars("B", [5, 5])];
    play(feed, {
      0: (desk) => {
        desk.place("B", "buy", 1, { type: "limit", limitPrice: 1, tag: "low" });
        desk.place("A", "buy", 2, { type: "stop", stopPrice: 300 });
      },
      1: (desk) => {
        assert.deepEqual(
          desk.openOrders().map((order) => [order.id, order.status, order.tag]),
          [
            ["order-1", "working", "low"],
            ["order-2", "working", undefined],
          ],
        );
        assert.deepEqual(
          desk.openOrders("A").map((order) => order.stopPrice),
          [300],
        );
        assert.throws(() => desk.openOrders("C"), { code: "UNKNOWN_SYMBOL" });
      },
    });
  });
});
