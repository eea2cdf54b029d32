import assert from "node:assert/strict";
import { sampleSource } from "../../../src/feeds/made/sample";
import { remakeSource } from "../../../src/feeds/remake";

const time = (text: string) => Date.parse(text);

describe("the sample us-daily", () => {
  it("is AAPL and the S&P 500 on the calendar of New York, known at the close", () => {
    const feed = sampleSource("us-daily");
    assert.deepEqual([feed.name, feed.symbols, feed.length], ["us-daily", ["AAPL", "SPX"], 1260 + 5105]);
    assert.deepEqual([feed.calendar.name, feed.daily, feed.interval], ["XNYS", true, 86_400_000]);
    assert.deepEqual([feed.first, feed.last], [time("2000-01-03T21:00:00Z"), time("2020-04-17T20:00:00Z")]);
  });

  it("can be cut to a range, in which both symbols have a bar a day", () => {
    const feed = sampleSource("us-daily", { from: "2013-05-13", to: "2018-05-11" });
    assert.deepEqual([feed.length, feed.columns.close[0], feed.columns.close[1]], [2520, 64.96286, 1633.77002]);
    assert.deepEqual(feed.manifest.source, { sample: "us-daily" });
    assert.deepEqual(remakeSource(feed.manifest).manifest, feed.manifest);
  });

  it("is named in the message about one that there is not", () => {
    const message = 'Unknown sample "us-dayly". Did you mean "us-daily"?';
    assert.throws(() => sampleSource("us-dayly" as never), { code: "INVALID_OPTION", message });
  });
});
