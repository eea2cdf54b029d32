import assert from "node:assert/strict";
import { defineStrategy, openLab, queue, range } from "../../../src/index";
import { placeOf } from "../../../src/sweep/queue/place";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { cross, feed, fingerprintsOf, grid, key, sweepOver } from "./sweeps";
import { WorkerProcess } from "./workers";

describe("a sweep over a queue", function () {
  this.timeout(180_000);
  let server: RedisServer;
  let workers: WorkerProcess[] = [];
  let local: (string | undefined)[];
  before(async () => {
    server = await RedisServer.start();
    workers = await Promise.all([WorkerProcess.start(server.url, key), WorkerProcess.start(server.url, key)]);
    await Promise.all(
      workers.map((worker) => worker.says(/works for redis:\/\/127\.0\.0\.1:\d+ \(key [0-9a-f]{8}\): paperlab/)),
    );
    const opened = await openLab(":memory:");
    local = fingerprintsOf(await opened.sweep(feed, cross, { grid }));
    await opened.close();
  });
  afterEach(leaveNothing);
  after(async () => {
    await Promise.all(workers.map((worker) => worker.end()));
    await server?.end();
  });

  it("gives what lab.run gives, for 100 runs", async () => {
    const opened = await lab();
    const sweep = await sweepOver(opened, server.url);
    assert.deepEqual([sweep.state, sweep.executed, sweep.errorRows()], ["COMPLETED", 100, []]);
    for (const [run, { params }] of sweep.results.points.entries()) {
      const alone = await openLab(":memory:");
      const session = await alone.run(feed, cross, { params });
      assert.equal(sweep.fingerprint(run), session.fingerprint, JSON.stringify(params));
      assert.equal(sweep.metric("sharpe")[run], session.metrics().sharpe);
      await alone.close();
    }
    assert.ok(workers.every(({ said }) => /takes runs of "cross" \(100\) for/.test(said)));
  });

  it("finds what was done by others, and runs nothing twice", async () => {
    const jobs = () => server.command("--scan", "--pattern", "paperlab:*:sweeps-*-*-*").split("\n").sort();
    const before = jobs();
    assert.ok(before.length >= 16, before.join());
    const sweep = await sweepOver(await lab(), server.url);
    assert.deepEqual(fingerprintsOf(sweep), local);
    assert.deepEqual(jobs(), before);
  });

  it("waits for no worker where the lab has made all runs itself to measure them, short ones and one that takes long", async () => {
    // Of another key, so that no worker is there.
    const on = queue(server.url, { key: "a key of nobody's worker" });
    const opened = await lab();
    const few = await opened.sweep(feed, cross, { name: "few", grid: { fast: [5, 6, 7] }, on });
    assert.deepEqual([few.state, few.executed, few.errorRows()], ["COMPLETED", 3, []]);
    const slow = defineStrategy({
      name: "slow",
      params: { fast: 1 },
      // 3,000 of them, so that the run takes longer than a job should.
      onBar() {
        for (const until = performance.now() + 0.4; performance.now() < until; );
      },
    });
    const one = await opened.sweep(feed, slow, { name: "one", grid: { fast: [1] }, on });
    assert.deepEqual([one.state, one.executed, one.errorRows()], ["COMPLETED", 1, []]);
  });

  it("may be made twice at the same time", async () => {
    const metrics = ["sharpe", "finalEquity"] as const;
    const sweeps = await Promise.all([
      sweepOver(await lab(), server.url, { metrics }),
      sweepOver(await lab(), server.url, { metrics }),
    ]);
    for (const sweep of sweeps) assert.deepEqual(fingerprintsOf(sweep), local);
  });

  it("takes returns, failures and made feeds with seeds through the queue", async () => {
    const fails = defineStrategy({
      name: "fails at 3",
      params: { size: 1 },
      onBar({ params, buy }) {
        if (params.size === 3) throw new Error("three is too many");
        buy("A", params.size);
      },
    });
    const on = queue(server.url, { key });
    const opened = await lab();
    const options = { grid: { size: range(1, 4) }, keep: "returns" as const };
    const [far, here] = [
      await opened.sweep(feed, fails, { ...options, on }),
      await (await lab()).sweep(feed, fails, options),
    ];
    assert.deepEqual(fingerprintsOf(far), fingerprintsOf(here));
    assert.match(far.errorRows()[0].message, /three is too many/);
    assert.deepEqual(far.errorRows(), here.errorRows());
    assert.deepEqual(far.results.returns(0), here.results.returns(0));
    const seeded = [
      await opened.sweep(feed, cross, { seeds: 10, on }),
      await (await lab()).sweep(feed, cross, { seeds: 10 }),
    ];
    assert.deepEqual(fingerprintsOf(seeded[0]), fingerprintsOf(seeded[1]));
  });

  it("is told by name that a run decides otherwise elsewhere", async () => {
    const wavering = defineStrategy({
      name: "wavering",
      params: { size: 1 },
      onBar({ buy, params }) {
        if (Math.random() < 0.5) buy("A", params.size);
      },
    });
    const opened = await lab();
    const sweeping = opened.sweep(feed, wavering, { grid: { size: range(1, 20) }, on: queue(server.url, { key }) });
    await assert.rejects(sweeping, {
      code: "RUN_NOT_REPRODUCIBLE",
      message:
        /^Expected run \d+ to decide the same .* on \S+ \(process \d+\) and another on \S+ \(process \d+\)\. .*Math\.random/,
    });
  });

  it("names workers and labs of another build, which never get its jobs", async () => {
    const opened = await lab();
    // Other tests leave something of other keys.
    const { prefix } = placeOf(server.url, key);
    const other = (name: string) => JSON.stringify({ name, paperlab: "0.1.0", v8: "99.1.2", threads: 8 });
    for (const role of ["worker", "lab"]) {
      server.command("set", `${prefix}:${role}:other ${role}`, other(`other ${role}`));
      server.command("sadd", `${prefix}:${role}s`, `other ${role}`);
    }
    const told: string[] = [];
    const { warn } = console;
    console.warn = (text: string) => void told.push(text);
    try {
      await sweepOver(opened, server.url, { metrics: ["sharpe", "trades"] });
    } finally {
      console.warn = warn;
    }
    assert.match(
      told.join("\n"),
      /^paperlab: worker other worker is refused: it has paperlab 0\.1\.0 on V8 99\.1\.2, this lab paperlab \S+ on V8 1/m,
    );
    await workers[0].says(/refused by lab other lab: it has paperlab 0\.1\.0 on V8 99\.1\.2, this worker/);
  });
});
