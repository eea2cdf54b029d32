import assert from "node:assert/strict";
import { param, queue, type Sampler, threads } from "../../../src/index";
import type { Executor } from "../../../src/sweep/plan/executor";
import { Verification } from "../../../src/sweep/queue/lab/verification";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { cross, feed, fingerprintsOf, key } from "./sweeps";
import { WorkerProcess } from "./workers";

// Asks for the neighbors of the best run so far.
const climber: Sampler = {
  name: "climber",
  batch: 3,
  begin() {
    let [best, most, asked] = [5, Number.NEGATIVE_INFINITY, 0];
    return {
      ask: (count) => Array.from({ length: count }, () => ({ params: { fast: ((best + asked++ * 7) % 40) + 2 } })),
      tell(results) {
        for (const { params, value } of results) if (value > most) [best, most] = [params.fast as number, value];
      },
    };
  },
};
const searched = {
  random: { fast: param.int(5, { min: 2, max: 41 }) },
  params: { slow: 60 },
  metrics: ["sharpe"],
} as const;

describe("a search over a queue", function () {
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
    await worker?.end();
    await server?.end();
  });

  it("gives what threads give, measures and verifies once, and sends each run once", async () => {
    const opened = await lab();
    const options = { ...searched, sampler: climber, draws: 30 };
    const local = await opened.sweep(feed, cross, { ...options, on: threads({ count: 1 }) });
    const warnings: string[] = [];
    const warned = ({ message }: Error) => void warnings.push(message);
    process.on("warning", warned);
    const sweep = await opened.sweep(feed, cross, { ...options, on: queue(server.url, { key }) });
    process.off("warning", warned);
    assert.deepEqual(warnings, []);
    assert.ok(local.length > 12);
    assert.deepEqual(sweep.errorRows(), []);
    assert.deepEqual(fingerprintsOf(sweep), fingerprintsOf(local));
    assert.deepEqual(sweep.results.points, local.results.points);
    // Plans that were sent: of the runs of one batch each, and not of all before them.
    const sent = [...worker.said.matchAll(/takes runs of "cross" \((\d+)\)/g)].map(([, count]) => Number(count));
    assert.ok(sent.length > 6 && sent.every((count) => count <= 3), sent.join());
  });

  it("makes two runs of each worker here too, and not two of each batch", async () => {
    const made: number[] = [];
    const counting: Executor = {
      name: "counting",
      prepare: async () => undefined,
      run: async (indices) => void made.push(...indices),
      close: async () => undefined,
    };
    const { signal } = new AbortController();
    const counts = new Map<string, number>();
    for (const first of [0, 8, 16]) {
      const batch = new Verification({ here: counting, most: 2, signal, counts, first: 0 });
      for (let index = first; index < first + 8; index++)
        batch.take({ index, state: "failed", code: "RUN_FAILED", message: "", milliseconds: 1 }, `worker ${index % 2}`);
      await batch.over();
    }
    assert.deepEqual(made, [0, 1, 2, 3]);
  });
});
