import assert from "node:assert/strict";
import { sampleSource } from "../../../src/feeds/made/sample";
import { remakeSource } from "../../../src/feeds/remake";
import { seriesOf } from "../../../src/feeds/source/series";

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

describe("the sample us-stocks", () => {
  it("is four stocks on every trading day of New York, as traded", () => {
    const feed = sampleSource("us-stocks");
    assert.deepEqual([feed.symbols, feed.length], [["AAPL", "GOOG", "IBM", "MSFT"], 3 * 3270 + 2148]);
    assert.deepEqual([feed.calendar.name, feed.daily, feed.indexes], ["XNYS", true, []]);
    assert.deepEqual([feed.first, feed.last], [time("2000-03-01T21:00:00Z"), time("2013-03-01T21:00:00Z")]);
    const { calendar } = feed;
    for (const symbol of feed.symbols) {
      const days = Array.from(seriesOf(feed, symbol).time, (at) => calendar.dayOf(at));
      const trading = Array.from({ length: days[days.length - 1] - days[0] + 1 }, (_, at) => days[0] + at);
      assert.deepEqual(days, trading.filter(calendar.isTradingDay), symbol);
    }
  });

  it("has the symbols that were asked for, in that order, and can be made again", () => {
    const feed = sampleSource("us-stocks", { symbols: ["MSFT", "AAPL"], from: "2003-02-14", to: "2003-02-18" });
    assert.deepEqual(
      [feed.symbols, [...feed.columns.close]],
      [
        ["MSFT", "AAPL"],
        [48.3, 14.67, 24.96, 15.27],
      ],
    );
    assert.deepEqual(feed.manifest.options, { symbols: ["MSFT", "AAPL"], from: "2003-02-14", to: "2003-02-18" });
    assert.deepEqual(remakeSource(feed.manifest).manifest, feed.manifest);
    const message = 'Unknown symbol "MSTF" in feed "us-stocks". Did you mean "MSFT"?';
    assert.throws(() => sampleSource("us-stocks", { symbols: ["MSTF"] }), { code: "UNKNOWN_SYMBOL", message });
  });

  it("carries its splits, each of which is a jump of the prices", () => {
    const feed = sampleSource("us-stocks");
    const split = (ex_date: string, symbol: string) => ({ ex_date, symbol, type: "split", value: 2 });
    assert.deepEqual(feed.actions, [
      split("2000-06-21", "AAPL"),
      split("2003-02-18", "MSFT"),
      split("2005-02-28", "AAPL"),
    ]);
    for (const { ex_date, symbol } of feed.actions ?? []) {
      const { time, open, close } = seriesOf(feed, symbol);
      const at = time.findIndex((one) => feed.calendar.dayOf(one) * 86_400_000 === Date.parse(ex_date));
      assert.ok(Math.abs(close[at - 1] / open[at] / 2 - 1) < 0.02, `${symbol} ${close[at - 1]} to ${open[at]}`);
    }
    assert.deepEqual(sampleSource("us-stocks", { symbols: ["MSFT", "IBM"] }).actions, [split("2003-02-18", "MSFT")]);
    assert.equal(sampleSource("us-stocks", { from: "2006-01-01" }).actions, undefined);
    assert.equal(sampleSource("us-daily").actions, undefined);
  });

  it("has its index only where that is asked for", () => {
    assert.deepEqual(sampleSource("us-daily", { symbols: ["AAPL"] }).indexes, []);
    assert.deepEqual(sampleSource("us-daily", { symbols: ["SPX"] }).indexes, ["SPX"]);
  });
});
