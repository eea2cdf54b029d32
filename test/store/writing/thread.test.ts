import assert from "node:assert/strict";
import { join } from "node:path";
import { openStore } from "../../../src/store/store";
import { aBatch, aSession, makeFolder, startProcess } from "../samples";

describe("the store thread", function () {
  const folder = makeFolder(this);
  const path = () => join(folder(), "lab.db");

  async function storedFills(): Promise<number> {
    const store = await openStore(path());
    const { fills } = await store.restore(1);
    await store.close();
    return fills.length;
  }

  it("has everything on disk when a process ends that waits for it, without a turn of the event loop", async () => {
    const child = await startProcess("finish", path(), "5", "finish");
    assert.deepEqual(await child.lines(1), ["finished"]);
    assert.equal(await child.ended, 0);
    assert.equal(await storedFills(), 1000);
  });

  it("says what could not be stored when a process ends", async () => {
    const child = await startProcess("finish", path(), "3", "locked");
    assert.deepEqual(await child.lines(1), ["STORE_LOCKED"]);
    await child.ended;
    assert.equal(await storedFills(), 0);
  });

  it("is not in the way of a process that ends in the middle of a commit", async () => {
    assert.equal(await (await startProcess("exit", path())).ended, 7);
    assert.equal(await storedFills(), 20_000);
  });

  it("does not keep a process alive that has nothing more to store, and keeps one that has", async () => {
    const child = await startProcess("idle", path());
    assert.deepEqual(await child.lines(1), ["stored"]);
    assert.equal(await child.ended, 0);
    assert.equal(await storedFills(), 10);
  });

  it("lets patient batches of many sessions share a transaction", async () => {
    const store = await openStore(path());
    const ids: number[] = [];
    for (let session = 0; session < 50; session++) ids.push((await store.insertSession(aSession)).id);
    await store.commit(ids[0], {});
    // Each transaction of a file in the log's mode adds a frame for the first page that it changes: count them by version.
    const version = async () => Number((await store.query("SELECT * FROM pragma_data_version")).rows[0][0]);
    const seen = new Set<number>();
    const commits = ids.map(async (id) => {
      await store.commit(id, aBatch(0, 3), { patient: true });
      seen.add(await version());
    });
    await Promise.all(commits);
    assert.equal(seen.size, 1);
    for (const id of ids) assert.deepEqual((await store.restore(id)).fills, aBatch(0, 3).fills);
    await store.close();
  });

  it("stores the others of a transaction when one of its sessions is refused", async () => {
    const store = await openStore(path());
    const ids: number[] = [];
    for (let session = 0; session < 5; session++) ids.push((await store.insertSession(aSession)).id);
    await store.deleteSession(ids[2]);
    await store.commit(ids[3], aBatch(0, 3));
    const patient = { patient: true };
    const outcomes = await Promise.allSettled([
      ...ids.slice(0, 4).map((id) => store.commit(id, aBatch(0, 3), patient)),
      store.commit(ids[4], { curve: { from: 7, time: new Float64Array(1), equity: new Float64Array(1) } }, patient),
      store.commit(ids[0], aBatch(1, 3), patient),
    ]);
    const codes = outcomes.map((outcome) => (outcome.status === "rejected" ? outcome.reason.code : "stored"));
    assert.deepEqual(codes, ["stored", "stored", "UNKNOWN_SESSION", "STORE_FAILED", "STORE_FAILED", "stored"]);
    const counts = await Promise.all([0, 1, 3, 4].map(async (at) => (await store.restore(ids[at])).fills.length));
    assert.deepEqual(counts, [6, 3, 3, 0]);
    await store.close();
  });

  it("works for two stores at once, and on after one is closed", async () => {
    const [one, two] = [await openStore(path()), await openStore(join(folder(), "other.db"))];
    const sessions = await Promise.all([one, two].map((store) => store.insertSession(aSession)));
    await Promise.all([one.commit(sessions[0].id, aBatch(0, 9)), two.commit(sessions[1].id, aBatch(0, 4))]);
    await one.close();
    await two.commit(sessions[1].id, aBatch(1, 4));
    assert.equal((await two.restore(1)).fills.length, 8);
    await two.close();
    assert.equal(await storedFills(), 9);
  });
});
