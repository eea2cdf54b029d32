import assert from "node:assert/strict";
import { join } from "node:path";
import { openMemoryStore } from "../../../src/store/memory";
import { openStore, type Store } from "../../../src/store/store";
import { makeFolder } from "../samples";
import { aStep, aSweep, aWhole } from "./samples";

for (const kind of ["a file", "memory"])
  describe(`sweeps in ${kind}`, function () {
    const folder = makeFolder(this);
    const opened: Store[] = [];
    const open = async () => {
      const store = kind === "a file" ? await openStore(join(folder(), "lab.db")) : openMemoryStore();
      opened.push(store);
      return store;
    };
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close();
    });

    it("have their results bit for bit: all at some time, and the steps after it", async () => {
      const store = await open();
      const { id } = await store.sweeps.insert(aSweep);
      const { returns, trials, ...step } = aStep;
      await store.sweeps.add(id, aStep, { state: "RUNNING", startedAt: 7 });
      const before = await store.sweeps.results(id);
      assert.deepEqual([before.whole, before.steps.map(stepOf)], [undefined, [step]]);
      await store.sweeps.fold(id, aWhole, { state: "PAUSED", done: 1, failed: 1 });
      assert.deepEqual(await store.sweeps.results(id), { whole: aWhole, steps: [] });
      assert.deepEqual(await store.sweeps.returns(id), returns);
      const [{ sessionId: _, ...trial }] = await store.trials();
      assert.deepEqual(trial, trials[0]);
      const row = { ...aSweep, id, state: "PAUSED", startedAt: 7, done: 1, failed: 1 };
      assert.deepEqual(await store.sweeps.find("grid"), row);
      assert.deepEqual(
        (await store.sweeps.list()).map(({ name, done }) => [name, done]),
        [["grid", 1]],
      );
      assert.deepEqual((await store.query("SELECT name, runs, done FROM paper_sweeps")).rows, [["grid", 3, 1]]);
    });

    it("refuse a name that is taken, and a second one who runs it", async () => {
      const store = await open();
      const { id } = await store.sweeps.insert(aSweep);
      await assert.rejects(store.sweeps.insert(aSweep), { code: "SESSION_EXISTS" });
      const release = await store.sweeps.acquire(id);
      assert.equal(await store.sweeps.acquire(id), undefined);
      // A session of that number is another thing.
      assert.notEqual(await store.acquire(id), undefined);
      await release?.();
      assert.notEqual(await store.sweeps.acquire(id), undefined);
    });

    it("are gone with all their results once they are deleted, but for what they tried", async () => {
      const store = await open();
      const { id } = await store.sweeps.insert(aSweep);
      await store.sweeps.add(id, aStep, {});
      await store.sweeps.fold(id, aWhole, {});
      await store.sweeps.add(id, aStep, {});
      assert.deepEqual([await store.sweeps.delete(id), await store.sweeps.delete(id)], [true, false]);
      assert.deepEqual([await store.sweeps.find("grid"), await store.sweeps.list()], [undefined, []]);
      for (const table of ["paper_sweep_metrics", "paper_sweep_steps", "paper_sweep_returns"])
        assert.deepEqual((await store.query(`SELECT count(*) FROM ${table}`)).rows, [[0]]);
      assert.equal((await store.trials()).length, 1);
      await assert.rejects(store.sweeps.add(id, aStep, {}), { code: "UNKNOWN_SWEEP" });
      await assert.rejects(store.sweeps.results(id), { code: "UNKNOWN_SWEEP" });
      const next = await store.sweeps.insert(aSweep);
      assert.ok(next.id > id, "numbers are used again");
    });
  });

// A file says which step it is.
function stepOf({ number: _, sweep: __, returns: ___, trials: ____, ...step }: object & Record<string, unknown>) {
  return step;
}
