import assert from "node:assert/strict";
import fc from "fast-check";
import { type Behavior, sixthBehavior, thirdBehavior } from "../../src/core/account/behavior";
import { dateOf } from "../../src/core/days";
import type { Bar } from "../../src/core/market/bar";
import { isMet } from "../../src/core/schedule/condition";
import { all, any, driftOver } from "../../src/index";
import { bindStrategy } from "../../src/strategy/bind-strategy";
import { rebalanceRule } from "../../src/strategy/rebalance";
import type { Params, Strategy } from "../../src/strategy/strategy";
import { bars, day, start } from "../support/bars";
import { begin, type Played, play, playAsync } from "../support/play";

function bound<P extends Params, S>(strategy: Omit<Strategy<P, S>, "name">, params = {} as P) {
  return (engine: Played["engine"]) => bindStrategy<P, S>({ name: "bound", ...strategy }, engine.desk, params);
}

/** The date of the day that ends at a time. */
function dateAt(time: number): string {
  return dateOf(Math.floor((time - 1) / day));
}

const texts = ({ events }: Played) =>
  events.flatMap((event) => (event.kind === "log" ? [`${dateAt(event.time)} ${event.text}`] : []));

// 2024-01-01 to 2024-04-09.
const hundred = bars("A", Array<number>(100).fill(100));

describe("rebalance", () => {
  const datesOf = (strategy: Omit<Strategy<Params>, "name">, feed: readonly Bar[] = hundred) => {
    const dates: string[] = [];
    const targetWeights: Strategy<Params>["targetWeights"] = ({ now }) => void dates.push(dateAt(now).slice(5));
    play(feed, bound({ targetWeights, ...strategy }), { calendar: "weekdays" });
    return dates;
  };

  it("says when targetWeights runs, which without it runs at every step", () => {
    assert.deepEqual(datesOf({ rebalance: "monthly" }), ["01-01", "02-01", "03-01", "04-01"]);
    assert.deepEqual(datesOf({ rebalance: "quarterly" }), ["01-01", "04-01"]);
    assert.deepEqual(datesOf({ rebalance: { every: "month", on: "last" } }), ["01-31", "02-29", "03-29"]);
    assert.deepEqual(datesOf({ rebalance: { every: "month", on: "last", offset: -1 } }), ["01-30", "02-28", "03-28"]);
    assert.equal(datesOf({ rebalance: "weekly" }).length, 15);
    assert.equal(datesOf({ rebalance: "daily" }).length, 72);
    assert.equal(datesOf({}).length, 100);
  });

  it("can be a function of the params", () => {
    const strategy = {
      params: { on: 3 },
      rebalance: (params: Params) => ({ every: "month", on: params.on as number }) as const,
    };
    const dates: string[] = [];
    const made = bound({ ...strategy, targetWeights: ({ now }) => void dates.push(dateAt(now)) }, { on: -2 });
    play(hundred, made, { calendar: "weekdays" });
    assert.deepEqual(dates, ["2024-01-30", "2024-02-28", "2024-03-28", "2024-04-29"].slice(0, 3));
  });

  it("goes by the first symbol that has a bar", () => {
    const rows = [...bars("A", [1, undefined, undefined, 1]), ...bars("B", [undefined, 1, undefined, 1])];
    assert.deepEqual(datesOf({ rebalance: "daily" }, rows), ["01-01", "01-02", "01-04"]);
  });

  it("at a time of day runs once a day", () => {
    const hours = bars("A", Array<number>(72).fill(1), { interval: 3_600_000 });
    const seen: string[] = [];
    const targetWeights: Strategy["targetWeights"] = ({ now }) => void seen.push(new Date(now).toISOString());
    play(hours, bound({ rebalance: { every: "day", at: "10:30" }, targetWeights }), { interval: 3_600_000 });
    assert.deepEqual(
      seen.map((time) => time.slice(0, 16)),
      ["2024-01-01T11:00", "2024-01-02T11:00", "2024-01-03T11:00"],
    );
  });

  it("sees nothing of the next period when it comes late, and its orders fill there first", () => {
    const feed = [...bars("A", [100, 100]), ...bars("A", [50, 50], { first: start + 40 * day })];
    const seen: unknown[] = [];
    const played = play(
      feed,
      bound({
        rebalance: { every: "month", on: "last" },
        targetWeights({ now, equity, history }) {
          seen.push([dateAt(now), equity, [...history("A").close]]);
          return { A: 1 };
        },
      }),
    );
    assert.deepEqual(seen, [["2024-01-02", 10_000, [100, 100]]]);
    assert.deepEqual(
      played.orders.map(({ createdAt, quantity, averagePrice }) => [dateAt(createdAt), quantity, averagePrice]),
      [["2024-01-02", 100, 50]],
    );
    assert.deepEqual(texts(played), [
      "2024-01-02 rebalance: 2024-01-31 was due and had no bar; it came with the last one before, as its period had no more, on 2024-01-02",
    ]);
  });

  it("says so when it moves to a later bar, and when it was never due", () => {
    const moved = play(hundred.slice(3), bound({ rebalance: "monthly", targetWeights: () => undefined }));
    assert.deepEqual(texts(moved), [
      "2024-01-04 rebalance: 2024-01-01 was due and had no bar; it came at the next one, on 2024-01-04",
    ]);
    const never = play(
      hundred.slice(0, 9),
      bound({ rebalance: { every: "month", on: "last" }, targetWeights: () => ({}) }),
    );
    assert.deepEqual(texts(never), ["2024-01-09 rebalance: it was never due, because no due day has come"]);
  });

  it("awaits promises, also of what comes late, and does the same as without", async () => {
    const feed = [0, 1, 2, 3].flatMap((at) => bars("A", [100 + at, 90], { first: start + (1 + at * 40) * day }));
    const rule = { every: "month", on: "last" } as const;
    const weights = (now: number) => ({ A: (now / day) % 2 === 0 ? 0.3 : 0.9 });
    const plain = play(feed, bound({ rebalance: rule, targetWeights: ({ now }) => weights(now) }));
    const slow = await playAsync(
      feed,
      bound({
        rebalance: rule,
        async targetWeights({ now }) {
          await Promise.resolve();
          return weights(now);
        },
      }),
    );
    assert.ok(plain.fills.length >= 3);
    assert.deepEqual(slow.events, plain.events);
    assert.deepEqual(slow.equity, plain.equity);
    assert.equal(slow.engine.steps, plain.engine.steps);
  });

  it("refuses weights beyond the leverage, and weights that are no numbers", () => {
    const run = (weights: unknown) =>
      play(hundred, bound({ rebalance: "daily", targetWeights: () => weights as Record<string, number> }));
    const wanted =
      "Expected the sum of the sizes of the weights in targetWeights to be at most 1, the leverage, was 1.2";
    assert.throws(() => run({ A: 1.2 }), { message: new RegExp(wanted) });
    assert.throws(() => run({ A: Number.NaN }), { message: /weight of A in targetWeights to be a number, was NaN/ });
    assert.throws(() => run({ A: "1" }), { message: /weight of A in targetWeights to be a number, was "1"/ });
    const map = /weights of targetWeights to be an object of numbers by symbol, such as .*, was a Map of 1$/;
    assert.throws(() => run(new Map([["A", 0.5]])), { message: map });
    assert.throws(() => play(hundred, { 0: (desk) => desk.rebalanceTo({ A: 1.2 }) }), {
      message: /the sum of the sizes of the weights in rebalanceTo to be at most 1, the leverage, was 1.2$/,
    });
    // The sum is written with as many digits as tell it from the leverage.
    assert.throws(() => run({ A: 1.0000001 }), { message: /was 1\.0000001$/ });
    assert.throws(() => run({ A: 1 + 5e-9 }), { message: /was 1\.000000005$/ });
    for (const sum of [0.1 + 0.2 + 0.7, 1 / 3 + 1 / 3 + 1 / 3, 1 + 1e-10]) assert.doesNotThrow(() => run({ A: sum }));
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0.01, max: 5, noNaN: true }), { minLength: 1, maxLength: 30 }), (parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0);
        assert.doesNotThrow(() => run({ A: parts.reduce((sum, part) => sum + part / total, 0) }));
      }),
      { numRuns: 50 },
    );
  });
});

describe("conditions of a schedule", () => {
  it("have one limit of drift", () => {
    const wanted = "Expected limit of driftOver to have absolute or relative, such as { absolute: 0.05 }, had";
    assert.throws(() => driftOver({} as never), { code: "INVALID_OPTION", message: `${wanted} neither` });
    const message = `${wanted} both. Join two conditions with any(...) or all(...)`;
    assert.throws(() => driftOver({ absolute: 0.1, relative: 0.1 } as never), { code: "INVALID_OPTION", message });
    // A limit that is left out may be there as undefined.
    const asked = { context: undefined, drift: () => ({ absolute: 0.06, relative: 0.5 }) };
    for (const limit of [{ absolute: 0.05 }, { relative: 0.4 }])
      assert.equal(isMet(driftOver({ absolute: undefined, relative: undefined, ...limit } as never), asked), true);
  });

  it("are called, not given as they are", () => {
    const message =
      "Expected rebalance to be a condition, was the function driftOver. Call it, as in driftOver({ absolute: 0.05 })";
    assert.throws(() => rebalanceRule(driftOver, {}), { code: "INVALID_OPTION", message });
  });

  // A goes up to 125, where its weight of a half becomes 0.556, and doubles, where it is two thirds.
  const pair = [...bars("A", [100, 100, 100, 125, 200, 200]), ...bars("B", [100, 100, 100, 100, 100, 100])];

  function stepsOf(rebalance: Strategy["rebalance"]): number[] {
    const steps: number[] = [];
    const targetWeights: Strategy["targetWeights"] = ({ now }) => {
      steps.push((now - start) / day - 1);
      return { A: 0.5, B: 0.5 };
    };
    play(pair, bound({ rebalance, targetWeights }), { lotSize: 0.0001 });
    return steps;
  }

  it("driftOver alone is asked at every step: at first, and when a weight is too far from its target", () => {
    assert.deepEqual(stepsOf(driftOver({ absolute: 0.06 })), [0, 4]);
    assert.deepEqual(stepsOf(driftOver({ absolute: 0.05 })), [0, 3, 4]);
    assert.deepEqual(stepsOf(driftOver({ relative: 0.25 })), [0, 4]);
    assert.deepEqual(stepsOf(driftOver({ relative: 0.4 })), [0]);
  });

  it("when is asked on due days only", () => {
    const asked: number[] = [];
    const when = ({ now }: { now: number }) => asked.push((now - start) / day) > 1;
    assert.deepEqual(stepsOf({ every: "week", on: 3, when }), []);
    assert.deepEqual(asked, [3]);
    assert.deepEqual(stepsOf({ every: "day", when: driftOver({ absolute: 0.06 }) }), [0, 4]);
  });

  it("any and all join conditions and functions", () => {
    const late = ({ now }: { now: number }) => now >= start + 4 * day;
    assert.deepEqual(stepsOf({ every: "day", when: any(driftOver({ absolute: 0.06 }), late) }), [0, 3, 4, 5]);
    assert.deepEqual(stepsOf({ every: "day", when: all(driftOver({ absolute: 0.06 }), late) }), [3, 4]);
    assert.deepEqual(stepsOf(any(late, () => false)), [3, 4, 5]);
  });

  it("answer true or false", () => {
    const when = (() => Promise.resolve(true)) as unknown as () => boolean;
    assert.throws(() => stepsOf({ every: "day", when }), {
      message: /Expected what a condition of a schedule returned to be true or false, was a promise/,
    });
  });

  it("are refused if they make no sense", () => {
    const bad = { code: "INVALID_OPTION" };
    assert.throws(() => driftOver({ absolute: 0 }), bad);
    assert.throws(() => driftOver({ absolute: 0.1, relative: 0.1 }), /had both\. Join two conditions/);
    assert.throws(() => driftOver({ absolut: 0.1 } as never), { code: "UNKNOWN_OPTION" });
    assert.throws(() => any(), {
      ...bad,
      message:
        "Expected any to be called with conditions, as in any(driftOver({ absolute: 0.05 })), but it was called with none",
    });
    assert.throws(() => all("monthly" as never), bad);
  });
});

describe("schedule", () => {
  it("calls functions when they are due, after onBars and before targetWeights, in the order of the calls", () => {
    const calls: string[] = [];
    const note = (what: string) => (context: { now: number }) =>
      void calls.push(`${dateAt(context.now).slice(5)} ${what}`);
    play(
      hundred.slice(30, 33),
      bound({
        onStart({ schedule }) {
          schedule({ every: "month", on: "last" }, note("last"));
          schedule("monthly", note("first"));
          schedule("daily", note("daily"));
        },
        onBar: ({ now }) => note("onBar")({ now }),
        onBars: ({ now }) => note("onBars")({ now }),
        rebalance: "daily",
        targetWeights: (context) => note("weights")(context),
      }),
    );
    assert.deepEqual(calls.slice(0, 11), [
      ...["01-31 onBar", "01-31 onBars", "01-31 last", "01-31 first", "01-31 daily", "01-31 weights"],
      ...["02-01 onBar", "02-01 onBars", "02-01 first", "02-01 daily", "02-01 weights"],
    ]);
  });

  it("goes before a targetWeights of every step, and may return promises and place orders", async () => {
    const calls: string[] = [];
    const { orders } = await playAsync(
      hundred.slice(0, 3),
      bound({
        async onStart({ schedule }) {
          await Promise.resolve();
          schedule("daily", async ({ buy }) => {
            await Promise.resolve();
            calls.push("slow");
            buy("A", 1);
          });
          schedule("daily", () => void calls.push("quick"));
        },
        targetWeights: () => void calls.push("weights"),
      }),
    );
    assert.deepEqual(calls.slice(0, 6), ["slow", "quick", "weights", "slow", "quick", "weights"]);
    assert.equal(orders.length, 3);
  });

  it("is refused outside onStart, without a function and with a rule that is never due", () => {
    const failing = (strategy: Omit<Strategy, "name">, message: RegExp) =>
      assert.throws(() => play(hundred, bound(strategy), { calendar: "weekdays" }), { message });
    failing({ onBar: ({ schedule }) => schedule("daily", () => {}) }, /schedule to be called in onStart/);
    const plain = /second argument of schedule 1 to be a plain function/;
    failing({ onStart: ({ schedule }) => schedule("daily", 1 as never) }, plain);
    // It would never run.
    failing({ onStart: ({ schedule }) => schedule("daily", function* () {} as never) }, plain);
    failing({ onStart: ({ schedule }) => schedule({ every: "week", on: 6 }, () => {}) }, /no week with 6 trading days/);
    failing({ onStart: ({ schedule }) => schedule("dayly" as never, () => {}) }, /Did you mean "daily"\?/);
  });

  it("is refused at a time at which its exchange is never open, in sessions under the newest rules", () => {
    const onStart: Strategy["onStart"] = ({ schedule }) => schedule({ every: "day", at: "17:00" }, () => {});
    const under = (behavior: Behavior) => play(hundred, bound({ onStart }), { calendar: "XNYS", behavior });
    assert.throws(() => under(sixthBehavior), {
      message: /the rule of schedule 1\.at to be a time from 09:30 to 16:00/,
    });
    assert.doesNotThrow(() => under(thirdBehavior));
  });

  it("that throws is told with its hook and time", () => {
    const onStart: Strategy["onStart"] = ({ schedule }) =>
      schedule({ every: "week", on: 3 }, () => {
        throw new Error("boom");
      });
    assert.throws(() => play(hundred, bound({ onStart })), {
      message: 'Strategy "bound" failed in schedule at 2024-01-03: boom',
    });
  });

  it("whose condition throws, or answers neither yes nor no, is told with the condition", () => {
    const boom = () => {
      throw new Error("boom");
    };
    const later = (async () => true) as never;
    const targetWeights = () => ({ A: 1 });
    const nothing = () => undefined;
    const cases: [Omit<Strategy, "name">, string][] = [
      [{ rebalance: { every: "day", when: boom }, targetWeights }, "when of rebalance"],
      [{ rebalance: { every: "day", when: later }, targetWeights }, "when of rebalance"],
      [{ rebalance: () => ({ every: "day", when: all(boom) }), targetWeights }, "when of rebalance"],
      [{ rebalance: any(boom), targetWeights }, "the condition of rebalance"],
      [{ onStart: ({ schedule }) => schedule({ every: "day", when: boom }, nothing) }, "when of schedule 1"],
      [
        { onStart: ({ schedule }) => [schedule("daily", nothing), schedule(all(later), nothing)][0] },
        "the condition of schedule 2",
      ],
      [{ onStart: ({ schedule }) => schedule({ every: "day", when: () => true }, boom) }, "schedule"],
      [{ rebalance: { every: "day", when: () => true }, targetWeights: boom }, "targetWeights"],
    ];
    for (const [strategy, place] of cases)
      assert.throws(() => play(hundred, bound(strategy)), {
        message: new RegExp(
          `^Strategy "bound" failed in ${place} at 2024-01-0\\d: (boom|Expected what a condition .* was a promise)$`,
        ),
      });
  });

  it("does the same in one stretch and step by step", () => {
    const feed = hundred.filter((_, at) => at % 7 !== 3 && at % 30 < 20);
    const strategy = bound({
      rebalance: { every: "month", on: "last" },
      targetWeights: ({ random }) => ({ A: random() }),
    });
    const whole = play(feed, strategy);
    const { engine, columns } = begin(feed, strategy);
    for (let row = 0; row < columns.length; ) row = engine.process(columns, row, row + 1, Infinity);
    engine.finish("END_OF_FEED");
    const events = Array.from({ length: engine.journal.length }, (_, at) => engine.journal.at(at));
    assert.ok(whole.fills.length > 1);
    assert.deepEqual(events, whole.events);
  });
});
