import assert from "node:assert/strict";
import { openStore, type SessionRow, type Store } from "../../../src/store/store";
import { aBatch, aSession } from "../samples";

describe("sessions in a store", () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(":memory:");
  });
  afterEach(() => store.close());

  it("come back with everything that was given", async () => {
    const full: Omit<SessionRow, "id"> = {
      name: "base",
      state: "FAILED",
      endReason: "STRATEGY_FAILED",
      config: { feed: { path: "a.csv" }, rate: 0.1 + 0.2, list: [1, "é", null] },
      identity: "abc",
      initialCapital: 1 / 3,
      cursor: 7,
      fingerprint: "f".repeat(64),
      error: { name: "TypeError", message: "no" },
      createdAt: 1_700_000_000_001,
      startedAt: 1_700_000_000_002,
      endedAt: 1_700_000_000_003,
      notes: "",
      tags: ["a", "b"],
    };
    const { id } = await store.insertSession(full);
    assert.deepEqual(await store.session("base"), { id, ...full });
    assert.deepEqual(await store.session(id), { id, ...full });
  });

  it("leave out what was not given", async () => {
    const { id } = await store.insertSession({ ...aSession, name: "a" });
    assert.deepEqual(await store.session(id), { id, name: "a", ...aSession });
  });

  it("are named by their id, and no id is used twice", async () => {
    const first = await store.insertSession(aSession);
    await store.deleteSession(first.id);
    const second = await store.insertSession(aSession);
    assert.deepEqual([first.name, second.name], ["session-1", "session-2"]);
  });

  it("skip an id whose name was given by hand", async () => {
    await store.insertSession({ ...aSession, name: "session-2" });
    assert.equal((await store.insertSession(aSession)).name, "session-3");
  });

  it("cannot share a name", async () => {
    await store.insertSession({ ...aSession, name: "a" });
    await store.insertSession({ ...aSession, name: "b" });
    const message = 'Session "a" exists. Choose another name or ifExists';
    await assert.rejects(store.insertSession({ ...aSession, name: "a" }), { code: "SESSION_EXISTS", message });
    assert.deepEqual(
      (await store.sessions()).map(({ name }) => name),
      ["a", "b"],
    );
  });

  it("change with a commit, only where it says so", async () => {
    const { id } = await store.insertSession({ ...aSession, notes: "n" });
    await store.commit(id, { state: "COMPLETED", endReason: "END_OF_FEED", cursor: 3, fingerprint: "ab", endedAt: 9 });
    const { state, endReason, cursor, notes, createdAt } = (await store.session(id)) as SessionRow;
    assert.deepEqual([state, endReason, cursor, notes, createdAt], ["COMPLETED", "END_OF_FEED", 3, "n", 5]);
  });

  it("take everything with them when they are deleted", async () => {
    const { id } = await store.insertSession(aSession);
    const full = { ...aBatch(0, 2), metrics: { sharpe: 1 }, logs: [{ sequence: 9, time: 1, text: "x" }] };
    await store.commit(id, full);
    assert.equal(await store.deleteSession(id), true);
    assert.equal(await store.deleteSession(id), false);
    const tables = (await store.query("SELECT name FROM sqlite_schema WHERE name LIKE 'paper_%' AND type = 'table'"))
      .rows;
    assert.ok(tables.length >= 12);
    for (const [table] of tables)
      assert.deepEqual((await store.query(`SELECT count(*) FROM ${table}`)).rows, [[0]], `${table}`);
  });

  it("cannot be committed to when they are not there", async () => {
    await assert.rejects(store.commit(7, { cursor: 1 }), { code: "UNKNOWN_SESSION" });
    await assert.rejects(store.commit(7, {}), { code: "UNKNOWN_SESSION" });
    assert.deepEqual(await store.sessions(), []);
  });
});
