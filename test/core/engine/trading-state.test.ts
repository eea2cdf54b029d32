import assert from "node:assert/strict";
import { eighthBehavior, fifthBehavior, seventhBehavior, sixthBehavior } from "../../../src/core/account/behavior";
import type { RiskAction, RiskRule, RiskStop, RiskView } from "../../../src/core/account/risk";
import type { Desk } from "../../../src/core/engine/desk";
import { dailyLossLimit, maxDrawdownStop, maxPositionNotional } from "../../../src/index";
import { bars, minute } from "../../support/bars";
import { begin, type Played, play, playAsync, type Script } from "../../support/play";
import type { TermOptions } from "../../support/terms";

/** The changes of the state as `[bar, state, reason]`. */
function changes({ events }: Played, feed: readonly { time: number }[]): unknown[] {
  return events.flatMap((event) =>
    event.kind === "tradingState"
      ? [[feed.findIndex(({ time }) => time === event.time), event.state, event.reason]]
      : [],
  );
}

const asking = (asked: (view: RiskView) => RiskAction | RiskStop | undefined): RiskRule => ({
  name: "mine",
  check: () => undefined,
  afterStep: asked,
});
const at = (time: number, asked: RiskAction | RiskStop) => asking((view) => (view.time === time ? asked : undefined));
const buy = (quantity: number) => (desk: Desk) => desk.place("A", "buy", quantity);
const statuses = ({ orders }: Played) => orders.map(({ status, reason }) => (reason ? `${status} ${reason}` : status));

describe("HALT", () => {
  const feed = bars("A", [10, 10, 10, 10, 10]);

  it("cancels what would open, lets exits go on, and denies what opens until the state is set by hand", () => {
    const script: Script = {
      0: buy(10),
      1: (desk) => {
        desk.place("A", "sell", 10, { type: "limit", limitPrice: 20, tag: "exit" });
        desk.place("A", "buy", 5);
      },
      2: (desk) => {
        desk.place("A", "buy", 1);
        desk.place("A", "sell", 4);
      },
      3: (desk) => desk.close(),
    };
    const run = play(feed, script, { risk: [at(feed[1].time, "HALT")], shorting: true });
    assert.deepEqual(changes(run, feed), [[1, "REDUCING", "RULE_ASKED"]]);
    assert.deepEqual(
      statuses(run),
      [
        "filled",
        "canceled REPLACED: by=6",
        "canceled TRADING_REDUCING",
        "denied TRADING_REDUCING",
        "filled",
        "filled",
      ].map((status) => status.replace("by=6", "by=order-6")),
    );
    assert.equal(run.engine.tradingState, "REDUCING");
  });

  it("an exit that would go beyond the position is cut where it ends", () => {
    const script: Script = {
      0: buy(10),
      1: (desk) => desk.place("A", "sell", 25, { type: "limit", limitPrice: 11 }),
    };
    const rising = bars("A", [10, 10, 10, [10, 12, 10, 12], 12]);
    const run = play(rising, script, { risk: [at(rising[2].time, "HALT")], shorting: true });
    assert.deepEqual(statuses(run), ["filled", "canceled TRADING_REDUCING"]);
    assert.deepEqual([run.orders[1].filledQuantity, run.engine.portfolio.held], [10, []]);
  });

  it("is obeyed after a promise too, and not before the first step", async () => {
    const run = await playAsync(
      feed,
      ({ desk }) => ({
        name: "slow",
        onStart: async () => undefined,
        onBar: async () => void desk.place("A", "buy", 1),
      }),
      { risk: [asking(() => "HALT")] },
    );
    assert.deepEqual(changes(run, feed), [[0, "REDUCING", "RULE_ASKED"]]);
    assert.deepEqual(new Set(statuses(run).slice(1)), new Set(["denied TRADING_REDUCING"]));
    assert.equal(statuses(run)[0], "canceled TRADING_REDUCING");
  });
});

describe("LIQUIDATE", () => {
  it("closes everything at the next bar by orders tagged liquidation, and cancels all others", () => {
    const feed = [...bars("A", [10, 10, 10, 11, 11]), ...bars("B", [20, 20, 20, 19, 19])];
    const script: Script = {
      0: (desk) => {
        desk.place("A", "buy", 10);
        desk.place("B", "sell", 5);
      },
      1: (desk) => desk.place("A", "sell", 10, { type: "limit", limitPrice: 99 }),
    };
    const run = play(feed, script, { risk: [at(feed[2].time, "LIQUIDATE")], shorting: true });
    assert.deepEqual(statuses(run), ["filled", "filled", "canceled LIQUIDATION", "filled", "filled"]);
    assert.deepEqual(
      run.fills
        .slice(2)
        .map(({ symbol, side, quantity, price, tag, time }) => [symbol, side, quantity, price, tag, time]),
      [
        ["A", "sell", 10, 11, "liquidation", feed[3].time],
        ["B", "buy", 5, 19, "liquidation", feed[3].time],
      ],
    );
  });

  it("is heard from a rule that has asked for a halt, which still holds; under the rules before, nobody hears it", () => {
    const feed = bars("A", [10, 10, 10, 10, 11, 11]);
    const rule = asking(({ time }) => (time < feed[1].time ? undefined : time < feed[3].time ? "HALT" : "LIQUIDATE"));
    const run = play(feed, { 0: buy(10) }, { risk: [rule] });
    assert.deepEqual(changes(run, feed), [
      [1, "REDUCING", "RULE_ASKED"],
      [3, "REDUCING", "RULE_ASKED"],
    ]);
    assert.deepEqual(
      run.fills.map(({ side, tag, time }) => [side, tag, time]),
      [
        ["buy", undefined, feed[1].time],
        ["sell", "liquidation", feed[4].time],
      ],
    );
    assert.equal(play(feed, { 0: buy(10) }, { risk: [rule], behavior: sixthBehavior }).fills.length, 1);
  });

  it("goes on over bars that are thin, and is not asked twice", () => {
    const feed = bars("A", [10, 10, 10, ...Array(4).fill([10, 10, 10, 10, 40])]);
    const rules = [at(feed[1].time, "LIQUIDATE"), at(feed[2].time, "LIQUIDATE")].map((rule, place) => ({
      ...rule,
      name: `rule ${place}`,
    }));
    const run = play(feed, { 0: buy(100) }, { risk: rules, volumeLimit: 1 });
    assert.deepEqual(
      run.fills.map(({ quantity }) => quantity),
      [100, 100],
    );
    const thin = bars("A", [10, 10, ...Array(4).fill([10, 10, 10, 10, 40])]);
    const slow = play(thin, { 0: buy(100) }, { risk: rules, volumeLimit: 1 });
    assert.deepEqual(
      slow.fills.map(({ quantity }) => quantity),
      [100, 40, 40, 20],
    );
    assert.equal(slow.orders.length, 2);
  });
});

describe("maxDrawdownStop", () => {
  it("acts after the step, says by how much the limit was exceeded, and holds", () => {
    const feed = bars("A", [10, 10, 12, 11, 9, 20]);
    const script: Script = { 0: buy(1000), 4: buy(1), 5: buy(1) };
    const run = play(feed, script, { risk: [maxDrawdownStop(0.2)] });
    assert.deepEqual(changes(run, feed), [
      [4, "REDUCING", "DRAWDOWN_EXCEEDS_MAXIMUM: drawdown=0.25, maximum=0.2, excess=0.05"],
    ]);
    assert.deepEqual(run.engine.tradingState, "REDUCING");
    assert.deepEqual(statuses(run).at(-1), "denied TRADING_REDUCING");
  });

  it("a drawdown of exactly its maximum is allowed", () => {
    const feed = bars("A", [10, 10, 8]);
    assert.deepEqual(changes(play(feed, { 0: buy(1000) }, { risk: [maxDrawdownStop(0.2)] }), feed), []);
  });

  it("begins again from the equity of now once the state was set by hand", () => {
    const feed = bars("A", [10, 10, 7, 7, 6, 5, 5]);
    const { engine, columns } = begin(feed, { 0: buy(1000), 3: buy(1) }, { risk: [maxDrawdownStop(0.2)] });
    engine.process(columns, 0, 3, Infinity);
    assert.equal(engine.tradingState, "REDUCING");
    engine.setTradingState("ACTIVE");
    engine.process(columns, 3, 5, Infinity);
    assert.equal(engine.tradingState, "ACTIVE");
    engine.process(columns, 5, 7, Infinity);
    assert.equal(engine.tradingState, "REDUCING");
    const reasons = engine.journal.states.map(({ reason, rule }) => [reason, rule]);
    assert.deepEqual(reasons, [
      ["DRAWDOWN_EXCEEDS_MAXIMUM: drawdown=0.3, maximum=0.2, excess=0.1", "maxDrawdownStop"],
      ["SET_BY_HAND", undefined],
      ["DRAWDOWN_EXCEEDS_MAXIMUM: drawdown=0.285714, maximum=0.2, excess=0.0857143", "maxDrawdownStop"],
    ]);
  });

  it("keeps its highest point where the state is set to ACTIVE while it is; under rules 1 to 7 it does not", () => {
    const feed = bars("A", [10, 10, 9, 7.5]);
    const stateAfter = (terms: TermOptions) => {
      const { engine, columns } = begin(feed, { 0: buy(1000) }, { risk: [maxDrawdownStop(0.2)], ...terms });
      engine.process(columns, 0, 3, Infinity);
      engine.setTradingState("ACTIVE");
      engine.process(columns, 3, 4, Infinity);
      return engine.tradingState;
    };
    assert.equal(stateAfter({}), "REDUCING");
    assert.equal(stateAfter({ behavior: seventhBehavior }), "ACTIVE");
  });
});

describe("HALTED", () => {
  it("that is set by hand where it is HALTED is no event again; under rules 1 to 8 it is", () => {
    const eventsUnder = (terms: TermOptions) => {
      const { engine, columns } = begin(bars("A", [10, 10, 10]), {}, terms);
      engine.process(columns, 0, 2, Infinity);
      for (const state of ["HALTED", "HALTED", "ACTIVE"] as const) engine.setTradingState(state);
      return engine.journal.states.map(({ state }) => state);
    };
    assert.deepEqual(eventsUnder({}), ["HALTED", "ACTIVE"]);
    assert.deepEqual(eventsUnder({ behavior: eighthBehavior }), ["HALTED", "HALTED", "ACTIVE"]);
  });
});

describe("dailyLossLimit", () => {
  it("on daily bars holds for the next bar", () => {
    const feed = bars("A", [10, 10, 9, 9, 9, 9]);
    const script: Script = { 0: buy(500), 2: buy(1), 3: buy(1), 4: buy(1) };
    const run = play(feed, script, { risk: [dailyLossLimit(0.04)] });
    assert.deepEqual(changes(run, feed), [
      [2, "REDUCING", "DAILY_LOSS_EXCEEDS_MAXIMUM: loss=0.05, maximum=0.04, excess=0.01"],
      [4, "ACTIVE", "DAY_OVER"],
    ]);
    assert.deepEqual(statuses(run), ["filled", "canceled TRADING_REDUCING", "denied TRADING_REDUCING", "filled"]);
  });

  it("on daily bars another loss on the next bar holds for one bar more", () => {
    const feed = bars("A", [10, 10, 9, 8, 8, 8, 8]);
    const run = play(feed, { 0: buy(500) }, { risk: [dailyLossLimit(0.04)] });
    assert.deepEqual(
      changes(run, feed).map((change) => (change as unknown[]).slice(0, 2)),
      [
        [2, "REDUCING"],
        [3, "REDUCING"],
        [5, "ACTIVE"],
      ],
    );
  });

  it("on minutes compares with the last equity of the day before, and holds to the end of the day", () => {
    const first = Date.UTC(2024, 0, 1, 23, 57);
    const feed = bars("A", [10, 10, 9, 9, 9, 9, 8, 8], { interval: minute, first });
    // 24:00 is the fourth bar, and still of the first day.
    const script: Script = { 0: buy(500), 2: buy(1), 3: buy(1), 4: buy(1) };
    const run = play(feed, script, { risk: [dailyLossLimit(0.04)], interval: minute });
    assert.deepEqual(changes(run, feed), [
      [2, "REDUCING", "DAILY_LOSS_EXCEEDS_MAXIMUM: loss=0.05, maximum=0.04, excess=0.01"],
      [4, "ACTIVE", "DAY_OVER"],
      [6, "REDUCING", "DAILY_LOSS_EXCEEDS_MAXIMUM: loss=0.0527368, maximum=0.04, excess=0.0127368"],
    ]);
    assert.deepEqual(statuses(run), ["filled", "canceled TRADING_REDUCING", "denied TRADING_REDUCING", "filled"]);
  });

  it("ends nothing that another rule holds", () => {
    const feed = bars("A", [10, 10, 9, 9, 9, 9]);
    const run = play(feed, { 0: buy(500) }, { risk: [dailyLossLimit(0.04), maxDrawdownStop(0.04)] });
    assert.deepEqual(
      changes(run, feed).map((change) => (change as unknown[]).slice(0, 2)),
      [
        [2, "REDUCING"],
        [2, "REDUCING"],
      ],
    );
    assert.equal(run.engine.tradingState, "REDUCING");
  });
});

describe("a state set by hand", () => {
  it("HALTED cancels and denies everything, exits too, until it is ACTIVE again", () => {
    const feed = bars("A", [10, 10, 10, 10, 10]);
    const script: Script = {
      0: buy(10),
      1: (desk) => desk.place("A", "sell", 10, { type: "limit", limitPrice: 20 }),
      2: (desk) => desk.close(),
      3: (desk) => desk.close(),
    };
    const { engine, columns } = begin(feed, script);
    engine.process(columns, 0, 2, Infinity);
    engine.setTradingState("HALTED");
    engine.process(columns, 2, 3, Infinity);
    engine.setTradingState("ACTIVE");
    engine.process(columns, 3, 5, Infinity);
    const { orders, states } = engine.journal;
    assert.deepEqual(
      Array.from({ length: orders.length }, (_, row) => orders.at(row).reason ?? orders.at(row).status),
      ["filled", "TRADING_HALTED", "TRADING_HALTED", "filled"],
    );
    assert.deepEqual(
      states.map(({ state }) => state),
      ["HALTED", "ACTIVE"],
    );
  });
});

describe("what risk rules see", () => {
  it("can be taken apart, and counts working orders in", () => {
    const seen: unknown[] = [];
    const watching: RiskRule = {
      name: "watching",
      check(request, { openOrders, ordersToday, grossExposure, netExposure, tradingState, price, quantityAfter }) {
        seen.push([
          openOrders,
          ordersToday,
          grossExposure,
          netExposure,
          tradingState,
          price("A"),
          quantityAfter(request),
        ]);
        return undefined;
      },
    };
    const script: Script = {
      0: (desk) => {
        desk.place("A", "buy", 100);
        desk.place("A", "sell", 50);
        desk.place("A", "buy", 100);
      },
    };
    play(bars("A", [10, 10]), script, { risk: [watching, maxPositionNotional(1e9)], shorting: true });
    assert.deepEqual(seen, [
      [0, 0, 0, 0, "ACTIVE", 10, 100],
      [1, 1, 0.1, 0.1, "ACTIVE", 10, -50],
      [2, 2, 0.1, 0.1, "ACTIVE", 10, 200],
    ]);
  });
});

describe("a state that was set by hand", () => {
  // A loss of 20 % in the fourth bar.
  const feed = bars("A", [10, 10, 10, 8, 8, 8, 8]);
  const run = (state: "ACTIVE" | "REDUCING" | "HALTED", options: TermOptions = {}) => {
    const script = { 0: buy(500), 6: buy(1) };
    const { engine, columns } = begin(feed, script, { risk: [dailyLossLimit(0.05)], ...options });
    engine.process(columns, 0, 2, Infinity);
    engine.setTradingState(state);
    engine.process(columns, 2, columns.length, Infinity);
    return engine.tradingState;
  };

  it("outlasts a daily limit that was passed meanwhile, unless it is ACTIVE", () => {
    assert.deepEqual([run("REDUCING"), run("HALTED"), run("ACTIVE")], ["REDUCING", "HALTED", "ACTIVE"]);
  });

  it("was lost to such a limit under earlier rules if it was REDUCING", () => {
    assert.equal(run("REDUCING", { behavior: fifthBehavior }), "ACTIVE");
  });
});
