import assert from "node:assert/strict";
import { join } from "node:path";
import fc from "fast-check";
import type { BarColumns } from "../../../src/core/market/bar";
import { openStore, type StoredFeedEvent } from "../../../src/store/store";
import { aSession, makeFolder } from "../samples";

function barsFrom(from: number, length: number): BarColumns & { readonly from: number } {
  const column = (factor: number) => Float64Array.from({ length }, (_, at) => (from + at) * factor);
  const symbol = Uint16Array.from({ length }, (_, at) => (from + at) % 3);
  const prices = { open: column(1 / 3), high: column(0.7), low: column(0.1), close: column(1 / 7), volume: column(11) };
  return { from, length, time: column(60_000), symbol, ...prices };
}

describe("what came of a live feed", function () {
  const folder = makeFolder(this);
  const open = () => openStore(join(folder(), "lab.db"));

  it("comes back bit for bit, in however many pieces it was stored, of each session its own", async () => {
    const pieces = fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 8 });
    const check = async (sizes: readonly number[]) => {
      const store = await open();
      const [one, other] = [await store.insertSession(aSession), await store.insertSession(aSession)];
      let from = 0;
      for (const size of sizes) {
        await store.commit(one.id, { liveBars: barsFrom(from, size) });
        from += size;
      }
      await store.commit(other.id, { liveBars: barsFrom(0, 2) });
      const { from: _, ...whole } = barsFrom(0, from);
      assert.deepEqual({ ...(await store.restore(one.id)).liveBars }, whole);
      assert.equal((await store.restore(other.id)).liveBars?.length, 2);
      await store.close();
    };
    await fc.assert(fc.asyncProperty(pieces, check), { numRuns: 15 });
  });

  it("cannot be stored twice, or with a piece missing", async () => {
    const store = await open();
    const { id } = await store.insertSession(aSession);
    await store.commit(id, { liveBars: barsFrom(0, 5) });
    for (const from of [0, 4, 6])
      await assert.rejects(store.commit(id, { liveBars: barsFrom(from, 1) }), {
        code: "STORE_FAILED",
        message: `Expected new points of paper_live_bars to begin at 5, was ${from}. Open the session again with lab.session`,
      });
    assert.equal((await store.restore(id)).liveBars?.length, 5);
    await store.close();
  });

  it("has events, of which a later one of the same number counts", async () => {
    const store = await open();
    const { id } = await store.insertSession(aSession);
    const gap: StoredFeedEvent = { number: 1, kind: "gap", time: 1.5, symbol: "A", count: 1, text: "a \u0000 in it" };
    const bad: StoredFeedEvent = { number: 2, kind: "bad", count: 1, text: "none" };
    await store.commit(id, { feedEvents: [gap, bad] });
    await store.commit(id, { feedEvents: [{ ...bad, count: 7 }] });
    assert.deepEqual((await store.restore(id)).feedEvents, [gap, { ...bad, count: 7 }]);
    await store.close();
  });
});
