import assert from "node:assert/strict";
import { join } from "node:path";
import { openConnection } from "../../../src/store/sqlite/connection";
import { type Batch, openStore } from "../../../src/store/store";
import { aBatch, aSession, aTrade, makeFolder } from "../samples";

const numbers = (length: number, from = 0) => Float64Array.from({ length }, (_, place) => from + place + 0.5);
const held = { symbol: "A", quantity: 1, averagePrice: 2, price: 3, marketValue: 3, unrealizedPnl: 1 };
const snapshot = { time: 1, cash: 1, equity: 2, grossExposure: 0, netExposure: 0, drawdown: 0, positions: [held] };
const days = (length: number) => {
  const column = numbers(length);
  return {
    length,
    day: new Int32Array(length),
    time: column,
    equity: column,
    gross: column,
    net: column,
    traded: column,
  };
};

/** Every kind of write, one after the other. */
const writes: Readonly<Record<string, Batch>> = {
  "new rows": { ...aBatch(0, 3000), trades: [aTrade(1)], logs: [{ sequence: 9, time: 1, text: "x".repeat(100_000) }] },
  "rows in place of others": { orders: aBatch(0, 2000).orders, trades: [aTrade(1, { tag: "t" }), aTrade(2)] },
  "a chunk that is continued": { curve: { from: 3000, time: numbers(2), equity: numbers(2) } },
  "a chunk of its own, longer than a page": { curve: { from: 3002, time: numbers(70_000), equity: numbers(70_000) } },
  "lines of records": {
    records: [
      { name: "a", from: 0, time: numbers(5), value: numbers(5) },
      { name: "b", from: 0, time: numbers(5000), value: numbers(5000) },
    ],
  },
  "lines that go on": {
    records: [
      { name: "a", from: 5, time: numbers(300), value: numbers(300) },
      { name: "b", from: 5000, time: numbers(1), value: numbers(1) },
    ],
  },
  "what replaces all of its kind": { positions: [held, held], metrics: { sharpe: 1, sortino: null }, days: days(3) },
  "the same, shorter": { positions: [], metrics: { sharpe: 2 }, days: days(2) },
  snapshots: { snapshots: { from: 0, list: [snapshot, { ...snapshot, positions: [] }] } },
  "more snapshots": { snapshots: { from: 2, list: [snapshot] } },
  "changes of the session alone": { state: "FAILED", error: { message: "é".repeat(50_000) } },
};

describe("a database is sound", function () {
  const folder = makeFolder(this);

  it("after every kind of write", async () => {
    const path = join(folder(), "lab.db");
    const store = await openStore(path);
    const { id } = await store.insertSession(aSession, { benchmark: { time: numbers(3), level: numbers(3) } });
    const other = await openConnection(path, "readOnly", 1000);
    for (const [kind, batch] of Object.entries(writes)) {
      await store.commit(id, batch);
      assert.deepEqual(await other.all("PRAGMA integrity_check"), [{ integrity_check: "ok" }], kind);
      assert.deepEqual(await other.all("PRAGMA foreign_key_check"), [], kind);
    }
    const { orders, curve, records, positions, metrics, days: stored, snapshots, events } = await store.restore(id);
    assert.deepEqual(
      [orders.length, curve.time.length, records.map(({ time }) => time.length), events.kind.length],
      [3000, 73_002, [305, 5001], 3000],
    );
    assert.deepEqual([positions, metrics, stored?.length, snapshots.length], [[], { sharpe: 2 }, 2, 3]);
    assert.deepEqual((await store.query("SELECT count(*) FROM paper_records")).rows, [[4]]);
    await store.deleteSession(id);
    assert.deepEqual(await other.all("PRAGMA integrity_check"), [{ integrity_check: "ok" }]);
    await other.close();
    await store.close();
  });
});
