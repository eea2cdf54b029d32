import assert from "node:assert/strict";
import { defineStrategy, gbm, param, type Sampler } from "../../../src/index";
import type { SweepChanges, SweepStep } from "../../../src/store/rows/sweep-rows";
import { MemorySweeps } from "../../../src/store/sweeps/memory-sweeps";
import type { SweepPlan } from "../../../src/sweep/plan/plan";
import { lab, leaveNothing, newFile } from "../../api/labs";

const feed = gbm({ A: { price: 100 } }, { bars: 30, seed: 1 });
const strategy = defineStrategy({
  name: "holder",
  params: { weight: param.int(1, { min: 1, max: 1000 }) },
  onBar: ({ bar, params, orderTargetWeight }) => void orderTargetWeight(bar.symbol, params.weight / 1000),
});
const counter: Sampler = {
  name: "counter",
  batch: 4,
  begin() {
    let last = 0;
    const next = () => ({ params: { weight: ++last } });
    return { ask: (count) => Array.from({ length: count }, next), tell: () => {} };
  },
};

describe("what is stored of a search", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("has the points of all results, but is not written anew with each batch", async () => {
    const add = MemorySweeps.prototype.add;
    let [plans, known, batches] = [0, 0, 0];
    MemorySweeps.prototype.add = function (id: number, step: SweepStep | undefined, changes: SweepChanges) {
      const plan = changes.plan as SweepPlan | undefined;
      if (plan !== undefined) plans++;
      known = plan?.points.length ?? known;
      assert.ok(step === undefined || step.indices.every((index) => index < known));
      return add.call(this, id, step, changes);
    };
    try {
      const opened = await lab();
      const begun = performance.now();
      const own: Sampler = { ...counter, begin: (terms) => ({ ...counter.begin(terms), tell: () => void batches++ }) };
      const sweep = await opened.sweep(feed, strategy, { sampler: own, draws: 600, metrics: ["totalReturn"] });
      const most = 3 + (performance.now() - begun) / 400;
      assert.deepEqual([sweep.length, sweep.state, batches, known], [600, "COMPLETED", 150, 600]);
      assert.ok(plans <= most, `${plans} plans, at most ${most}`);
    } finally {
      MemorySweeps.prototype.add = add;
    }
  });

  it("is all of it, also once it is read again", async () => {
    const path = newFile();
    const opened = await lab(path);
    const sweep = await opened.sweep(feed, strategy, { sampler: counter, draws: 200, name: "counted" });
    const again = await (await lab(path)).sweep("counted");
    assert.deepEqual(again.results.points, sweep.results.points);
    assert.deepEqual(again.tableRows(), sweep.tableRows());
    assert.equal(again.length, 200);
  });
});
