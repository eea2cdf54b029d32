import assert from "node:assert/strict";
import { defineStrategy, gbm } from "../../../src/index";
import { sweepCard } from "../../../src/views/sweep/card";
import { fanOf } from "../../../src/views/sweep/fan";
import { lab, leaveNothing } from "../../api/labs";

const wild = gbm({ A: { price: 100, drift: 0.08, volatility: 0.9 } }, { start: "2015-01-02", bars: 400, seed: "x" });

const levered = defineStrategy({
  name: "levered",
  params: { size: 1 },
  onBar: ({ bar, params, orderTargetWeight }) => orderTargetWeight(bar.symbol, params.size),
});

async function swept(name: string, sizes: readonly number[]) {
  const options = { leverage: 10, maintenanceMargin: 0.0001, grid: { size: sizes } };
  return (await lab()).sweep(wild, levered, { name, ...options, keep: "returns", metrics: ["sharpe", "totalReturn"] });
}

describe("a run of a sweep that went bankrupt", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("is never the best, however good the time before was, and says so", async () => {
    const sweep = await swept("ruin", [0.2, 0.5, 1, 9]);
    const sharpe = sweep.metric("sharpe");
    assert.ok(sharpe[3] > Math.max(...sharpe.subarray(0, 3)), "its ratio is the highest");
    assert.ok(sweep.metric("totalReturn")[3] < -1);
    assert.notEqual(sweep.best().run, 3);
    const row = sweep.tableRows()[3];
    assert.deepEqual([row.run, row.rank, row.state], [3, null, "bankrupt"]);
    assert.equal(sweep.heatmapRows("size")[3].value, null);
    const text = sweepCard(sweep.record).text();
    assert.match(text, /Bankrupt +1 run lost everything, such as at size 9\. They have no rank/);
    assert.match(text, /Best in sample +Sharpe ratio \d\.\d\d at size (0\.2|0\.5|1)\n/);
  });

  it("has nothing from then on in the fan, and does not hide what overfitting there is", async () => {
    const sweep = await swept("fan", [0.2, 0.5, 1, 9]);
    const fan = fanOf(sweep.record);
    assert.ok((fan?.levels[0].at(-1) ?? 1) < 0.3, String(fan?.levels[0].at(-1)));
    assert.match(sweepCard(sweep.record).text(), /Overfitting +\d+(\.\d+)? % /);
    const all = await swept("all", [9, 10]);
    assert.match(sweepCard(all.record).text(), /Best in sample +none: Sharpe ratio is undefined/);
    assert.throws(() => all.best(), { code: "NOTHING_RANKED" });
  });
});

describe("a sweep of which no run has what ranks it", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("says so", async () => {
    const idle = defineStrategy({ name: "idle", params: { size: 1 }, onBar() {} });
    const sweep = await (await lab()).sweep(wild, idle, { name: "idle", grid: { size: [1, 2] } });
    assert.match(
      sweepCard(sweep.record).text(),
      /Best in sample +none: Sharpe ratio is undefined in all that are done/,
    );
  });

  it("is refused if that needs a benchmark and there is none", async () => {
    const options = { name: "alpha", grid: { size: [1, 2] }, rank: "alpha" } as const;
    const opened = await lab();
    await assert.rejects(opened.sweep(wild, levered, options), {
      code: "INVALID_OPTION",
      message: 'Expected rank to be one that needs no benchmark, or benchmark to be given, such as "SPX", was "alpha"',
    });
    assert.equal((await opened.sweep(wild, levered, { ...options, benchmark: "A" })).state, "COMPLETED");
  });
});
