import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openStore } from "../../src/store/store";
import { aBatch, aSession, makeFolder, startProcess } from "./samples";

describe("a store shared by processes", function () {
  const folder = makeFolder(this);
  const path = () => join(folder(), "lab.db");
  const lock = (id: number) => `${path()}-session-${id}.lock`;

  for (const [reported, size] of [
    [1, 400],
    [4, 2000],
    [9, 50],
  ])
    it(`has all or nothing of each batch when its writer is killed (after ${reported} batches of ${size})`, async () => {
      const child = await startProcess("commit", path(), "a", "1000000", `${size}`);
      await child.lines(reported);
      await child.kill();
      const store = await openStore(path());
      const { orders, fills, curve } = await store.restore(1);
      const cursor = (await store.session("a"))?.cursor as number;
      assert.ok(cursor >= reported * size && cursor % size === 0, `cursor ${cursor}`);
      assert.deepEqual([orders.length, fills.length, curve.time.length], [cursor, cursor, cursor]);
      assert.deepEqual(fills.slice(-size), aBatch(cursor / size - 1, size).fills);
      await store.commit(1, aBatch(cursor / size, size));
      assert.equal((await store.restore(1)).fills.length, cursor + size);
      await store.close();
    });

  it("takes the commits of two processes and of two sessions of one process at once", async () => {
    const begun = ["a", "b"].map((name) => startProcess("commit", path(), name, "20", "100"));
    const children = await Promise.all(begun);
    const store = await openStore(path());
    const own = [await store.insertSession(aSession), await store.insertSession(aSession)];
    for (let index = 0; index < 20; index++)
      await Promise.all(own.map(({ id }) => store.commit(id, aBatch(index, 100))));
    assert.deepEqual(await Promise.all(children.map(({ ended }) => ended)), [0, 0]);
    for (const { id, name } of await store.sessions())
      assert.deepEqual((await store.restore(id)).fills, aBatch(0, 2000).fills, name);
    assert.equal((await store.sessions()).length, 4);
    await store.close();
  });

  it("gives a session one writer, until it is given back", async () => {
    const [store, other] = [await openStore(path()), await openStore(path())];
    const release = await store.acquire(1);
    assert.ok(release);
    assert.equal(await store.acquire(1), undefined);
    assert.equal(await other.acquire(1), undefined);
    assert.ok(await other.acquire(2));
    await release();
    await release();
    assert.ok(await other.acquire(1));
    await Promise.all([store.close(), other.close()]);
    assert.deepEqual(readdirSync(folder()), ["lab.db"]);
  });

  it("frees the lock of a process that was killed", async () => {
    const store = await openStore(path());
    const child = await startProcess("hold", path(), "1");
    assert.deepEqual(await child.lines(1), ["taken"]);
    assert.equal(await store.acquire(1), undefined);
    await child.kill();
    const release = await store.acquire(1);
    assert.ok(release);
    assert.deepEqual(await (await startProcess("hold", path(), "1")).lines(1), ["refused"]);
    await release();
    assert.equal(existsSync(lock(1)), false);
    await store.close();
  });

  it("gives one lock to one of many that ask at once, again and again", async () => {
    const stores = await Promise.all(Array.from({ length: 4 }, () => openStore(path())));
    for (let round = 0; round < 20; round++) {
      const releases = await Promise.all(stores.map((store) => store.acquire(1)));
      const given = releases.filter((release) => release !== undefined);
      assert.ok(given.length <= 1, `round ${round}: ${given.length} owners`);
      for (const release of given) await release();
    }
    const release = await stores[0].acquire(1);
    assert.ok(release);
    await Promise.all(stores.map((store) => store.close()));
  });

  it("clears away the side files of the dead when it is opened", async () => {
    await (await openStore(path())).close();
    writeFileSync(lock(3), "");
    await (await openStore(path())).close();
    assert.deepEqual(readdirSync(folder()), ["lab.db"]);
  });

  it("in memory gives each lock once", async () => {
    const store = await openStore(":memory:");
    const release = await store.acquire(1);
    assert.ok(release);
    assert.equal(await store.acquire(1), undefined);
    await release();
    assert.ok(await store.acquire(1));
    await store.close();
  });
});
