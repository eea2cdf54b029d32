import assert from "node:assert/strict";
import { defineStrategy, gbm } from "../../../src/index";
import type { HeatmapTrace } from "../../../src/output/plotly/figure";
import { pointStates } from "../../../src/sweep/kept/results";
import { sweepCard } from "../../../src/views/sweep/card";
import { liveSweepCard } from "../../../src/views/sweep/live";
import { sweptOf } from "../../../src/views/sweep/swept";
import { lab, leaveNothing } from "../../api/labs";

const feed = gbm({ AAA: {} }, { bars: 20, seed: "names" });
const weighted = defineStrategy({
  name: "weighted",
  params: { weights: [0.5] as unknown[], tag: "a", world: { a: 1, b: 2 }, size: 1 },
  onBars: ({ orderTargetWeight, params }) => orderTargetWeight("AAA", params.size / 1000),
});
const metrics = ["sharpe", "totalReturn"] as const;

describe("a sweep of params that are lists, objects and names", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  it("with a name of its own in each run is drawn by the best of them, and never in all their pairs", async () => {
    const list = Array.from({ length: 100 }, (_, at) => ({ weights: [at], tag: `tag ${at}`, size: at }));
    const sweep = await (await lab()).sweep(feed, weighted, { name: "names", list, metrics });
    const figure = sweep.heatmap("weights", "tag", "totalReturn", { others: "mean" });
    const [cells] = figure.data as HeatmapTrace[];
    assert.deepEqual([cells.x?.length, cells.y?.length, cells.z?.length], [40, 40, 40]);
    const values = sweep.metric("totalReturn");
    const best = [...values.keys()].sort((a, b) => values[b] - values[a]).slice(0, 40);
    assert.deepEqual(new Set(cells.y), new Set(best.map((run) => `tag ${run}`)));
    assert.match(figure.layout.title?.text ?? "", /,<br>mean over size,<br>the best of 100 weights and 100 tag$/);
    assert.equal(sweep.heatmapRows("weights", "tag", "totalReturn", { others: "mean" }).length, 100);
    assert.match(sweepCard(sweep.record).text(), /Sharpe ratio of 99 runs by rank/);
    sweep.record.states.fill(pointStates.left, 70);
    assert.match(liveSweepCard(sweep.record).text(), / Line +Sharpe ratio of the runs, by size/);
  });

  it("with a number beside the names is drawn by the best names too, with all of the numbers", async () => {
    const list = Array.from({ length: 100 }, (_, at) => ({ weights: [at], size: at % 5 }));
    const sweep = await (await lab()).sweep(feed, weighted, { name: "numbers", list, metrics });
    const [cells] = sweep.heatmap("weights", "size").data as HeatmapTrace[];
    assert.deepEqual([cells.x?.length, cells.y], [40, ["0", "1", "2", "3", "4"]]);
  });

  it("with as many names in a whole grid is drawn whole", async () => {
    const grid = { weights: Array.from({ length: 45 }, (_, at) => [at]), tag: ["a", "b"] };
    const sweep = await (await lab()).sweep(feed, weighted, { name: "grid", grid, metrics });
    const figure = sweep.heatmap();
    assert.equal((figure.data as HeatmapTrace[])[0].x?.length, 45);
    assert.doesNotMatch(figure.layout.title?.text ?? "", /best of/);
  });

  it("says of no value that it is at an edge where all runs are the same", async () => {
    const still = defineStrategy({ name: "still", params: { size: 1 }, onBar: () => undefined });
    const grid = { size: [1, 2, 3] };
    const sweep = await (await lab()).sweep(feed, still, { name: "still", grid, metrics, rank: "totalReturn" });
    assert.doesNotMatch(sweepCard(sweep.record).text(), /At the edge/);
    const moving = await (await lab()).sweep(feed, weighted, { name: "moving", grid, metrics, rank: "totalReturn" });
    assert.match(sweepCard(moving.record).text(), /At the edge +size [13] is the (lowest|highest) tried/);
  });

  it("takes lists as different that only read alike when they are joined", async () => {
    const grid = { weights: [[[1, 2], [3]], [[1], [2, 3]], [1, 2, 3], ["1, 2, 3"]] };
    const sweep = await (await lab()).sweep(feed, weighted, { name: "lists", grid, seeds: 2, metrics });
    assert.equal(sweptOf(sweep.results).combinationCount, 4);
    assert.equal(sweep.best().seeds, 2);
    assert.deepEqual(
      new Set(sweep.tableRows().map(({ weights }) => weights)),
      new Set(["[[1,2],[3]]", "[[1],[2,3]]", "[1,2,3]", '["1, 2, 3"]']),
    );
  });

  it("opens a run as a session in whichever order the keys of an object are written", async () => {
    const grid = {
      world: [
        { a: 1, b: 2 },
        { a: 2, b: 2 },
      ],
    };
    const sweep = await (await lab()).sweep(feed, weighted, { name: "objects", grid, metrics });
    const session = await sweep.session({ world: { b: 2, a: 2 } });
    assert.equal(session.fingerprint, sweep.fingerprint(1));
  });
});
