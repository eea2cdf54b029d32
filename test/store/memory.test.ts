import assert from "node:assert/strict";
import { openMemoryStore } from "../../src/store/memory";
import { type Batch, openStore, type Store } from "../../src/store/store";
import { costly, lab, leaveNothing, year } from "../api/labs";
import { eventful } from "../api/strategies";
import { aBatch, aSession } from "./samples";

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
      await one.insertSession({ ...aSession, name: "session-3" }, { replaces: 2 });
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
    assert.deepEqual(await store.metrics(), new Map([[id, { sharpe: 1 }]]));
    assert.equal(asked, 0);
    assert.deepEqual((await store.query("SELECT count(*) FROM paper_fills")).rows, [[3]]);
    assert.deepEqual((await store.restore(id)).orders, [...(aBatch(0, 3).orders ?? [])]);
    assert.equal(asked, 2);
  });

  it("shows a session to queries as one in a file is shown", async () => {
    const options = { ...costly, name: "a" };
    const session = await (await lab()).run(year, eventful, options);
    const { id } = await store.insertSession({ ...aSession, name: "a", initialCapital: costly.initialCapital });
    const file = await openStore(":memory:");
    await file.insertSession({ ...aSession, name: "a", initialCapital: costly.initialCapital });
    await session.core.copyTo(store);
    await session.core.copyTo(file);
    const { orders, fills, events, metrics } = await store.restore(id);
    assert.ok(events.kind.length > 100);
    const stored = await file.restore(id);
    assert.deepEqual([orders, fills, events, metrics], [stored.orders, stored.fills, stored.events, stored.metrics]);
    const sql = "SELECT s.name, f.* FROM paper_sessions s JOIN paper_fills f ON f.session_id = s.id";
    assert.deepEqual(await store.query(sql), await file.query(sql));
    await file.close();
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
