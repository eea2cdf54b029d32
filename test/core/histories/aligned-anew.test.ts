import assert from "node:assert/strict";
import { defineStrategy, openLab, replay } from "../../../src/index";

const quarter = 900_000;
const start = Date.UTC(2021, 2, 1);

describe("histories of longer bars that have lost bars", () => {
  it("begin anew, and follow the bars from there on", async () => {
    const rows = Array.from({ length: 400 }, (_, at) => at + 1).flatMap((price) =>
      ["A", "B"].map((symbol) => {
        const time = start + price * quarter;
        return { time, symbol, open: price, high: price, low: price, close: price, volume: 1 };
      }),
    );
    const seen: number[][] = [];
    const rare = defineStrategy({
      name: "rare",
      state: () => ({ steps: 0 }),
      onBars({ histories, state }) {
        if (++state.steps % 100 !== 0) return;
        const { A, B } = histories(["A", "B"], "1h");
        assert.deepEqual([...A.time], [...B.time]);
        seen.push([...A.close]);
      },
    });
    const lab = await openLab(":memory:");
    const feed = replay(rows, { calendar: "always", interval: "15m", stamp: "close" });
    await lab.run(feed, rare, { historyBars: 20 });
    assert.deepEqual(seen, [
      [88, 92, 96, 100],
      [188, 192, 196, 200],
      [288, 292, 296, 300],
      [388, 392, 396, 400],
    ]);
  });
});
