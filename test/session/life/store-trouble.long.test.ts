import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { Lab } from "../../../src/api/lab";
import { LabFile } from "../../../src/api/lab-file";
import { defineStrategy, replay, type Session } from "../../../src/index";
import { type Connection, openConnection } from "../../../src/store/sqlite/connection";
import { openStore, type Store } from "../../../src/store/store";
import { apart, apple, costly, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover, eventful } from "../../api/strategies";
import { builtProgram } from "../../support/built-program";

const slow = { updatesPerSecond: 50 };
const locked = { code: "STORE_LOCKED" };

// More steps than two batches hold, so that several are under way while the run goes on.
const long = replay(
  Array.from({ length: 160_000 }, (_, at) => {
    const open = 100 + Math.sin(at / 50);
    return {
      symbol: "X",
      time: Date.UTC(2020, 0, 1) + at * 60_000,
      open,
      high: open,
      low: open,
      close: open,
      volume: 1,
    };
  }),
  { calendar: "always" },
);
const trader = defineStrategy({
  name: "trader",
  state: () => ({ bars: 0 }),
  onBar({ bar, state, buy, sell, record }) {
    state.bars++;
    record({ bars: state.bars });
    if (state.bars % 100 === 1) buy(bar.symbol, 1);
    if (state.bars % 100 === 51) sell(bar.symbol, 1);
  },
});

/** What a long session shows, without making a hundred thousand objects of it. */
function mostOf(session: Session) {
  const { state, steps, fingerprint } = session;
  const { length } = session.recordRows();
  return { state, steps, fingerprint, length, fills: session.fillRows(), equity: session.equityRows().at(-1) };
}

describe("a store that cannot take a session leaves it PAUSED, to go on later", () => {
  let undisturbed: Session;
  let path: string;
  let opened: Lab;
  let other: Connection | undefined;

  before(async () => {
    undisturbed = await (await lab()).run(long, trader, { name: "a" });
  });
  beforeEach(async () => {
    path = newFile();
    opened = new Lab(path, new LabFile(await openStore(path, { busyTimeout: 20 })));
  });
  afterEach(async () => {
    await unlock();
    await opened.close();
    await leaveNothing();
  });

  async function lock(): Promise<void> {
    other = await openConnection(path, "create", 0);
    await other.run("BEGIN EXCLUSIVE");
  }

  async function unlock(): Promise<void> {
    const connection = other;
    other = undefined;
    await connection?.run("ROLLBACK");
    await connection?.close();
  }

  /** The session as another lab reads it, which must be what a session without any trouble is. */
  async function assertStored(session: Session, wanted: Session): Promise<void> {
    const read = await (await apart(path)).session(session.name);
    const shown = session.steps > 1000 ? mostOf : everythingOf;
    assert.deepEqual(shown(session), shown(wanted));
    assert.deepEqual(shown(read), shown(wanted));
  }

  it("and is written when its lab is closed, once the file can take it", async () => {
    const session = await opened.createSession(long, trader, { name: "a" });
    await lock();
    await assert.rejects(session.run(), locked);
    const { steps } = session;
    await unlock();
    await opened.close();
    const row = await (await apart(path)).query("SELECT state, cursor FROM paper_sessions");
    assert.deepEqual(row.values, [["PAUSED", steps]]);
  });

  it("and says so when its lab is closed while the file still cannot take it", async () => {
    const session = await opened.createSession(long, trader, { name: "a" });
    await lock();
    await assert.rejects(session.run(), locked);
    await assert.rejects(opened.close(), locked);
    await unlock();
    await opened.close();
    assert.equal((await (await apart(path)).session("a")).steps, 0);
  });

  it("and says why it is PAUSED where nobody waits for it", async () => {
    const session = await opened.createSession(long, trader, { name: "a" });
    await lock();
    const paused = new Promise((resolve) => session.on("state", (state) => state === "PAUSED" && resolve(state)));
    await session.start();
    await paused;
    assert.match(session.core.warnings.join(), /^It is PAUSED, because it could not be stored: .*lab\.db/);
    await unlock();
  });

  it("also where its next step is far away", async () => {
    const session = await opened.createSession(long, trader, { name: "a", pace: { updatesPerSecond: 0.001 } });
    const paused = new Promise((resolve) => session.on("state", (state) => state === "PAUSED" && resolve(state)));
    session.on("bar", () => other ?? lock());
    await session.start();
    await paused;
    assert.equal(session.steps, 1);
    await unlock();
    await opened.close();
    assert.equal((await (await apart(path)).session("a")).steps, 1);
  });

  it("when the file is locked while batches wait behind one another", async () => {
    const session = await opened.createSession(long, trader, { name: "a" });
    await lock();
    for (let attempt = 0; attempt < 3; attempt++) {
      await assert.rejects(session.run(), locked);
      assert.equal(session.state, "PAUSED");
    }
    await unlock();
    await session.run();
    await assertStored(session, undisturbed);
  });

  it("when the lock goes as soon as the first of two batches has failed", async () => {
    // Long enough for the second batch to be given while the first waits, also on a busy machine.
    const store = await openStore(path, { busyTimeout: 4000 });
    let given = 0;
    let tell: () => void = () => undefined;
    const failed = new Promise<void>((resolve) => {
      tell = resolve;
    });
    const commit: Store["commit"] = (...batch) => {
      const stored = store.commit(...batch);
      given++;
      stored.catch(() => unlock().then(tell));
      return stored;
    };
    // It takes single steps until the first batch is given, and the second, and waits at the end for the first to fail.
    const waiting = defineStrategy({
      ...trader,
      state: () => ({ bars: 0 }),
      onBar: (context) => {
        trader.onBar?.(context);
        const { bars } = context.state;
        if (bars === long.length) return failed;
        return bars > 66_000 && given < (bars < 150_000 ? 1 : 2) ? Promise.resolve() : undefined;
      },
    });
    const relieved = new Lab(path, new LabFile({ ...store, commit }));
    const session = await relieved.createSession(long, waiting, { name: "a" });
    await lock();
    await assert.rejects(session.run(), locked);
    assert.deepEqual([session.state, given], ["PAUSED", 2]);
    await session.run();
    await relieved.close();
    await assertStored(session, undisturbed);
  });

  it("when the lock comes in the middle of a run, again and again", async () => {
    const session = await opened.createSession(long, trader, { name: "a" });
    for (let trouble = 0; trouble < 4; trouble++) {
      await session.step(30_000);
      await lock();
      await assert.rejects(session.step(100), locked);
      assert.equal(session.state, "PAUSED");
      await unlock();
    }
    await session.run();
    await assertStored(session, undisturbed);
  });

  it("when it was to pause, or to stop", async () => {
    const session = await opened.createSession(year, eventful, { ...costly, name: "a", pace: slow });
    await session.step(20);
    await session.resume();
    await lock();
    await assert.rejects(session.pause(), locked);
    assert.deepEqual([session.state, session.endReason], ["PAUSED", undefined]);
    const { steps } = session;
    await assert.rejects(session.stop(), locked);
    assert.deepEqual([session.state, session.endReason, session.steps], ["PAUSED", undefined, steps]);
    await unlock();
    await session.stop();
    const same = await (await lab()).createSession(year, eventful, { ...costly, name: "a", pace: slow });
    await same.step(steps);
    await same.stop();
    await assertStored(session, same);
  });

  it("when it had come to its end", async () => {
    const session = await opened.createSession(year, eventful, { ...costly, name: "a" });
    await lock();
    await assert.rejects(session.run(), locked);
    assert.deepEqual([session.state, session.endReason, session.steps], ["PAUSED", undefined, 265]);
    await unlock();
    await session.run();
    await assertStored(session, await (await lab()).run(year, eventful, { ...costly, name: "a" }));
  });

  it("when another process has the lock for longer than it waits", async () => {
    const session = await opened.createSession(long, trader, { name: "a" });
    await session.step(10);
    const program = await builtProgram("store/processes/lock");
    const child: ChildProcess = spawn(process.execPath, [program, path], {
      stdio: ["pipe", "pipe", "inherit"],
    });
    await once(child.stdout!, "data");
    await assert.rejects(session.run(), locked);
    assert.equal(session.state, "PAUSED");
    child.stdin!.end("end");
    await once(child, "exit");
    await session.run();
    await assertStored(session, undisturbed);
  });

  it("when its file is gone, and when another is in its place", async () => {
    const session = await opened.createSession(year, crossover, { ...apple, name: "a" });
    await session.step(20);
    const away = join(dirname(path), "away.db");
    renameSync(path, away);
    await assert.rejects(session.step(20), { code: "STORE_FAILED", message: /was moved or deleted while it was open/ });
    writeFileSync(path, "");
    await assert.rejects(session.run(), { code: "STORE_FAILED" });
    assert.equal(session.state, "PAUSED");
    renameSync(away, path);
    await session.run();
    await assertStored(session, await (await lab()).run(year, crossover, { ...apple, name: "a" }));
  });

  it("when its rows were changed by another program", async () => {
    const session = await opened.createSession(year, crossover, { ...apple, name: "a" });
    await session.step(20);
    const connection = await openConnection(path, "create", 0);
    await connection.run("DELETE FROM paper_equity");
    await connection.close();
    await assert.rejects(session.run(), { code: "STORE_FAILED", message: /^Expected new points of paper_equity/ });
    assert.equal(session.state, "PAUSED");
    await assert.rejects(opened.close(), { code: "STORE_FAILED" });
  });

  it("and is not made at all where its file is locked, so that the cell can be run again", async () => {
    const options = { ...apple, benchmark: "SPX", name: "a" };
    await lock();
    await assert.rejects(opened.createSession(year, crossover, options), locked);
    await unlock();
    await assertStored(await opened.run(year, crossover, options), await (await lab()).run(year, crossover, options));
  });

  it("and keeps the one that it was to replace, which goes on", async () => {
    const first = await opened.createSession(year, crossover, { ...apple, name: "a" });
    await first.step(20);
    await lock();
    const replace = () => opened.createSession(year, eventful, { ...apple, name: "a", ifExists: "replace" });
    await assert.rejects(replace(), locked);
    await assert.rejects(opened.deleteSession("a"), locked);
    await unlock();
    await first.step(20);
    assert.equal((await (await apart(path)).session("a")).steps, 40);
    const second = await replace();
    assert.equal(second.name, "a");
    await assert.rejects(first.run(), { code: "UNKNOWN_SESSION" });
    await assertStored(await second.run(), await (await lab()).run(year, eventful, { ...apple, name: "a" }));
  });

  it("and the lab closes and says so, with the session as it was last committed", async () => {
    const session = await opened.createSession(year, crossover, { ...apple, name: "a", pace: slow });
    await session.step(20);
    await session.resume();
    await lock();
    await assert.rejects(opened.close(), locked);
    await unlock();
    const again = await (await apart(path)).session("a", { strategy: crossover });
    assert.equal(again.state, "PAUSED");
    await again.step(20);
    const same = await (await lab()).createSession(year, crossover, { ...apple, name: "a", pace: slow });
    await same.step(again.steps);
    await assertStored(again, same);
  });
});
