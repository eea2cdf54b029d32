import assert from "node:assert/strict";
import { drawdownSeries, drawdownsOf } from "../../../src/analysis/returns/drawdowns";
import { drawdownOf } from "../../../src/analysis/statistics/drawdown";
import { curveOf, day } from "../records";

function curve(...equity: number[]) {
  return curveOf(equity.map((value, i) => [i * day, value] as const));
}

describe("the drawdowns of a curve", () => {
  it("are listed deepest first, with their peak, trough and recovery", () => {
    assert.deepEqual(drawdownsOf(curve(100, 100, 90, 95, 100, 60, 120, 108)), [
      { peakTime: 4 * day, troughTime: 5 * day, recoveryTime: 6 * day, depth: 0.6 - 1, days: 2 },
      { peakTime: day, troughTime: 2 * day, recoveryTime: 4 * day, depth: 0.9 - 1, days: 3 },
      { peakTime: 6 * day, troughTime: 7 * day, recoveryTime: null, depth: 0.9 - 1, days: 1 },
    ]);
  });

  it("are none of a curve that never falls, or of nothing", () => {
    assert.deepEqual(drawdownsOf(curve(1, 1, 2, 3)), []);
    assert.deepEqual(drawdownsOf(curve()), []);
  });

  it("agree with the metrics", () => {
    const falling = curve(...Array.from({ length: 500 }, (_, i) => 100 + Math.sin(i * i) + i / 50));
    const all = drawdownsOf(falling);
    const { depth, days } = drawdownOf(falling.equity, falling.time, falling.length);
    assert.deepEqual([all[0].depth, Math.max(...all.map((each) => each.days))], [depth, days]);
    assert.equal(Math.min(...drawdownSeries(falling)), depth);
  });

  it("have a series that is 0 at every new peak", () => {
    assert.deepEqual([...drawdownSeries(curve(100, 110, 99, 110, 121))], [0, 0, 0.9 - 1, 0, 0]);
  });
});
