import assert from "node:assert/strict";
import { defineStrategy, queue, sample } from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { RedisServer } from "./redis-server";
import { fingerprintsOf, key } from "./sweeps";
import { WorkerProcess } from "./workers";

const momentum = defineStrategy({
  name: "momentum",
  params: { days: 20 },
  onBar({ bar, history, params, orderTargetWeight }) {
    const { close } = history(bar.symbol);
    if (close.length <= params.days) return;
    orderTargetWeight(bar.symbol, close[close.length - 1] > close[close.length - 1 - params.days] ? 1 : 0);
  },
});

describe("a walk-forward over a queue", function () {
  this.timeout(120_000);
  afterEach(leaveNothing);

  it("decides what it decides in threads", async () => {
    const server = await RedisServer.start();
    const worker = await WorkerProcess.start(server.url, key);
    try {
      const options = { symbols: ["AAPL"], grid: { days: [5, 10, 20, 40] }, windows: { train: "1y", test: "6m" } };
      const feed = sample("us-daily");
      const local = await (await lab()).sweep(feed, momentum, options);
      const over = await (await lab()).sweep(feed, momentum, { ...options, on: queue(server.url, { key }) });
      assert.deepEqual([over.state, over.errorRows()], ["COMPLETED", []]);
      assert.deepEqual(fingerprintsOf(over), fingerprintsOf(local));
      assert.deepEqual(over.outOfSample().equityRows(), local.outOfSample().equityRows());
      assert.deepEqual(over.outOfSample().metrics(), local.outOfSample().metrics());
    } finally {
      await worker.end();
      await server.end();
    }
  });
});
