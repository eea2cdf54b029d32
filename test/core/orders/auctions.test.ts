import assert from "node:assert/strict";
import type { Desk } from "../../../src/core/engine/desk";
import type { Bar } from "../../../src/core/market/bar";
import { latencyBars, latencyMs } from "../../../src/core/models/latency";
import type { OrderOptions } from "../../../src/core/orders/order";
import { bars, day, minute, type Prices, start } from "../../support/bars";
import { play } from "../../support/play";
import type { TermOptions } from "../../support/terms";
import { endsOf, fillsOf } from "../../support/told";

const hour = 60 * minute;
const onOpen: OrderOptions = { type: "marketOnOpen" };
const onClose: OrderOptions = { type: "marketOnClose" };

/** Half-hour bars of A that end at these times of day in New York (UTC - 5), closing at 100, 101, ... and opening 0.5 below. */
function halfHours(date: string, ends: readonly string[], from: number): Bar[] {
  return ends.map((end, at) => {
    const close = from + at;
    const time = Date.parse(`${date}T${end}:00-05:00`);
    return { symbol: "A", time, open: close - 0.5, high: close + 1, low: close - 1, close, volume: 1000 };
  });
}

const newYork: TermOptions = { interval: 30 * minute, calendar: "XNYS" };
const friday = "2024-01-05";
const monday = "2024-01-08";

/** Asks for one order at a step, and tells its fills and its end. */
function asked(feed: readonly Bar[], step: number, options: OrderOptions, terms: TermOptions) {
  const result = play(feed, { [step]: (desk: Desk) => desk.place("A", "buy", 10, options) }, terms);
  return [...fillsOf(result, feed), ...endsOf(result)];
}

describe("a market-on-open order", () => {
  const feed = [
    ...halfHours(friday, ["15:00", "15:30", "16:00"], 100),
    ...halfHours(monday, ["10:00", "10:30", "16:00"], 110),
  ];

  it("takes the open of the first bar of the next session, over a weekend", () => {
    for (const step of [0, 2])
      assert.deepEqual(asked(feed, step, onOpen, newYork), ["order-1: 10 @ 109.5, bar 3", "filled"]);
  });

  it("asked for in the first bar of a session waits for the next session", () => {
    assert.deepEqual(asked(feed, 3, onOpen, newYork), ["canceled END_OF_FEED"]);
  });

  it("takes the first bar there is where that of the bell is missing", () => {
    const late = [...feed.slice(0, 3), ...feed.slice(4)];
    assert.deepEqual(asked(late, 0, onOpen, newYork), ["order-1: 10 @ 110.5, bar 3", "filled"]);
  });

  it("has one chance: what a volume limit or a halt leaves of it is canceled", () => {
    assert.deepEqual(asked(feed, 0, onOpen, { ...newYork, volumeLimit: 0.004 }), [
      "order-1: 4 @ 109.5, bar 3",
      "canceled AUCTION_OVER",
    ]);
    const halts = [{ symbol: "A", from: `${monday}T14:30Z`, to: `${monday}T14:45Z` }];
    assert.deepEqual(asked(feed, 0, onOpen, { ...newYork, halts }), ["canceled AUCTION_OVER"]);
  });

  it("that arrives after the bell waits for the next session", () => {
    // Accepted at 16:00 on Friday, it arrives within the first bar on Monday.
    const milliseconds = Date.parse(`${monday}T09:45:00-05:00`) - Date.parse(`${friday}T16:00:00-05:00`);
    const more = [...feed, ...halfHours("2024-01-09", ["10:00"], 120)];
    const terms = { ...newYork, latency: latencyMs(milliseconds) };
    assert.deepEqual(asked(more, 2, onOpen, terms), ["order-1: 10 @ 119.5, bar 6", "filled"]);
  });

  it("takes the open of the next daily bar, and lets bars pass with latency", () => {
    const days = bars("A", [100, [101, 103, 99, 102], [104, 106, 103, 105]]);
    assert.deepEqual(asked(days, 0, onOpen, {}), ["order-1: 10 @ 101, bar 1", "filled"]);
    assert.deepEqual(asked(days, 0, onOpen, { latency: latencyBars(1) }), ["order-1: 10 @ 104, bar 2", "filled"]);
  });

  it("of a market around the clock takes the first bar after 24:00", () => {
    const first = start + day - hour;
    const feedOfHours = bars("A", [100, 101, 102, 103], { interval: hour, first });
    const terms: TermOptions = { interval: hour, calendar: "always" };
    assert.deepEqual(asked(feedOfHours, 0, onOpen, terms), ["order-1: 10 @ 102, bar 2", "filled"]);
  });
});

describe("a market-on-close order", () => {
  const feed = [
    ...halfHours(friday, ["15:00", "15:30", "16:00"], 100),
    ...halfHours(monday, ["10:00", "15:30", "16:00"], 110),
  ];

  it("takes the close of the bar that ends its session", () => {
    assert.deepEqual(asked(feed, 0, onClose, newYork), ["order-1: 10 @ 102, bar 2", "filled"]);
    assert.deepEqual(asked(feed, 2, onClose, newYork), ["order-1: 10 @ 112, bar 5", "filled"]);
  });

  it("of a half day takes the close at 13:00", () => {
    const half = halfHours("2024-11-29", ["12:00", "12:30", "13:00"], 100);
    assert.deepEqual(asked(half, 0, onClose, newYork), ["order-1: 10 @ 102, bar 2", "filled"]);
  });

  it("is canceled where the bar that ends its session is missing", () => {
    const without = [...feed.slice(0, 2), ...feed.slice(3)];
    assert.deepEqual(asked(without, 0, onClose, newYork), ["canceled AUCTION_OVER"]);
  });

  it("takes the close of the next daily bar", () => {
    assert.deepEqual(asked(bars("A", [100, [101, 103, 99, 102]]), 0, onClose, {}), [
      "order-1: 10 @ 102, bar 1",
      "filled",
    ]);
  });

  it("of a market around the clock takes the close at 24:00", () => {
    const feedOfHours = bars("A", [100, 101, 102, 103], { interval: hour, first: start + day - 2 * hour });
    const terms: TermOptions = { interval: hour, calendar: "always" };
    assert.deepEqual(asked(feedOfHours, 0, onClose, terms), ["order-1: 10 @ 102, bar 2", "filled"]);
  });
});

describe("an auction on a feed that does not know its hours", () => {
  const calendar = { spec: "weekdays", timezone: "UTC", found: true } as const;

  it("is denied on intraday bars, and held on daily ones", () => {
    for (const options of [onOpen, onClose]) {
      const feed = bars("A", [100, 101, 102], { interval: hour });
      const denied = asked(feed, 0, options, { interval: hour, calendar });
      assert.deepEqual(denied, ["denied SESSION_HOURS_UNKNOWN"]);
      const filled = asked(bars("A", [100, 101, 102]), 0, options, { calendar });
      assert.deepEqual(filled, ["order-1: 10 @ 101, bar 1", "filled"]);
    }
  });
});

describe("an order for the open of one bar", () => {
  const thinBar: Prices = [99, 100, 98, 99, 4];
  const full: Prices = [99, 100, 98, 99];
  const rows: [name: string, order: OrderOptions, bars: Prices[], told: string[], terms?: TermOptions][] = [
    [
      "IOC at a limit at or above the open",
      { type: "limit", limitPrice: 99, timeInForce: "IOC" },
      [full],
      ["order-1: 10 @ 99, bar 1", "filled"],
    ],
    [
      "IOC at a limit inside the bar",
      { type: "limit", limitPrice: 98.5, timeInForce: "IOC" },
      [full],
      ["canceled IOC"],
    ],
    [
      "IOC takes what there is",
      { timeInForce: "IOC" },
      [thinBar, full],
      ["order-1: 4 @ 99, bar 1", "canceled IOC"],
      { volumeLimit: 1 },
    ],
    ["FOK takes all", { timeInForce: "FOK" }, [full], ["order-1: 10 @ 99, bar 1", "filled"]],
    ["FOK or nothing", { timeInForce: "FOK" }, [thinBar, full], ["canceled FOK"], { volumeLimit: 1 }],
    ["FOK that cannot be paid", { timeInForce: "FOK" }, [[1001, 1001, 1001, 1001]], ["canceled FOK"]],
    [
      "IOC at the close",
      { timeInForce: "IOC" },
      [[99, 100, 98, 97]],
      ["order-1: 10 @ 97, bar 1", "filled"],
      { fill: { price: "close" } },
    ],
    [
      "IOC after latency",
      { timeInForce: "IOC" },
      [full, [97, 98, 96, 97]],
      ["order-1: 10 @ 97, bar 2", "filled"],
      { latency: latencyBars(1) },
    ],
    [
      "IOC with a limit that arrives inside a bar",
      { type: "limit", limitPrice: 100, timeInForce: "IOC" },
      [full, [97, 98, 96, 97]],
      ["order-1: 10 @ 97, bar 2", "filled"],
      { interval: minute, latency: latencyMs(1000) },
    ],
    [
      "IOC on a halted bar",
      { timeInForce: "IOC" },
      [full, full],
      ["canceled IOC"],
      { halts: [{ symbol: "A", from: "2024-01-02", to: "2024-01-02" }] },
    ],
    [
      "IOC through a limit",
      { type: "limit", limitPrice: 99, timeInForce: "IOC" },
      [full],
      ["canceled IOC"],
      { fill: { touch: "through" } },
    ],
  ];
  for (const [name, order, later, told, terms] of rows)
    it(name, () => {
      const feed = bars("A", [100, ...later], { interval: terms?.interval });
      assert.deepEqual(asked(feed, 0, order, terms ?? {}), told);
    });
});

describe("a GTD order", () => {
  const far: OrderOptions = { type: "limit", limitPrice: 50 };
  const feed = bars("A", [100, 100, [100, 100, 50, 60], [50, 50, 40, 45], 45]);

  it("works on bars that end at its time, and expires with them", () => {
    assert.deepEqual(asked(feed, 0, { ...far, expiresAt: start + 3 * day }, {}), [
      "order-1: 10 @ 50, bar 2, LIMIT_TOUCHED",
      "filled",
    ]);
    assert.deepEqual(asked(feed, 0, { ...far, expiresAt: start + 2 * day }, {}), ["expired GTD"]);
  });

  it("holds no cash while the strategy looks at the bar that ends it", () => {
    const script = {
      0: (desk: Desk) => desk.place("A", "buy", 100, { ...far, expiresAt: start + 2 * day }),
      1: (desk: Desk) => desk.place("A", "buy", 100),
    };
    assert.deepEqual(endsOf(play(feed, script)), ["expired GTD", "filled"]);
  });

  it("may be given a date, the end of that trading day, and be given more time", () => {
    const given = { ...far, limitPrice: 45, expiresAt: "2024-01-03" };
    const place = (desk: Desk) => desk.place("A", "buy", 10, given);
    const more = (desk: Desk) => desk.replace("order-1", { expiresAt: "2024-01-04" });
    assert.deepEqual(endsOf(play(feed, { 0: place })), ["expired GTD"]);
    assert.deepEqual(endsOf(play(feed, { 0: place, 1: more })), ["filled"]);
  });
});
