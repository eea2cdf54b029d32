import assert from "node:assert/strict";
import { replaySource } from "../../src/feeds/read/replay";
import { seriesOf, seriesUntil } from "../../src/feeds/source/series";

const bar = (symbol: string, time: number) => ({ symbol, time, open: 2, high: 4, low: 1, close: 3, volume: time });

describe("the bars of one symbol", () => {
  // Two symbols with more bars than a block has; B has none at the end.
  const long = Array.from({ length: 140_000 }, (_, at) => bar("A", at + 1));
  const feed = replaySource([...long, bar("B", 1), bar("B", 2)]);

  it("are all there, over the ends of blocks", () => {
    const { length, time, volume } = seriesOf(feed, "A");
    assert.equal(length, 140_000);
    assert.ok(time.every((at, row) => at === row + 1 && volume[row] === at));
    assert.deepEqual([...seriesOf(feed, "B").time], [1, 2]);
  });

  it("end with the last one that is not later than a time", () => {
    for (const until of [1, 65_535, 65_536, 65_537, 70_000.5, 139_999, 140_000, 1e9])
      assert.equal(seriesUntil(feed, "A", until).length, Math.min(140_000, Math.floor(until)));
    assert.equal(seriesUntil(feed, "B", 1e9).length, 2);
  });

  it("are none before the first", () => {
    for (const until of [0, -Infinity]) assert.deepEqual([...seriesUntil(feed, "A", until).time], []);
  });
});
