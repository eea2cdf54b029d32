import assert from "node:assert/strict";
import { Lab } from "../../../src/api/lab";
import { LabFile } from "../../../src/api/lab-file";
import { defineStrategy, gbm, live, type Session } from "../../../src/index";
import { patience } from "../../../src/session/life/stepper";
import { openConnection } from "../../../src/store/sqlite/connection";
import { openStore } from "../../../src/store/store";
import { apart, apple, cell, closeAll, everythingOf, lab, leaveNothing, newFile, year } from "../../api/labs";
import { crossover, eventful } from "../../api/strategies";
import { barsOf, until, Wire } from "../../feeds/live/stream";

const idle = defineStrategy({ name: "idle", onBar() {} });

/** A strategy that waits at its fifth bar until it is let go. */
function waiting() {
  let letGo: () => void = () => undefined;
  let come: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const there = new Promise<void>((resolve) => {
    come = resolve;
  });
  const strategy = defineStrategy({
    name: "waiting",
    state: () => ({ bars: 0 }),
    async onBar({ state, buy }) {
      state.bars++;
      if (state.bars !== 5) return;
      buy("AAPL", 2);
      come();
      await gate;
    },
  });
  return { strategy, there, letGo };
}

const stepsOf = (session: Session) => session.inputRows().map(({ step, orderId }) => [step, orderId]);

describe("a request by hand", () => {
  const { error } = console;
  const usual = { ...patience };
  afterEach(async () => {
    console.error = error;
    Object.assign(patience, usual);
    await leaveNothing();
  });

  it("to a session with a pace takes effect between two of its steps", async () => {
    const path = newFile();
    const session = await (await lab(path)).createSession(year, idle, {
      ...{ ...apple, name: "a" },
      pace: { updatesPerSecond: 50 },
    });
    await session.start();
    await until(() => session.steps >= 3);
    const { steps } = session;
    assert.equal(await session.buy("AAPL", 1), "order-1");
    assert.deepEqual(stepsOf(session), [[steps, "order-1"]]);
    // It is stored as soon as it has an answer, in a session that still runs.
    const read = await (await apart(path)).session("a");
    assert.deepEqual([read.state, stepsOf(read)], ["RUNNING", stepsOf(session)]);
    await until(() => session.fillRows().length === 1);
    await session.pause();
    assert.equal(session.fillRows()[0].time, session.equityRows()[steps + 1].time);
  });

  it("to a session at full speed on a feed without an end is served", async () => {
    const feed = gbm({ X: { price: 100, drift: 0, volatility: 0.2 } }, { seed: 1, bars: Number.POSITIVE_INFINITY });
    const session = await (await lab()).createSession(feed, idle, { pace: { updatesPerSecond: 1000 } });
    await session.start();
    await until(() => session.steps > 0);
    await session.buy("X", 1);
    await session.setTradingState("REDUCING");
    await until(() => session.fillRows().length === 1 || session.orderRows()[0].status === "canceled");
    await session.stop();
    assert.equal(session.inputRows().length, 2);
  });

  it("to a session that waits for live bars takes effect at once, and fills at the next", async () => {
    const path = newFile();
    const wire = new Wire();
    const session = await (await lab(path)).createSession(live(wire, { name: "BTC", interval: "1m" }), eventful, {
      name: "a",
    });
    await session.start();
    await assert.rejects(session.buy("BTC", 1), { code: "INVALID_STATE", message: /has taken no step yet/ });
    wire.send(...barsOf(0, 20));
    await until(() => session.steps === 20);
    const id = await session.buy("BTC", 3);
    wire.send(...barsOf(20, 40));
    await until(() => session.steps === 40);
    await session.pause();
    await session.close();
    await session.resume();
    wire.send(...barsOf(40, 60));
    wire.end();
    await session.run();
    assert.equal(session.fillRows().find(({ orderId }) => orderId === id)?.time, barsOf(20, 21)[0].time);
    const shown = everythingOf(session);
    await closeAll();
    assert.deepEqual(everythingOf(await (await apart(path)).session("a")), shown);
  });

  it("waits until the promise of the strategy is fulfilled, and comes after what that has asked for", async () => {
    const { strategy, there, letGo } = waiting();
    const session = await (await lab(newFile())).createSession(year, strategy, { ...apple, name: "a" });
    const run = session.run();
    await there;
    const [bought, closed] = [session.buy("AAPL", 1), session.close()];
    assert.deepEqual(session.inputRows(), []);
    letGo();
    assert.equal(await bought, "order-2");
    await closed;
    await run;
    assert.deepEqual(stepsOf(session), [
      [5, "order-2"],
      [5, undefined],
    ]);
  });

  it("is taken after the step before, if the strategy is given up", async () => {
    console.error = () => undefined;
    patience.promise = 0;
    const { strategy, there } = waiting();
    const session = await (await lab(newFile())).createSession(year, strategy, { ...apple, name: "a" });
    await session.step(3);
    await session.buy("AAPL", 7);
    const run = session.run();
    await there;
    const bought = session.buy("AAPL", 1);
    await session.pause();
    await run;
    assert.equal(await bought, "order-2");
    assert.deepEqual([session.state, session.steps], ["PAUSED", 4]);
    assert.deepEqual(stepsOf(session), [
      [3, "order-1"],
      [4, "order-2"],
    ]);
    assert.equal(session.positionRows()[0].quantity, 7);
  });

  it("that waited while the session was stopped is taken before its end", async () => {
    const { strategy, there, letGo } = waiting();
    const session = await (await lab()).createSession(year, strategy, { ...apple, name: "a" });
    const run = session.run();
    await there;
    const stopped = session.stop();
    const asked = session.buy("AAPL", 1);
    letGo();
    await Promise.all([run, stopped]);
    // It came between the last step and the end, so it was taken, and ended with the session.
    assert.equal(await asked, "order-2");
    assert.equal(session.orderRows()[1].reason, "STOPPED");
    await assert.rejects(session.buy("AAPL", 1), { code: "INVALID_STATE" });
  });

  it("is refused if the strategy fails while it waits", async () => {
    const broken = defineStrategy({
      name: "broken",
      async onBar() {
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (session.steps === 2) throw new Error("no more");
      },
    });
    const session: Session = await (await lab()).createSession(year, broken, { ...apple, name: "a" });
    await session.step(1);
    const run = session.run().catch((failure) => failure.code);
    await until(() => session.steps === 2);
    const message = 'Session "a" is FAILED and cannot be traded by hand. See its error, and create a new one';
    await assert.rejects(session.buy("AAPL", 1), { code: "INVALID_STATE", message });
    assert.equal(await run, "STRATEGY_FAILED");
  });

  it("ends a session whose own rule throws at it, as at an order of the strategy", async () => {
    const rule = {
      name: "nervous",
      check(request: { tag?: string }) {
        if (request.tag === "by hand") throw new RangeError("not you");
        return undefined;
      },
    };
    const session = await (await lab()).createSession(year, idle, { ...apple, name: "a", risk: [rule] });
    await session.step(2);
    const message = 'Risk rule "nervous" failed in check of risk[0] at 2013-05-14 (buy 1 AAPL): not you';
    await assert.rejects(session.buy("AAPL", 1), { message });
    await assert.rejects(session.buy("AAPL", 1, { tag: "mine" }), { message });
    await assert.rejects(session.run(), { message });
    assert.deepEqual([session.state, session.inputRows()], ["FAILED", []]);
  });

  it("that cannot be stored says so, and is stored with what comes next", async () => {
    const path = newFile();
    const opened = new Lab(path, new LabFile(await openStore(path, { busyTimeout: 20 })));
    const session = await opened.createSession(year, crossover, { ...apple, name: "a" });
    await session.step(3);
    const other = await openConnection(path, "create", 0);
    await other.run("BEGIN EXCLUSIVE");
    await assert.rejects(session.buy("AAPL", 1), {
      code: "STORE_LOCKED",
      message: /^Session "a" has done what was asked for by hand, but could not store it: .+ It is stored with what/,
    });
    assert.equal(session.orderRows().length, 1);
    await other.run("ROLLBACK");
    await other.close();
    await session.step(1);
    assert.deepEqual(everythingOf(await (await apart(path)).session("a")), everythingOf(session));
    await session.run();
    await opened.close();
    assert.deepEqual(everythingOf(await (await apart(path)).session("a")), everythingOf(session));
  });
});

describe("a session that was traded by hand", () => {
  const { error } = console;
  afterEach(async () => {
    console.error = error;
    await leaveNothing();
  });

  it("is gone on with by its cell, and returned by it once it has ended, which says what the cell alone would not do", async () => {
    const told: string[] = [];
    console.error = (text: string) => told.push(text);
    const path = newFile();
    const opened = await lab(path);
    const session = await opened.createSession(...cell("a"));
    await session.step(20);
    await session.buy("AAPL", 1);
    assert.equal(await opened.createSession(...cell("a")), session);
    await closeAll();
    const again = await (await lab(path)).createSession(...cell("a"));
    assert.deepEqual([again.steps, again.inputRows().length, told], [20, 1, []]);
    await again.sell("AAPL", 1);
    await again.run();
    const ended = await (await lab(path)).createSession(...cell("a"));
    assert.deepEqual([ended.id, ended.state, ended.inputRows().length], [session.id, "COMPLETED", 2]);
    assert.deepEqual(told, [
      'paperlab: session "a": It was traded by hand, see inputs(). Its cell alone would do otherwise: use ifExists: "new"',
    ]);
    const fresh = await (await lab(path)).run(year, eventful, { ...cell("a")[2], ifExists: "new" });
    assert.notEqual(fresh.fingerprint, ended.fingerprint);
    assert.equal(fresh.inputRows().length, 0);
  });

  it("says so on its card", async () => {
    const session = await (await lab()).createSession(year, idle, { ...apple, name: "a" });
    await session.step(2);
    await session.buy("AAPL", 1);
    await session.buy("AAPL", 1);
    await session.setTradingState("HALTED");
    const { inspect } = await import("node:util");
    assert.match(inspect(session), /By hand +2 orders, 1 trading state/);
  });
});
