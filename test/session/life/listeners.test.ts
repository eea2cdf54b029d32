import assert from "node:assert/strict";
import { defineStrategy, type Session } from "../../../src/index";
import { apart, apple, cell, lab, leaveNothing, newFile, newSession, year } from "../../api/labs";
import { crossover, eventful, failing } from "../../api/strategies";

/** Collects what a session tells from now on. */
function heard(session: Session) {
  const told = { bar: [], order: [], fill: [], trade: [], snapshot: [], state: [] } as Record<string, unknown[]>;
  for (const name of ["bar", "order", "fill", "trade", "snapshot", "state"] as const) {
    session.on(name, (value) => told[name].push(value));
  }
  return told;
}

describe("listeners of a session", () => {
  afterEach(leaveNothing);

  it("are told everything once, in order", async () => {
    const session = await (await lab()).createSession(...cell("a"));
    const told = heard(session);
    await session.run();
    assert.deepEqual(told.bar, [...year.bars()].filter(({ symbol }) => symbol === "AAPL").concat([]));
    assert.deepEqual(told.fill, session.fillRows());
    assert.deepEqual(told.trade.length, session.tradeRows().length);
    assert.deepEqual(told.snapshot, session.snapshotRows());
    const orderEvents = session.eventRows().filter(({ kind }) => kind !== "fill" && kind !== "log");
    assert.equal(told.order.length, orderEvents.length);
    assert.equal((told.order[0] as { reason: string }).reason, "NO_PRICE");
    assert.deepEqual(told.state, ["RUNNING", "COMPLETED"]);
  });

  it("are told of an order's end at the end of the feed before the session is COMPLETED", async () => {
    const waiting = defineStrategy({
      name: "waiting",
      onBar({ bar, openOrders, buy }) {
        if (openOrders().length === 0) buy(bar.symbol, 1, { type: "limit", limitPrice: 1 });
      },
    });
    const session = await (await lab()).createSession(year, waiting, apple);
    const told: string[] = [];
    session.on("order", ({ status, reason }) => told.push(`${session.state} ${status} ${reason}`));
    await session.run();
    assert.deepEqual(told, ["RUNNING working undefined", "RUNNING canceled END_OF_FEED"]);
  });

  it("are told what happened up to a failure", async () => {
    const session = await (await lab()).createSession(year, failing, apple);
    const told = heard(session);
    await assert.rejects(session.run());
    assert.deepEqual([told.fill, told.snapshot], [session.fillRows(), session.snapshotRows()]);
    assert.deepEqual(told.state, ["RUNNING", "FAILED"]);
  });

  it("hear nothing of what was before they came, nor after they left", async () => {
    const session = await newSession();
    await session.until("trade");
    const before = session.tradeRows().length;
    const trades: unknown[] = [];
    const leave = session.on("trade", (trade) => trades.push(trade));
    await session.until("trade");
    // What takes bars and a look back is only in the table.
    const told = session
      .tradeRows()
      .slice(before)
      .map(({ days: _, bars: __, ...row }) => {
        const { adverseExcursion: ___, favorableExcursion: ____, ...trade } = row;
        return trade;
      });
    assert.deepEqual(trades, told);
    leave();
    leave();
    await session.run();
    assert.equal(trades.length, 1);
  });

  it("may come and go while they are told", async () => {
    const session = await newSession();
    let first = 0;
    let second = 0;
    const leave = session.on("bar", () => {
      first++;
      leave();
      session.on("bar", () => second++);
    });
    await session.run();
    assert.deepEqual([first, second], [1, 264]);
  });

  it("hear nothing while a resumed session is taken to where it stood", async () => {
    const path = newFile();
    const first = await lab(path);
    await (await first.createSession(...cell("a"))).step(100);
    await first.close();
    const session = await (await apart(path)).session("a", { strategy: eventful });
    const told = heard(session);
    await session.step(10);
    assert.equal(told.bar.length, 10);
    const since = session.equityRows()[100].time;
    assert.ok(told.order.every((order) => ((order as { endedAt?: number }).endedAt ?? Infinity) > since));
    assert.deepEqual(told.state, ["RUNNING", "PAUSED"]);
  });

  it("do not stop a session when one of them throws: it is told no more, the others are, and the card says so", async () => {
    const session = await newSession();
    const written = captureErrors();
    let calls = 0;
    let others = 0;
    session.on("bar", () => {
      calls++;
      throw new TypeError("not mine");
    });
    session.on("bar", () => others++);
    session.on("state", () => {
      throw new TypeError("nor this");
    });
    await session.run();
    assert.deepEqual([calls, others, session.state], [1, 265, "COMPLETED"]);
    assert.match(text(session), /Warning +A listener of "bar" failed and is no longer called: not mine/);
    assert.equal(written().length, 2);
  });

  it("do not end the process when one of them rejects", async () => {
    const session = await newSession();
    const written = captureErrors();
    let calls = 0;
    session.on("bar", async () => {
      calls++;
      await null;
      throw new TypeError("not mine");
    });
    await session.run();
    await new Promise((resolve) => setImmediate(resolve));
    assert.ok(calls >= 1 && session.state === "COMPLETED");
    assert.match(text(session), /Warning +A listener of "bar" failed and is no longer called: not mine/);
    written();
  });

  it("that keep a session from its pace are told of once, and the card says so", async () => {
    const session = await (await lab()).createSession(year, crossover, { ...apple, pace: { updatesPerSecond: 5000 } });
    const written = captureErrors();
    let bars = 0;
    session.on("bar", () => {
      const until = performance.now() + (++bars <= 60 ? 20 : 0);
      while (performance.now() < until);
    });
    await session.run();
    const lines = written().map(([line]) => String(line));
    assert.equal(lines.length, 1);
    assert.match(
      lines[0],
      /A listener of "bar" is slower than the session's pace; its steps are 1\.\d s late and wait for/,
    );
    assert.match(text(session), /Warning +A listener of "bar" is slower than/);
  });

  it("may stop a session, also more than once", async () => {
    const session = await newSession();
    session.on("fill", () => session.stop());
    session.on("order", () => session.fillRows().length > 0 && session.stop());
    await session.run();
    assert.deepEqual([session.state, session.endReason, session.fillRows().length], ["COMPLETED", "STOPPED", 1]);
  });

  it("are given copies: what they do to them changes nothing", async () => {
    const spoiled = await newSession();
    for (const name of ["bar", "order", "fill", "trade", "snapshot"] as const) {
      spoiled.on(name, (value) => {
        for (const key of Object.keys(value)) (value as unknown as Record<string, unknown>)[key] = 0;
      });
    }
    await spoiled.run();
    const plain = await newSession();
    await plain.run();
    assert.deepEqual(spoiled.fillRows(), plain.fillRows());
    assert.deepEqual(spoiled.tradeRows(), plain.tradeRows());
    assert.deepEqual(spoiled.snapshotRows(), plain.snapshotRows());
  });
});

function text(value: object): string {
  return (value as Record<symbol, () => string>)[Symbol.for("nodejs.util.inspect.custom")]();
}

// What is written to console.error until it is asked for.
function captureErrors(): () => unknown[][] {
  const original = console.error;
  const lines: unknown[][] = [];
  console.error = (...line: unknown[]) => lines.push(line);
  return () => {
    console.error = original;
    return lines;
  };
}

describe("an asynchronous strategy", () => {
  afterEach(leaveNothing);

  it("is awaited in every hook, one after the other", async () => {
    const calls: string[] = [];
    const hook = (name: string) => async () => {
      calls.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      calls.push(`${name} ends`);
    };
    const slow = defineStrategy({
      name: "slow",
      onStart: hook("onStart"),
      onBar: hook("onBar"),
      onBars: hook("onBars"),
      onStop: hook("onStop"),
    });
    await (await lab()).run(year.slice("2013-05-13", "2013-05-14"), slow, apple);
    const names = ["onStart", "onBar", "onBars", "onBar", "onBars", "onStop"];
    assert.deepEqual(
      calls,
      names.flatMap((name) => [`${name} begins`, `${name} ends`]),
    );
  });

  it("fails its session when it rejects, whatever it rejects with", async () => {
    const opened = await lab(newFile());
    for (const [reason, said] of [
      [new Error("no"), "no"],
      ["no", `it threw "no"`],
      [undefined, "it threw undefined"],
    ]) {
      const rejecting = defineStrategy({
        name: "rejecting",
        state: () => ({ bars: 0 }),
        async onBar({ state }) {
          await null;
          if (++state.bars === 3) throw reason;
        },
      });
      const session = await opened.createSession(year, rejecting, apple);
      const message = `Strategy "rejecting" failed in onBar at 2013-05-15 (AAPL, bar 3): ${said}`;
      await assert.rejects(session.run(), { code: "STRATEGY_FAILED", message });
      assert.deepEqual([session.state, session.steps, session.error?.message], ["FAILED", 3, message]);
      assert.equal(session.error?.cause, reason);
    }
  });

  it("pauses and stops after the step it is in", async () => {
    const slow = defineStrategy({ name: "slow", onBar: () => new Promise((resolve) => setImmediate(resolve)) });
    const session = await (await lab()).createSession(year, slow, apple);
    await session.start();
    await session.pause();
    const { steps } = session;
    assert.equal(session.state, "PAUSED");
    await session.resume();
    await session.stop();
    assert.ok(session.steps >= steps && session.steps < 265);
    assert.equal(session.endReason, "STOPPED");
  });
});

describe("a strategy that throws", () => {
  afterEach(leaveNothing);

  it("is told to whoever runs its session, and not to whoever pauses or stops it", async () => {
    for (const method of ["pause", "stop"] as const) {
      const held: { session?: Session; ended?: Promise<void> } = {};
      const failed = defineStrategy({
        name: "failed",
        onBar() {
          held.ended = held.session?.[method]();
          throw new Error("no");
        },
      });
      held.session = await (await lab()).createSession(year, failed, apple);
      await assert.rejects(held.session.run(), { code: "STRATEGY_FAILED" });
      await held.ended;
      assert.equal(held.session.state, "FAILED");
    }
  });

  it("names the call, the date, the symbol and the bar, keeps the original, and what was before", async () => {
    const session = await (await lab(newFile())).createSession(year, failing, { ...apple, name: "a" });
    const message = 'Strategy "failing" failed in onBar at 2013-06-24 (AAPL, bar 30): no more';
    await assert.rejects(session.run(), (error: Error) => {
      assert.deepEqual([error.name, error.message], ["PaperLabError", message]);
      assert.ok(error.cause instanceof RangeError);
      return true;
    });
    assert.deepEqual([session.state, session.steps, session.fillRows().length], ["FAILED", 30, 1]);
    assert.deepEqual([session.logRows().length, session.positionRows()[0].quantity], [3, 10]);
    assert.notEqual(session.metrics().totalReturn, null);
  });

  it("in onStart fails before the first bar, with one equity point", async () => {
    const broken = defineStrategy({
      name: "broken",
      onStart() {
        throw new Error("no");
      },
    });
    const session = await (await lab(newFile())).createSession(year, broken, apple);
    await assert.rejects(session.run(), { message: 'Strategy "broken" failed in onStart before the first bar: no' });
    assert.deepEqual([session.state, session.steps, session.equityRows().length], ["FAILED", 0, 1]);
  });

  it("in onStop fails at the end", async () => {
    const broken = defineStrategy({
      name: "broken",
      onBar({ bar, buy }) {
        buy(bar.symbol, 1);
      },
      onStop() {
        throw new Error("no");
      },
    });
    const session = await (await lab(newFile())).createSession(year, broken, apple);
    await assert.rejects(session.run(), { message: /^Strategy "broken" failed in onStop at 2014-05-30: no$/ });
    assert.deepEqual([session.state, session.steps, session.endReason], ["FAILED", 265, undefined]);
  });

  it("does not end the process when nobody waits for it", async () => {
    const session = await (await lab()).createSession(year, failing, apple);
    const failed = new Promise<void>((resolve) => {
      session.on("state", (state) => state === "FAILED" && resolve());
    });
    await session.start();
    await failed;
    assert.equal(session.error?.name, "PaperLabError");
  });

  it("shares nothing with another session of the same strategy", async () => {
    const counting = defineStrategy({
      name: "counting",
      params: { list: [1, 2] },
      state: () => ({ bars: 0 }),
      onBar({ state, params, record }) {
        params.list.push(3);
        record({ bars: ++state.bars, length: params.list.length });
      },
    });
    const opened = await lab();
    for (const name of ["a", "b"]) {
      const session = await opened.run(year, counting, { ...apple, name });
      assert.deepEqual(session.recordRows()[0].length, 3);
    }
    assert.deepEqual(counting.params?.list, [1, 2]);
    assert.equal((await opened.run(year, crossover, apple)).state, "COMPLETED");
  });
});
