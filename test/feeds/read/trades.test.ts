import assert from "node:assert/strict";
import { inspect } from "node:util";
import { chunkedSource } from "../../../src/feeds/chunked/chunked";
import { replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { useFolder } from "../files";

describe("the interval of trades", () => {
  const write = useFolder();
  const second = 1000;
  const textOf = (times: readonly number[]) =>
    `time,price,size\n${times.map((time) => `${new Date(Date.UTC(2024, 0, 2, 10) + time).toISOString()},3,1\n`).join("")}`;

  it("is none where no gap comes twice: two trades are always some time apart", () => {
    for (const times of [[0], [0, 691_200_333], [0, 17, 900], [0, 86_400_000]]) {
      const path = write("x.csv", textOf(times));
      const feed = replaySource(path);
      assert.equal(feed.interval, undefined);
      assert.equal(feed.daily, false);
      assert.match(inspect(replay(path)), /Interval +none\n/);
      assert.equal(remakeSource(JSON.parse(JSON.stringify(feed.manifest))).interval, undefined);
      assert.equal(chunkedSource([path], {}, undefined, 60).interval, undefined);
    }
  });

  it("is the gap that half of them have, and that which an option says", () => {
    const path = write("x.csv", textOf([0, second, 2 * second, 3 * second]));
    assert.equal(replaySource(path).interval, second);
    assert.equal(chunkedSource([path], {}, undefined, 60).interval, second);
    assert.equal(replaySource(write("y.csv", textOf([0, second])), { interval: "1s" }).interval, second);
  });

  it("stays what it was in a manifest from before", () => {
    const feed = replaySource(write("x.csv", textOf([0, 691_200_333])));
    const before = { ...feed.manifest, interval: 691_200_333 };
    assert.equal(remakeSource(before).interval, 691_200_333);
  });

  it("is that of days for prices with dates alone", () => {
    assert.equal(replaySource(write("x.csv", "date,price\n2024-01-02,3\n2024-01-03,4\n")).interval, 86_400_000);
  });
});
