import assert from "node:assert/strict";
import fc from "fast-check";
import { defineStrategy, param } from "../../src/index";
import { differencesOf } from "../../src/session/plan/differences";
import { prepareSession } from "../../src/session/plan/plan";
import { bindStrategy } from "../../src/strategy/bind-strategy";
import type { Params, Strategy } from "../../src/strategy/strategy";
import { apart, apple, closeAll, everythingOf, lab, leaveNothing, newFile, year } from "../api/labs";
import { bars, day, start } from "../support/bars";
import { type Played, play, playAsync } from "../support/play";

function bound(strategy: Omit<Strategy<Params, unknown>, "name">, params: Params = {}) {
  return ({ engine }: Pick<Played, "engine">) => bindStrategy({ name: "bound", ...strategy }, engine.desk, params);
}

function run(feed: Parameters<typeof play>[0], strategy: Omit<Strategy<Params, unknown>, "name">, params?: Params) {
  return play(feed, (engine) => bound(strategy, params)({ engine }));
}

const texts = ({ events }: Played) => events.flatMap((event) => (event.kind === "log" ? [event.text] : []));
const prices = (count: number) => Array.from({ length: count }, (_, at) => 10 + at);

describe("warmUp", () => {
  afterEach(leaveNothing);

  it("calls onBar once the bar's symbol has as many bars, and the others once every symbol has: any gaps", () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 0, max: 8 }), (has, warmUp) => {
        const feed = has.flatMap(([a, b], at) => [
          ...(a || at === 0 ? bars("A", [10], { first: start + (at + 1) * day }) : []),
          ...(b || at === 0 ? bars("B", [20], { first: start + (at + 1) * day }) : []),
        ]);
        const seen: string[] = [];
        const strategy = {
          warmUp,
          onBar: ({ bar, history }) => void seen.push(`onBar ${bar.symbol} ${history().length}`),
          onBars: ({ now }) => void seen.push(`onBars ${now}`),
          targetWeights: ({ now }) => void seen.push(`targetWeights ${now}`),
        } satisfies Omit<Strategy<Params, unknown>, "name">;
        const played = run(feed, strategy);
        const counts = { A: 0, B: 0 };
        const expected: string[] = [];
        for (const time of [...new Set(feed.map((bar) => bar.time))].sort((a, b) => a - b)) {
          for (const symbol of ["A", "B"] as const) {
            if (!feed.some((bar) => bar.time === time && bar.symbol === symbol)) continue;
            if (++counts[symbol] >= warmUp) expected.push(`onBar ${symbol} ${counts[symbol]}`);
          }
          if (Math.min(counts.A, counts.B) >= warmUp) expected.push(`onBars ${time}`, `targetWeights ${time}`);
        }
        assert.deepEqual(seen, expected);
        assert.equal(texts(played).length, Math.min(counts.A, counts.B) >= Math.max(1, warmUp) ? 0 : 1);
      }),
    );
  });

  it("says what was never called, and why", () => {
    const feed = [...bars("A", prices(5)), ...bars("B", prices(3))];
    const hooks = { onBar() {}, targetWeights: () => ({ A: 1 }) };
    assert.deepEqual(texts(run(feed, { warmUp: 4, ...hooks })), [
      "warmUp: 1 symbol had fewer than 4 bars (B 3), so onBar was not called for them, targetWeights was never called",
    ]);
    assert.deepEqual(texts(run(feed, { warmUp: 4, ...hooks, rebalance: "daily" })).slice(-1), [
      "rebalance: it was never due, because the warm-up was never over",
    ]);
  });

  it("lets a rule that was due before come at its end, once", () => {
    const seen: string[] = [];
    const targetWeights = ({ now }: { now: number }) => void seen.push(new Date(now - 1).toISOString().slice(0, 10));
    const played = run(bars("A", prices(70)), { warmUp: 40, rebalance: "monthly", targetWeights });
    assert.deepEqual(seen, ["2024-02-09", "2024-03-01"]);
    assert.deepEqual(texts(played), [
      "rebalance: 2024-02-01 was due before the warm-up was over; it came then, on 2024-02-09",
    ]);
    const last = { every: "month", on: "last" } as const;
    seen.length = 0;
    assert.deepEqual(texts(run(bars("A", prices(70)), { warmUp: 40, rebalance: last, targetWeights })), []);
    assert.deepEqual(seen, ["2024-02-29"]);
    const scheduled: number[] = [];
    run(bars("A", prices(6)), {
      warmUp: 4,
      onStart: ({ schedule }) => schedule("daily", ({ history }) => void scheduled.push(history().length)),
    });
    assert.deepEqual(scheduled, [4, 5, 6]);
  });

  it("may be a function of the params, and awaits promises as ever", async () => {
    const seen: number[] = [];
    const strategy = {
      warmUp: ({ slow }: Params) => slow as number,
      async onBar({ history }) {
        await Promise.resolve();
        seen.push(history().length);
      },
    } satisfies Omit<Strategy<Params, unknown>, "name">;
    await playAsync(bars("A", prices(6)), (engine) => bound(strategy, { slow: 5 })({ engine }));
    assert.deepEqual(seen, [5, 6]);
  });

  it("is part of what a session is, and goes on in another process", async () => {
    const slow = defineStrategy({
      name: "slow",
      params: { bars: param.int(50, { min: 1 }) },
      warmUp: ({ bars: wanted }) => wanted,
      onBar: ({ bar, orderTarget, random }) => orderTarget(bar.symbol, Math.floor(10 * random())),
    });
    const file = newFile();
    const first = await (await lab(file)).createSession(year, slow, { ...apple, name: "a" });
    await first.step(30);
    await closeAll();
    const session = await (await apart(file)).session("a", { strategy: slow });
    await session.run();
    const whole = await (await lab()).run(year, slow, { ...apple, name: "a" });
    assert.deepEqual(everythingOf(session), everythingOf(whole));
    const configOf = (warmUp?: number) =>
      prepareSession(year.source, { name: "s", warmUp, onBar() {} } as Strategy, { name: "a" }).config;
    assert.deepEqual(differencesOf(configOf(20), configOf(10)), ["warmUp: 20, was 10"]);
    assert.notEqual(JSON.stringify(configOf(20)), JSON.stringify(configOf()));
  });

  it("refuses what is no number of bars", async () => {
    const refused = (warmUp: unknown, message: string) =>
      assert.rejects(
        lab().then((opened) => opened.createSession(year, { name: "s", warmUp, onBar() {} } as Strategy)),
        { code: "INVALID_STRATEGY", message },
      );
    await refused(-1, 'Expected warmUp of "s" to be a whole number of bars, 0 or more, was -1');
    await refused("20", 'Expected warmUp of "s" to be a whole number of bars, 0 or more, was "20"');
    await refused(() => 1.5, 'Expected what warmUp of "s" returned to be a whole number of bars, 0 or more, was 1.5');
    await refused(() => {
      throw new Error("no");
    }, 'Function warmUp of "s" failed: no');
  });
});

describe("onFill", () => {
  it("orders like any other hook: at the next bar, and judged after the step", () => {
    const played = run(bars("A", [10, 11, 12, 13, 14]), {
      onBar({ history, buy }) {
        if (history().length === 1) buy("A", 10, { tag: "entry" });
      },
      onFill({ fill, sell, order, history }) {
        if (fill.tag !== "entry") return;
        assert.equal(history("A").close.at(-1), 11);
        sell("A", 4, { tag: "half" });
        order({ symbol: "A", side: "sell", quantity: 6, type: "limit", limitPrice: 13, tag: "rest" });
      },
    });
    assert.deepEqual(
      played.fills.map(({ tag, price, quantity, time }) => [tag, price, quantity, (time - start) / day]),
      [
        ["entry", 11, 10, 2],
        ["half", 12, 4, 3],
        ["rest", 13, 6, 4],
      ],
    );
  });
});
