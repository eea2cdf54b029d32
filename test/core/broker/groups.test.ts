import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import type { OrderOptions, Side } from "../../../src/core/orders/order";
import { bars, type Prices } from "../../support/bars";
import { play, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";
import { changesOf, endsOf, fillsOf } from "../../support/told";

type Member = readonly [side: Side, quantity: number, options: OrderOptions];

const ocoGroup = "g";
const buyLimit: Member = ["buy", 10, { type: "limit", limitPrice: 98, ocoGroup }];
const buyStop: Member = ["buy", 10, { type: "stop", stopPrice: 102, ocoGroup }];
const sellLimit: Member = ["sell", 10, { type: "limit", limitPrice: 102, ocoGroup }];
const sellStop: Member = ["sell", 10, { type: "stop", stopPrice: 98, ocoGroup }];

/** Plays a group on one bar. With `held`, 10 are bought before it as order-1. */
function grouped(members: readonly Member[], bar: Prices, held: boolean, terms: TermOptions = {}) {
  const feed = bars("A", held ? [100, 100, bar] : [100, bar]);
  const place = (desk: Desk) => members.map(([side, quantity, options]) => desk.place("A", side, quantity, options));
  const script: Script = held ? { 0: (desk: Desk) => desk.place("A", "buy", 10), 1: place } : { 0: place };
  const result = play(feed, script, terms);
  const fills = fillsOf(result, feed).slice(held ? 1 : 0);
  return { fills: fills.map((fill) => fill.replace(/, bar \d/, "")), ends: endsOf(result).slice(held ? 1 : 0) };
}

describe("a group of orders", () => {
  const entries: [name: string, members: Member[], bar: Prices, fills: string[], ends: string[]][] = [
    [
      "has one that fills whole",
      [buyLimit, buyStop],
      [100, 101, 97, 100],
      ["order-1: 10 @ 98"],
      ["filled", "canceled GROUP_FILLED: by=order-1"],
    ],
    [
      "has the one at the open, not doubtful",
      [buyStop, buyLimit],
      [97, 103, 96, 100],
      ["order-2: 10 @ 97"],
      ["canceled GROUP_FILLED: by=order-2", "filled"],
    ],
    [
      "has the stop of two inside the bar, doubtful",
      [buyLimit, buyStop],
      [100, 103, 97, 100],
      ["order-2: 10 @ 102, TWO_OF_A_GROUP"],
      ["canceled GROUP_FILLED: by=order-2", "filled"],
    ],
    [
      "has the older of two stops, doubtful",
      [buyStop, ["buy", 10, { type: "stop", stopPrice: 101, ocoGroup }]],
      [100, 103, 99, 100],
      ["order-1: 10 @ 102, TWO_OF_A_GROUP"],
      ["filled", "canceled GROUP_FILLED: by=order-1"],
    ],
  ];
  for (const [name, members, bar, fills, ends] of entries)
    it(`of entries ${name}`, () => assert.deepEqual(grouped(members, bar, false), { fills, ends }));

  const exits: [name: string, members: Member[], bar: Prices, fills: string[], ends: string[]][] = [
    [
      "has the limit",
      [sellStop, sellLimit],
      [100, 103, 99, 100],
      ["order-3: -10 @ 102"],
      ["canceled GROUP_FILLED: by=order-3", "filled"],
    ],
    [
      "has the limit at the open, not doubtful",
      [sellStop, sellLimit],
      [103, 104, 97, 100],
      ["order-3: -10 @ 103"],
      ["canceled GROUP_FILLED: by=order-3", "filled"],
    ],
    [
      "has the stop of two inside the bar, doubtful",
      [sellLimit, sellStop],
      [100, 103, 97, 100],
      ["order-3: -10 @ 98, TWO_OF_A_GROUP"],
      ["canceled GROUP_FILLED: by=order-3", "filled"],
    ],
    [
      "has the stop at the open, not doubtful",
      [sellLimit, sellStop],
      [97, 103, 96, 100],
      ["order-3: -10 @ 97"],
      ["canceled GROUP_FILLED: by=order-3", "filled"],
    ],
    [
      "and an entry has the entry at the open",
      [sellStop, ["buy", 5, { type: "limit", limitPrice: 99.5, ocoGroup }]],
      [99, 99, 97, 98],
      ["order-3: 5 @ 99"],
      ["canceled GROUP_FILLED: by=order-3", "filled"],
    ],
  ];
  for (const [name, members, bar, fills, ends] of exits)
    it(`of exits ${name}`, () => assert.deepEqual(grouped(members, bar, true), { fills, ends }));

  it("shrinks by what one of them fills, until it is nothing", () => {
    const feed = bars("A", [100, 100, [100, 103, 99, 100, 4], [103, 103, 102, 102, 4], [97, 97, 96, 96, 4]]);
    const result = play(
      feed,
      {
        0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 200, timeInForce: "GTC" }),
        1: (desk) => {
          desk.place("A", "sell", 10, { type: "limit", limitPrice: 102, ocoGroup });
          desk.place("A", "sell", 10, { type: "stop", stopPrice: 98, ocoGroup });
        },
      },
      { volumeLimit: 1 },
    );
    assert.deepEqual(fillsOf(result, feed), [
      "order-1: 10 @ 100, bar 1",
      "order-2: -4 @ 102, bar 2",
      "order-2: -4 @ 103, bar 3",
      "order-3: -2 @ 97, bar 4",
    ]);
    assert.deepEqual(endsOf(result).slice(1), ["canceled GROUP_FILLED: by=order-3", "filled"]);
    assert.deepEqual(changesOf(result).slice(0, 2), [
      'order-3 {"quantity":6} GROUP_FILLED: by=order-2',
      'order-3 {"quantity":2} GROUP_FILLED: by=order-2',
    ]);
    assert.equal(result.orders[2].quantity, 2);
  });

  it("goes on when one of them is canceled", () => {
    const feed = bars("A", [100, 100, [97, 97, 96, 97]]);
    const result = play(feed, {
      0: (desk) => [buyLimit, buyStop].map(([side, quantity, options]) => desk.place("A", side, quantity, options)),
      1: (desk) => desk.cancel("order-2"),
    });
    assert.deepEqual(endsOf(result), ["filled", "canceled REQUESTED"]);
  });

  it("may be of several symbols", () => {
    const feed = [...bars("A", [100, 100, 100]), ...bars("B", [50, [50, 51, 44, 45], 50])];
    const result = play(feed, {
      0: (desk) => {
        desk.place("A", "buy", 10, { type: "limit", limitPrice: 90, ocoGroup });
        desk.place("B", "buy", 10, { type: "limit", limitPrice: 45, ocoGroup });
      },
    });
    assert.deepEqual(endsOf(result), ["canceled GROUP_FILLED: by=order-2", "filled"]);
  });
});

describe("a bracket", () => {
  const exits = { takeProfit: { fraction: 0.05 }, stopLoss: { fraction: 0.02 } };

  it("is taken of the average price, slippage and all partial fills included, and rounded to ticks away from the market", () => {
    const feed = bars("A", [100, [100, 101, 99.5, 100, 6], [103, 103.5, 102, 103, 4], 103]);
    const result = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC", ...exits }) },
      { volumeLimit: 1, tickSize: 0.25 },
    );
    // 100 × 1.05 and × 0.98; then the average is 101.2, of which they are 106.26 and 99.176.
    assert.deepEqual(changesOf(result), [
      'order-2 {"quantity":10,"limitPrice":106.5} ENTRY_FILLED: by=order-1',
      'order-3 {"quantity":10,"stopPrice":99} ENTRY_FILLED: by=order-1',
    ]);
    assert.deepEqual(
      result.orders.map(({ quantity, limitPrice, stopPrice, ocoGroup: name }) => [
        quantity,
        limitPrice,
        stopPrice,
        name,
      ]),
      [
        [10, undefined, undefined, undefined],
        [10, 106.5, undefined, "exits-order-2"],
        [10, undefined, 99, "exits-order-2"],
      ],
    );
  });

  it("of a price stays where it is, and has the entry's tag", () => {
    const feed = bars("A", [100, [100, 101, 99.5, 100, 6], [103, 103.5, 102, 103, 4], 103]);
    const options: OrderOptions = { timeInForce: "GTC", stopLoss: 95, tag: "up" };
    const result = play(feed, { 0: (desk) => desk.place("A", "buy", 10, options) }, { volumeLimit: 1 });
    assert.deepEqual(changesOf(result), ['order-2 {"quantity":10} ENTRY_FILLED: by=order-1']);
    assert.deepEqual([result.orders[1].stopPrice, result.orders[1].tag], [95, "up"]);
  });

  it("that has closed is made again for what fills later", () => {
    const feed = bars("A", [100, [100, 101, 99, 100, 4], [100, 106, 99, 100, 100], 100]);
    const result = play(
      feed,
      { 0: (desk) => desk.place("A", "buy", 10, { timeInForce: "GTC", ...exits }) },
      { volumeLimit: 1 },
    );
    assert.deepEqual(fillsOf(result, feed), [
      "order-1: 4 @ 100, bar 1",
      "order-2: -4 @ 105, bar 2",
      "order-1: 6 @ 100, bar 2",
      "order-4: -6 @ 105, bar 2",
    ]);
  });

  it("is cut as the position is closed, and gone when it is closed", () => {
    const result = play(bars("A", [100, 100, 100, 100, 100]), {
      0: (desk) => desk.place("A", "buy", 10, exits),
      1: (desk) => desk.place("A", "sell", 4),
      3: (desk) => desk.close(),
    });
    assert.deepEqual(changesOf(result), [
      'order-2 {"quantity":6} POSITION_REDUCED: by=order-4',
      'order-3 {"quantity":6} POSITION_REDUCED: by=order-4',
    ]);
    const replaced = "canceled REPLACED: by=order-5";
    assert.deepEqual(endsOf(result), ["filled", replaced, replaced, "filled", "filled"]);
  });

  it("of a short position is mirrored", () => {
    const feed = bars("A", [100, 100, [96, 96, 94, 95]]);
    const result = play(feed, { 0: (desk) => desk.place("A", "sell", 10, exits) }, { shorting: true });
    assert.deepEqual(fillsOf(result, feed), ["order-1: -10 @ 100, bar 1", "order-2: 10 @ 95, bar 2"]);
    assert.deepEqual(result.orders[2].stopPrice, 102);
  });

  it("covers only what a crossing order opens", () => {
    const result = play(
      bars("A", [100, 100, 100]),
      { 0: (desk) => desk.place("A", "buy", 10), 1: (desk) => desk.place("A", "sell", 15, exits) },
      { shorting: true },
    );
    assert.deepEqual(
      result.orders.slice(2).map(({ side, quantity }) => [side, quantity]),
      [
        ["buy", 5],
        ["buy", 5],
      ],
    );
  });

  it("on the wrong side of the market is denied where the entry takes any price", () => {
    const result = play(bars("A", [100, 100]), {
      0: (desk) => {
        desk.place("A", "buy", 1, { takeProfit: 99 });
        desk.place("A", "buy", 1, { stopLoss: 101 });
      },
    });
    assert.deepEqual(endsOf(result), [
      "denied EXIT_ON_WRONG_SIDE: takeProfit=99, price=100",
      "denied EXIT_ON_WRONG_SIDE: stopLoss=101, price=100",
    ]);
  });
});
