import assert from "node:assert/strict";
import { defineStrategy, type Session, type SessionOptions } from "../../../src/index";
import { patience } from "../../../src/session/life/stepper";
import { apart, apple, closeAll, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";

/** A door in front of one hook: while it is shut, whoever comes waits behind it. */
class Door {
  isShut = true;
  #come: () => void = () => undefined;
  /** Resolves when the strategy waits. */
  readonly come = new Promise<void>((resolve) => {
    this.#come = resolve;
  });
  open: () => void = () => undefined;
  slam: (error: Error) => void = () => undefined;

  wait(): Promise<void> {
    this.#come();
    return new Promise((resolve, reject) => {
      this.open = resolve;
      this.slam = reject;
    });
  }
}

/** What every session here says first: its strategy reads the door. */
const readsDoor =
  "Its strategy reads door, which cannot be compared. Once it has ended, its cell makes a new session. What a strategy changes belongs in its state: () => ({ ... }), which each session has for itself";

type Hook = "onStart" | "onBar" | "onFill" | "onStop";

let door = new Door();

/**
 * Trades, logs and records at every bar, and waits behind the door in one of its hooks: in `onBar` at the 50th bar, where it
 * does nothing more afterwards; in others it does.
 */
const hanging = (hook: Hook) =>
  defineStrategy({
    name: "hanging",
    state: () => ({ bars: 0 }),
    async onStart({ log, buy, symbols }) {
      buy(symbols[0], 1);
      if (hook === "onStart" && door.isShut) await door.wait();
      log("started");
    },
    async onBar({ bar, state, orderTarget, log, record, buy }) {
      state.bars++;
      record({ close: bar.close });
      log(`bar ${state.bars}`);
      orderTarget(bar.symbol, state.bars % 3);
      if (hook === "onBar" && state.bars === 50 && door.isShut) return door.wait();
      buy(bar.symbol, 1);
    },
    async onFill({ fill, log }) {
      if (hook === "onFill" && Number(fill.id.slice(5)) > 60 && door.isShut) await door.wait();
      log(fill.id);
    },
    async onStop({ log }) {
      if (hook === "onStop" && door.isShut) await door.wait();
      log("stopped");
    },
  });

const options = { ...apple, name: "a", snapshotEvery: "1w" } as const satisfies SessionOptions;

async function created(hook: Hook, path?: string): Promise<Session> {
  return (await lab(path)).createSession(year, hanging(hook), options);
}

/** A session whose strategy waits behind the door, and what its run comes to. */
async function waiting(hook: Hook, path?: string) {
  const session = await created(hook, path);
  const run = session.run().then(
    () => "rests",
    (error) => error.code,
  );
  await door.come;
  return { session, run };
}

/** What a session shows that was never kept waiting, after some steps. */
async function free(steps: number): Promise<Session> {
  const { isShut } = door;
  door.isShut = false;
  const session = await created("onStart");
  await (steps === 0 ? session.run() : session.step(steps));
  door.isShut = isShut;
  return session;
}

describe("a session whose strategy does not answer", () => {
  const { error } = console;
  const usual = { ...patience };
  let told: unknown[][] = [];
  beforeEach(() => {
    door = new Door();
    told = [];
    patience.promise = 0;
    patience.replay = Number.POSITIVE_INFINITY;
    console.error = (...texts: unknown[]) => told.push(texts);
  });
  afterEach(async () => {
    door.isShut = false;
    await leaveNothing();
    Object.assign(patience, usual);
    console.error = error;
  });

  for (const [hook, steps] of [
    ["onBar", 49],
    ["onFill", undefined],
  ] as const) {
    it(`in ${hook} is PAUSED before the step that waits, shows that, and says so`, async () => {
      const { session, run } = await waiting(hook);
      await session.pause();
      assert.deepEqual([session.state, await run], ["PAUSED", "rests"]);
      if (steps !== undefined) assert.equal(session.steps, steps);
      assert.deepEqual(everythingOf(session), everythingOf(await free(session.steps)));
      const warning = new RegExp(
        `^It no longer waits for its strategy, and stands after ${session.steps} steps: ` +
          `Strategy "hanging" failed in ${hook} at 2013-\\d\\d-\\d\\d.*: its promise did not settle within 0 s$`,
      );
      const [first, second, ...others] = session.core.warnings;
      assert.deepEqual([first, others], [readsDoor, []]);
      assert.match(second, warning);
      // What the door is was told of this session and of the one that it was compared with.
      assert.equal(told.filter(([text]) => !String(text).endsWith(readsDoor)).length, 1);
    });

    it(`in ${hook} goes on in the same process as if nothing had been`, async () => {
      const { session } = await waiting(hook, newFile());
      await session.pause();
      door.isShut = false;
      await session.run();
      assert.deepEqual(everythingOf(session), everythingOf(await free(0)));
    });

    it(`in ${hook} goes on elsewhere from the step before it, bit for bit`, async () => {
      const path = newFile();
      const { session } = await waiting(hook, path);
      await session.pause();
      const before = everythingOf(session);
      await closeAll();
      const again = await (await apart(path)).session("a", { strategy: hanging(hook) });
      assert.deepEqual(everythingOf(again), before);
      door.isShut = false;
      await again.run();
      assert.deepEqual(everythingOf(again), everythingOf(await free(0)));
    });
  }

  it("is stopped before the step that waits, with its onStop", async () => {
    const { session } = await waiting("onBar", newFile());
    await session.stop();
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "STOPPED", 49]);
    assert.equal(session.logRows().at(-1)?.text, "stopped");
  });

  it("in onStart is PAUSED at its beginning, and begins when it goes on", async () => {
    const path = newFile();
    const { session } = await waiting("onStart", path);
    await session.pause();
    assert.deepEqual([session.state, session.steps, session.orderRows()], ["PAUSED", 0, []]);
    await closeAll();
    const again = await (await apart(path)).session("a", { strategy: hanging("onStart") });
    assert.deepEqual([again.state, again.steps], ["PAUSED", 0]);
    door.isShut = false;
    await again.run();
    assert.deepEqual(everythingOf(again), everythingOf(await free(0)));
  });

  it("in onStart is stopped without having begun, and not asked again", async () => {
    const { session } = await waiting("onStart", newFile());
    await session.stop();
    assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "STOPPED", 0]);
    assert.deepEqual([session.logRows(), session.orderRows()], [[], []]);
  });

  for (const ends of ["pause", "stop"] as const) {
    it(`in onStop is ended without it by ${ends}, at the end of the feed`, async () => {
      const path = newFile();
      const { session } = await waiting("onStop", path);
      await session[ends]();
      assert.deepEqual([session.state, session.endReason, session.steps], ["COMPLETED", "END_OF_FEED", 265]);
      const before = everythingOf(session);
      await closeAll();
      assert.deepEqual(everythingOf(await (await apart(path)).session("a")), before);
    });
  }

  const lateOnes = [
    ["onBar", "is fulfilled"],
    ["onBar", "is rejected"],
    ["onFill", "is fulfilled"],
  ] as const;
  for (const [hook, late] of lateOnes) {
    it(`in ${hook} is left as it is by a promise that ${late} later`, async () => {
      const path = newFile();
      const { session } = await waiting(hook, path);
      await session.pause();
      const before = everythingOf(session);
      if (late === "is fulfilled") door.open();
      else door.slam(new Error("too late"));
      await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
      assert.deepEqual(everythingOf(session), before);
      await closeAll();
      const again = await (await apart(path)).session("a", { strategy: hanging(hook) });
      assert.deepEqual(everythingOf(again), before);
      door.isShut = false;
      await again.run();
      assert.deepEqual(everythingOf(again), everythingOf(await free(0)));
    });
  }

  it("goes on beside a promise that is fulfilled while it runs again", async () => {
    const { session } = await waiting("onBar", newFile());
    await session.pause();
    door.isShut = false;
    session.on("bar", () => session.steps === 60 && door.open());
    await session.run();
    assert.deepEqual(everythingOf(session), everythingOf(await free(0)));
  });

  it("is waited for where its promise is only slow", async () => {
    patience.promise = 2 ** 30;
    const { session } = await waiting("onBar");
    const paused = session.pause();
    door.open();
    await paused;
    assert.deepEqual([session.state, session.steps, session.core.warnings], ["PAUSED", 50, [readsDoor]]);
  });

  it("is waited for as long as nobody asks it to pause", async () => {
    const { session, run } = await waiting("onBar");
    await new Promise((resolve) => setImmediate(() => setImmediate(resolve)));
    assert.deepEqual([session.state, session.steps], ["RUNNING", 50]);
    door.isShut = false;
    door.open();
    assert.equal(await run, "rests");
    assert.equal(session.state, "COMPLETED");
  });

  it("stands at its last commit where it does not come to the step before again, and goes on from there", async () => {
    const path = newFile();
    const first = await created("onBar", path);
    await first.step(30);
    const before = everythingOf(first);
    const run = first.run();
    await door.come;
    patience.replay = 0;
    await first.pause();
    await run;
    assert.deepEqual(everythingOf(first), before);
    assert.match(first.core.warnings[1], /^It no longer waits for its strategy, and stands after 30 steps: /);
    door.isShut = false;
    await first.run();
    assert.deepEqual(everythingOf(first), everythingOf(await free(0)));
    await closeAll();
    assert.deepEqual(everythingOf(await (await apart(path)).session("a")), everythingOf(first));
  });

  it("begins again in a lab in memory where it does not come to the step before again", async () => {
    const { session } = await waiting("onBar");
    patience.replay = 0;
    await session.pause();
    assert.deepEqual([session.state, session.steps], ["PAUSED", 0]);
    door.isShut = false;
    await session.run();
    assert.deepEqual(everythingOf(session), everythingOf(await free(0)));
  });

  it("while it is taken to where it was is PAUSED there, and cannot be stopped", async () => {
    const path = newFile();
    const first = await created("onStart", path);
    door.isShut = false;
    await first.step(30);
    const before = everythingOf(first);
    await closeAll();
    door.isShut = true;
    const again = await (await apart(path)).session("a", { strategy: hanging("onStart") });
    const stopped = again.stop();
    const message =
      /^Expected the strategy of session "a" to answer when it was stopped, but it did not\. The session is/;
    await assert.rejects(stopped, { code: "INVALID_STATE", message });
    assert.deepEqual(everythingOf(again), before);
    door.isShut = false;
    await again.run();
    assert.deepEqual(everythingOf(again), everythingOf(await free(0)));
  });

  it("can be deleted once it is stopped", async () => {
    const opened = await lab(newFile());
    const session = await opened.createSession(year, hanging("onBar"), options);
    session.run();
    await door.come;
    await assert.rejects(opened.deleteSession("a"), { code: "INVALID_STATE" });
    await session.stop();
    await opened.deleteSession("a");
    assert.equal((await opened.sessions()).shape[0], 0);
  });
});

describe("a lab that closes", () => {
  const { error } = console;
  const usual = { ...patience };
  beforeEach(() => {
    door = new Door();
    console.error = () => undefined;
  });
  afterEach(async () => {
    await leaveNothing();
    Object.assign(patience, usual);
    console.error = error;
  });

  it("asks all its sessions to pause at once, and gives up those that do not answer", async () => {
    const path = newFile();
    const opened = await lab(path);
    const doors: Door[] = [];
    const sessions: Session[] = [];
    for (const name of ["a", "b", "c"]) {
      door = new Door();
      doors.push(door);
      const session = await opened.createSession(year, hanging("onBar"), { ...options, name });
      session.run();
      sessions.push(session);
      await door.come;
    }
    patience.promise = 2 ** 30;
    const closed = opened.close();
    await new Promise((resolve) => setImmediate(resolve));
    // The last one answers although the others have not: it was asked too.
    doors[2].open();
    while (sessions[2].state === "RUNNING") await new Promise((resolve) => setImmediate(resolve));
    assert.deepEqual(
      sessions.map(({ state }) => state),
      ["RUNNING", "RUNNING", "PAUSED"],
    );
    doors[0].open();
    doors[1].open();
    await closed;
    const rows = await (await apart(path)).query("SELECT state, cursor FROM paper_sessions");
    assert.deepEqual(rows.values, Array(3).fill(["PAUSED", 50]));
  });

  it("does not wait for ever for two that do not answer", async () => {
    const path = newFile();
    const opened = await lab(path);
    for (const name of ["a", "b"]) {
      door = new Door();
      const session = await opened.createSession(year, hanging("onBar"), { ...options, name });
      session.run();
      await door.come;
    }
    patience.promise = 0;
    patience.replay = Number.POSITIVE_INFINITY;
    await opened.close();
    const rows = await (await apart(path)).query("SELECT state, cursor FROM paper_sessions");
    assert.deepEqual(rows.values, Array(2).fill(["PAUSED", 49]));
  });
});
