import assert from "node:assert/strict";
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openConnection } from "../../src/store/sqlite/connection";
import { openStore, type Store } from "../../src/store/store";
import { aBatch, aSession, makeFolder, startProcess } from "./samples";

const whole = { state: "COMPLETED" } as const;

describe("one file is one file:", function () {
  const folder = makeFolder(this);
  const path = () => join(folder(), "lab.db");
  const copy = () => join(folder(), "copy.db");
  const refusal = {
    code: "STORE_CORRUPT",
    message: /copy\.db lacks copy\.db-wal, which has the latest commits of its sessions/,
  };

  /** How many sessions and fills a copy of the file alone has. */
  async function copied(): Promise<[number, number]> {
    copyFileSync(path(), copy());
    return counted(copy());
  }

  async function counted(file: string): Promise<[number, number]> {
    const store = await openStore(file);
    try {
      const [row] = (await store.query("SELECT (SELECT count(*) FROM paper_sessions), count(*) FROM paper_fills")).rows;
      return [Number(row[0]), Number(row[1])];
    } finally {
      await store.close();
    }
  }

  /** A store with a session that runs and has stored ten fills. */
  async function running(): Promise<Store> {
    const store = await openStore(path());
    const { id } = await store.insertSession(aSession);
    store.setRunning(id, true);
    await store.commit(id, aBatch(0, 10));
    return store;
  }

  it("what is stored while no session runs is in the file at once", async () => {
    const store = await openStore(path());
    assert.deepEqual(await copied(), [0, 0]);
    const { id } = await store.insertSession(aSession);
    assert.deepEqual(await copied(), [1, 0]);
    await store.commit(id, { ...aBatch(0, 10), ...whole });
    assert.deepEqual(await copied(), [1, 10]);
    await store.commit(id, { cursor: 11 });
    await store.deleteSession(id);
    assert.deepEqual(await copied(), [0, 0]);
    await store.close();
    assert.deepEqual(readdirSync(folder()).sort(), ["copy.db", "lab.db"]);
  });

  for (const state of ["PAUSED", "COMPLETED", "FAILED"] as const)
    it(`when the last of two sessions is ${state}, everything is in the file, which says until then that it is not`, async () => {
      const store = await running();
      const other = await store.insertSession(aSession);
      store.setRunning(other.id, true);
      await store.commit(1, { state });
      await assert.rejects(copied(), refusal);
      await store.commit(other.id, { ...aBatch(0, 7), state });
      assert.deepEqual(await copied(), [2, 17]);
      await store.close();
    });

  it("a session that ceases to run without a word is not waited for", async () => {
    const store = await running();
    store.setRunning(1, false);
    await store.commit(1, { cursor: 10 });
    assert.deepEqual(await copied(), [1, 10]);
    await store.close();
  });

  it("commits of a session that runs leave the file alone", async () => {
    const store = await running();
    const before = readFileSync(path());
    for (let index = 1; index < 5; index++) await store.commit(1, aBatch(index, 10));
    assert.ok(readFileSync(path()).equals(before));
    assert.equal((await store.restore(1)).fills.length, 50);
    await store.close();
    assert.deepEqual(await copied(), [1, 50]);
  });

  it("a copy of the file alone, taken while a session runs, is refused and left as it is; with its log it opens", async () => {
    const store = await running();
    await store.commit(1, aBatch(1, 10));
    copyFileSync(path(), copy());
    const before = readFileSync(copy());
    await assert.rejects(openStore(copy()), refusal);
    assert.ok(readFileSync(copy()).equals(before));
    assert.equal(existsSync(`${copy()}-wal`), false);
    copyFileSync(`${path()}-wal`, `${copy()}-wal`);
    assert.deepEqual(await counted(copy()), [1, 20]);
    assert.deepEqual(await copied().catch(({ code }) => code), "STORE_CORRUPT");
    await store.close();
  });

  it("with an empty log in place of a lost one it opens with what is left, and is whole from then on", async () => {
    const store = await running();
    await store.commit(1, aBatch(1, 10));
    copyFileSync(path(), copy());
    writeFileSync(`${copy()}-wal`, "");
    assert.deepEqual(await counted(copy()), [1, 10]);
    assert.deepEqual(await counted(copy()), [1, 10]);
    await store.close();
  });

  describe("after a process was killed", () => {
    async function leaveLog(): Promise<number> {
      const child = await startProcess("commit", path(), "a", "1000000", "5");
      await child.lines(3);
      await child.kill();
      assert.ok(statSync(`${path()}-wal`).size > 0);
      const { rows } = await queried("SELECT count(*) FROM paper_fills");
      return Number(rows[0][0]);
    }

    // Reads a copy, so that what was left stays.
    async function queried(sql: string) {
      const other = join(folder(), "other.db");
      for (const end of ["", "-wal"]) copyFileSync(`${path()}${end}`, `${other}${end}`);
      const store = await openStore(other);
      const result = await store.query(sql);
      await store.close();
      rmSync(other);
      return result;
    }

    it("nothing is lost, and opening the lab makes the file whole", async () => {
      const fills = await leaveLog();
      await assert.rejects(copied(), refusal);
      const store = await openStore(path());
      assert.deepEqual(await copied(), [1, fills]);
      await store.close();
      assert.deepEqual(readdirSync(folder()).sort(), ["copy.db", "lab.db"]);
    });

    it("another program that opens the file makes it whole too", async () => {
      const fills = await leaveLog();
      const connection = await openConnection(path(), "write", 0);
      await connection.all("SELECT count(*) FROM paper_sessions");
      await connection.close();
      assert.deepEqual(await copied(), [1, fills]);
    });
  });

  describe("nothing stays beside it when a process ends by", () => {
    for (const how of ["close", "its own", "exit", "throw", "exit while it commits", "exit while it reads"])
      it(how, async () => {
        assert.equal(await (await startProcess("end", path(), how)).ended, 0);
        assert.deepEqual(readdirSync(folder()), ["lab.db"]);
        assert.deepEqual(await copied(), [1, how === "exit while it commits" ? 2000 : 1000]);
      });
  });

  it("somebody who reads is not disturbed, and what had to wait for him is done when he is done", async () => {
    const store = await running();
    const reader = await startProcess("read", path());
    assert.deepEqual(await reader.lines(1), ["reading"]);
    await store.commit(1, { ...aBatch(1, 10), ...whole });
    assert.ok(statSync(`${path()}-wal`).size > 0);
    assert.equal((await store.restore(1)).fills.length, 20);
    reader.tell("end");
    assert.equal(await reader.ended, 0);
    while (statSync(`${path()}-wal`).size > 0) await new Promise((resolve) => setTimeout(resolve, 5));
    assert.deepEqual(await copied(), [1, 20]);
    await store.close();
  });

  it("the rest of one process does not hide that a session of another runs", async () => {
    const child = await startProcess("commit-on", path());
    assert.deepEqual(await child.lines(1), ["running"]);
    const store = await openStore(path());
    const { id } = await store.insertSession(aSession);
    await store.commit(id, { ...aBatch(0, 5), ...whole });
    await store.close();
    child.tell("go on");
    assert.deepEqual(await child.lines(2), ["running", "stored"]);
    await assert.rejects(copied(), refusal);
    child.tell("end");
    assert.equal(await child.ended, 0);
    assert.deepEqual(await copied(), [2, 25]);
  });
});
