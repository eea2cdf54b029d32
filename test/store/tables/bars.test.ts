import assert from "node:assert/strict";
import type { BarColumns } from "../../../src/core/market/bar";
import { openStore, type Store } from "../../../src/store/store";
import { aSession } from "../samples";

/** Bars whose numbers are no round ones; more than one chunk of them. */
function manyBars(length: number): BarColumns {
  const column = (value: (row: number) => number) => Float64Array.from({ length }, (_, row) => value(row));
  return {
    length,
    time: column((row) => 1.5e12 + row / 3),
    symbol: Uint16Array.from({ length }, (_, row) => (row * 7919) % 65_536),
    open: column((row) => 1 / (row + 1)),
    high: column((row) => 1e300 / (row + 1)),
    low: column((row) => 5e-324 * (row + 1)),
    close: column(() => 0.1 + 0.2),
    volume: column((row) => (row % 2 === 0 ? -0 : 2 ** 60)),
  };
}

const over = (sha256: string) => ({ ...aSession, config: { feed: { sha256 } } });

describe("the bars of a feed made in memory", () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore(":memory:");
  });
  afterEach(() => store.close());
  const kept = async () => (await store.query("SELECT sha256, sum(rows) FROM paper_bars GROUP BY 1")).rows;

  it("come back bit for bit, however many there are", async () => {
    for (const length of [1, 65_536, 65_537, 200_000]) {
      const columns = manyBars(length);
      await store.insertSession(over(`${length}`), { bars: { sha256: `${length}`, columns } });
      assert.deepEqual(await store.bars(`${length}`), columns);
    }
  });

  it("are not there where nobody gave them", async () => {
    await store.insertSession(over("x"));
    assert.equal(await store.bars("x"), undefined);
  });

  it("are kept once for all sessions that run on them, and go with the last of these", async () => {
    const columns = manyBars(3);
    const ids: number[] = [];
    for (const sha256 of ["one", "one", "two"])
      ids.push((await store.insertSession(over(sha256), { bars: { sha256, columns } })).id);
    await store.insertSession(aSession);
    assert.deepEqual(await kept(), [
      ["one", 3],
      ["two", 3],
    ]);
    await store.deleteSession(ids[0]);
    assert.equal((await kept()).length, 2);
    await store.deleteSession(ids[1]);
    assert.deepEqual(await kept(), [["two", 3]]);
    await store.deleteSession(ids[2]);
    assert.deepEqual(await kept(), []);
  });

  it("are not kept for a session that could not be made", async () => {
    await store.insertSession({ ...over("one"), name: "a" });
    const again = store.insertSession({ ...over("two"), name: "a" }, { bars: { sha256: "two", columns: manyBars(3) } });
    await assert.rejects(again, { code: "SESSION_EXISTS" });
    assert.deepEqual(await kept(), []);
  });
});
