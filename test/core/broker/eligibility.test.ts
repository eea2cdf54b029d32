import assert from "node:assert/strict";
import { latencyBars, latencyMs } from "../../../src/core/models/latency";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, day, minute, type Prices, start } from "../../support/bars";
import { play, summary } from "../../support/play";
import type { TermOptions } from "../../support/terms";

const rising: Prices[] = [
  [100, 101, 99, 100.5],
  [101, 103, 100, 102],
  [103, 104, 102, 103.5],
  [104, 106, 103, 105],
];

function buyAfterFirst(terms: TermOptions, options?: OrderOptions, rows: readonly (Prices | undefined)[] = rising) {
  const feed = bars("A", rows, { interval: terms.interval ?? day });
  const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 10, options) }, terms);
  return { filled: summary(fills, feed), doubts: fills.map((fill) => fill.doubtful) };
}

describe("an order can fill", () => {
  it("at the next bar's open, never on the bar that caused it", () => {
    assert.deepEqual(buyAfterFirst({}).filled, [[1, 101, 10]]);
  });

  it("at the next bar's close when market orders get the close, still not on the bar that caused it", () => {
    assert.deepEqual(buyAfterFirst({ fill: { price: "close" } }).filled, [[1, 102, 10]]);
  });

  it("only on a bar of its own symbol", () => {
    const feed = [...bars("A", [100, 101, 102]), ...bars("B", [50, undefined, 52])];
    const { fills } = play(feed, { 0: (desk) => desk.place("B", "buy", 10, { timeInForce: "GTC" }) });
    assert.deepEqual(summary(fills, feed), [[2, 52, 10]]);
  });

  it("not on a bar that began before it was accepted", () => {
    const hourly = bars("A", [100, 101, 102], { interval: 60 * minute });
    const between = bars("B", [50, 51], { interval: 60 * minute, first: start + 90 * minute });
    const { fills } = play(
      [...hourly, ...between],
      { 1: (desk) => desk.place("A", "buy", 10) },
      { interval: 60 * minute },
    );
    assert.deepEqual([fills[0].time, fills[0].price], [start + 180 * minute, 102]);
  });

  it("on a bar that is shorter than the others, as the day after may be", () => {
    // New York closed at 16:00 on July 2, 2024, and at 13:00 on July 3.
    const closes = ["2024-07-02T20:00Z", "2024-07-03T17:00Z", "2024-07-05T20:00Z"].map((text) => Date.parse(text));
    const feed = closes.flatMap((close, at) => bars("A", [rising[at]], { first: close }));
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 10) }, { calendar: "XNYS" });
    assert.deepEqual(summary(fills, feed), [[1, 101, 10]]);
  });

  it("on the first tick after it where the feed has ticks", () => {
    const { filled } = buyAfterFirst({ interval: undefined }, undefined, [100, 101, 102]);
    assert.deepEqual(filled, [[1, 101, 10]]);
  });

  it("on a bar without an interval when the bar before it was the one that caused it", () => {
    assert.deepEqual(buyAfterFirst({ interval: undefined }).filled, [[1, 101, 10]]);
  });
});

describe("latency in bars", () => {
  it("lets further bars of the symbol pass", () => {
    assert.deepEqual(buyAfterFirst({ latency: latencyBars(1) }).filled, [[2, 103, 10]]);
    assert.deepEqual(buyAfterFirst({ latency: latencyBars(2) }).filled, [[3, 104, 10]]);
  });

  it("does not count the bars of other symbols", () => {
    const feed = [...bars("A", [100, undefined, 102, 103]), ...bars("B", [50, 51, 52, 53])];
    const { fills } = play(feed, { 0: (desk) => desk.place("A", "buy", 10) }, { latency: latencyBars(1) });
    assert.deepEqual(summary(fills, feed), [[3, 103, 10]]);
  });
});

describe("latency in milliseconds", () => {
  const seconds = (count: number) => ({ interval: minute, latency: latencyMs(count * 1000) });

  it("that ends inside a bar gives a market order the worse of open and close, doubtful", () => {
    const { filled, doubts } = buyAfterFirst(seconds(30));
    assert.deepEqual(filled, [[1, 102, 10]]);
    assert.deepEqual(doubts, ["LATENCY_INSIDE_BAR"]);
  });

  it("that ends inside a bar whose close is better gives the open", () => {
    const { filled } = buyAfterFirst(seconds(30), undefined, [100, [101, 103, 98, 99], 100]);
    assert.deepEqual(filled, [[1, 101, 10]]);
  });

  it("that ends inside a bar gives its close, without doubt, when market orders get the close", () => {
    const { filled, doubts } = buyAfterFirst({ ...seconds(30), fill: { price: "close" } });
    assert.deepEqual(filled, [[1, 102, 10]]);
    assert.deepEqual(doubts, [undefined]);
  });

  it("that ends inside a bar lets a limit and a stop order wait for the next bar", () => {
    assert.deepEqual(buyAfterFirst(seconds(30), { type: "limit", limitPrice: 110 }).filled, [[2, 103, 10]]);
    assert.deepEqual(buyAfterFirst(seconds(30), { type: "stop", stopPrice: 90 }).filled, [[2, 103, 10]]);
  });

  it("that ends with a bar is there for the next one's open", () => {
    const { filled, doubts } = buyAfterFirst(seconds(60));
    assert.deepEqual(filled, [[2, 103, 10]]);
    assert.deepEqual(doubts, [undefined]);
  });

  it("of less than a day does nothing to daily bars", () => {
    assert.deepEqual(buyAfterFirst({ latency: latencyMs(day - 1) }).filled, [[1, 101, 10]]);
  });

  it("counts in whole days on daily bars", () => {
    assert.deepEqual(buyAfterFirst({ latency: latencyMs(day) }).filled, [[2, 103, 10]]);
    assert.deepEqual(buyAfterFirst({ latency: latencyMs(day + 1) }).filled, [[2, 103, 10]]);
    assert.deepEqual(buyAfterFirst({ latency: latencyMs(2 * day) }).filled, [[3, 104, 10]]);
  });

  it("of a day is over before the open after a day that an exchange ended early", () => {
    // Wednesday and Friday around Thanksgiving 2024; Friday closed at 13:00 in New York.
    const closes = ["2024-11-27T21:00Z", "2024-11-29T18:00Z", "2024-12-02T21:00Z"].map((text) => Date.parse(text));
    const feed = closes.flatMap((close, at) => bars("A", [rising[at]], { first: close }));
    const { fills } = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10) },
      { calendar: "XNYS", latency: latencyMs(day) },
    );
    assert.deepEqual([summary(fills, feed), fills[0].doubtful], [[[1, 101, 10]], undefined]);
  });

  it("lets a tick be filled on once it is over, not before", () => {
    const ticks = [100, 101, 102, 103];
    const { filled, doubts } = buyAfterFirst({ interval: undefined, latency: latencyMs(day * 1.5) }, undefined, ticks);
    assert.deepEqual([filled, doubts], [[[2, 102, 10]], [undefined]]);
  });
});
