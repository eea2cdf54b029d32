import assert from "node:assert/strict";
import { inspect } from "node:util";
import { haveSameBars, remakeSource } from "../../../src/feeds/remake";
import { type ReplayOptions, replay } from "../../../src/index";
import { recorded, useFolder } from "../files";

const header = "time,symbol,open,high,low,close\n";
const numbers = { open: 2, high: 4, low: 1, close: 3 };

/** Rows of one symbol at some times, as a file has them. */
const rows = (symbol: string, ...times: string[]) => times.map((time) => `${time},${symbol},2,4,1,3\n`).join("");

/** Bars of one symbol at some times. */
const bars = (symbol: string, ...times: (string | number)[]) => times.map((time) => ({ symbol, time, ...numbers }));

/** The bars of a feed, as `symbol time`. */
const shown = (feed: ReturnType<typeof replay>) =>
  [...feed.bars()].map(({ symbol, time }) => `${symbol} ${new Date(time).toISOString().slice(0, 16)}`);

describe("the times of intraday rows in a file", () => {
  const write = useFolder();
  const feedOf = (text: string, options?: ReplayOptions) => replay(write("x.csv", header + text), options);
  const quarter = (hour: string) =>
    [0, 15, 30, 45].map((minute) => `2024-01-02T${hour}:${String(minute).padStart(2, "0")}Z`);

  it("are assumed to be the starts of bars, and the card says so", () => {
    const feed = feedOf(rows("A", ...quarter("10")));
    assert.equal(shown(feed)[0], "A 2024-01-02T10:15");
    assert.match(inspect(feed), /Times +stamped at the open \(assumed\)/);
  });

  it("move each symbol by its own gap, so that an hour is not seen before it is over", () => {
    const hours = rows("H1", "2024-01-02T10:00Z", "2024-01-02T11:00Z", "2024-01-02T12:00Z");
    const feed = feedOf(rows("M15", ...quarter("10"), ...quarter("11")) + hours);
    const [hour] = shown(feed).filter((text) => text.startsWith("H1"));
    assert.equal(hour, "H1 2024-01-02T11:00");
    assert.match(inspect(feed), /Warning +series of other lengths stand beside assumed stamps/);
  });

  it("warn of nothing where all series have one length, or the stamp was told", () => {
    const hours = rows("H1", "2024-01-02T10:00Z", "2024-01-02T11:00Z", "2024-01-02T12:00Z");
    assert.doesNotMatch(inspect(feedOf(rows("A", ...quarter("10")) + rows("B", ...quarter("10")))), /Warning/);
    assert.doesNotMatch(inspect(feedOf(rows("A", ...quarter("10")) + hours, { stamp: "open" })), /Warning/);
  });

  it("are what `stamp` says", () => {
    const text = rows("A", ...quarter("10"));
    assert.equal(shown(feedOf(text, { stamp: "close" }))[0], "A 2024-01-02T10:00");
    assert.equal(shown(feedOf(text, { stamp: "open", interval: "5m" }))[0], "A 2024-01-02T10:05");
    assert.match(inspect(feedOf(text, { stamp: "close" })), /stamped at the close \(as you said\)/);
    assert.throws(() => feedOf(text, { stamp: "start" as never }), {
      code: "INVALID_OPTION",
      message: 'Expected stamp to be "open" or "close", was "start"',
    });
  });

  const hourly = (first: string, ...others: string[]) =>
    rows("A", ...[first, ...others].map((at) => `2024-07-02 ${at}`));

  it("are starts where rows stand at the session's open and none at its close; the last bar ends with the session", () => {
    const text = hourly("09:30", "10:30", "11:30", "12:30", "13:30", "14:30", "15:30");
    const feed = feedOf(text, { calendar: "XNYS" });
    assert.deepEqual(shown(feed).slice(-2), ["A 2024-07-02T19:30", "A 2024-07-02T20:00"]);
    assert.match(inspect(feed), /stamped at the open \(inferred from the hours\)/);
  });

  it("are ends where rows stand at the session's close and none at its open", () => {
    const feed = feedOf(hourly("10:30", "11:30", "12:30", "13:30", "14:30", "15:30", "16:00"), { calendar: "XNYS" });
    assert.equal(shown(feed)[0], "A 2024-07-02T14:30");
    assert.match(inspect(feed), /stamped at the close \(inferred from the hours\)/);
  });

  it("are assumed to be starts where rows stand at both", () => {
    const feed = feedOf(hourly("09:30", "10:00", "10:30", "15:30", "16:00"), { calendar: "XNYS" });
    assert.match(inspect(feed), /stamped at the open \(assumed\)/);
  });

  it("stay as they are written where a symbol has no common gap, which the card names", () => {
    const text = rows("A", "2024-01-02T10:00Z", "2024-01-02T10:01Z", "2024-01-02T10:04Z", "2024-01-02T10:11Z");
    const feed = feedOf(text);
    assert.equal(shown(feed)[0], "A 2024-01-02T10:00");
    assert.match(inspect(feed), /As written +A: no common gap, so the stamp is the time/);
  });

  it("are those of trades in a file of trades", () => {
    const feed = replay(write("t.csv", "time,price\n2024-01-02T10:00:00Z,3\n2024-01-02T10:00:01Z,4\n"));
    assert.equal(shown(feed)[0], "t 2024-01-02T10:00");
    assert.match(inspect(feed), /Times +those of the trades/);
  });

  it("begin a Monday at its first minute on a declared calendar", () => {
    const feed = feedOf(rows("A", "2024-01-08T00:00Z", "2024-01-08T01:00Z"), { calendar: "weekdays" });
    assert.equal(shown(feed)[0], "A 2024-01-08T01:00");
    const sunday = rows("A", "2024-01-07T23:00Z", "2024-01-08T00:00Z");
    assert.throws(() => feedOf(sunday, { calendar: "weekdays" }), { code: "INVALID_DATA" });
  });

  it("are the same when the feed is made again, and ends in a manifest that does not say", () => {
    const feed = feedOf(rows("A", ...quarter("10")));
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    assert.deepEqual(recorded(remakeSource(manifest)).manifest, feed.manifest);
    const { found: _, ...earlier } = manifest;
    const again = recorded(remakeSource(earlier));
    assert.equal(again.first, Date.parse("2024-01-02T10:00Z"));
    assert.equal("found" in again.manifest, false);
  });
});

describe("the times of bars and frames", () => {
  it("are the ends of bars, or their starts where `stamp` says so", () => {
    const minutes = bars("A", "2024-01-02T10:01Z", "2024-01-02T10:02Z");
    assert.equal(shown(replay(minutes))[0], "A 2024-01-02T10:01");
    assert.equal(shown(replay(minutes, { stamp: "open" }))[0], "A 2024-01-02T10:02");
    const frame = { columns: Object.keys(minutes[0]), values: minutes.map((bar) => Object.values(bar)) };
    assert.equal(shown(replay(frame))[0], "A 2024-01-02T10:01");
    assert.equal(shown(replay(frame, { stamp: "open" }))[0], "A 2024-01-02T10:02");
    assert.match(inspect(replay(frame)), /stamped at the close \(the default for bars in memory\)/);
  });

  it("show a lone bar that is stamped by its start not before the others are over", () => {
    const quarters = bars("M15", ...[0, 15, 30, 45].map((minute) => Date.UTC(2024, 0, 2, 10, minute)));
    const feed = replay([...quarters, ...bars("H1", "2024-01-02T10:00Z")], { stamp: "open" });
    assert.equal(shown(feed).at(-1), "H1 2024-01-02T11:00");
  });

  it("leave dates among starts where they are: at the end of their day", () => {
    const day = bars("D", "2024-01-02");
    const feed = replay([...bars("A", "2024-01-02T10:00Z", "2024-01-02T10:01Z"), ...day], { stamp: "open" });
    assert.deepEqual(shown(feed), ["A 2024-01-02T10:01", "A 2024-01-02T10:02", "D 2024-01-03T00:00"]);
  });

  it("are trading days where all are midnights, as in a file", () => {
    const times = ["2024-01-02T00:00:00Z", "2024-01-03T00:00:00Z"];
    for (const source of [
      bars("A", ...times),
      bars("A", ...times.map(Date.parse)),
      bars("A", ...times.map((time) => time.slice(0, 10))),
    ]) {
      const feed = replay(source);
      assert.deepEqual([shown(feed)[0], feed.manifest.daily], ["A 2024-01-03T00:00", true]);
    }
    assert.equal(shown(replay(bars("A", ...times), { stamp: "close" }))[0], "A 2024-01-02T00:00");
    assert.equal(shown(replay(bars("A", ...times, "2024-01-03T00:01Z")))[0], "A 2024-01-02T00:00");
  });
});

describe("rows at midnight of New York", () => {
  const stamps = ["2023-03-09T05:00:00Z", "2023-03-10T05:00:00Z", "2023-03-13T04:00:00Z", "2023-03-14T04:00:00Z"];
  const dates = stamps.map((stamp) => stamp.slice(0, 10));
  const write = useFolder();
  const ends = dates.map((date) => Date.parse(date) + 86_400_000);

  it("are days, over a change of the clocks too, in a file and in an array, and the card says so", () => {
    const file = write("x.csv", header + rows("A", ...stamps));
    for (const feed of [replay(file), replay(bars("A", ...stamps))]) {
      assert.deepEqual(
        [...feed.bars()].map(({ time }) => time),
        ends,
      );
      assert.match(inspect(feed), /\n {2}Times +midnights of America\/New_York, read as dates/);
    }
  });

  it("are days again when the feed is made again", () => {
    const { manifest } = replay(write("again.csv", header + rows("A", ...stamps)));
    assert.equal(haveSameBars(manifest, remakeSource(JSON.parse(JSON.stringify(manifest))).manifest), true);
  });

  it("are what they are where the zone is told, or some are not at midnight", () => {
    const told = replay(bars("A", ...stamps), { timezone: "UTC" });
    assert.equal([...told.bars()][0].time, Date.parse(stamps[0]));
    const mixed = replay(bars("A", ...stamps, "2023-03-15T05:00:00Z"));
    assert.equal([...mixed.bars()][0].time, Date.parse(stamps[0]));
  });
});

describe("rows at the end of a week of currencies", () => {
  const write = useFolder();
  const hours = (date: string, ...of: string[]) => header + rows("A", ...of.map((hour) => `${date}T${hour}:00Z`));

  it("are ends of bars where none could begin", () => {
    const feed = replay(write("x.csv", hours("2024-06-07", "19", "20", "21")), { calendar: "FX" });
    assert.equal([...feed.bars()].at(-1)?.time, Date.parse("2024-06-07T21:00Z"));
    assert.match(inspect(feed), /stamped at the close \(inferred from the hours\)/);
  });

  it("are starts of bars where none could end", () => {
    const feed = replay(write("x.csv", hours("2024-06-09", "21", "22", "23")), { calendar: "FX" });
    assert.equal([...feed.bars()][0].time, Date.parse("2024-06-09T22:00Z"));
  });
});

describe("rows that carry the first day of a period", () => {
  const first = (dates: string[], options?: ReplayOptions) => shown(replay(bars("A", ...dates), options))[0];

  it("are known at its end: weeks of a Monday or Sunday, months, quarters and years", () => {
    assert.equal(first(["2024-01-01", "2024-01-08", "2024-01-15", "2024-01-22"]), "A 2024-01-08T00:00");
    assert.equal(first(["2024-01-07", "2024-01-14", "2024-01-21"]), "A 2024-01-14T00:00");
    assert.equal(first(["2024-01-01", "2024-02-01", "2024-03-01"]), "A 2024-02-01T00:00");
    assert.equal(first(["2024-01-02", "2024-02-01", "2024-03-01", "2024-04-01"]), "A 2024-02-01T00:00");
    assert.equal(first(["2023-10-01", "2024-01-01", "2024-04-01"]), "A 2024-01-01T00:00");
    assert.equal(first(["2022-01-01", "2023-01-01", "2024-01-01"]), "A 2023-01-01T00:00");
  });

  it("end with the last trading day of a declared calendar, though the first one may be a holiday", () => {
    const options = { calendar: "XNYS" } as const;
    assert.equal(first(["2024-01-01", "2024-01-08", "2024-01-15"], options), "A 2024-01-05T21:00");
    assert.equal(first(["2024-01-01", "2024-02-01", "2024-03-01"], options), "A 2024-01-31T21:00");
    assert.throws(() => first(["2024-01-01", "2024-01-02", "2024-01-03"], options), { code: "INVALID_DATA" });
  });

  it("are told from rows that carry the last day, or a day of their own", () => {
    assert.equal(first(["2024-01-05", "2024-01-12", "2024-01-19"]), "A 2024-01-06T00:00");
    assert.equal(first(["2024-01-31", "2024-02-29", "2024-03-29"]), "A 2024-02-01T00:00");
    assert.equal(first(["2024-01-01", "2024-01-02", "2024-01-03"]), "A 2024-01-02T00:00");
    assert.equal(first(["2024-01-01", "2024-01-08", "2024-01-15"], { stamp: "close" }), "A 2024-01-02T00:00");
  });

  it("are named on the card, beside daily ones, and are the same when the feed is made again", () => {
    const daily = bars("D", "2024-01-02", "2024-01-03", "2024-01-04");
    const feed = replay([...bars("W", "2024-01-01", "2024-01-08", "2024-01-15"), ...daily]);
    assert.deepEqual(shown(feed).slice(2, 4), ["D 2024-01-05T00:00", "W 2024-01-08T00:00"]);
    assert.match(inspect(feed), /Periods +W: stamped with the first day of its week, known at the last/);
    assert.deepEqual(feed.manifest.found?.periods, { W: "week" });
  });
});
