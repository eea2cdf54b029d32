import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { migrate } from "../../src/store/database/migrations";
import { openConnection } from "../../src/store/sqlite/connection";
import { storeError } from "../../src/store/sqlite/errors";
import { type Batch, openStore } from "../../src/store/store";
import { insertSession } from "../../src/store/tables/sessions";
import { commitPackets } from "../../src/store/writing/commit";
import { packBatch } from "../../src/store/writing/packet";
import { aBatch, aFill, aSession, makeFolder, startProcess } from "./samples";

describe("a store refuses, and loses nothing:", function () {
  const folder = makeFolder(this);
  const path = () => join(folder(), "lab.db");

  /** Makes a database with one session and `rows` fills. */
  async function makeDatabase(rows = 3): Promise<void> {
    const store = await openStore(path());
    const { id } = await store.insertSession(aSession);
    await store.commit(id, aBatch(0, rows));
    await store.close();
  }

  async function change(sql: string, file = path()): Promise<void> {
    const connection = await openConnection(file, "create", 0);
    await connection.execute(sql);
    await connection.close();
  }

  it("a folder that does not exist", async () => {
    const missing = join(folder(), "no", "lab.db");
    await assert.rejects(openStore(missing), {
      code: "INVALID_OPTION",
      message: /^Expected path to be a file in a folder that exists, was /,
    });
    assert.deepEqual(readdirSync(folder()), []);
  });

  it("a folder in place of a file, and no path at all", async () => {
    await assert.rejects(openStore(folder()), {
      code: "INVALID_OPTION",
      message: /^Expected path to be a file, not a folder, was /,
    });
    await assert.rejects(openStore(""), { code: "INVALID_OPTION" });
  });

  it("a file that is no database", async () => {
    for (const text of ["notes", "notes\n".repeat(5000)]) {
      writeFileSync(path(), text);
      await assert.rejects(openStore(path()), {
        code: "STORE_CORRUPT",
        message: `${path()} is not a paperlab database`,
      });
      assert.equal(readFileSync(path(), "utf8"), text);
    }
    assert.deepEqual(readdirSync(folder()), ["lab.db"]);
  });

  it("another program's database", async () => {
    await change("CREATE TABLE theirs(a); INSERT INTO theirs VALUES (1)");
    const before = readFileSync(path());
    await assert.rejects(openStore(path()), {
      code: "STORE_CORRUPT",
      message: `${path()} is not a paperlab database`,
    });
    assert.deepEqual(readFileSync(path()), before);
    assert.deepEqual(readdirSync(folder()), ["lab.db"]);
  });

  it("a database from a newer version", async () => {
    await makeDatabase();
    await change("PRAGMA user_version = 99");
    const before = readFileSync(path());
    await assert.rejects(openStore(path()), { code: "STORE_NEWER" });
    assert.deepEqual(readFileSync(path()), before);
    assert.deepEqual(readdirSync(folder()), ["lab.db"]);
  });

  it("a damaged database", async () => {
    await makeDatabase(2000);
    const bytes = readFileSync(path());
    bytes.fill(0xa5, bytes.length / 2);
    writeFileSync(path(), bytes);
    const store = await openStore(path());
    await assert.rejects(store.restore(1), {
      code: "STORE_CORRUPT",
      message: /is damaged: .*\. Restore it from a copy$/,
    });
    await assert.rejects(store.query("SELECT sum(price) FROM paper_fills"), { code: "STORE_CORRUPT" });
    await store.close();
    assert.deepEqual(readFileSync(path()), bytes);
  });

  it("a database that was cut short", async () => {
    await makeDatabase(2000);
    truncateSync(path(), 4096 * 6);
    const read = openStore(path()).then((store) => store.restore(1).finally(() => store.close()));
    await assert.rejects(read, { code: "STORE_CORRUPT" });
  });

  it("to write while another process has it locked", async () => {
    await makeDatabase();
    const store = await openStore(path(), { busyTimeout: 30 });
    const other = await openConnection(path(), "create", 0);
    await other.run("BEGIN IMMEDIATE");
    const message = `${path()} stayed locked by another process. Close the program that has it open`;
    await assert.rejects(store.commit(1, aBatch(1, 3)), { code: "STORE_LOCKED", message });
    await assert.rejects(store.insertSession(aSession), { code: "STORE_LOCKED" });
    assert.equal((await store.restore(1)).fills.length, 3);
    await other.run("ROLLBACK");
    await other.close();
    await store.commit(1, aBatch(1, 3));
    assert.equal((await store.restore(1)).fills.length, 6);
    await store.close();
  });

  it("what goes on from a batch that it refused, in the order of giving, also when it could take it", async () => {
    await makeDatabase();
    const store = await openStore(path(), { busyTimeout: 30 });
    const other = await openConnection(path(), "create", 0);
    await other.run("BEGIN IMMEDIATE");
    const reports: string[] = [];
    const first = store.commit(1, { fills: [aFill(7)] });
    const second = store.commit(1, { cursor: 8 }, { goesOn: true });
    const third = store.commit(1, { cursor: 9 }, { goesOn: true });
    const reported = [first, second, third].map((commit, place) =>
      commit.catch(async ({ code }) => {
        reports.push(`${place} ${code}`);
        if (place === 0) await other.run("ROLLBACK");
      }),
    );
    await Promise.all(reported);
    assert.deepEqual(reports, ["0 STORE_LOCKED", "1 STORE_LOCKED", "2 STORE_LOCKED"]);
    assert.deepEqual([(await store.session(1))?.cursor, (await store.restore(1)).fills.length], [3, 3]);
    await store.commit(1, aBatch(1, 3));
    await other.close();
    await store.close();
  });

  it("to open while another process has all of it", async () => {
    await makeDatabase();
    const other = await openConnection(path(), "create", 0);
    await other.execute("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; UPDATE paper_sessions SET cursor = 4");
    await assert.rejects(openStore(path(), { busyTimeout: 30 }), { code: "STORE_LOCKED" });
    await other.close();
    await (await openStore(path())).close();
  });

  it("to write when the disk is full, and goes on when there is space", async () => {
    const connection = await openConnection(path(), "create", 0);
    await migrate(connection, "lab.db");
    const { id } = await insertSession(connection, aSession);
    const commit = async (batch: Batch) => {
      const [outcome] = await commitPackets(connection, [packBatch(id, batch)]);
      if (outcome !== undefined) throw outcome.error;
    };
    await commit(aBatch(0, 10));
    const [{ page_count: pages }] = await connection.all("PRAGMA page_count");
    await connection.execute(`PRAGMA max_page_count = ${Number(pages) + 3}`);
    const batch = { orders: aBatch(0, 10_000).orders };
    const error = await commit(batch).catch((caught) => storeError(caught, "lab.db"));
    assert.equal(error?.code, "STORE_FULL");
    assert.match(`${error?.message}`, /^The disk is full: lab\.db could not be written\. Free some space/);
    assert.deepEqual(await connection.all("SELECT count(*) AS n FROM paper_orders"), [{ n: 10 }]);
    await connection.execute("PRAGMA max_page_count = 100000");
    await commit(batch);
    assert.deepEqual(await connection.all("SELECT count(*) AS n FROM paper_orders"), [{ n: 10_000 }]);
    await connection.close();
  });

  it("to write into a file that was moved away, or replaced", async () => {
    await makeDatabase();
    const store = await openStore(path());
    renameSync(path(), join(folder(), "moved.db"));
    const refusal = { code: "STORE_FAILED", message: /was moved or deleted while it was open/ };
    await assert.rejects(store.commit(1, aBatch(1, 3)), refusal);
    writeFileSync(path(), "");
    await assert.rejects(store.commit(1, aBatch(1, 3)), refusal);
    renameSync(join(folder(), "moved.db"), path());
    await store.commit(1, aBatch(1, 3));
    await store.close();
  });

  it("anything after it was closed", async () => {
    const store = await openStore(path());
    await store.close();
    await store.close();
    const refusal = { code: "LAB_CLOSED", message: `The lab ${path()} was closed. Open it again with openLab` };
    await assert.rejects(store.sessions(), refusal);
    await assert.rejects(store.insertSession(aSession), refusal);
    await assert.rejects(store.acquire(1), refusal);
  });

  describe("without the right to write", () => {
    async function tryAsAnother(file: string): Promise<unknown> {
      const child = await startProcess("read-only", file);
      const [line] = await child.lines(1);
      await child.ended;
      return JSON.parse(line);
    }
    const onlyRead = {
      writable: false,
      sessions: 1,
      fills: 3,
      counted: 3,
      inserted: "STORE_READ_ONLY",
      committed: "STORE_READ_ONLY",
      acquired: "STORE_READ_ONLY",
    };
    afterEach(() => chmodSync(folder(), 0o755));

    it("for the file: it can be read", async () => {
      await makeDatabase();
      chmodSync(path(), 0o444);
      chmodSync(folder(), 0o777);
      assert.deepEqual(await tryAsAnother(path()), onlyRead);
    });

    it("for the folder: it can be read", async () => {
      await makeDatabase();
      chmodSync(path(), 0o444);
      chmodSync(folder(), 0o555);
      assert.deepEqual(await tryAsAnother(path()), onlyRead);
      assert.deepEqual(readdirSync(folder()), ["lab.db"]);
    });

    it("a new file cannot be made", async () => {
      chmodSync(folder(), 0o555);
      assert.deepEqual(await tryAsAnother(path()), { opened: "STORE_READ_ONLY" });
      assert.equal(existsSync(path()), false);
    });

    it("an empty file cannot become a database", async () => {
      writeFileSync(path(), "", { mode: 0o444 });
      chmodSync(folder(), 0o555);
      assert.deepEqual(await tryAsAnother(path()), { opened: "STORE_READ_ONLY" });
    });

    it("what is still in the log of a killed process is not overlooked", async () => {
      const child = await startProcess("commit", path(), "a", "1000000", "5");
      await child.lines(3);
      await child.kill();
      for (const name of readdirSync(folder())) chmodSync(join(folder(), name), 0o444);
      chmodSync(folder(), 0o555);
      const result = (await tryAsAnother(path())) as { fills?: number };
      assert.ok((result.fills as number) >= 15, JSON.stringify(result));
    });
  });

  it("nothing of a path with special characters", async () => {
    mkdirSync(join(folder(), "a b?#%"));
    const odd = join(folder(), "a b?#%", "lab ?#%'é.db");
    const store = await openStore(odd);
    await store.insertSession(aSession);
    await store.close();
    assert.equal(existsSync(odd), true);
  });
});
