import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineStrategy, openLab, replay, roundTrips } from "../../src/index";

describe("three purchases of 0.1 that are sold as 0.3", () => {
  it("are three trades of 0.1 in the frame, in roundTrips, in the table and when the session is opened again", async () => {
    const folder = mkdtempSync(join(tmpdir(), "paperlab-"));
    const bars = Array.from({ length: 8 }, (_, at) => {
      return { symbol: "A", time: (at + 1) * 3_600_000, open: 10, high: 10, low: 10, close: 10, volume: 1e6 };
    });
    const strategy = defineStrategy({
      name: "dusty",
      state: () => ({ bars: 0 }),
      onBar({ state, buy, sell }) {
        state.bars++;
        if (state.bars <= 3) buy("A", 0.1);
        if (state.bars === 5) sell("A", 0.3);
      },
    });
    const path = join(folder, "lab.db");
    const lab = await openLab(path);
    const session = await lab.run(replay(bars, { calendar: "always" }), strategy, { name: "dusty" });
    const expected = [0.1, 0.1, 0.1];
    const quantities = (rows: readonly { readonly quantity: number }[]) => rows.map(({ quantity }) => quantity);
    assert.deepEqual(quantities(session.tradeRows()), expected);
    assert.deepEqual(quantities(roundTrips(session.fillRows())), expected);
    assert.deepEqual([...session.trades().column("quantity").values], expected);
    const stored = await lab.query("SELECT quantity FROM paper_trades ORDER BY number");
    assert.deepEqual([...stored.column("quantity").values], expected);
    await lab.close();
    const again = await openLab(path);
    assert.deepEqual(quantities((await again.session("dusty")).tradeRows()), expected);
    await again.close();
    rmSync(folder, { recursive: true });
  });
});
