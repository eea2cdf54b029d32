import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { queue, threads } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { cross, feed, fingerprintsOf, grid, key } from "./sweeps";
import { WorkerProcess } from "./workers";

const ip = (...terms: string[]) => spawnSync("ip", terms).status === 0;
const bridge = `plb${process.pid}`.slice(0, 12);
const hosts = [1, 2].map((at) => ({
  name: `pl${process.pid}h${at}`,
  address: `10.87.${process.pid % 250}.${at + 1}`,
  link: `plv${process.pid % 10_000}${at}`,
}));
const here = `10.87.${process.pid % 250}.1`;

/** Makes two network namespaces that reach this one over a bridge: machines of their own, as far as the network goes. */
function makeHosts(): boolean {
  if (!ip("link", "add", bridge, "type", "bridge") || !ip("addr", "add", `${here}/24`, "dev", bridge)) return false;
  ip("link", "set", bridge, "up");
  return hosts.every(({ name, address, link }) => {
    const inside = ["netns", "exec", name, "ip"];
    return (
      ip("netns", "add", name) &&
      ip("link", "add", link, "type", "veth", "peer", "name", "eth0", "netns", name) &&
      ip("link", "set", link, "master", bridge, "up") &&
      ip(...inside, "addr", "add", `${address}/24`, "dev", "eth0") &&
      ip(...inside, "link", "set", "eth0", "up")
    );
  });
}

function removeHosts(): void {
  for (const { name } of hosts) ip("netns", "del", name);
  ip("link", "del", bridge);
}

// Needs the rights of the machine's administrator.
describe("a sweep over three hosts", function () {
  this.timeout(180_000);
  let server: RedisServer;
  let workers: WorkerProcess[] = [];
  before(async () => {
    assert.ok(makeHosts(), "Expected to be allowed to make network namespaces");
    server = await RedisServer.start("--bind", "0.0.0.0", "--protected-mode", "no");
  });
  afterEach(leaveNothing);
  after(async () => {
    await Promise.all(workers.map((one) => one.kill()));
    await server?.end();
    removeHosts();
  });

  it("gives what one gives, though the network of one is cut off for a while", async () => {
    const url = `redis://${here}:${server.port}`;
    workers = await Promise.all(
      hosts.map(({ name }) => WorkerProcess.start(url, key, [1], ["ip", "netns", "exec", name])),
    );
    await Promise.all(workers.map((one) => one.says(/works for/)));
    const opened = await lab();
    const far = opened.sweep(feed, cross, { name: "far", grid, on: queue(url, { key }) });
    await workers[0].says(/takes runs/);
    ip("link", "set", hosts[0].link, "down");
    setTimeout(() => ip("link", "set", hosts[0].link, "up"), 4000);
    const near = await (await lab()).sweep(feed, cross, { grid, on: threads({ count: 1 }) });
    const sweep = await far;
    assert.deepEqual([sweep.state, fingerprintsOf(sweep)], ["COMPLETED", fingerprintsOf(near)]);
  });
});
