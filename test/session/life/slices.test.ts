import assert from "node:assert/strict";
import { checkFeed } from "../../../src/api/feed";
import { defineStrategy, replay } from "../../../src/index";
import { emptyContent } from "../../../src/run/content";
import { Fingerprint } from "../../../src/run/fingerprint/fingerprint";
import type { SessionRun } from "../../../src/run/run";
import { SessionDriver } from "../../../src/session/life/driver";
import { Listeners } from "../../../src/session/life/listeners";
import { prepareSession } from "../../../src/session/plan/plan";
import type { SessionRecord } from "../../../src/session/record/record";
import type { SessionStatus } from "../../../src/session/record/status";
import { openMemoryStore } from "../../../src/store/memory";
import { openStore, type Store } from "../../../src/store/store";
import { apart, apple, closeAll, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover } from "../../api/strategies";
import { bars, minute } from "../../support/bars";
import { Time } from "./time";

// Minutes, since a stretch of rows ends with its day.
const feedOf = (length: number) =>
  replay(
    bars(
      "A",
      Array.from({ length }, (_, at) => 100 + (at % 7)),
      { interval: minute },
    ),
    { calendar: "always" },
  );
const long = feedOf(2000);
const short = feedOf(20);

/** A session of a strategy whose bar number `n` takes `cost(n)` milliseconds. */
async function sessionOf(time: Time, cost: (bar: number) => number, feed = long, store: Store = openMemoryStore()) {
  let bar = 0;
  const strategy = defineStrategy({
    name: "slow",
    // Called by each run that begins.
    onStart: () => {
      bar = 0;
    },
    onBar() {
      time.take(cost(++bar));
    },
  });
  const { config, material } = prepareSession(checkFeed(feed).source, strategy, {});
  const row = { state: "CREATED" as const, config, initialCapital: 100_000, cursor: 0, createdAt: 0 };
  const { id, name } = await store.insertSession(row);
  const status: SessionStatus = { state: "CREATED" };
  const record: SessionRecord = {
    ...{ id, name, config, status, store, initialCapital: 100_000, benchmark: undefined },
    ...{ feed: () => feed.source, stored: undefined, warnings: [], createdAt: 0, labels: { tags: [] } },
  };
  const driver = new SessionDriver(record, material, new Listeners(assert.fail), time.slices);
  return { driver, record, status };
}

/** Steps that the run of a session has taken. */
function stepsOf({ driver }: { driver: SessionDriver }): number {
  return driver.run?.engine.steps ?? 0;
}

describe("the slices of sessions", () => {
  afterEach(leaveNothing);

  for (const hasBell of [true, false]) {
    const when = hasBell ? "" : ", also before there is a bell";

    it(`leave the event loop its turn behind every bar that takes as long as a round${when}`, async () => {
      const time = new Time(hasBell);
      await runWhole(time, () => 30);
      assert.equal(time.longestWait, 30);
    });

    it(`leave it its turn in time where bars are slow all at once${when}`, async () => {
      for (const slow of [5, 6, 7, 8, 9]) {
        const time = new Time(hasBell);
        await runWhole(time, (bar) => (bar < 500 ? 0.0001 : slow));
        assert.ok(time.longestWait <= 40, `${time.longestWait} ms, bars of ${slow} ms`);
      }
      const seldom = new Time(hasBell);
      await runWhole(seldom, (bar) => (bar % 100 === 0 ? 20 : 0.001));
      assert.ok(seldom.longestWait <= 40, `${seldom.longestWait} ms`);
    });
  }

  async function runWhole(time: Time, cost: (bar: number) => number) {
    const { driver, status } = await sessionOf(time, cost);
    await driver.set("started");
    await driver.settled();
    assert.equal(status.state, "COMPLETED");
  }

  it("do not break a stretch of fast bars: few turns are needed for many of them", async () => {
    const time = new Time(true);
    await runWhole(time, () => 0.001);
    assert.ok(time.turns.length < 10, `${time.turns.length} turns`);
  });

  it("let a pause come between two slow bars", async () => {
    const time = new Time(true);
    const session = await sessionOf(time, () => 30);
    const { driver, status } = session;
    await driver.set("started");
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    await driver.pause();
    assert.equal(status.state, "PAUSED");
    assert.ok(stepsOf(session) < 10, `${stepsOf(session)} steps`);
  });

  it("let a session be stored every second while its bars are slow", async () => {
    const time = new Time(true);
    const real = await openStore(newFile());
    const commits: number[] = [];
    const store: typeof real = {
      ...real,
      // This time stands still while a commit waits for others.
      commit(id, batch, urgency) {
        commits.push(time.now);
        const committed = real.commit(id, batch, { ...urgency, patient: false });
        time.under.push(committed);
        return committed;
      },
    };
    const session = await sessionOf(time, () => 30, long, store);
    const { driver, record } = session;
    await driver.set("started");
    await driver.settled();
    const gaps = commits.map((at, index) => at - (commits[index - 1] ?? 0));
    assert.ok(Math.max(...gaps) <= 760, `${Math.max(...gaps)} ms`);
    assert.equal((await real.session(record.id))?.cursor, stepsOf(session));
    await real.close();
  });

  it("go on while a session is taken to where it stood, and a pause ends that", async () => {
    const first = await sessionOf(new Time(true), () => 0);
    await first.driver.set("stepped", { reached: () => stepsOf(first) === 1500 });
    await first.driver.settled();
    const { journal, portfolio } = (first.driver.run as SessionRun).engine;
    const fingerprint = new Fingerprint(journal).read(portfolio.cash);
    const time = new Time(true);
    const { driver, record, status } = await sessionOf(time, () => 5);
    record.stored = { content: { ...emptyContent, steps: 1500 }, fingerprint };
    status.state = "PAUSED";
    await driver.set("resumed");
    while (time.now < 100) await new Promise((resolve) => setImmediate(resolve));
    await driver.pause();
    assert.deepEqual([status.state, driver.run], ["PAUSED", undefined]);
    assert.ok(time.now < 200, `${time.now} ms`);
    await driver.set("resumed");
    await driver.settled();
    assert.deepEqual([status.state, driver.run?.engine.steps], ["COMPLETED", 2000]);
    assert.ok(time.longestWait <= 20, `${time.longestWait} ms`);
  });

  it("leave a stop its recovery: the session ends where it stood", async () => {
    const path = newFile();
    const opened = await lab(path);
    await (await opened.createSession(year, crossover, { ...apple, name: "a" })).step(100);
    await closeAll();
    const session = await (await apart(path)).session("a", { strategy: crossover });
    session.resume();
    await session.stop();
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "STOPPED", 100]);
  });

  it("are the same for five hundred sessions, of which none waits while another has two", async () => {
    const time = new Time(true);
    const order: number[] = [];
    const sessions = await Promise.all(
      Array.from({ length: 500 }, (_, at) =>
        sessionOf(
          time,
          (bar) => {
            order.push(at);
            return bar < 4 ? 3 : 0.0001;
          },
          short,
        ),
      ),
    );
    await Promise.all(sessions.map(({ driver }) => driver.set("started")));
    await Promise.all(sessions.map(({ driver }) => driver.settled()));
    assert.ok(time.longestWait <= 20, `${time.longestWait} ms`);
    const slices = order.filter((session, at) => session !== order[at - 1]);
    assert.equal(new Set(slices.slice(0, 500)).size, 500);
  });

  it("are given out in the order in which they were asked for, some in every round", async () => {
    const time = new Time(true);
    const rounds: number[] = [];
    const done = Array.from({ length: 30 }, (_, at) =>
      time.slices.run(() => {
        rounds.push(time.turns.length);
        time.take(3);
        return at;
      }),
    );
    assert.deepEqual(await Promise.all(done), [...Array(30).keys()]);
    for (let round = 1; round <= rounds[29]; round++) assert.ok(rounds.filter((one) => one === round).length <= 4);
    assert.deepEqual(
      rounds,
      [...rounds].sort((a, b) => a - b),
    );
  });

  it("go on after work that throws, and tell its error to whoever asked for it", async () => {
    const { slices } = new Time(true);
    const broken = slices.run(() => {
      throw new RangeError("broken");
    });
    const next = slices.run(() => 7);
    await assert.rejects(broken, { name: "RangeError" });
    assert.equal(await next, 7);
  });

  it("take what is due at once, as long as the event loop has its turn", async () => {
    const time = new Time(true);
    const due = (cost: number) => time.slices.due(() => time.take(cost));
    assert.equal(due(1), undefined);
    assert.equal(time.turns.length, 0);
    for (let step = 0; step < 200; step++) await due(3);
    assert.ok(time.longestWait <= 20, `${time.longestWait} ms`);
    assert.ok(time.turns.length <= 200 / 3, `${time.turns.length} turns`);
  });

  it("count all that follows what was taken at once", async () => {
    const time = new Time(true);
    for (let step = 0; step < 200; step++) {
      await time.slices.due(() => undefined);
      time.take(3);
    }
    assert.ok(time.longestWait <= 20, `${time.longestWait} ms`);
    const slow = new Time(true);
    for (let step = 0; step < 20; step++) await slow.slices.due(() => slow.take(30));
    assert.ok(slow.longestWait <= 30, `${slow.longestWait} ms`);
  });

  it("take what is due behind those who wait already", async () => {
    const { slices } = new Time(true);
    const order: string[] = [];
    const waiting = slices.run(() => order.push("waits"));
    await Promise.all([waiting, slices.due(() => order.push("due"))]);
    assert.deepEqual(order, ["waits", "due"]);
  });
});
