import assert from "node:assert/strict";
import { checkFeed, type Feed } from "../../../src/api/feed";
import { defineStrategy, gbm, openLab, replay } from "../../../src/index";
import { SessionDriver } from "../../../src/session/life/driver";
import { Listeners } from "../../../src/session/life/listeners";
import { prepareSession } from "../../../src/session/plan/plan";
import { openMemoryStore } from "../../../src/store/memory";
import { apart, apple, cell, lab, leaveNothing, newFile, newSession } from "../../api/labs";
import { eventful } from "../../api/strategies";
import { bars, minute } from "../../support/bars";
import { Time } from "./time";

const hour = 3_600_000;
const endless = gbm({ A: {} }, { bars: Infinity, interval: "1s" });

/** A session on a time of the test's own, and when each of its steps was taken. */
async function pacedSession(
  time: Time,
  feed: Feed,
  pace: Parameters<SessionDriver["setPace"]>[0],
  work = 0,
  listeners = new Listeners(assert.fail),
) {
  const taken: { at: number; time: number }[] = [];
  let left = Number.POSITIVE_INFINITY;
  const strategy = defineStrategy({
    name: "noted",
    onBars({ now }) {
      taken.push({ at: time.now, time: now });
      time.take(work);
      if (--left <= 0) void driver.pause();
    },
  });
  const { config, material } = prepareSession(checkFeed(feed).source, strategy, { pace });
  const store = openMemoryStore();
  const row = { state: "CREATED" as const, config, initialCapital: 100_000, cursor: 0, createdAt: 0 };
  const { id, name } = await store.insertSession(row);
  const status = { state: "CREATED" as const };
  const record = {
    ...{ id, name, config, status, store, initialCapital: 100_000, benchmark: undefined },
    ...{ feed: () => feed.source, stored: undefined, warnings: [], createdAt: 0, labels: { tags: [] } },
  };
  const driver = new SessionDriver(record, material, listeners, time.slices);
  const take = async (count: number) => {
    left = count;
    await driver.set("started", {});
    await driver.settled();
  };
  return { driver, taken, take };
}

describe("the pace of a session", () => {
  afterEach(leaveNothing);

  it("is told of once if a listener keeps the session from it, and not if the strategy does", async () => {
    for (const [slow, quick, told] of [
      [60, 0, ["bar 1000"]],
      [0, 60, []],
      [12, 0, []],
    ] as const) {
      const slownesses: string[] = [];
      const listeners = new Listeners(assert.fail, (name, late) => slownesses.push(`${name} ${late}`));
      const time = new Time(false);
      listeners.add("bar", () => time.take(slow));
      listeners.add("snapshot", () => time.take(1));
      const { take } = await pacedSession(time, endless, { updatesPerSecond: 50 }, quick, listeners);
      await take(100);
      assert.deepEqual(slownesses, told);
    }
  });

  it("does not drift in five hours, though timers are late and each step takes its time", async () => {
    const time = new Time(false);
    let chance = 1;
    time.lateness = () => {
      chance = (chance * 16_807) % 2_147_483_647;
      return chance % 15;
    };
    const { taken, take } = await pacedSession(time, endless, {}, 3);
    await take((5 * hour) / 1000 + 1);
    const late = taken.map(({ at }, index) => at - taken[0].at - index * 1000);
    assert.ok(Math.min(...late) >= 0, `${Math.min(...late)} ms`);
    assert.ok(Math.max(...late) <= 40, `${Math.max(...late)} ms`);
  }).timeout(60_000);

  it("follows the bars' own time at a speed, also over a night", async () => {
    const time = new Time(false);
    const closes = bars("A", [1, 2, 3, 4], { interval: minute });
    const feed = replay([...closes, ...bars("A", [5, 6], { interval: minute, first: closes[3].time + 8 * hour })]);
    const { taken, take } = await pacedSession(time, feed, { speed: 60 });
    await take(6);
    for (const { at, time: barTime } of taken) {
      const late = at - taken[0].at - (barTime - closes[0].time) / 60;
      assert.ok(late >= 0 && late <= 21, `${late} ms`);
    }
  });

  it("changes while it runs: the next step is due one distance from then, and no step is lost or repeated", async () => {
    const time = new Time(false);
    const { driver, taken, take } = await pacedSession(time, endless, { updatesPerSecond: 1 / 3600 });
    const done = take(5);
    while (taken.length < 1) await new Promise(setImmediate);
    const before = time.now;
    driver.setPace({ updatesPerSecond: 2 });
    await done;
    assert.deepEqual(
      taken.map(({ time: barTime }) => barTime - taken[0].time),
      [0, 1000, 2000, 3000, 4000],
    );
    for (const [index, { at }] of taken.slice(1).entries()) {
      const late = at - before - (index + 1) * 500;
      assert.ok(late >= 0 && late <= 21, `step ${index + 2} came ${late} ms late`);
    }
  });

  it("cannot be changed so often that steps come sooner than the pace says", async () => {
    const time = new Time(false);
    const { driver, taken, take } = await pacedSession(time, endless, {});
    const done = take(3);
    for (let times = 0; times < 50; times++) {
      await new Promise(setImmediate);
      if (taken.length === 1) driver.setPace({ updatesPerSecond: 1 });
    }
    await done;
    for (const [index, { at }] of taken.slice(1).entries()) assert.ok(at - taken[index].at >= 1000);
  });

  for (const way of ["to a pace", "to full speed"])
    it(`changes ${way} in the midst of steps, which come to the same result`, async () => {
      const session = await newSession({ pace: way === "to a pace" ? "max" : { updatesPerSecond: 0.001 } });
      const whole = await newSession();
      session.on("bar", () => {
        if (session.steps === 1) session.setPace(way === "to a pace" ? { speed: 1e12 } : "max");
      });
      await Promise.all([session.run(), whole.run()]);
      assert.deepEqual([session.fingerprint, session.steps], [whole.fingerprint, whole.steps]);
    });

  it("is not that of steps, nor of a run to a time or condition, which go at full speed", async () => {
    const session = await newSession({ pace: { updatesPerSecond: 0.001 } });
    await session.step(7);
    const seventh = Number(session.equityRows().at(-1)?.time);
    await session.runUntil(seventh + 5 * 86_400_000);
    await session.until(() => session.steps >= 60);
    assert.deepEqual([session.state, session.steps], ["PAUSED", 60]);
  });

  it("can be changed while the session is paused or was stored, and makes no other session of it", async () => {
    const path = newFile();
    const first = await openLab(path);
    const paced = await first.createSession(...cell("a", { updatesPerSecond: 0.001 }));
    paced.setPace("max");
    await paced.step(10);
    await first.close();
    const second = await lab(path);
    const session = await second.session("a", { strategy: eventful });
    session.setPace("max");
    await session.run();
    assert.equal((await second.createSession(...cell("a"))).name, "a");
  });

  it("cannot be changed of a session that was only read", async () => {
    const path = newFile();
    await (await lab(path)).createSession(...cell("a"));
    const read = await (await apart(path)).session("a");
    assert.throws(() => read.setPace("max"), { code: "INVALID_STATE", message: /needs its strategy to go on/ });
  });

  it("cannot be changed once the session has ended, nor to what is no pace", async () => {
    const session = await newSession({ name: "a" });
    assert.throws(() => session.setPace({ speed: 0 }), {
      message: /^Expected pace\.speed to be a positive number, was 0$/,
    });
    await session.run();
    const message = 'Session "session-1" is COMPLETED and cannot be paced. Create a new one';
    assert.throws(() => session.setPace("max"), { code: "INVALID_STATE", message: message.replace("session-1", "a") });
  });

  it("is copied, so that a later change of the object changes nothing", async () => {
    const pace = { updatesPerSecond: 1e6 };
    const session = await newSession();
    session.setPace(pace);
    pace.updatesPerSecond = Number.NaN;
    await session.run();
    assert.equal(session.state, "COMPLETED");
  });
});

describe("full speed on a feed without an end", () => {
  afterEach(leaveNothing);
  const message = (what: string) =>
    `Expected pace to be { updatesPerSecond } or { speed } for ${what}() on feed "gbm A", which has no end, was "max"`;
  const refused = (what: string) => ({ code: "INVALID_OPTION", message: message(what) });
  const hold = defineStrategy({ name: "hold", onBar() {} });

  it("is refused for run() and start(), before anything is stored where that is possible", async () => {
    const opened = await lab();
    await assert.rejects(opened.run(endless, hold), refused("run"));
    assert.equal((await opened.sessions()).shape[0], 0);
    const session = await opened.createSession(endless, hold);
    await assert.rejects(session.run(), refused("run"));
    await assert.rejects(session.start(), refused("start"));
    await session.step(2);
    await assert.rejects(session.resume(), refused("resume"));
    assert.equal(session.state, "PAUSED");
  });

  it("is not refused for steps, a time and a condition", async () => {
    const session = await (await lab()).createSession(endless, hold);
    await session.step(3);
    await session.runUntil(new Date(session.equityRows()[3].time + 5000));
    await session.until(({ steps }) => steps === 20);
    assert.equal(session.steps, 20);
  });

  it("is refused while the session runs at a pace, which then stays", async () => {
    const session = await (await lab()).createSession(endless, hold, { pace: {} });
    await session.start();
    assert.throws(() => session.setPace("max"), refused("setPace"));
    session.setPace({ updatesPerSecond: 5000 });
    while (session.steps < 10) await new Promise((resolve) => setTimeout(resolve, 5));
    await session.pause();
    session.setPace("max");
    await session.step(1000);
  });

  it("is said in a stored session too", async () => {
    const path = newFile();
    const first = await openLab(path);
    await (await first.createSession(endless, hold, { ...apple, symbols: ["A"], name: "a" })).step(5);
    await first.close();
    const session = await (await lab(path)).session("a", { strategy: hold });
    await assert.rejects(session.run(), refused("run"));
    await session.step(5);
    assert.equal(session.steps, 10);
  });
});
