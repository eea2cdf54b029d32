import assert from "node:assert/strict";
import { setTimeout as sleep } from "node:timers/promises";
import { defineStrategy, type ThreadOptions, threads } from "../../src/index";
import { lab, leaveNothing, year } from "../api/labs";

/** Takes a second, and then its thread dies. */
const deadly = defineStrategy({
  name: "deadly",
  params: { how: "loops" },
  state: () => ({ kept: [] as unknown[] }),
  onStart({ params, state }) {
    for (const until = performance.now() + 1000; performance.now() < until; );
    if (params.how === "exits") process.exit(3);
    for (;;) if (params.how === "eats") state.kept.push(new Array(100_000).fill(state.kept.length));
  },
  onBar() {},
});

const harmless = defineStrategy({ name: "harmless", params: { size: 1 }, onBar() {} });

describe("runs that wait for the thread of a run of another sweep are made though it dies, because that run", function () {
  this.timeout(60_000);
  afterEach(leaveNothing);

  // Sweeps of one memory limit share their threads.
  for (const [how, message, terms] of [
    ["loops", /^The run took more than 2 s/, { timeLimit: 2000, memoryLimit: 101 }],
    ["exits", /^The run ended its thread, with code 3$/, { memoryLimit: 102 }],
    ["eats", /^The run took more than 103 MB/, { memoryLimit: 103 }],
  ] as [string, RegExp, ThreadOptions][])
    it(how, async () => {
      const opened = await lab();
      const on = () => threads({ count: 1, ...terms });
      const dying = opened.sweep(year, deadly, { symbols: ["AAPL"], name: how, list: [{ how }], on: on() });
      await sleep(500);
      const list = [{ size: 1 }, { size: 2 }];
      const waiting = opened.sweep(year, harmless, { symbols: ["AAPL"], name: "waits", list, on: on() });
      const [dead, whole] = await Promise.all([dying, waiting]);
      assert.match(dead.errorRows()[0].message, message);
      assert.deepEqual([whole.state, whole.executed, whole.errorRows()], ["COMPLETED", 2, []]);
    });
});
