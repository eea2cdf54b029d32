import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type CorporateAction, defineStrategy, type Feed, merge, replay, resample, sample } from "../../src/index";
import { everythingOf, lab, leaveNothing, newFile } from "./labs";

const hold = defineStrategy({
  name: "hold",
  onBar({ bar, orderTargetWeight }) {
    orderTargetWeight(bar.symbol, 0.2);
  },
});

const split: CorporateAction = { ex_date: "2012-01-05", symbol: "M", type: "split", value: 2 };
const bars = ["2012-01-03", "2012-01-04", "2012-01-05", "2012-01-06"].map((time, at) => {
  return { symbol: "M", time, open: 2 + at, high: 3 + at, low: 1, close: 2 + at, volume: 1000 };
});
const inMemory = replay(bars, { calendar: "XNYS", actions: [split] });
const stocks = sample("us-stocks", { from: "2012-01-03", to: "2012-02-01" });

describe("a session on a feed with actions, or made of others", () => {
  afterEach(leaveNothing);

  const feeds: Readonly<Record<string, Feed>> = {
    adjusted: sample("us-stocks", { symbols: ["MSFT"], from: "2003-01-02", to: "2003-03-31", adjust: "splits" }),
    resampled: resample(stocks, "1w"),
    "merged with bars in memory": merge(inMemory, stocks),
    "resampled from bars in memory": resample(inMemory, "1d"),
  };
  for (const [name, feed] of Object.entries(feeds)) {
    it(`shows the same when it is reopened, and goes on: ${name}`, async () => {
      const path = newFile();
      const opened = await lab(path);
      const live = await opened.run(feed, hold, { name: "a" });
      const shown = [everythingOf(live), live.metrics(), inspect(live)];
      const half = await opened.createSession(feed, hold, { name: "b" });
      await half.step(2);
      await opened.close();
      const again = await lab(path);
      const read = await again.session("a");
      assert.deepEqual([everythingOf(read), read.metrics(), inspect(read)], shown);
      const resumed = await again.session("b", { strategy: hold });
      await resumed.run();
      assert.deepEqual(resumed.metrics(), live.metrics());
    });
  }

  it("is another one if the actions differ", async () => {
    const opened = await lab(newFile());
    const first = await opened.run(inMemory, hold, { name: "a" });
    const other = replay(bars, { calendar: "XNYS", actions: [{ ...split, value: 3 }] });
    assert.equal((await opened.run(inMemory, hold, { name: "a" })).name, first.name);
    assert.equal((await opened.run(other, hold, { name: "a" })).name, "a #2");
  });
});
