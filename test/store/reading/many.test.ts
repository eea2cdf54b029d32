import assert from "node:assert/strict";
import { copyFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { openStore, type Store, type StoredContent } from "../../../src/store/store";
import { apart, cell, closeAll, everythingOf, lab, leaveNothing, newFile } from "../../api/labs";

const folder = join(__dirname, "../../../fixtures/stored");

// The oldest, the newest, and those with what others lack: all are read as files of now.
const newest = readdirSync(folder)
  .filter((name) => /^v.*\.db$/.test(name))
  .at(-1) as string;
const files = ["v1.db", "v4.db", newest, "live-6.db", "cells.db"];

const names = [
  ...["orders", "fills", "trades", "snapshots", "positions", "curve", "days", "benchmark", "logs"],
  ...["tradingStates", "inputs", "orderChanges", "cash", "marginCalls", "actions", "events", "records"],
  ...["metrics", "liveBars", "feedEvents"],
] as readonly (keyof StoredContent)[];

async function withCopy(file: string, work: (store: Store) => Promise<void>): Promise<void> {
  const path = newFile(file);
  copyFileSync(join(folder, file), path);
  const store = await openStore(path);
  await work(store).finally(() => store.close());
}

describe("sessions that are read all together", () => {
  afterEach(leaveNothing);

  for (const file of files)
    it(`have what they have when they are read one by one: ${file}`, async () => {
      await withCopy(file, async (store) => {
        const ids = (await store.sessions()).map(({ id }) => id);
        assert.ok(ids.length > 0);
        const together = await store.restoreEnded(ids);
        for (const [at, id] of ids.entries()) {
          for (const ended of [true, false]) {
            const alone = await store.restore(id, ended);
            for (const name of names) assert.deepEqual(together[at][name], alone[name], `${id} ${name}`);
          }
        }
      });
    });

  it("are found by names and numbers, in the order in which they were asked for, even twice", async () => {
    const path = newFile();
    const opened = await lab(path);
    const [feed, strategy, options] = cell("a");
    const shown = new Map<string, unknown>();
    for (const name of ["a", "b", "c"])
      shown.set(name, everythingOf(await opened.run(feed, strategy, { ...options, name, seed: name })));
    await closeAll();
    const again = await apart(path);
    const { core } = await again.session("a");
    const found = await core.record.store.sessionsOf(["c", 1, "nobody", "c", 99, 2]);
    assert.deepEqual(
      found.map((row) => row?.name),
      ["c", "a", undefined, "c", undefined, "b"],
    );
    const comparison = await again.compare(["c", 1, "b"], { draws: 0 });
    const rows = comparison.sessions({ columns: ["name"] }).values.flat();
    assert.deepEqual(rows, ["c", "a", "b"]);
    await assert.rejects(again.compare(["a", "d"]), { code: "UNKNOWN_SESSION", message: /"d".*It has a, b, c/ });
    await assert.rejects(again.compare(["a", 1.5]), { code: "INVALID_OPTION" });
    await assert.rejects(again.compare(["a", undefined as unknown as string]), { code: "INVALID_OPTION" });
    for (const name of ["a", "b", "c"]) assert.deepEqual(everythingOf(await again.session(name)), shown.get(name));
  });
});
