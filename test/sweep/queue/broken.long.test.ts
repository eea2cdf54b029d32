import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { openLab, type Sweep } from "../../../src/index";
import { lab, leaveNothing, newFile } from "../../api/labs";
import { builtProgram } from "../../support/built-program";
import { CutLine } from "./cut-line";
import { RedisServer } from "./redis-server";
import { cross, feed, fingerprintsOf, grid, key, sweepOver } from "./sweeps";
import { WorkerProcess } from "./workers";

describe("a sweep over a queue of which a part breaks", function () {
  this.timeout(240_000);
  let server: RedisServer;
  let local: (string | undefined)[];
  const workers = new Set<WorkerProcess>();
  const work = async () => {
    const one = await WorkerProcess.start(server.url, key);
    workers.add(one);
    await one.says(/works for/);
    return one;
  };
  before(async () => {
    const opened = await openLab(":memory:");
    local = fingerprintsOf(await opened.sweep(feed, cross, { grid }));
    await opened.close();
  });
  beforeEach(async () => {
    server = await RedisServer.start();
  });
  afterEach(async () => {
    await Promise.all([...workers].map((one) => one.kill()));
    workers.clear();
    await server?.end();
    await leaveNothing();
  });
  /** Asserts that a sweep has every result once, and the right one. */
  const isWhole = (sweep: Sweep) => {
    assert.deepEqual([sweep.state, sweep.errorRows()], ["COMPLETED", []]);
    assert.deepEqual(fingerprintsOf(sweep), local);
  };
  /** Resolves once a sweep in a lab has some results. */
  const some = async (file: string, least: number) => {
    const other = await openLab(file);
    for (let done = 0; done < least; await sleep(50)) {
      const [first] = await other.query("SELECT done FROM paper_sweeps").then(
        ({ values }) => values as number[][],
        () => [],
      );
      done = Number(first?.[0] ?? 0);
    }
    await other.close();
  };

  it("gets every result once though workers are killed and begun again at random", async () => {
    const opened = await lab(newFile());
    const running = [await work(), await work()];
    let isOver = false;
    const sweeping = sweepOver(opened, server.url).finally(() => {
      isOver = true;
    });
    let kills = 0;
    while (!isOver && kills < 8) {
      await sleep(100 + Math.random() * 900);
      const at = Math.floor(Math.random() * running.length);
      if (isOver) break;
      await running[at].kill();
      kills++;
      running[at] = await work();
    }
    const sweep = await sweeping;
    isWhole(sweep);
    assert.ok(kills > 0);
    assert.equal((await opened.trials()).shape[0], 100);
  });

  it("goes on with another notebook, which finds what was done", async () => {
    const path = newFile();
    await work();
    const program = await builtProgram("sweep/processes/lab");
    const child = spawn(process.execPath, [program, path, server.url], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(child.stdout, "data");
    await some(path, 5);
    child.kill("SIGKILL");
    await once(child, "exit");
    const opened = await lab(path);
    const before = (await opened.sweep("over a queue")).results.states.filter((state) => state === 1).length;
    const sweep = await sweepOver(opened, server.url);
    isWhole(sweep);
    assert.equal(sweep.executed, 100 - before);
  });

  it("says that Redis is not there, and what it needs", async () => {
    const opened = await lab();
    await assert.rejects(sweepOver(opened, "redis://127.0.0.1:1"), {
      code: "QUEUE_FAILED",
      message:
        /^Expected Redis at redis:\/\/127\.0\.0\.1:1 \(key \w+\) to answer, but: connect ECONNREFUSED.*Start a Redis server/,
    });
    assert.equal((await opened.sweep("over a queue")).state, "PAUSED");
  });

  it("goes on though Redis dies and comes back with nothing", async () => {
    const path = newFile();
    await work();
    const sweeping = sweepOver(await lab(path), server.url);
    await some(path, 1);
    await server.kill();
    await sleep(500);
    await server.start();
    isWhole(await sweeping);
  });

  it("has a worker that lost Redis while it connected", async () => {
    // Its first connection says who it is; jobs come over the others.
    const line = await CutLine.open(server.port, (connection) => connection > 1 && connection < 6);
    try {
      const worker = await WorkerProcess.start(line.url, key);
      workers.add(worker);
      await worker.says(/works for/);
      const sweep = await sweepOver(await lab(), server.url);
      isWhole(sweep);
      assert.match(worker.said, /takes runs of "cross"/);
      assert.ok(line.connections >= 6);
    } finally {
      await line.end();
    }
  });

  it("pauses if Redis stays away, and goes on when it is back", async () => {
    const path = newFile();
    await work();
    const opened = await lab(path);
    const sweeping = sweepOver(opened, server.url, { patience: 1000 });
    await some(path, 1);
    await server.kill();
    await assert.rejects(sweeping, {
      code: "QUEUE_FAILED",
      message: /for 1 s\. What is done is kept: run the cell again to go on$/,
    });
    const paused = await opened.sweep("over a queue");
    const kept = paused.results.states.filter((state) => state === 1).length;
    assert.ok(paused.state === "PAUSED" && kept > 0 && kept < 100, `${kept}`);
    await server.start();
    const sweep = await sweepOver(opened, server.url);
    isWhole(sweep);
    assert.equal(sweep.executed, 100 - kept);
  });

  it("pauses if Redis is there and does not answer, and goes on when it does", async () => {
    const path = newFile();
    await work();
    const opened = await lab(path);
    const sweeping = sweepOver(opened, server.url, { patience: 1000 });
    await some(path, 1);
    server.pause(true);
    await assert.rejects(sweeping, { code: "QUEUE_FAILED", message: /for 1 s\. What is done is kept/ });
    assert.equal((await opened.sweep("over a queue")).state, "PAUSED");
    server.pause(false);
    isWhole(await sweepOver(opened, server.url));
  });

  it("says that Redis is full", async () => {
    const opened = await lab();
    await work();
    server.command("config", "set", "maxmemory", "1mb");
    await assert.rejects(sweepOver(opened, server.url, { patience: 1000 }), {
      code: "QUEUE_FAILED",
      message: /to have room, but its memory is full \(maxmemory\)\. What is done is kept/,
    });
    server.command("config", "set", "maxmemory", "0");
    isWhole(await sweepOver(opened, server.url));
  });
});
