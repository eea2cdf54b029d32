import assert from "node:assert/strict";
import { defineStrategy, type Session } from "../../../src/index";
import { apart, apple, lab, leaveNothing, newFile, newSession, year } from "../../api/labs";
import { crossover, patient } from "../../api/strategies";

const steps = 265;

function refusal(name: string, state: string, transition: string, cure: string) {
  const message = `Session "${name}" is ${state} and cannot be ${transition}. ${cure}`;
  return { name: "PaperLabError", code: "INVALID_STATE", message };
}

describe("the states of a session", () => {
  afterEach(leaveNothing);

  it("begin with CREATED, with nothing done", async () => {
    const session = await newSession();
    assert.deepEqual(
      [session.state, session.steps, session.endReason, session.error],
      ["CREATED", 0, undefined, undefined],
    );
  });

  it("go to RUNNING at start, before the first step, and to COMPLETED at the end of the feed", async () => {
    const session = await newSession();
    await session.start();
    assert.deepEqual([session.state, session.steps], ["RUNNING", 0]);
    assert.equal(await session.run(), session);
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "END_OF_FEED", steps]);
  });

  it("allow nothing but start, stop, run and steps before the start", async () => {
    const session = await newSession({ name: "a" });
    await assert.rejects(session.pause(), refusal("a", "CREATED", "paused", "Start it first"));
    await assert.rejects(session.resume(), refusal("a", "CREATED", "resumed", "Start it first"));
    assert.equal(session.state, "CREATED");
  });

  it("allow pause and stop while it runs", async () => {
    const session = await newSession({ name: "a" });
    await session.start();
    await assert.rejects(session.resume(), refusal("a", "RUNNING", "resumed", "Pause it first"));
    await assert.rejects(session.step(), refusal("a", "RUNNING", "stepped", "Pause it first"));
    await assert.rejects(session.until("fill"), refusal("a", "RUNNING", "stepped", "Pause it first"));
    await session.pause();
    assert.equal(session.state, "PAUSED");
  });

  it("allow resume, start, steps and stop while it is paused", async () => {
    const session = await newSession({ name: "a" });
    await session.step(3);
    assert.deepEqual([session.state, session.steps], ["PAUSED", 3]);
    await assert.rejects(session.pause(), refusal("a", "PAUSED", "paused", "Resume it"));
    await session.resume();
    assert.deepEqual([session.state, session.steps], ["RUNNING", 3]);
  });

  it("are gone on with by start, as by run: from PAUSED on, and with nothing to do where it runs or is COMPLETED", async () => {
    const session = await newSession({ name: "a" });
    await session.step(3);
    await session.start();
    assert.deepEqual([session.state, session.steps], ["RUNNING", 3]);
    await session.start();
    await session.run();
    await session.start();
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "END_OF_FEED", steps]);
    assert.equal(session.fingerprint, (await (await newSession()).run()).fingerprint);
  });

  it("are gone on with by start also where it was asked to pause and does not stand yet", async () => {
    const session = await newSession({ name: "a", pace: { updatesPerSecond: 1 } });
    await session.start();
    const pausing = session.pause();
    await session.start();
    await pausing;
    assert.equal(session.state, "RUNNING");
  });

  it("allow nothing but run and start once it is COMPLETED", async () => {
    const session = await newSession({ name: "a" });
    await session.run();
    assert.equal(await session.run(), session);
    const calls = { paused: "pause", resumed: "resume", stopped: "stop", stepped: "step" } as const;
    for (const [transition, method] of Object.entries(calls)) {
      await assert.rejects(session[method](), refusal("a", "COMPLETED", transition, "Create a new one"));
    }
    assert.equal(session.endReason, "END_OF_FEED");
  });

  it("allow nothing at all once it has FAILED", async () => {
    const broken = defineStrategy({ name: "broken", onStart: () => Promise.reject(new Error("no")) });
    const session = await (await lab()).createSession(year, broken, { name: "a" });
    await assert.rejects(session.run(), { code: "STRATEGY_FAILED" });
    for (const method of ["start", "pause", "resume", "stop", "run", "step"] as const) {
      await assert.rejects(session[method](), {
        code: "INVALID_STATE",
        message: /^Session "a" is FAILED and cannot be /,
      });
    }
  });

  it("can be stopped before the start, while it runs and while it is paused", async () => {
    const created = await newSession();
    await created.stop();
    assert.deepEqual([created.state, created.endReason, created.steps], ["COMPLETED", "STOPPED", 0]);
    const paused = await newSession();
    await paused.step(30);
    await paused.stop();
    assert.deepEqual([paused.state, paused.endReason, paused.steps], ["COMPLETED", "STOPPED", 30]);
    const running = await newSession();
    await running.start();
    await running.stop();
    assert.deepEqual([running.state, running.endReason], ["COMPLETED", "STOPPED"]);
  });

  it("are told to listeners in order", async () => {
    const session = await newSession();
    const states: string[] = [];
    session.on("state", (state) => states.push(state));
    await session.step();
    await session.run();
    assert.deepEqual(states, ["RUNNING", "PAUSED", "RUNNING", "COMPLETED"]);
  });
});

describe("running a session", () => {
  afterEach(leaveNothing);

  it("twice at once is one run, and both wait for its end", async () => {
    const session = await newSession();
    const ends = await Promise.all([
      session.run().then(({ state }) => state),
      session.run().then(({ state }) => state),
    ]);
    assert.deepEqual(ends, ["COMPLETED", "COMPLETED"]);
    assert.equal(session.steps, steps);
  });

  it("can be paused at once, without waiting for its start", async () => {
    const session = await newSession();
    const started = session.start();
    await session.pause();
    await started;
    assert.deepEqual([session.state, session.steps], ["PAUSED", 0]);
  });

  it("that was asked to pause and does not stand yet waits for the pause, and goes on to the end", async () => {
    const whole = await (await newSession()).run();
    const session = await newSession();
    const states: string[] = [];
    session.on("state", (state) => states.push(state));
    const first = session.run();
    const paused = session.pause();
    const more = [session.run(), session.run()];
    await Promise.all([first, paused, ...more]);
    assert.deepEqual(states, ["RUNNING", "PAUSED", "RUNNING", "COMPLETED"]);
    assert.deepEqual([session.steps, session.fingerprint], [steps, whole.fingerprint]);
  });

  it("can be stopped at once, without waiting for its start", async () => {
    const session = await newSession();
    const started = session.start();
    await session.stop();
    await started;
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "STOPPED", 0]);
  });

  it("ends PAUSED, and not in an error, when its signal aborts", async () => {
    const session = await newSession();
    const abort = new AbortController();
    session.on("bar", () => session.steps === 40 && abort.abort());
    await session.run({ signal: abort.signal });
    assert.deepEqual([session.state, session.steps], ["PAUSED", 40]);
    await session.run({ signal: abort.signal });
    assert.deepEqual([session.state, session.steps], ["PAUSED", 40]);
    await session.run();
    assert.deepEqual([session.state, session.steps], ["COMPLETED", steps]);
  });

  it("stops after the step in which a listener pauses it", async () => {
    const session = await newSession();
    session.on("fill", () => session.pause());
    await session.run();
    assert.deepEqual([session.state, session.fillRows().length], ["PAUSED", 1]);
    assert.equal(session.equityRows().at(-1)?.time, session.fillRows()[0].time);
  });

  it("stops after the step in which its strategy pauses it", async () => {
    const held: { session?: Session } = {};
    const pausing = defineStrategy({
      name: "pausing",
      state: () => ({ bars: 0 }),
      onBar({ state }) {
        if (++state.bars === 12) held.session?.pause();
      },
    });
    held.session = await (await lab()).createSession(year, pausing, apple);
    await held.session.run();
    assert.deepEqual([held.session.state, held.session.steps], ["PAUSED", 12]);
  });

  it("goes on to the last step of the feed when that is the one it is paused in", async () => {
    const session = await newSession();
    session.on("bar", () => session.steps === steps && session.pause());
    await session.run();
    await session.run();
    assert.deepEqual([session.state, session.steps], ["COMPLETED", steps]);
  });

  for (const pace of [{ updatesPerSecond: 10_000 }, { speed: 1e12 }]) {
    it(`at the pace ${JSON.stringify(pace)} does the same as at once`, async () => {
      const paced = await newSession({ pace });
      const max = await newSession();
      await Promise.all([paced.run(), max.run()]);
      assert.equal(paced.fingerprint, max.fingerprint);
      assert.deepEqual(paced.equityRows(), max.equityRows());
    });
  }

  for (const pace of [{ updatesPerSecond: 1e-9 }, { speed: 1e-9 }]) {
    it(`waits as long as the pace ${JSON.stringify(pace)} says, which no timer can`, async () => {
      const session = await newSession({ pace });
      const first = new Promise<void>((resolve) => {
        session.on("bar", () => resolve());
      });
      await session.start();
      await first;
      // A timer that overflows fires after a millisecond, before a later one of ten.
      await new Promise((resolve) => setTimeout(resolve, 10));
      await session.pause();
      assert.equal(session.steps, 1);
    });
  }

  it("at a slow pace is stored long before the next update", async () => {
    const file = newFile();
    const [here, there] = [await lab(file), await apart(file)];
    const session = await here.createSession(year, crossover, { ...apple, pace: { updatesPerSecond: 0.001 } });
    await session.start();
    const cursor = async () => (await there.query("SELECT cursor FROM paper_sessions")).values.flat()[0];
    while ((await cursor()) !== 1) await new Promise((resolve) => setTimeout(resolve, 20));
    await session.pause();
  });

  it("at a slow pace takes the first update at once, and is interrupted between two", async () => {
    const session = await newSession({ pace: { updatesPerSecond: 0.001 } });
    const first = new Promise<void>((resolve) => {
      session.on("bar", () => resolve());
    });
    await session.start();
    await first;
    await session.pause();
    assert.deepEqual([session.state, session.steps], ["PAUSED", 1]);
    await session.stop();
    assert.equal(session.endReason, "STOPPED");
  });
});

describe("going on in steps", () => {
  afterEach(leaveNothing);

  it("takes one or several", async () => {
    const session = await newSession();
    await session.step();
    await session.step(9);
    assert.deepEqual([session.state, session.steps], ["PAUSED", 10]);
  });

  it("ends COMPLETED where the feed does", async () => {
    const session = await newSession();
    await session.step(steps);
    assert.equal(session.state, "PAUSED");
    await session.step();
    assert.deepEqual([session.state, session.steps], ["COMPLETED", steps]);
  });

  it("refuses numbers that are no count", async () => {
    const session = await newSession();
    for (const count of [0, -1, 1.5, Number.NaN, "3"]) {
      const message = /^Expected count to be a whole number of at least 1, was /;
      await assert.rejects(session.step(count as number), { code: "INVALID_OPTION", message });
    }
    assert.equal(session.state, "CREATED");
  });

  it("runs until a date, inclusive, an instant, or a Date", async () => {
    const session = await newSession();
    await session.runUntil("2013-05-15");
    assert.equal(session.steps, 3);
    await session.runUntil("2013-05-18");
    assert.equal(session.steps, 5);
    await session.runUntil(new Date("2013-05-20T20:00:00Z"));
    assert.equal(session.steps, 6);
    await session.runUntil("2013-05-21T19:59:59Z");
    assert.equal(session.steps, 6);
    await session.runUntil("2013-05-21T20:00:00Z");
    assert.equal(session.steps, 7);
    await session.runUntil("2000-01-01");
    assert.deepEqual([session.state, session.steps], ["PAUSED", 7]);
    await session.runUntil("2030-01-01");
    assert.equal(session.state, "COMPLETED");
  });

  it("refuses what is no time", async () => {
    const session = await newSession();
    for (const time of ["soon", "2013-02-30", Number.NaN, undefined]) {
      await assert.rejects(session.runUntil(time as string), { code: "INVALID_OPTION" });
    }
    assert.equal(session.state, "CREATED");
  });

  it("runs until the next fill and the next trade", async () => {
    const session = await newSession();
    await session.until("fill");
    assert.deepEqual([session.state, session.fillRows().length, session.tradeRows().length], ["PAUSED", 1, 0]);
    await session.until("trade");
    assert.deepEqual([session.state, session.fillRows().length, session.tradeRows().length], ["PAUSED", 2, 1]);
  });

  it("runs until a condition holds", async () => {
    const session = await newSession();
    await session.until(({ steps }) => steps >= 42);
    assert.deepEqual([session.state, session.steps], ["PAUSED", 42]);
  });

  it("pauses where a condition throws, and gives its error", async () => {
    const session = await newSession();
    const mistaken = session.until(() => {
      throw new TypeError("mistaken");
    });
    await assert.rejects(mistaken, { name: "TypeError", message: "mistaken" });
    assert.deepEqual([session.state, session.steps, session.error], ["PAUSED", 1, undefined]);
    await session.run();
    assert.equal(session.state, "COMPLETED");
  });

  it("refuses conditions that are none", async () => {
    const session = await newSession();
    const later = session.until((async () => false) as unknown as () => boolean);
    await assert.rejects(later, {
      code: "INVALID_OPTION",
      message: /^Expected condition to be a function that answers/,
    });
    const message = 'Expected condition to be "fill", "trade" or a function, was "fills"';
    await assert.rejects(session.until("fills" as "fill"), { code: "INVALID_OPTION", message });
  });

  it("awaits a strategy that is asynchronous", async () => {
    const opened = await lab();
    const stepped = await opened.createSession(year, patient, apple);
    await stepped.step(25);
    assert.deepEqual([stepped.steps, stepped.orderRows().length], [25, 1]);
    await stepped.run();
    const whole = await opened.run(year, patient, apple);
    assert.equal(stepped.fingerprint, whole.fingerprint);
  });

  it("in any cut equals one go", async () => {
    const whole = await newSession();
    await whole.run();
    const cut = await newSession();
    while (cut.state !== "COMPLETED") await cut.step(7);
    const timed = await newSession();
    for (const date of ["2013-07-04", "2013-11-30", "2014-03-03"]) await timed.runUntil(date);
    await timed.run();
    for (const session of [cut, timed]) {
      assert.equal(session.fingerprint, whole.fingerprint);
      assert.deepEqual(session.eventRows(), whole.eventRows());
      assert.deepEqual(session.snapshotRows(), whole.snapshotRows());
    }
  });
});

describe("a strategy that reads nothing from outside", () => {
  it("can be shared by sessions", () => assert.ok(Object.isFrozen(crossover)));
});
