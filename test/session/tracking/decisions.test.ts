import assert from "node:assert/strict";
import { inspect } from "node:util";
import { defineStrategy, replay, type Session, type SessionOptions, type StrategyContext } from "../../../src/index";
import { apart, closeAll, lab, leaveNothing, newFile } from "../../api/labs";
import { bars, day, type Prices } from "../../support/bars";

type Act = (context: Pick<StrategyContext, "buy" | "sell" | "replace" | "openOrders" | "log">) => unknown;

// Midnights a day apart are dates: the first row is the day 2024-01-02.
const rows = [
  [100, 101, 99, 100],
  [100, 105, 98, 104],
  [104, 106, 103, 105],
  [105, 108, 104, 107],
  [107, 115, 106, 112],
  [112, 113, 108, 109],
  [109, 111, 101, 102],
  [102, 103, 95, 96],
  [96, 97, 90, 91],
] as const;

/** Runs a strategy that acts at some bars, by their place, and records that place at each. */
async function sessionOf(
  acts: Readonly<Record<number, Act>>,
  { prices = rows, path, ...options }: SessionOptions & { prices?: readonly Prices[]; path?: string } = {},
): Promise<Session> {
  const acting = defineStrategy({
    name: "acting",
    state: () => ({ bar: 0 }),
    onBars(context) {
      context.record({ bar: context.state.bar });
      acts[context.state.bar++]?.(context);
    },
  });
  const feed = replay(bars("A", prices, { interval: day }), { calendar: "always", interval: "1d" });
  return (await lab(path)).run(feed, acting, { name: "a", ...options });
}

/** When and at which close the exit of a trade was decided, the place of that bar, and the order that it came with. */
function decisionOf(session: Session, trade = "trade-1") {
  const exit = session.trade(trade).exit;
  const { decidedAt = 0, decisionPrice, records, decidedWith } = exit ?? {};
  return [new Date(decidedAt - 1).toISOString().slice(0, 10), decisionPrice, records?.bar, decidedWith];
}

const withEntry = ["2024-01-02", 100, 0, "order-1"];

describe("the decision of an exit", () => {
  afterEach(leaveNothing);

  it("is that of the entry it came with, also if both fill on one bar", async () => {
    const target = await sessionOf({ 0: ({ buy }) => buy("A", 100, { takeProfit: 104.5 }) });
    assert.deepEqual(decisionOf(target), withEntry);
    assert.equal(target.trade("trade-1").exit?.gap, 0.045);
    const { entryTime, exitTime } = target.tradeRows()[0];
    assert.equal(entryTime, exitTime);
    const stop = await sessionOf({ 0: ({ buy }) => buy("A", 100, { stopLoss: 98.5 }) });
    assert.deepEqual(decisionOf(stop), withEntry);
    assert.match(inspect(stop.trade("trade-1")), /Exit decided +2024-01-02, close 100\.00, with the entry\n/);
  });

  it("is that of the entry for either exit of a pair that fills later, and for a short", async () => {
    const both = { takeProfit: { fraction: 0.14 }, stopLoss: { fraction: 0.05 } };
    assert.deepEqual(decisionOf(await sessionOf({ 0: ({ buy }) => buy("A", 100, both) })), withEntry);
    const far = { takeProfit: 200, stopLoss: 96.5 };
    assert.deepEqual(decisionOf(await sessionOf({ 0: ({ buy }) => buy("A", 100, far) })), withEntry);
    const short = await sessionOf({ 0: ({ sell }) => sell("A", 100, { takeProfit: 97.5 }) }, { shorting: true });
    assert.deepEqual(decisionOf(short), withEntry);
  });

  it("is that of the entry where other exits are cut by its fill, or it fills in parts", async () => {
    const short = await sessionOf(
      {
        0: ({ sell }) => sell("A", 100, { takeProfit: 50 }),
        2: ({ buy }) => buy("A", 200, { takeProfit: 114, tag: "turned" }),
      },
      { shorting: true },
    );
    assert.deepEqual(decisionOf(short, "trade-2"), ["2024-01-04", 105, 2, "order-3"]);
    const parts = await sessionOf(
      { 0: ({ buy }) => buy("A", 150, { takeProfit: 114, stopLoss: 90, timeInForce: "GTC" }) },
      { prices: rows.map((row) => [...row, 1000] as const), volumeLimit: 0.1 },
    );
    assert.deepEqual(decisionOf(parts), withEntry);
    const { exit } = parts.trade("trade-1");
    assert.deepEqual(
      exit?.changes.map(({ terms, reason, refused }) => ({ terms, reason, refused })),
      [{ terms: { quantity: 150 }, reason: "ENTRY_FILLED: by=order-1", refused: false }],
    );
    assert.match(
      inspect(parts.trade("trade-1")),
      /Exit changed +2024-01-04: quantity 150 \(ENTRY_FILLED: by=order-1\)/,
    );
  });

  it("names the order it came with where first in, first out closes an older one", async () => {
    const session = await sessionOf({
      0: ({ buy }) => buy("A", 100),
      2: ({ buy }) => buy("A", 100, { takeProfit: 114 }),
    });
    assert.equal(session.trade("trade-1").entry.order.id, "order-1");
    assert.deepEqual(decisionOf(session), ["2024-01-04", 105, 2, "order-2"]);
    assert.match(inspect(session.trade("trade-1")), /Exit decided +2024-01-04, close 105\.00, bar 2, with order-2\n/);
  });

  it("is its own where it was asked for after the entry, alone, in a group, or with others that share units", async () => {
    const own = ["2024-01-03", 104, 1, undefined];
    const limit = { type: "limit", limitPrice: 114 } as const;
    const stop = { type: "stop", stopPrice: 90 } as const;
    const asked = async (...exits: object[]) =>
      decisionOf(
        await sessionOf({
          0: ({ buy }) => buy("A", 100),
          1: ({ sell }) => exits.forEach((exit) => void sell("A", 100, exit)),
        }),
      );
    assert.deepEqual(await asked(limit), own);
    assert.deepEqual(await asked({ ...limit, ocoGroup: "g" }, { ...stop, ocoGroup: "g" }), own);
    assert.deepEqual(await asked(stop, limit), own);
    assert.deepEqual(await asked(limit, stop), own);
    // Right after the fill of an entry that has exits of its own, on the bar of its fill.
    const beside = await sessionOf({
      0: ({ buy }) => buy("A", 100, { stopLoss: 50 }),
      1: ({ sell }) => sell("A", 100, limit),
    });
    assert.deepEqual(decisionOf(beside), own);
  });

  it("is the same of a session that is read from a file", async () => {
    const path = newFile();
    const acts: Record<number, Act> = {
      0: ({ buy }) => buy("A", 100, { takeProfit: 200, stopLoss: 90 }),
      3({ replace, openOrders }) {
        for (const { id, type } of openOrders("A")) if (type === "stop") replace(id, { stopPrice: 103 });
      },
    };
    const live = (await sessionOf(acts, { path })).trade("trade-1");
    await closeAll();
    const stored = (await (await apart(path)).session("a")).trade("trade-1");
    assert.deepEqual([live.exit?.decidedWith, live.exit?.changes.length], ["order-1", 1]);
    assert.deepEqual(stored, live);
    assert.equal(inspect(stored), inspect(live));
  });
});

describe("an order that was changed while it worked", () => {
  afterEach(leaveNothing);

  const raised: Record<number, Act> = {
    0: ({ buy }) => buy("A", 100),
    2({ log, sell }) {
      log("stop at 99");
      sell("A", 100, { type: "stop", stopPrice: 99 });
    },
    3({ log, replace, openOrders }) {
      log("raise");
      replace(openOrders("A")[0].id, { stopPrice: 103 });
    },
  };

  it("tells of each change what it was, and on what it was decided", async () => {
    const session = await sessionOf(raised);
    const { exit } = session.trade("trade-1");
    assert.deepEqual([exit?.decisionPrice, exit?.records, exit?.logs], [105, { bar: 2 }, ["stop at 99"]]);
    assert.deepEqual(exit?.changes, [
      {
        ...{ decidedAt: Date.UTC(2024, 0, 6), decisionPrice: 107, records: { bar: 3 }, logs: ["raise"] },
        ...{ terms: { stopPrice: 103 }, reason: "REQUESTED", refused: false },
      },
    ]);
    const story =
      /Logged +stop at 99\n +Exit changed +2024-01-05, close 107\.00, bar 3: stop at 103\.00\n +Logged +raise\n +Exit order/;
    assert.match(inspect(session.trade("trade-1")), story);
    assert.match(inspect(session.at("2024-01-05")), /orderChanged +order-2, sell 100 A: stop at 103\.00 \(REQUESTED\)/);
  });

  it("tells what was refused, and not what came when it was over", async () => {
    const session = await sessionOf({
      0: ({ buy }) => buy("A", 100),
      1: ({ sell }) => sell("A", 100, { type: "limit", limitPrice: 114 }),
      2: ({ replace }) => replace("order-2", { quantity: 500 }),
      4: ({ replace }) => replace("order-2", { limitPrice: 200 }),
    });
    const { exit } = session.trade("trade-1");
    assert.deepEqual(
      exit?.changes.map(({ terms, refused, decisionPrice }) => [terms, refused, decisionPrice]),
      [[{ quantity: 500 }, true, 105]],
    );
    assert.match(inspect(session.trade("trade-1")), /Exit not changed +2024-01-04, .*: quantity 500 \([A-Z_]+/);
    assert.match(inspect(session.at("2024-01-06")), /orderChangeDenied .*: limit at 200\.0/);
  });

  it("has the newest changes on its card, and how many there were before", async () => {
    const acts: Record<number, Act> = { 0: ({ buy }) => buy("A", 100, { stopLoss: 80 }) };
    for (const bar of [1, 2, 3, 4, 5, 6]) acts[bar] = ({ replace }) => replace("order-2", { stopPrice: 81 + 2 * bar });
    acts[7] = ({ replace }) => replace("order-2", { stopPrice: 95 });
    const session = await sessionOf(acts);
    const text = inspect(session.trade("trade-1"));
    assert.match(text, /Exit changed +3 times before\n +Exit changed +2024-01-06, .*: stop at 89\.00\n/);
    assert.equal(session.trade("trade-1").exit?.changes.length, 7);
  });

  it("shows how far a trailing stop stays behind", async () => {
    const trailing = (trail: object) =>
      sessionOf({ 0: ({ buy }) => buy("A", 100), 1: ({ sell }) => sell("A", 100, { type: "trailingStop", ...trail }) });
    const session = await trailing({ trailFraction: 0.05 });
    assert.match(inspect(session.trade("trade-1")), /Exit order +order-2, sell 100 A trailingStop by 5\.00 %\n/);
    assert.match(inspect(session.at("2024-01-04")), /Working orders +order-2, sell 100 A trailingStop by 5\.00 %\n/);
    const byAmount = await trailing({ trailAmount: 5.5 });
    assert.match(inspect(byAmount.trade("trade-1")), /trailingStop by 5\.50\n/);
  });
});

describe("a card that tells times of day", () => {
  afterEach(leaveNothing);

  it("names the zone of its feed once", async () => {
    const hours = bars("A", rows, { interval: 3_600_000, first: Date.UTC(2024, 0, 2, 15) });
    const feed = replay(hours, { timezone: "America/New_York", calendar: "weekdays", interval: "1h" });
    const strategy = defineStrategy({
      name: "bracket",
      onBar: ({ buy, position }) => void (position("A").quantity === 0 && buy("A", 10, { takeProfit: 114 })),
    });
    const session = await (await lab()).run(feed, strategy, { cashRate: 0.1 });
    const zones = (shown: unknown) => inspect(shown).match(/America\/New_York/g)?.length;
    assert.equal(zones(session.trade("trade-1")), 1);
    assert.equal(zones(session.at("2024-01-02 15:00")), 1);
    assert.match(inspect(session), /Range +2024-01-02 10:00 to 2024-01-02 18:00 America\/New_York, 9 steps/);
  });
});
