import assert from "node:assert/strict";
import type { CalendarSpec } from "../../src/core/market/calendar";
import {
  all,
  defineStrategy,
  driftOver,
  gbm,
  live,
  type Params,
  replay,
  type Session,
  type SessionOptions,
  type StrategyContext,
} from "../../src/index";
import { differencesOf } from "../../src/session/plan/differences";
import { prepareSession } from "../../src/session/plan/plan";
import { apart, apple, closeAll, everythingOf, lab, leaveNothing, newFile, year } from "../api/labs";
import { barsOf, streamOf } from "../feeds/live/stream";

const halves = defineStrategy({
  name: "halves",
  params: { on: 2 },
  rebalance: "monthly",
  targetWeights: ({ random }) => ({ AAPL: 0.4 + 0.2 * random() }),
});

const both = { symbols: ["AAPL", "SPX"] };
const ordersOf = (session: Session) => session.orderRows().map(({ createdAt }) => createdAt);

describe("the rebalance of a session", () => {
  it("is no generator, of which a call runs nothing, nor is a condition of its", async () => {
    const rebalance = function* () {
      yield "monthly";
    } as never;
    const wanted = "to be a rule or a plain function, was a generator function";
    const targetWeights = () => ({});
    assert.throws(() => defineStrategy({ name: "odd", rebalance, targetWeights }), {
      code: "INVALID_STRATEGY",
      message: `Expected rebalance of "odd" ${wanted}`,
    });
    const opened = await lab(newFile());
    await assert.rejects(opened.run(year, halves, { ...apple, rebalance }), {
      message: `Expected rebalance ${wanted}`,
    });
    assert.throws(() => defineStrategy({ name: "odd", rebalance: { every: "day", when: rebalance }, targetWeights }), {
      message: "Expected rebalance.when to be a plain function of the context, was a generator function",
    });
  });

  afterEach(leaveNothing);

  it("replaces the strategy's, and is another session of its name", async () => {
    const opened = await lab();
    const monthly = await opened.run(year, halves, { ...apple, name: "a" });
    const weekly = await opened.run(year, halves, { ...apple, name: "a", rebalance: "weekly" });
    assert.deepEqual([monthly.name, weekly.name], ["a", "a #2"]);
    assert.ok(ordersOf(weekly).length > 3 * ordersOf(monthly).length);
    const again = await opened.run(year, halves, { ...apple, name: "a", rebalance: "weekly" });
    assert.equal(again, weekly);
  });

  it("is told from another by what differs", () => {
    const configOf = (rebalance?: SessionOptions<{ on: number }>["rebalance"], strategy = halves) =>
      prepareSession(year.source, strategy, { ...apple, name: "a", rebalance } as SessionOptions<never>).config;
    const own = (rebalance: typeof halves.rebalance) => configOf(undefined, defineStrategy({ ...halves, rebalance }));
    const limit = { low: 1 };
    const when = ({ equity }: StrategyContext<Params, unknown>) => equity > limit.low;
    const other = ({ equity }: StrategyContext<Params, unknown>) => equity > limit.low + 1;
    const told = (now: ReturnType<typeof configOf>, was: ReturnType<typeof configOf>) => differencesOf(now, was).join();
    assert.equal(told(configOf("weekly"), configOf()), "rebalance: weekly, was monthly");
    assert.equal(told(own("weekly"), own("monthly")), "rebalance: weekly, was monthly");
    assert.equal(told(configOf("monthly"), configOf()), "rebalance: given, was the strategy's");
    assert.equal(
      told(configOf({ every: "month", on: 2 }), configOf({ every: "month", on: 3 })),
      "rebalance.on: 2, was 3",
    );
    assert.equal(
      told(configOf({ every: "day", when }), configOf({ every: "day", when: other })),
      "rebalance.when: changed",
    );
    const before = configOf({ every: "day", when });
    limit.low = 7;
    assert.equal(told(configOf({ every: "day", when }), before), "limit.low: 7, was 1");
    assert.equal(
      told(
        own(({ on }) => ({ every: "month", on })),
        own(({ on }) => ({ every: "month", on: -on })),
      ),
      "rebalance: changed",
    );
    assert.deepEqual(configOf().options.rebalance, undefined);
    assert.deepEqual(configOf({ every: "day", when: all(driftOver({ absolute: 0.1 }), when) }).options.rebalance, {
      every: "day",
      when: { kind: "all", of: [{ kind: "driftOver", absolute: 0.1 }, "function"] },
    });
  });

  it("is stored, and goes on in another process from the middle of a month", async () => {
    const rules = ["weekly", { every: "month", on: "last" }, driftOver({ relative: 0.1 })] as const;
    for (const rebalance of rules) {
      const file = newFile();
      const options = { ...both, name: "a", rebalance };
      const first = await (await lab(file)).createSession(year, halves, options);
      await first.step(70);
      await closeAll();
      const session = await (await apart(file)).session("a", { strategy: halves });
      await session.run();
      const whole = await (await lab()).run(year, halves, options);
      assert.deepEqual(everythingOf(session), everythingOf(whole));
    }
  });

  it("may be a method of a class", async () => {
    class Own {
      readonly name = "own";
      readonly params = { on: 3 };
      readonly #every = "week" as const;
      targetWeights({ random }: StrategyContext<{ on: number }>) {
        return { AAPL: random() };
      }
      rebalance({ on }: { on: number }) {
        return { every: this.every(), on };
      }
      every() {
        return this.#every;
      }
    }
    const opened = await lab();
    const session = await opened.run(year, new Own(), { ...apple, name: "a" });
    const third = await opened.run(year, new Own(), { ...apple, rebalance: { every: "week", on: 3 } });
    assert.ok(ordersOf(session).length > 30);
    assert.deepEqual(ordersOf(third), ordersOf(session));
  });

  it("with functions has to be given again", async () => {
    const file = newFile();
    const rebalance = { every: "month", when: ({ equity }: { equity: number }) => equity > 1 } as const;
    const first = await (await lab(file)).createSession(year, halves, { ...apple, name: "a", rebalance });
    await first.step(70);
    await closeAll();
    const again = await apart(file);
    await assert.rejects(again.session("a", { strategy: halves }), {
      code: "INVALID_OPTION",
      message: /Expected rebalance to be given to lab.session, because that of session "a" has functions/,
    });
    await assert.rejects(again.session("a", { strategy: halves, rebalance: "weekly" }), { code: "INVALID_OPTION" });
    const session = await again.session("a", { strategy: halves, rebalance });
    await session.run();
    const whole = await (await lab()).run(year, halves, { ...apple, name: "a", rebalance });
    assert.equal(session.fingerprint, whole.fingerprint);
  });

  it("does the same at once, step by step, and paused while it waits for a promise", async () => {
    const waiting = defineStrategy({
      name: "waiting",
      rebalance: { every: "week", on: "last", offset: 1 },
      async targetWeights({ random }) {
        const weight = random();
        await new Promise(setImmediate);
        return { AAPL: weight };
      },
    });
    const opened = await lab();
    const whole = await opened.run(year, waiting, { ...apple, name: "a" });
    const stepped = await opened.createSession(year, waiting, { ...apple, name: "b" });
    for (let at = 0; at < 37; at++) await stepped.step(7);
    const paused = await opened.createSession(year, waiting, { ...apple, name: "c" });
    for (let at = 0; at < 20 && paused.state !== "COMPLETED"; at++) {
      await paused.start();
      await paused.pause();
    }
    await paused.run();
    for (const session of [stepped, paused]) {
      await session.run();
      assert.deepEqual(session.fillRows(), whole.fillRows());
      assert.equal(session.fingerprint, whole.fingerprint);
    }
  });

  it("that comes late is part of the step that tells it, wherever a session is left and goes on", async () => {
    const late = defineStrategy({
      name: "late",
      rebalance: { every: "month", on: "last" },
      async targetWeights({ random }) {
        const weight = random();
        await new Promise(setImmediate);
        return { A: weight };
      },
    });
    // From February to June, only the first days of a month.
    const closes = [...gbm({ A: { price: 50 } }, { start: "2024-01-29", bars: 110 }).bars()].map((bar) => {
      return { ...bar, time: bar.time - 4 * 3_600_000 };
    });
    const rows = closes.filter(({ time }) => new Date(time).getUTCDate() < 5);
    const feed = replay(rows, { calendar: "weekdays" });
    const whole = await (await lab()).run(feed, late, { name: "a" });
    assert.equal(whole.logRows().filter(({ text }) => /last one before/.test(text)).length, 4);
    for (let steps = 1; steps < whole.steps; steps++) {
      const file = newFile();
      await (await (await lab(file)).createSession(feed, late, { name: "a" })).step(steps);
      await closeAll();
      const session = await (await apart(file)).session("a", { strategy: late });
      await session.run();
      assert.deepEqual(everythingOf(session), everythingOf(whole));
    }
  });

  it("is the same on a live feed as on the bars that came", async () => {
    const opened = await lab();
    const strategy = defineStrategy({
      name: "hourly",
      rebalance: { every: "day", at: "02:30" },
      targetWeights: ({ symbols: [only], random }) => ({ [only]: random() }),
    });
    const feed = live(streamOf(barsOf(0, 3000)), { name: "BTC", interval: "1m" });
    const session = await opened.run(feed, strategy, { name: "a" });
    const again = await opened.run(session.feed(), strategy, { name: "b" });
    assert.ok(session.orderRows().length >= 2);
    assert.deepEqual(again.orderRows(), session.orderRows());
  });

  it("that is never due in the feed's calendar is refused at the call", async () => {
    const opened = await lab();
    const days = ["2020-01-06", "2020-01-08", "2020-01-13"];
    const feed = gbm({ A: { price: 100 } }, { calendar: { name: "fair", days }, start: "2020-01-06", bars: 3 });
    const strategy = defineStrategy({ name: "s", targetWeights: () => ({ A: 1 }) });
    const tries = async (rebalance: unknown) => {
      await opened.createSession(feed, strategy, { rebalance: rebalance as "daily" });
    };
    await assert.rejects(tries({ every: "week", on: 3 }), {
      code: "INVALID_OPTION",
      message:
        'Expected rebalance to be due on some day, but calendar "fair", whose 3 days are from 2020-01-06 to 2020-01-13, has no week with 3 trading days, was "every week, on 3"',
    });
    await assert.rejects(tries({ every: "month", offset: 5 }), /has no trading day 5 days later/);
    await assert.doesNotReject(tries({ every: "week", on: 2 }));
  });

  it("at a time at which its exchange is never open is refused at the call", async () => {
    const opened = await lab();
    const strategy = defineStrategy({ name: "s", targetWeights: () => ({ A: 1 }) });
    const tries = (calendar: CalendarSpec, at: string) => {
      const feed = gbm({ A: {} }, { calendar, start: "2020-01-06", bars: 3 });
      return opened.createSession(feed, strategy, { rebalance: { every: "day", at } });
    };
    for (const at of ["17:00", "16:01", "09:29", "05:00", "21:30"])
      await assert.rejects(tries("XNYS", at), {
        code: "INVALID_OPTION",
        message: `Expected rebalance.at to be a time from 09:30 to 16:00, the hours of calendar "XNYS" in America/New_York, was "${at}"`,
      });
    for (const at of ["09:30", "13:30", "16:00"]) await assert.doesNotReject(tries("XNYS", at));
    // Calendars without hours.
    for (const calendar of ["always", "weekdays", "FX"] as const) await assert.doesNotReject(tries(calendar, "21:30"));
  });

  it("that makes no sense is refused at the call, with the near match", async () => {
    const opened = await lab();
    const bad: [unknown, RegExp][] = [
      ["montly", /Did you mean "monthly"\?/],
      ["week", /was "week"\. Did you mean "weekly"\?$/],
      ["moth", /was "moth"\. Did you mean "monthly"\?$/],
      ["day", /Did you mean "daily"\?$/],
      ["quater", /Did you mean "quarterly"\?$/],
      ["yearly", /an object such as \{ every, on \}, was "yearly"$/],
      [{ every: "daily" }, /rebalance\.every .*Did you mean "day"\?$/],
      [{ every: "monthly" }, /rebalance\.every .*Did you mean "month"\?$/],
      [{ every: "moth" }, /rebalance\.every .*Did you mean "month"\?/],
      [{ every: "month", on: "lst" }, /rebalance\.on .*Did you mean "last"\?/],
      [
        { every: "week", on: "monday" },
        /trading day of a week, 1 for the first .* weekdays can be closed, was "monday"$/,
      ],
      [{ every: "month", on: "Fri" }, /trading day of a month, 1 for the first .*, was "Fri"$/],
      [{ every: "month", on: "month" }, /"first", "last" or a number, was "month"/],
      [{ every: "day", on: 2 }, /trading day of a day, 1 or -1, was 2$/],
      [
        { every: "month", when: driftOver },
        /was the function driftOver\. Call it, as in driftOver\(\{ absolute: 0\.05 \}\)$/,
      ],
      [{ every: "month", on: 0 }, /number of a trading day of a month, 1 to 31 or -1 to -31, was 0/],
      [{ every: "month", on: 32 }, /1 to 31 or -1 to -31, was 32/],
      [{ every: "month", on: 1.5 }, /was 1\.5/],
      [{ every: "day", at: "25:00" }, /from "00:00" to "23:59", such as "10:30", was "25:00"/],
      [{ every: "day", at: 10 }, /was 10/],
      [{ every: "day", of: 1 }, /Unknown option "of" of rebalance/],
      [{ every: "day", offset: 0.5 }, /a whole number of trading days/],
      [{ every: "day", when: true }, /rebalance\.when to be a function/],
      [() => "daily ", /what rebalance returned/],
      [
        () => {
          throw new Error("boom");
        },
        /Function rebalance failed: boom/,
      ],
      [["daily"], /was an array of 1/],
    ];
    for (const [rebalance, message] of bad)
      await assert.rejects(opened.createSession(year, halves, { rebalance: rebalance as "daily" }), { message });
    const plain = defineStrategy({ name: "plain", onBar: () => {} });
    await assert.rejects(opened.createSession(year, plain, { rebalance: "daily" }), {
      message: 'Expected rebalance to be left out, because strategy "plain" has no targetWeights, was "daily"',
    });
    assert.throws(() => defineStrategy({ name: "plain", rebalance: "daily", onBar: () => {} }), {
      code: "INVALID_STRATEGY",
      message: /Expected strategy "plain" to have targetWeights, because it has rebalance/,
    });
    assert.throws(() => defineStrategy({ name: "plain", rebalance: "dayly" as "daily", targetWeights: () => ({}) }), {
      message: /Did you mean "daily"\?/,
    });
  });
});
