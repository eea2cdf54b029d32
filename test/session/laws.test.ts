import assert from "node:assert/strict";
import { type Lab, replay, type Session, type Strategy } from "../../src/index";
import { apart, apple, cell, costly, everythingOf, lab, leaveNothing, newFile, year } from "../api/labs";
import { crossover, eventful, failing, patient } from "../api/strategies";
import { runProgram } from "../support/built-program";

/** What a session shows, as another process can tell it. */
function told(session: Session) {
  return JSON.parse(JSON.stringify(everythingOf(session)));
}

/** What another process reads of a lab's sessions. */
async function readElsewhere(path: string, names: readonly string[]) {
  const { status, stdout, stderr } = await runProgram("session/processes/show", path, ...names);
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe("a session read in another process", () => {
  let live: Record<string, ReturnType<typeof told>>;
  let read: Record<string, ReturnType<typeof told>>;

  before(async () => {
    const path = newFile();
    const opened = await lab(path);
    const completed = await opened.run(year, eventful, { ...costly, name: "completed" });
    const stopped = await opened.createSession(year, eventful, { ...costly, name: "stopped", seed: 2 });
    await stopped.step(133);
    await stopped.stop();
    const paused = await opened.createSession(year, eventful, { name: "paused", shorting: true, closeAtEnd: true });
    await paused.step(60);
    await paused.step(41);
    const failed = await opened.createSession(year, failing, { ...apple, name: "failed", benchmark: completed });
    await assert.rejects(failed.run(), { code: "STRATEGY_FAILED" });
    const created = await opened.createSession(year, crossover, { ...apple, name: "created" });
    const sessions = [completed, stopped, paused, failed, created];
    live = Object.fromEntries(sessions.map((session) => [session.name, told(session)]));
    await opened.close();
    const names = Object.keys(live);
    read = Object.fromEntries((await readElsewhere(path, names)).map((shown: { name: string }) => [shown.name, shown]));
  });

  after(leaveNothing);

  for (const name of ["completed", "stopped", "paused", "failed", "created"]) {
    it(`shows the same as the live one that was ${name}`, () => {
      for (const [part, value] of Object.entries(live[name])) assert.deepEqual(read[name][part], value, part);
    });
  }

  it("has had something to show", () => {
    const { rows, logs, records } = live.completed;
    const statuses = new Set(rows.orders.map((order: { status: string }) => order.status));
    for (const status of ["filled", "canceled", "denied"]) assert.ok(statuses.has(status), status);
    assert.ok(rows.trades.length > 10 && logs.rows.length > 5 && records.rows.length > 200);
    assert.ok(live.paused.positions.rows.length > 0);
    assert.equal(live.failed.error, 'Strategy "failing" failed in onBar at 2013-06-24 (AAPL, bar 30): no more');
  });
});

describe("a session that was written in many parts", () => {
  afterEach(leaveNothing);

  it("is read as a whole", async () => {
    const path = newFile();
    const session = await (await lab(path)).createSession(...cell("a"));
    while (session.state !== "COMPLETED") await session.step(2);
    const read = await (await apart(path)).session("a");
    assert.notEqual(read, session);
    assert.deepEqual(told(read), told(session));
  });

  it("behind a run that takes no pause is read as a whole", async () => {
    const minute = 60_000;
    const bars = Array.from({ length: 70_000 }, (_, at) => {
      const close = 100 + 10 * Math.sin(at / 40) + Math.sin(at);
      const time = Date.UTC(2024, 0, 1) + (at + 1) * minute;
      return { symbol: "X", time, open: close, high: close + 1, low: close - 1, close, volume: 10 };
    });
    const path = newFile();
    const session = await (await lab(path)).run(replay(bars), eventful, { name: "a", params: { every: 700 } });
    const read = await (await apart(path)).session("a");
    assert.deepEqual({ ...read.metrics() }, { ...session.metrics() });
    assert.equal(read.fingerprint, session.fingerprint);
    for (const rows of [
      "equityRows",
      "eventRows",
      "tradeRows",
      "snapshotRows",
      "recordRows",
      "positionRows",
    ] as const) {
      assert.ok(session[rows]().length > 0, rows);
      assert.deepEqual(read[rows](), session[rows](), rows);
    }
  });
});

describe("a session whose process was killed", () => {
  afterEach(leaveNothing);

  const reopenings = {
    "by its name and strategy": (opened: Lab) => opened.session("killed", { strategy: eventful }),
    "by the cell that made it": (opened: Lab) => opened.createSession(...cell("killed")),
  };

  for (const [how, reopen] of Object.entries(reopenings)) {
    it(`stands PAUSED at its last commit when it is opened ${how}, and ends as if it had never been killed`, async () => {
      const path = newFile();
      assert.equal((await runProgram("session/processes/die", path, "step")).signal, "SIGKILL");
      const opened = await lab(path);
      const session = await reopen(opened);
      assert.deepEqual([session.state, session.steps, session.id], ["PAUSED", 100, 1]);
      await session.resume();
      await session.run();
      const unharmed = await (await lab()).run(...cell("killed"));
      assert.deepEqual(everythingOf(session), everythingOf(unharmed));
    });
  }

  it("between two commits of its own goes on from the last one, and is read elsewhere as it ends", async () => {
    const path = newFile();
    assert.equal((await runProgram("session/processes/die", path, "pace")).signal, "SIGKILL");
    const opened = await lab(path);
    assert.deepEqual((await opened.sessions()).column("state").values, ["PAUSED"]);
    const session = await opened.session("killed", { strategy: eventful });
    assert.equal(session.state, "PAUSED");
    assert.ok(session.steps > 0 && session.steps < 265);
    await session.stop();
    const stopped = told(session);
    await opened.close();
    assert.deepEqual(await readElsewhere(path, ["killed"]), [stopped]);
  });
});

describe("many sessions at once", () => {
  afterEach(leaveNothing);

  const strategies = [crossover, eventful, patient] as readonly unknown[] as readonly Strategy[];

  for (const [place, at] of [
    ["a lab in memory", () => ":memory:"],
    ["a file", newFile],
  ] as const) {
    it(`do in ${place} what each does alone`, async () => {
      const together = await lab(at());
      const alone = await lab(at());
      const options = (index: number) => ({
        ...apple,
        name: `session ${index}`,
        seed: index,
        initialCapital: 3_000 + index,
      });
      const indices = Array.from({ length: 9 }, (_, index) => index);
      const sessions = await Promise.all(
        indices.map((index) => together.run(year, strategies[index % 3], options(index))),
      );
      for (const index of indices) {
        const single = await alone.run(year, strategies[index % 3], options(index));
        assert.deepEqual(told(sessions[index]), told(single));
      }
    });
  }

  it("are not touched by one that fails", async () => {
    const path = newFile();
    const opened = await lab(path);
    const others = [opened.run(year, crossover, apple), opened.run(year, patient, apple)];
    const failed = await opened.createSession(year, failing, { ...apple, name: "failed" });
    await assert.rejects(failed.run(), { code: "STRATEGY_FAILED" });
    const [first, second] = await Promise.all(others);
    assert.deepEqual([first.state, second.state, failed.state], ["COMPLETED", "COMPLETED", "FAILED"]);
    const alone = await (await lab()).run(year, crossover, apple);
    assert.equal(first.fingerprint, alone.fingerprint);
    const { values } = await opened.query("SELECT name, state, cursor FROM paper_sessions WHERE state = 'FAILED'");
    assert.deepEqual(values, [["failed", "FAILED", 30]]);
  });
});

describe("a session in memory", () => {
  afterEach(leaveNothing);

  it("shows what one in a file does", async () => {
    const inFile = await (await lab(newFile())).run(...cell("a"));
    const inMemory = await (await lab()).run(...cell("a"));
    assert.deepEqual(everythingOf(inMemory), everythingOf(inFile));
  });

  it("answers queries as one in a file does", async () => {
    const [file, memory] = [await lab(newFile()), await lab()];
    const tables = ["paper_sessions", "paper_orders", "paper_fills", "paper_trades", "paper_snapshots", "paper_equity"];
    tables.push("paper_session_metrics", "paper_benchmark", "paper_logs", "paper_records");
    for (const opened of [file, memory]) {
      await opened.run(...cell("a"));
      await opened.deleteSession("a");
      await opened.run(...cell("b"));
      await opened.createSession(year, crossover, { ...apple, notes: "not started", tags: ["x", "y"] });
    }
    for (const table of tables) {
      const answers = [];
      for (const opened of [file, memory]) answers.push(await opened.query(`SELECT * FROM ${table} ORDER BY 1, 2`));
      const [first, second] = answers.map((frame) => rowsWithoutClock(frame.columns, frame.values as unknown[][]));
      assert.deepEqual(second, first, table);
    }
  });
});

// The times of the wall clock are what two labs cannot have in common.
function rowsWithoutClock(columns: string[], rows: unknown[][]) {
  const clock = ["created_at", "started_at", "ended_at"];
  return rows.map((row) => row.filter((_, index) => !clock.includes(columns[index])));
}

describe("listeners and pauses", () => {
  afterEach(leaveNothing);

  it("change nothing of what a session does", async () => {
    const plain = await (await lab()).run(...cell("a"));
    const watched = await (await lab(newFile())).createSession(...cell("a"));
    for (const name of ["bar", "order", "fill", "trade", "snapshot", "state"] as const) watched.on(name, () => {});
    watched.on("snapshot", () => watched.state === "RUNNING" && watched.pause());
    while (watched.state !== "COMPLETED") await watched.run();
    assert.deepEqual(everythingOf(watched), everythingOf(plain));
  });
});
