import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { replay, resample, sample } from "../../../src/api/feed";
import type { BarColumns } from "../../../src/core/market/bar";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { mergeSource } from "../../../src/feeds/shaped/merge";
import { resampleSource } from "../../../src/feeds/shaped/resample";
import { seriesOf } from "../../../src/feeds/source/series";
import type { RecordedSource } from "../../../src/feeds/source/source";
import { Walk } from "../endless";
import { useFolder } from "../files";

const minute = 60_000;
const at = (text: string) => Date.parse(`${text}Z`);

/** Bars of a minute that end at these times, with prices and volumes that number them. */
function minutes(times: readonly string[], options: ReplayOptions = { calendar: "always" }): RecordedSource {
  const bars = times.map((time, place) => {
    const open = 10 + place;
    return { symbol: "A", time: at(time), open, high: open + 5, low: open - 5, close: open + 1, volume: place + 1 };
  });
  return replaySource(bars, { interval: "1m", stamp: "close", ...options });
}

const timesOf = ({ columns }: RecordedSource) => Array.from(columns.time, (time) => new Date(time).toISOString());

const anyFeed = fc
  .array(fc.tuple(fc.nat(3000), fc.nat(2), fc.integer({ min: 1, max: 100 }), fc.nat(50)), {
    minLength: 1,
    maxLength: 80,
  })
  .map((rows) => {
    const known = new Map(rows.map((row) => [`${row[0]} ${row[1]}`, row]));
    const sorted = [...known.values()].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    const bars = sorted.map(([step, place, price, volume]) => {
      const prices = { open: price, high: price + 2, low: price / 2, close: price + 1, volume };
      return { symbol: "ABC"[place], time: at("2014-06-02T00:00") + (step + 1) * minute, ...prices };
    });
    return replaySource(bars, { calendar: "always", interval: "1m", stamp: "close" });
  });

/** The rows of some columns as plain data. */
function rowsOf({ length, time, symbol, open, high, low, close, volume }: BarColumns) {
  return Array.from({ length }, (_, row) => {
    return [time[row], symbol[row], open[row], high[row], low[row], close[row], volume[row]];
  });
}

describe("resampled bars", () => {
  const file = useFolder();

  it("have the first open, the extremes, the last close and the sum of the volumes", () => {
    const feed = resampleSource(
      minutes(["2014-06-02T10:01", "2014-06-02T10:03", "2014-06-02T10:05", "2014-06-02T10:06", "2014-06-02T10:31"]),
      "5m",
    );
    assert.deepEqual(rowsOf(feed.columns), [
      [at("2014-06-02T10:05"), 0, 10, 17, 5, 13, 6],
      [at("2014-06-02T10:10"), 0, 13, 18, 8, 14, 4],
      [at("2014-06-02T10:35"), 0, 14, 19, 9, 15, 5],
    ]);
    assert.deepEqual([feed.interval, feed.daily, feed.name], [5 * minute, false, "bars, 5m"]);
  });

  it("end at multiples from the open of a session, and at its close", () => {
    const options = { calendar: "XNYS" } as const;
    // New York is four hours behind; on 2014-07-03 it closes at 13:00.
    const feed = minutes(["2014-07-03T13:31", "2014-07-03T14:30", "2014-07-03T14:31", "2014-07-03T16:59"], options);
    assert.deepEqual(timesOf(resampleSource(feed, "1h")), [
      "2014-07-03T14:30:00.000Z",
      "2014-07-03T15:30:00.000Z",
      "2014-07-03T17:00:00.000Z",
    ]);
    assert.deepEqual(timesOf(resampleSource(feed, "1d")), ["2014-07-03T17:00:00.000Z"]);
  });

  it("end at multiples from midnight and with the day in a calendar without hours", () => {
    const options = { calendar: "always", timezone: "Europe/Berlin" } as const;
    const feed = minutes(["2014-03-29T23:01", "2014-03-30T00:00", "2014-03-30T21:58", "2014-03-30T22:01"], options);
    // The 30th begins at 23:00 UTC and has 23 hours.
    assert.deepEqual(timesOf(resampleSource(feed, "5h")), [
      "2014-03-30T04:00:00.000Z",
      "2014-03-30T22:00:00.000Z",
      "2014-03-31T03:00:00.000Z",
    ]);
    assert.deepEqual(timesOf(resampleSource(feed, "1d")), ["2014-03-30T22:00:00.000Z", "2014-03-31T22:00:00.000Z"]);
  });

  it("of weeks end with the last trading day", () => {
    const week = resampleSource(
      sample("us-stocks", { symbols: ["IBM"], from: "2012-03-26", to: "2012-04-13" }).source,
      "1w",
    );
    // Good Friday was on 2012-04-06.
    assert.deepEqual(timesOf(week), [
      "2012-03-30T20:00:00.000Z",
      "2012-04-05T20:00:00.000Z",
      "2012-04-13T20:00:00.000Z",
    ]);
    assert.deepEqual(resampleSource(week, "1w").columns, week.columns);
    assert.equal(Math.round(resampleSource(sample("us-stocks").source, "1w").year()?.perYear ?? 0), 52);
    const riyadh = minutes(["2014-06-05T10:00", "2014-06-08T10:00"], { calendar: "sunday-thursday" });
    assert.deepEqual(timesOf(resampleSource(riyadh, "1w")), ["2014-06-06T00:00:00.000Z", "2014-06-13T00:00:00.000Z"]);
  });

  it("of days count what comes on another day, or after the close, to the next trading day", () => {
    const found = minutes(["2014-06-06T12:00", "2014-06-08T22:00", "2014-06-09T10:00"], {});
    assert.equal(found.calendar.found, true);
    assert.deepEqual(timesOf(resampleSource(found, "1d")), ["2014-06-07T00:00:00.000Z", "2014-06-10T00:00:00.000Z"]);
    const path = file("trades.csv", "time,price,size\n2014-06-06T19:59:00Z,5,1\n2014-06-06T20:30:00Z,6,2\n");
    const trades = replaySource(path, { calendar: "XNYS" });
    assert.deepEqual(timesOf(resampleSource(trades, "1d")), ["2014-06-06T20:00:00.000Z", "2014-06-09T20:00:00.000Z"]);
    assert.deepEqual(timesOf(resampleSource(trades, "1h")), ["2014-06-06T20:00:00.000Z", "2014-06-06T21:00:00.000Z"]);
  });

  it("of trades are bars", () => {
    const rows = ["10:00:01,5,1", "10:00:01,7,2", "10:03:00,4,3", "10:05:00,6,4", "10:05:01,9,5"];
    const path = file("trades.csv", `time,price,size\n${rows.map((row) => `2014-06-06T${row}`).join("\n")}`);
    assert.deepEqual(rowsOf(resampleSource(replaySource(path, { calendar: "always" }), "5m").columns), [
      [at("2014-06-06T10:05"), 0, 5, 7, 4, 6, 10],
      [at("2014-06-06T10:10"), 0, 9, 9, 9, 9, 5],
    ]);
  });

  it("resampled again are those resampled at once", () => {
    fc.assert(
      fc.property(anyFeed, fc.constantFrom("1h", "1d", "1w"), (feed, longer) => {
        const [twice, once] = [resampleSource(resampleSource(feed, "15m"), longer), resampleSource(feed, longer)];
        assert.deepEqual(twice.columns, once.columns);
        assert.deepEqual(resampleSource(once, longer).columns, once.columns);
      }),
    );
  });

  it("keep the volume, the first open, the last close and the extremes of each symbol, and look at nothing later", () => {
    fc.assert(
      fc.property(anyFeed, fc.constantFrom("5m", "1h", "1d", "1w"), (feed, interval) => {
        const longer = resampleSource(feed, interval);
        for (const symbol of feed.symbols) {
          const [before, after] = [seriesOf(feed, symbol), seriesOf(longer, symbol)];
          const total = ({ volume }: BarColumns) => volume.reduce((sum, one) => sum + one, 0);
          assert.equal(total(after), total(before));
          assert.deepEqual(
            [after.open[0], after.close[after.length - 1], Math.max(...after.high), Math.min(...after.low)],
            [before.open[0], before.close[before.length - 1], Math.max(...before.high), Math.min(...before.low)],
          );
          after.time.forEach((end, row) => {
            const known = Array.from(before.time).filter((time) => time <= end).length;
            assert.equal(after.close[row], before.close[known - 1]);
          });
        }
      }),
    );
  });

  it("are sorted, in blocks as those of every feed, and go on without end where the feed does", () => {
    const walk = new Walk();
    const endless = resampleSource(walk, "5m");
    assert.deepEqual([endless.bounded, endless.interval, endless.name], [false, 5 * minute, "walk, 5m"]);
    const taken: number[][] = [];
    for (const block of endless.blocks(["B", "A"])) {
      taken.push(...rowsOf(block));
      if (taken.length > 200) break;
    }
    assert.ok(walk.made < 12, `${walk.made} blocks made`);
    taken.forEach(([time, place], row) => {
      assert.deepEqual([time, place], [(Math.floor(row / 2) + 1) * 5 * minute, row % 2]);
    });
    assert.equal(
      taken.every((row) => row[6] === 5000),
      true,
    );
    assert.match(inspect(resample(replay([{ symbol: "A", time: 1, open: 1, high: 1, low: 1, close: 1 }]), "1d")), /1d/);
  });

  it("can be made again from the manifest, also cut, of an endless feed and with actions", () => {
    const stocks = sample("us-stocks", { symbols: ["AAPL", "IBM"] }).source;
    const week = resampleSource(stocks, "1w");
    assert.deepEqual(week.actions, stocks.actions);
    for (const feed of [week, week.slice("2004-01-01", "2005-12-31"), resampleSource(stocks.slice("2004-01-01"), "1w")])
      assert.deepEqual(remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest, feed.manifest);
    assert.deepEqual(week.manifest.options, { interval: "1w" });
    const { manifest } = resampleSource(new Walk(), "1h");
    assert.deepEqual([manifest.kind, manifest.interval, "rows" in manifest], ["resample", 60 * minute, false]);
  });

  it("cannot be shorter than the bars, or no multiple of them", () => {
    const refuse = (feed: RecordedSource, interval: string, message: string | RegExp) =>
      assert.throws(() => resampleSource(feed, interval), { code: "INVALID_OPTION", message });
    const stocks = sample("us-stocks").source;
    refuse(
      stocks,
      "1h",
      'Expected interval to be at least as long as the bars, which are 1d in feed "us-stocks", was "1h"',
    );
    refuse(resampleSource(stocks, "1w"), "1d", /as long as the bars, which are 7d/);
    const feed = resampleSource(minutes(["2014-06-02T10:01", "2014-06-02T10:06", "2014-06-02T10:11"]), "5m");
    refuse(feed, "7m", 'Expected interval to be a multiple of 5m, the length of the bars, was "7m"');
    refuse(feed, "2d", 'Expected interval to be a day at most, or "1w", was "2d"');
    const days = Array.from({ length: 12 }, (_, day) =>
      new Date(Date.UTC(2014, 5, 2 + day)).toISOString().slice(0, 10),
    );
    const daily = days.map((time) => ({ symbol: "D", time, open: 1, high: 1, low: 1, close: 1 }));
    const many = Array.from({ length: 30 }, (_, at) => `2014-06-02T10:${at + 10}`);
    const beside = mergeSource([replaySource(daily, { calendar: "always" }), minutes(many)]);
    refuse(beside, "1h", 'Expected interval to be at least as long as the bars, which are 1d in D, was "1h"');
    assert.equal(resampleSource(beside, "1d").length, 13);
    refuse(feed, "soon", /^Expected interval to be an interval such as/);
    assert.throws(() => resample(5 as never, "1d"), { code: "INVALID_OPTION", message: /^Expected feed to be a feed/ });
  });
});
