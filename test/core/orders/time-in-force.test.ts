import assert from "node:assert/strict";
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
  it("made on a daily bar lives for the next one and expires at the start of the step after it", () => {
    const { status, reason, endedAt, last } = endingOf({ ...far, timeInForce: "DAY" }, [100, 100, 100, 100]);
    assert.deepEqual([status, reason, endedAt], ["expired", "DAY_OVER", start + 3 * day]);
    assert.ok(last?.kind === "orderExpired" && last.reason === "DAY_OVER" && last.time === start + 3 * day);
  });

  it("of minute bars ends with their day", () => {
    const feed = bars("A", [100, 100, 100, 100], { interval: minute, first: start + day - 2 * minute });
    const { orders } = play(
      feed,
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
    assert.deepEqual([orders[0].status, orders[0].reason], ["canceled", "END_OF_FEED"]);
  });

  it("waits for the first bar of its symbol, whatever days pass", () => {
    const feed = [...bars("A", [100, undefined, undefined, 100]), ...bars("B", [5, 5, 5, 5])];
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 1) });
    assert.deepEqual(summary(fills, feed), [[3, 100, 1]]);
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

describe("a GTC order", () => {
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
