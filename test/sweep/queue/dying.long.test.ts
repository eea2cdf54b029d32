import assert from "node:assert/strict";
import { defineStrategy, queue, range } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { feed, key } from "./sweeps";
import { WorkerProcess } from "./workers";

/** The lab measures its first four runs. Its last but one ends the thread that the last waits for. */
const deadly = (how: string) =>
  defineStrategy({
    name: how,
    params: { run: 1, how },
    state: () => ({ kept: [] as unknown[] }),
    onStart({ params, state }) {
      if (params.run !== 5) return;
      if (params.how === "exits") process.exit(3);
      for (;;) if (params.how === "eats") state.kept.push(new Array(1_000_000).fill(state.kept.length));
    },
    onBar() {},
  });

describe("the last runs of a sweep over a queue are made though the worker's only thread dies before them, because a run", function () {
  this.timeout(120_000);
  let server: RedisServer;
  let worker: WorkerProcess;
  before(async () => {
    server = await RedisServer.start();
    worker = await WorkerProcess.start(server.url, key);
    await worker.says(/works for/);
  });
  afterEach(leaveNothing);
  after(async () => {
    await worker?.kill();
    await server?.end();
  });

  for (const [how, message] of [
    ["loops", /^The run took more than 5 s and was ended. queue\(\{ timeLimit \}\) allows more$/],
    ["exits", /^The run ended its thread, with code 3$/],
    ["eats", /^The run took more than 2048 MB and was ended, the most that a worker gives one$/],
  ] as const)
    it(how, async () => {
      const limit = how === "loops" ? { timeLimit: 5000 } : {};
      const on = queue(server.url, { key, verify: 0, ...limit });
      const sweep = await (await lab()).sweep(feed, deadly(how), { name: how, grid: { run: range(1, 6) }, on });
      assert.deepEqual([sweep.state, sweep.executed], ["COMPLETED", 6]);
      const failed = sweep.errorRows();
      assert.deepEqual(
        failed.map(({ run }) => run),
        [4],
      );
      assert.match(failed[0].message, message);
    });
});
