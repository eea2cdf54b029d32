import assert from "node:assert/strict";
import { type Behavior, sixthBehavior, thirdBehavior } from "../../../src/core/account/behavior";
import type { Desk } from "../../../src/core/engine/desk";
import type { Engine } from "../../../src/core/engine/engine";
import type { SessionEvent } from "../../../src/core/journal/events";
import { commissionBps } from "../../../src/core/models/commission-bps";
import { slippageBps } from "../../../src/core/models/slippage-bps";
import type { TradingState } from "../../../src/core/orders/trading-state";
import { bars, columnsOf, day, type Prices, start } from "../../support/bars";
import { begin, type Played, play, played, summary } from "../../support/play";

/** Cash as one running sum over the events, in their order. */
function cashOf(events: readonly SessionEvent[], initialCapital: number): number {
  let cash = initialCapital;
  for (const event of events) {
    if (event.kind !== "fill") continue;
    const { side, quantity, price, commission } = event.fill;
    cash -= (side === "buy" ? quantity : -quantity) * price;
    cash -= commission;
  }
  return cash;
}

describe("the end of a feed", () => {
  it("cancels working orders and leaves positions open, marked", () => {
    const { orders, equity, engine } = play(bars("A", [100, 100, 110]), {
      0: (desk) => desk.place("A", "buy", 10),
      1: (desk) => desk.place("A", "sell", 10, { type: "limit", limitPrice: 200 }),
    });
    assert.deepEqual([orders[1].status, orders[1].reason], ["canceled", "END_OF_FEED"]);
    assert.equal(engine.desk.position("A").quantity, 10);
    assert.deepEqual(equity, [10_000, 10_000, 10_000, 10_100]);
  });

  it("also cancels what the last step and onStop asked for", () => {
    const { orders, fills } = play(bars("A", [100]), ({ desk }) => ({
      name: "late",
      onBars: () => desk.place("A", "buy", 10),
      onStop: () => desk.place("A", "buy", 20),
    }));
    assert.deepEqual(
      orders.map((order) => [order.quantity, order.status, order.reason]),
      [
        [10, "canceled", "END_OF_FEED"],
        [20, "canceled", "END_OF_FEED"],
      ],
    );
    assert.deepEqual(fills, []);
  });

  it("that is a stop has its own reason", () => {
    const feed = bars("A", [100, 100, 100]);
    const { engine, columns } = begin(feed, {
      0: (desk) => desk.place("A", "buy", 10, { type: "limit", limitPrice: 50 }),
    });
    engine.process(columns, 0, 2, Infinity);
    engine.finish("STOPPED");
    const { orders, times } = played(engine);
    assert.equal(orders[0].reason, "STOPPED");
    assert.equal(times.length, 3);
  });
});

describe("closeAtEnd", () => {
  function closed(): Played {
    return play(
      [...bars("A", [100, 100, 110]), ...bars("B", [50, 50, 40])],
      {
        0: (desk) => {
          desk.place("A", "buy", 10);
          desk.place("B", "sell", 10);
        },
      },
      { closeAtEnd: true, shorting: true, commission: commissionBps(100), slippage: slippageBps(100) },
    );
  }

  it("closes every position at its last close, with slippage and commission", () => {
    const { fills, engine } = closed();
    assert.deepEqual(engine.portfolio.positions(), []);
    const [long, short] = fills.slice(2);
    assert.deepEqual([long.side, long.price, long.quantity, long.tag], ["sell", 110 * 0.99, 10, "closeAtEnd"]);
    assert.deepEqual([short.side, short.price, short.quantity, short.tag], ["buy", 40 * 1.01, 10, "closeAtEnd"]);
    assert.ok(long.commission > 0 && long.slippage > 0);
  });

  it("adds one more equity point of the same time, the final equity", () => {
    const { equity, times, engine } = closed();
    assert.deepEqual(times, [start, start + day, start + 2 * day, start + 3 * day, start + 3 * day]);
    assert.equal(equity.at(-1), engine.portfolio.cash);
    assert.equal(engine.equity, engine.portfolio.cash);
    assert.ok(engine.portfolio.cash < (equity.at(-2) as number));
  });

  it("is not what happens by default", () => {
    assert.equal(play(bars("A", [100, 100]), { 0: (desk) => desk.place("A", "buy", 1) }).times.length, 3);
  });
});

describe("cash", () => {
  it("is the running sum of the events, to the last bit", () => {
    const { events, engine } = play(
      bars("A", [100.1, 100.7, 103.3, 99.9, 101.1]),
      {
        0: (desk) => desk.place("A", "buy", 7),
        1: (desk) => desk.place("A", "buy", 11),
        2: (desk) => desk.place("A", "sell", 13),
        3: (desk) => desk.close(),
      },
      { commission: commissionBps(3), slippage: slippageBps(7) },
    );
    assert.equal(cashOf(events, 10_000), engine.portfolio.cash);
  });
});

describe("bankruptcy", () => {
  const rows: Prices[] = [100, 100, 210, [205, 205, 80, 205], 190];

  it("closes everything at the next step, and there is nothing left to trade with", () => {
    const asked: number[] = [];
    const { fills, orders, engine, times } = play(
      bars("A", rows),
      ({ desk }) => ({
        name: "short",
        onBars: () => {
          asked.push(desk.now);
          if (asked.length === 1) desk.place("A", "sell", 99);
          if (asked.length === 2) desk.place("A", "buy", 1, { type: "limit", limitPrice: 90 });
        },
      }),
      { shorting: true },
    );
    assert.equal(asked.length, 2, "the strategy is not asked once all is lost");
    assert.deepEqual([orders[1].status, orders[1].reason], ["canceled", "BANKRUPT"]);
    const last = fills.at(-1);
    assert.deepEqual([last?.side, last?.price, last?.quantity, last?.tag], ["buy", 205, 99, "liquidation"]);
    assert.deepEqual([engine.bankrupt, engine.stopped, times.length], [true, true, 5]);
    assert.equal(engine.equity, 10_000 + 99 * 100 - 99 * 205);
  });

  it("goes on until the last position could be closed", () => {
    const { fills, engine } = play(
      bars("A", [100, 100, 210, 205, 190]),
      { 0: (desk) => desk.place("A", "sell", 100) },
      { shorting: true, halts: [{ symbol: "A", from: "2024-01-04", to: "2024-01-04" }] },
    );
    assert.equal(engine.bankrupt, true);
    assert.equal(fills.at(-1)?.price, 190);
  });

  describe("while trading is HALTED by hand", () => {
    const feed = bars("A", [100, 100, 40, 60, 60, 55, 50]);
    const lost = (behavior: Behavior) => {
      const run = begin(feed, { 0: (desk) => desk.place("A", "buy", 200) }, { leverage: 2, behavior });
      run.engine.process(run.columns, 0, 2, Infinity);
      run.engine.setTradingState("HALTED");
      return run;
    };
    const liquidations = ({ fills }: Played) => summary(fills.slice(1), feed);
    const byHand = (engine: Engine, state: TradingState) => engine.byHand({ kind: "tradingState", request: { state } });

    it("waits until trading goes on, and again if it is halted again", () => {
      const { engine, columns } = lost(sixthBehavior);
      engine.process(columns, 2, 4, Infinity);
      assert.equal(played(engine).orders.length, 1);
      byHand(engine, "ACTIVE");
      engine.process(columns, 4, 5, Infinity);
      byHand(engine, "HALTED");
      engine.process(columns, 5, 6, Infinity);
      assert.deepEqual(liquidations(played(engine)), []);
      assert.equal(engine.bankrupt, false);
      assert.throws(() => engine.byHand({ kind: "close", request: {} }), { code: "INVALID_STATE" });
    });

    it("is done at the bar after trading goes on", () => {
      const { engine, columns } = lost(sixthBehavior);
      engine.process(columns, 2, 4, Infinity);
      byHand(engine, "ACTIVE");
      engine.process(columns, 4, 7, Infinity);
      assert.deepEqual(liquidations(played(engine)), [[5, 55, -200]]);
      assert.equal(engine.bankrupt, true);
    });

    it("is done at once under rules 3, and the state is not set any more", () => {
      const { engine, columns } = lost(thirdBehavior);
      engine.process(columns, 2, 3, Infinity);
      assert.throws(() => byHand(engine, "ACTIVE"), { code: "INVALID_STATE" });
      engine.process(columns, 3, 7, Infinity);
      assert.deepEqual(liquidations(played(engine)), [[3, 60, -200]]);
    });
  });

  it("ends the session with its feed where a symbol has no later bar", () => {
    const feed = [...bars("A", [100, 100, 40]), ...bars("B", [10, 10, 10, 10, 10, 10])];
    const script = { 0: (desk: Desk) => desk.place("A", "buy", 200) };
    const { engine, orders } = play(feed, script, { leverage: 2 });
    assert.deepEqual([engine.bankrupt, engine.endOfFeed, engine.equity], [false, "BANKRUPT", -2_000]);
    const { tag, status, reason } = orders[1];
    assert.deepEqual([tag, status, reason], ["liquidation", "canceled", "END_OF_FEED"]);
    assert.equal(play(feed, script, { leverage: 2, behavior: thirdBehavior }).engine.endOfFeed, "END_OF_FEED");
    assert.equal(play(feed, {}).engine.endOfFeed, "END_OF_FEED");
  });

  it("is not reached by a loss that leaves something", () => {
    const { engine } = play(
      bars("A", [100, 100, 199, 199]),
      { 0: (desk) => desk.place("A", "sell", 100) },
      { shorting: true },
    );
    assert.deepEqual([engine.bankrupt, engine.equity], [false, 100]);
  });
});

describe("a feed in pieces", () => {
  it("gives what the feed in one piece gives", () => {
    const feed = bars("A", [100, 101, 102, 103, 104, 105]);
    const script = { 1: (desk: Desk) => desk.place("A", "buy", 10), 3: (desk: Desk) => desk.close() };
    const whole = play(feed, script);
    const { engine, columns } = begin(feed, script);
    for (let row = 0; row < 4; row++) engine.process(columns, row, row + 1, Infinity);
    engine.process(columnsOf(feed.slice(4), ["A"]), 0, 2, Infinity);
    engine.finish("END_OF_FEED");
    assert.deepEqual(played(engine).events, whole.events);
  });

  it("stops before a time that is too late", () => {
    const feed = bars("A", [100, 101, 102, 103]);
    const { engine, columns } = begin(feed, {});
    assert.equal(engine.process(columns, 0, 4, start + 2 * day), 2);
    assert.equal(engine.time, start + 2 * day);
  });
});
