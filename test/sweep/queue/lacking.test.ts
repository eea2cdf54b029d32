import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chdir, cwd } from "node:process";
import { defineStrategy, queue, range } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { feed, fingerprintsOf, key } from "./sweeps";
import { WorkerProcess } from "./workers";

const text = `exports.buyer = { name: "buyer", params: { size: 1 }, onBar({ buy, params }) { buy("A", params.size); } };`;
const buyer = defineStrategy({
  name: "buyer",
  params: { size: 1 },
  onBar({ buy, params }) {
    buy("A", params.size);
  },
});
const options = { grid: { size: range(1, 40) }, metrics: ["sharpe"], module: "./buyer.cjs", name: "buyer" } as const;

describe("a worker that lacks the file of a strategy", function () {
  this.timeout(120_000);
  const home = cwd();
  let folder: string;
  let server: RedisServer;
  const workers: WorkerProcess[] = [];
  const folderWith = (name: string, file: string): string => {
    const path = join(folder, name);
    mkdirSync(path);
    symlinkSync(join(home, "node_modules"), join(path, "node_modules"));
    writeFileSync(join(path, "buyer.cjs"), file);
    return path;
  };
  const started = async (name: string, file: string): Promise<WorkerProcess> => {
    const worker = await WorkerProcess.start(server.url, key, [1], ["env", `--chdir=${folderWith(name, file)}`]);
    workers.push(worker);
    await worker.says(/works for/);
    return worker;
  };
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-lacking-"));
    server = await RedisServer.start();
    chdir(folderWith("lab", text));
  });
  afterEach(leaveNothing);
  after(async () => {
    chdir(home);
    await Promise.all(workers.map((worker) => worker.end()));
    await server?.end();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  it("pauses the sweep if there is no other, and no run has failed; others then make all of them", async () => {
    const opened = await lab();
    const local = fingerprintsOf(await opened.sweep(feed, buyer, { ...options, name: "local" }));
    const stale = await started("stale", `${text}\n// older`);
    const on = queue(server.url, { key });
    await assert.rejects(opened.sweep(feed, buyer, { ...options, on }), {
      code: "CANNOT_TRAVEL",
      message: /all that are there lack it: .* lacks what its runs need: .*buyer\.cjs is not as it was there/,
    });
    assert.match(stale.said, /lacks what its runs need/);
    const paused = await opened.sweep("buyer");
    assert.deepEqual([paused.state, paused.errorRows()], ["PAUSED", []]);
    await started("right", text);
    const sweep = await opened.sweep(feed, buyer, { ...options, on });
    assert.deepEqual([sweep.state, sweep.errorRows()], ["COMPLETED", []]);
    assert.deepEqual(fingerprintsOf(sweep), local);
  });
});
