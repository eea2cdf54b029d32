import assert from "node:assert/strict";
import { chmodSync, existsSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inspect } from "node:util";
import { defineStrategy, type Lab, openLab } from "../../src/index";
import { openConnection } from "../../src/store/sqlite/connection";
import { runProgram } from "../support/built-program";
import { apart, apple, everythingOf, lab, leaveNothing, newFile, tableOf, year } from "./labs";
import { crossover, eventful, failing } from "./strategies";

const places = [
  ["in memory", () => ":memory:"],
  ["in a file", newFile],
] as const;

/** A lab with a session in each state but RUNNING. */
async function full(place: string): Promise<Lab> {
  const opened = await lab(place);
  await opened.run(year, crossover, { ...apple, name: "done" });
  await (await opened.createSession(year, crossover, { ...apple, name: "half", params: { fast: 4 } })).step(50);
  await opened.createSession(year, crossover, { name: "new", symbols: ["AAPL", "SPX"], initialCapital: 5 });
  const failed = await opened.createSession(year, failing, { ...apple, name: "failed" });
  await assert.rejects(failed.run());
  return opened;
}

for (const [place, at] of places) {
  describe(`a lab ${place} that is only read`, () => {
    let opened: Lab;
    before(async () => {
      opened = await full(at());
    });
    after(leaveNothing);

    it("lists its sessions, one row each, in the order they were made", async () => {
      const { columns, rows } = tableOf(await opened.sessions());
      assert.deepEqual(columns.slice(0, 8), [
        ...["id", "name", "state", "endReason", "strategy", "symbols", "initialCapital", "steps"],
      ]);
      assert.deepEqual(
        rows.map((row) => row.slice(0, 8)),
        [
          [1, "done", "COMPLETED", "END_OF_FEED", "crossover", "AAPL", 100_000, 265],
          [2, "half", "PAUSED", null, "crossover", "AAPL", 100_000, 50],
          [3, "new", "CREATED", null, "crossover", "AAPL, SPX", 5, 0],
          [4, "failed", "FAILED", null, "failing", "AAPL", 100_000, 30],
        ],
      );
      const done = await opened.session("done");
      const { finalEquity, totalReturn, sharpe, maxDrawdown } = done.metrics();
      assert.deepEqual(rows[0].slice(8, 12), [finalEquity, totalReturn, sharpe, maxDrawdown]);
      assert.deepEqual(rows[2].slice(8, 12), [null, null, null, null]);
    });

    it("lists some of them, ordered, undefined values last", async () => {
      const names = async (options: object) => (await opened.sessions(options)).column("name").values;
      assert.deepEqual(await names({ where: { strategy: "crossover", symbols: "AAPL" } }), ["done", "half"]);
      assert.deepEqual(await names({ where: ({ steps }: { steps: number }) => steps > 40 }), ["done", "half"]);
      assert.deepEqual(await names({ orderBy: "steps" }), ["new", "failed", "half", "done"]);
      assert.deepEqual(await names({ orderBy: "-steps", limit: 2 }), ["done", "half"]);
      assert.equal((await names({ orderBy: "finalEquity" })).at(-1), "new");
      assert.equal((await names({ orderBy: "-finalEquity" })).at(-1), "new");
      assert.deepEqual((await opened.sessions({ limit: 0 })).shape, [0, 12]);
      assert.deepEqual((await opened.sessions({ where: { name: "none" } })).columns[0], "id");
    });

    it("answers one reading statement, with parameters", async () => {
      const count = await opened.query("SELECT count(*) AS n FROM paper_fills WHERE session_id = ?", [1]);
      const done = await opened.session("done");
      assert.deepEqual(tableOf(count), { columns: ["n"], rows: [[done.fillRows().length]] });
      const named = await opened.query("SELECT name FROM paper_sessions WHERE state = $state", { $state: "PAUSED" });
      assert.deepEqual(named.values, [["half"]]);
      const prices = await opened.query("SELECT price FROM paper_fills WHERE session_id = 1 ORDER BY sequence");
      assert.deepEqual(prices.column("price").values, done.fills().column("price").values);
    });

    it("prints what a query returns as the frames of a session: instants, prices, ids without separators", async () => {
      const text = (frame: object) => String((frame as { toString(): string }).toString());
      const fills = await opened.query(
        "SELECT 4321 AS id, time, price, commission * 1000 AS mine FROM paper_fills LIMIT 1",
      );
      const [time] = fills.column("time").values as number[];
      assert.equal(typeof time, "number");
      assert.match(text(fills), new RegExp(new Date(time).toISOString().slice(0, 16).replace("T", " ")));
      assert.match(text(fills), /\b4321\b/);
      const sessions = await opened.query(
        "SELECT 1234567.5 AS initial_capital, 0.5 AS total_return, 12345 AS session_id",
      );
      assert.match(text(sessions), /1,234,567\.50 +50\.0 % +12345/);
    });

    it("refuses every other statement, and nothing has changed", async () => {
      const before = tableOf(await opened.sessions());
      for (const sql of [
        ...["DELETE FROM paper_fills", "UPDATE paper_sessions SET name = 'x'", "DROP TABLE paper_orders", "VACUUM"],
        ...["INSERT INTO paper_logs VALUES (1)", "PRAGMA user_version = 7", "ATTACH 'x.db' AS x", "CREATE TABLE t(a)"],
        ...["SELECT 1; DELETE FROM paper_fills", "", "SELEC 1", "SELECT * FROM nothing", "BEGIN"],
        "WITH a AS (SELECT 1) DELETE FROM paper_fills",
      ]) {
        await assert.rejects(opened.query(sql), { name: "PaperLabError", code: "INVALID_QUERY" }, sql);
      }
      await assert.rejects(opened.query(5 as never), { code: "INVALID_QUERY" });
      assert.deepEqual(tableOf(await opened.sessions()), before);
    });
  });

  describe(`a lab ${place}`, () => {
    afterEach(leaveNothing);

    it("deletes a session and everything of it, and no other", async () => {
      const opened = await full(at());
      const half = await opened.session("half");
      await opened.deleteSession("done");
      await opened.deleteSession(half.id);
      assert.deepEqual((await opened.sessions()).column("name").values, ["new", "failed"]);
      for (const table of ["paper_orders", "paper_fills", "paper_trades", "paper_equity", "paper_snapshots"]) {
        const left = await opened.query(`SELECT DISTINCT session_id FROM ${table}`);
        assert.deepEqual(left.values.flat(), [4].slice(0, left.shape[0]), table);
      }
      await assert.rejects(half.resume(), { code: "UNKNOWN_SESSION", message: /^Session "half" was deleted/ });
      assert.equal(half.equityRows().length, 51);
    });

    it("deletes no session that runs", async () => {
      const opened = await lab(at());
      const session = await opened.createSession(year, crossover, { name: "a", pace: { updatesPerSecond: 1 } });
      await session.start();
      const message = 'Session "a" is RUNNING and cannot be deleted. Stop it first';
      await assert.rejects(opened.deleteSession("a"), { code: "INVALID_STATE", message });
      await session.stop();
      await opened.deleteSession("a");
      assert.equal((await opened.sessions()).shape[0], 0);
    });

    it("pauses what runs when it is closed", async () => {
      const opened = await lab(at());
      const running = await opened.createSession(year, crossover, { ...apple, pace: { updatesPerSecond: 1 } });
      const ended = running.run();
      await opened.close();
      await ended;
      assert.equal(running.state, "PAUSED");
    });

    it("finds a session that is made under its name at the same time, over another connection", async () => {
      const file = newFile();
      const labs = [await apart(file), await apart(file)];
      const made = await Promise.all(labs.map((each) => each.createSession(year, crossover, { ...apple, name: "a" })));
      assert.deepEqual(
        made.map(({ name }) => name),
        ["a", "a"],
      );
      const anew = labs.map((each) => each.createSession(year, crossover, { ...apple, name: "a", ifExists: "new" }));
      assert.deepEqual((await Promise.all(anew)).map(({ name }) => name).sort(), ["a #2", "a #3"]);
    });

    it("closes also when a session fails while it is closed", async () => {
      const opened = await lab(at());
      let begun = () => {};
      const waiting = new Promise<void>((resolve) => {
        begun = resolve;
      });
      const late = defineStrategy({
        name: "late",
        async onBar() {
          begun();
          await new Promise((resolve) => setTimeout(resolve, 20));
          throw new Error("late");
        },
      });
      const session = await opened.createSession(year, late, apple);
      const ended = assert.rejects(session.run(), { code: "STRATEGY_FAILED" });
      await waiting;
      await opened.close();
      await ended;
      assert.equal(session.state, "FAILED");
    });

    it("is empty at first", async () => {
      const opened = await lab(at());
      assert.deepEqual((await opened.sessions()).shape, [0, 12]);
      assert.deepEqual((await opened.query("SELECT * FROM paper_sessions")).values, []);
    });
  });
}

describe("a session of a closed lab", () => {
  afterEach(leaveNothing);

  it("goes on in the lab opened again, as if nothing had been", async () => {
    const path = newFile();
    const first = await lab(path);
    const options = { ...apple, name: "a", pace: { updatesPerSecond: 2000 } };
    const running = await first.createSession(year, crossover, options);
    const reached = new Promise<void>((resolve) => {
      running.on("bar", () => running.steps === 20 && resolve());
    });
    await running.start();
    await reached;
    await first.close();
    assert.equal(running.state, "PAUSED");
    const session = await (await lab(path)).run(year, crossover, options);
    const whole = await (await lab()).run(year, crossover, options);
    assert.deepEqual(everythingOf(session), everythingOf(whole));
  });
});

describe("a file that cannot be a lab", () => {
  afterEach(leaveNothing);

  it("is named with what is wrong, and stays as it is", async () => {
    const path = newFile();
    const cases: [name: string, bytes: Buffer, code: string][] = [
      [
        "text.db",
        Buffer.from("just some text, long enough to be no database header at all\n".repeat(20)),
        "STORE_CORRUPT",
      ],
      ["half.db", Buffer.from(await bytesOfLab(path)).fill(1, 100, 3000), "STORE_CORRUPT"],
      ["newer.db", withVersion(await bytesOfLab(newFile()), 1000), "STORE_NEWER"],
    ];
    for (const [name, bytes, code] of cases) {
      const file = join(dirname(path), name);
      writeFileSync(file, bytes);
      await assert.rejects(openLab(file), { name: "PaperLabError", code }, name);
      assert.ok(readFileSync(file).equals(bytes), name);
    }
    await assert.rejects(openLab(dirname(path)), { name: "PaperLabError" });
    await assert.rejects(openLab(join(dirname(path), "no", "folder.db")), { name: "PaperLabError" });
    assert.equal(existsSync(join(dirname(path), "no")), false);
  });

  it("is read where it cannot be written, and nothing can be run in it", async () => {
    const path = newFile();
    await bytesOfLab(path);
    chmodSync(path, 0o444);
    chmodSync(dirname(path), 0o555);
    const { stdout, stderr } = await runProgram("api/processes/read-only", path);
    assert.equal(stderr, "");
    const refused = { created: "STORE_READ_ONLY", ran: "STORE_READ_ONLY", deleted: "STORE_READ_ONLY" };
    assert.deepEqual(JSON.parse(stdout), { names: ["a"], steps: 3, ...refused, state: "PAUSED" });
  });
});

describe("a file that refuses a write", () => {
  afterEach(leaveNothing);

  /** Runs a session to the step or state in which the file refuses, and then, when it takes it again, to the end. */
  async function hindered(condition: string) {
    const path = newFile();
    const opened = await lab(path);
    const session = await opened.createSession(year, eventful, { ...apple, name: "a" });
    await session.step(10);
    const hinder = `CREATE TRIGGER hinder BEFORE UPDATE ON paper_sessions WHEN ${condition} BEGIN SELECT RAISE(ABORT, 'no'); END`;
    await execute(path, hinder);
    await assert.rejects(session.run(), { name: "PaperLabError", code: "STORE_FAILED" });
    const { state, endReason, error } = session;
    assert.deepEqual([state, endReason, error], ["PAUSED", undefined, undefined]);
    assert.deepEqual((await opened.query("SELECT state, cursor FROM paper_sessions")).values, [["PAUSED", 10]]);
    await execute(path, "DROP TRIGGER hinder");
    await session.run();
    const whole = await (await lab()).run(year, eventful, { ...apple, name: "a" });
    assert.deepEqual(everythingOf(session), everythingOf(whole));
    await opened.close();
    const read = await (await apart(path)).session("a");
    assert.deepEqual(everythingOf(read), everythingOf(whole));
  }

  it("leaves its session paused where it is, to go on when it can", () => hindered("new.cursor > 10"));

  it("leaves it paused also at its end, which comes once", () => hindered("new.state = 'COMPLETED'"));

  it("does not hide the error of a strategy", async () => {
    const path = newFile();
    const opened = await lab(path);
    const session = await opened.createSession(year, failing, { ...apple, name: "a" });
    await execute(path, "CREATE TRIGGER hinder BEFORE UPDATE ON paper_sessions BEGIN SELECT RAISE(ABORT, 'no'); END");
    const original = console.error;
    console.error = () => {};
    await assert.rejects(session.run(), { code: "STRATEGY_FAILED" });
    console.error = original;
    assert.equal(session.state, "FAILED");
    assert.match(inspect(session), /Warning +Its last steps could not be stored: /);
  });
});

/** Runs SQL over a file by another connection. */
async function execute(path: string, sql: string): Promise<void> {
  const connection = await openConnection(path, "write", 0);
  await connection.execute(sql).finally(() => connection.close());
}

async function bytesOfLab(path: string): Promise<Buffer> {
  const opened = await openLab(path);
  await (await opened.createSession(year, crossover, { ...apple, name: "a" })).step(3);
  await opened.close();
  return readFileSync(path);
}

function withVersion(bytes: Buffer, version: number): Buffer {
  const changed = Buffer.from(bytes);
  // The user version of a SQLite database is the big-endian integer at byte 60.
  changed.writeUInt32BE(version, 60);
  return changed;
}
