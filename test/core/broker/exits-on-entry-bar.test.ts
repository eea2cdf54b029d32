import assert from "node:assert/strict";
import { latencyMs } from "../../../src/core/models/latency";
import type { OrderOptions, Side } from "../../../src/core/orders/order";
import { bars, minute, type Prices } from "../../support/bars";
import { play, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";
import { fillsOf } from "../../support/told";

// The takeProfit is order-2 and the stopLoss order-3.
const exits = { takeProfit: 105, stopLoss: 95 };
const limit: OrderOptions = { type: "limit", limitPrice: 99, ...exits };
const stop: OrderOptions = { type: "stop", stopPrice: 101, ...exits };
const stopLimit: OrderOptions = { type: "stopLimit", stopPrice: 101, limitPrice: 103, ...exits };

type Row = [name: string, order: OrderOptions, bar: Prices, fills: readonly string[], terms?: TermOptions];

const rows: Row[] = [
  ["market, neither in range", exits, [100, 104, 96, 100], ["order-1: 10 @ 100"]],
  ["market, the target in range", exits, [100, 106, 96, 100], ["order-1: 10 @ 100", "order-2: -10 @ 105"]],
  [
    "market, the target touched",
    exits,
    [100, 105, 96, 100],
    ["order-1: 10 @ 100", "order-2: -10 @ 105, LIMIT_TOUCHED"],
  ],
  ["market, the stop in range", exits, [100, 104, 94, 100], ["order-1: 10 @ 100", "order-3: -10 @ 95"]],
  ["market, both in range", exits, [100, 106, 94, 100], ["order-1: 10 @ 100", "order-3: -10 @ 95, TWO_OF_A_GROUP"]],
  ["market that opens below its stop", exits, [94, 96, 93, 95], ["order-1: 10 @ 94", "order-3: -10 @ 94"]],
  ["market that opens above its target", exits, [106, 107, 94, 100], ["order-1: 10 @ 106", "order-2: -10 @ 106"]],
  ["limit at the open is as a market order", limit, [98, 106, 96, 100], ["order-1: 10 @ 98", "order-2: -10 @ 105"]],
  ["limit inside, a target waits", limit, [100, 106, 98, 100], ["order-1: 10 @ 99"]],
  ["limit inside, a stop was passed", limit, [100, 106, 94, 100], ["order-1: 10 @ 99", "order-3: -10 @ 95"]],
  ["limit inside, a stop was touched", limit, [100, 101, 95, 100], ["order-1: 10 @ 99", "order-3: -10 @ 95"]],
  ["stop inside, neither in range", stop, [100, 104, 96, 100], ["order-1: 10 @ 101"]],
  ["stop inside, a target was passed", stop, [100, 106, 96, 100], ["order-1: 10 @ 101", "order-2: -10 @ 105"]],
  [
    "stop inside, a stop in range is doubtful",
    stop,
    [100, 104, 94, 100],
    ["order-1: 10 @ 101", "order-3: -10 @ 95, EXIT_ON_ENTRY_BAR"],
  ],
  ["stop inside, both in range", stop, [100, 106, 94, 100], ["order-1: 10 @ 101", "order-3: -10 @ 95, TWO_OF_A_GROUP"]],
  ["stop at the open is as a market order", stop, [102, 106, 96, 100], ["order-1: 10 @ 102", "order-2: -10 @ 105"]],
  [
    "stop-limit inside at its stop goes with the market",
    stopLimit,
    [100, 106, 96, 100],
    ["order-1: 10 @ 101, STOP_LIMIT_INSIDE_BAR", "order-2: -10 @ 105"],
  ],
  [
    "stop-limit at the open goes against the market",
    stopLimit,
    [104, 106, 94, 100],
    ["order-1: 10 @ 103", "order-3: -10 @ 95"],
  ],
  ["at the close, both wait", exits, [100, 106, 94, 100], ["order-1: 10 @ 100"], { fill: { price: "close" } }],
  [
    "with latency inside the bar, both wait",
    exits,
    [100, 106, 94, 101],
    ["order-1: 10 @ 101, LATENCY_INSIDE_BAR"],
    { interval: minute, latency: latencyMs(1000) },
  ],
];

// The price that is as far on the other side of 100.
const mirrored = (price: number) => 200 - price;

function mirroredBar(bar: Prices): Prices {
  const [open, high, low, close] = bar as readonly [number, number, number, number];
  return [mirrored(open), mirrored(low), mirrored(high), mirrored(close)];
}

function mirroredOrder(order: OrderOptions): OrderOptions {
  const prices = ["limitPrice", "stopPrice", "takeProfit", "stopLoss"] as const;
  const given = prices.filter((name) => order[name] !== undefined);
  return { ...order, ...Object.fromEntries(given.map((name) => [name, mirrored(order[name] as number)])) };
}

function mirroredFill(fill: string): string {
  const [, id, quantity, price, rest] = /^(order-\d): (-?\d+) @ ([\d.]+)(.*)$/.exec(fill) as RegExpExecArray;
  return `${id}: ${-Number(quantity)} @ ${mirrored(Number(price))}${rest}`;
}

function played(side: Side, order: OrderOptions, bar: Prices, terms: TermOptions = {}): string[] {
  const feed = bars("A", [100, bar], { interval: terms.interval });
  const script: Script = { 0: (desk) => desk.place("A", side, 10, order) };
  return fillsOf(play(feed, script, { shorting: true, ...terms }), feed).map((fill) => fill.replace(", bar 1", ""));
}

describe("the exits of an entry on the entry's own bar", () => {
  for (const [name, order, bar, fills, terms] of rows) {
    it(name, () => assert.deepEqual(played("buy", order, bar, terms), fills));
    it(`${name}, short`, () =>
      assert.deepEqual(played("sell", mirroredOrder(order), mirroredBar(bar), terms), fills.map(mirroredFill)));
  }

  it("never fill at a price that the bar had only before the entry", () => {
    const wrong: OrderOptions = { type: "trailingStop", trailAmount: 2, stopLoss: 102.25 };
    assert.deepEqual(played("buy", wrong, [100, 102, 100, 102]), [
      "order-1: 10 @ 102",
      "order-2: -10 @ 102, EXIT_ON_ENTRY_BAR",
    ]);
    const near: OrderOptions = { type: "trailingStop", trailAmount: 2, takeProfit: 99 };
    assert.deepEqual(played("buy", near, [100, 102, 100, 102]), ["order-1: 10 @ 102", "order-2: -10 @ 102"]);
  });

  it("that wait meet the next bar as a whole", () => {
    const feed = bars("A", [100, [100, 106, 98, 100], [106, 107, 90, 100]]);
    const result = play(feed, { 0: (desk) => desk.place("A", "buy", 10, limit) });
    assert.deepEqual(fillsOf(result, feed), ["order-1: 10 @ 99, bar 1", "order-2: -10 @ 106, bar 2"]);
  });

  it("take what a volume limit leaves of the bar, and go on after it", () => {
    const feed = bars("A", [100, [100, 101, 94, 96, 150], [93, 94, 92, 93, 1000]]);
    const result = play(feed, { 0: (desk) => desk.place("A", "buy", 10, exits) }, { volumeLimit: 0.1 });
    assert.deepEqual(fillsOf(result, feed), [
      "order-1: 10 @ 100, bar 1",
      "order-3: -5 @ 95, bar 1",
      "order-3: -5 @ 93, bar 2",
    ]);
  });
});
