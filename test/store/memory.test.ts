import assert from "node:assert/strict";
import { openMemoryStore } from "../../src/store/memory";
import { type Batch, openStore, type Store } from "../../src/store/store";
import { costly, lab, leaveNothing, newFile, tableOf, year } from "../api/labs";
import { eventful } from "../api/strategies";
import { aBatch, aSession } from "./samples";

// All but the times of the wall clock.
const ofClock = ["created_at", "started_at", "ended_at", "ran_at"];

function withoutClock(table: string, { columns, rows }: { columns: string[]; rows: unknown[][] }) {
  const kept = columns.filter((name) => !["paper_sessions", "paper_trials"].includes(table) || !ofClock.includes(name));
  return rows.map((row) => kept.map((name) => [name, row[columns.indexOf(name)]]));
}

describe("a store that keeps objects", () => {
  let store: Store;
  beforeEach(() => {
    store = openMemoryStore();
  });
  afterEach(async () => {
    await store.close();
    await leaveNothing();
  });

  it("names and numbers sessions as a file does", async () => {
    const file = await openStore(":memory:");
    for (const one of [store, file]) {
      const first = await one.insertSession(aSession);
      await one.deleteSession(first.id);
      await one.insertSession({ ...aSession, name: "session-3" });
      await one.insertSession(aSession);
      await assert.rejects(one.insertSession({ ...aSession, name: "session-3" }), { code: "SESSION_EXISTS" });
      await one.insertSession({ ...aSession, name: "session-3" }, { replaces: { id: 2 } });
      const again = () =>
        one.insertSession({ ...aSession, name: "session-3" }, { replaces: { id: 5, unlessBegun: true } });
      await one.commit(5, { cursor: 1 });
      await assert.rejects(again(), { code: "SESSION_EXISTS" });
      await one.commit(5, { cursor: 0 });
      await again();
    }
    assert.deepEqual(await store.sessions(), await file.sessions());
    await file.close();
  });

  it("takes what changes of a session's row, and asks for its content only when rows are asked for", async () => {
    const { id } = await store.insertSession(aSession);
    let asked = 0;
    const whole = (): Batch => {
      asked++;
      return aBatch(0, 3);
    };
    store.present(id, whole);
    await store.commit(id, { state: "PAUSED", cursor: 3, metrics: { sharpe: 1 } });
    await store.commit(id, { cursor: undefined });
    assert.deepEqual(await store.session(id), { id, name: "session-1", ...aSession, state: "PAUSED", cursor: 3 });
    const [{ metricNames, metricValues }] = await store.listed();
    assert.deepEqual([metricNames, [...metricValues]], [["sharpe"], [1]]);
    assert.equal(asked, 0);
    assert.deepEqual((await store.query("SELECT count(*) FROM paper_fills")).rows, [[3]]);
    assert.deepEqual((await store.restore(id)).orders, [...(aBatch(0, 3).orders ?? [])]);
    assert.equal(asked, 2);
  });

  it("shows sessions to queries as a file does", async () => {
    const labs = [await lab(), await lab(newFile())];
    for (const one of labs) {
      const ended = await one.run(year, eventful, { ...costly, name: "a" });
      assert.ok(ended.eventRows().length > 100);
      await (await one.createSession(year, eventful, { ...costly, name: "half" })).step(100);
      await one.createSession(year, eventful, { ...costly, name: "new" });
    }
    const names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name LIKE 'paper_%'";
    const tables = tableOf(await labs[1].query(names)).rows;
    assert.ok(tables.length > 10);
    for (const [table] of tables as string[][]) {
      const [inMemory, inFile] = await Promise.all(
        labs.map(async (one) => tableOf(await one.query(`SELECT * FROM ${table}`))),
      );
      assert.deepEqual(withoutClock(table, inMemory), withoutClock(table, inFile), table);
    }
  });

  it("gives each lock once, and refuses everything once it is closed", async () => {
    const release = await store.acquire(1);
    assert.equal(await store.acquire(1), undefined);
    await release?.();
    assert.ok(await store.acquire(1));
    await store.close();
    await assert.rejects(store.sessions(), { code: "LAB_CLOSED" });
    await assert.rejects(store.commit(1, {}), { code: "LAB_CLOSED" });
  });
});
