import assert from "node:assert/strict";
import { inspect } from "node:util";
import { replaySource } from "../../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../../src/feeds/remake";
import { merge, type ReplayOptions, replay } from "../../../src/index";
import { useFolder } from "../files";

const header = "date,open,high,low,close,volume\n";
const skip = { onBadRow: "skip" } as const;

describe("rows that are left out", () => {
  const write = useFolder();
  const text =
    "2013-05-13,2,4,1,3,1\n2013-05-14,2,4,1,n/a,1\n2013-05-15,2,4,1\n2013-05-16,2,4,1,3,1\n2013-05-15,2,4,1,3,1\n";
  const first = 'daily.csv:3: Expected close to be a number, was "n/a"';

  it("are counted, and listed with their places and reasons", () => {
    const feed = replaySource(write("daily.csv", header + text), skip);
    assert.equal(feed.length, 2);
    assert.deepEqual(feed.skipped, {
      rows: 3,
      first,
      list: [
        { row: "daily.csv:3", reason: 'Expected close to be a number, was "n/a"' },
        { row: "daily.csv:4", reason: "Expected 6 cells, was 4" },
        { row: "daily.csv:6", reason: "Bars must be in time order: daily 2013-05-15 came after 2013-05-16" },
      ],
    });
    assert.deepEqual([feed.manifest.skipped, feed.manifest.firstSkipped], [3, first]);
    const shown = replay("daily.csv", skip);
    assert.deepEqual(shown.leftOut().shape, [3, 2]);
    assert.match(inspect(shown), /Left out +3 bad rows, the first: daily\.csv:3: .+; leftOut\(\) lists them/);
    assert.equal(merge(shown, replay(write("other.csv", `${header}2013-05-13,2,4,1,3,1\n`))).leftOut().shape[0], 3);
  });

  it("because of their order or hours are listed too, each with its place", () => {
    const rows = ["05-13", "05-14", "05-10", "05-15", "05-14", "05-16", "05-17", "05-20", "05-21"];
    const path = write("x.csv", header + rows.map((day) => `2013-${day},2,4,1,3,1\n`).join(""));
    const { skipped } = replaySource(path, skip);
    assert.deepEqual(
      skipped.list?.map(({ row }) => row),
      ["x.csv:4", "x.csv:6"],
    );
    const hours = ["09:30", "10:30", "16:30", "17:30"].map((at) => `2024-07-02 ${at},2,4,1,3,1\n`).join("");
    const late = replaySource(write("late.csv", header + hours), { ...skip, calendar: "XNYS", stamp: "open" });
    assert.deepEqual(
      late.skipped.list?.map(({ row }) => row),
      ["late.csv:4", "late.csv:5"],
    );
  });

  it("may be a row of today behind that of its week or month, with which vendors end a series", () => {
    const weeks = ["02-12", "02-19", "02-26", "03-04", "03-08"].map((day) => `2024-${day},2,4,1,3,1\n`).join("");
    const path = write("weeks.csv", header + weeks);
    const message =
      'weeks.csv:6: Expected one row for each week, was 2024-03-08 in the same week as the row before it. Leave it out with onBadRow: "skip"';
    assert.throws(() => replaySource(path), { code: "INVALID_DATA", message });
    const feed = replaySource(path, skip);
    assert.deepEqual([feed.length, feed.skipped.rows], [4, 1]);
    assert.equal(haveSameBars(remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest, feed.manifest), true);
    const months = ["2023-11-01", "2023-12-01", "2024-01-01", "2024-01-20"].map((day) => `${day},2,4,1,3,1\n`).join("");
    assert.throws(() => replaySource(write("months.csv", header + months)), { message: /one row for each month/ });
  });

  it("are no more than 10,000 in the list, and all in the count", () => {
    const bad = "2013-05-14,x,4,1,3,1\n".repeat(10_005);
    const { skipped } = replaySource(write("many.csv", `${header}2013-05-13,2,4,1,3,1\n${bad}`), skip);
    assert.deepEqual([skipped.rows, skipped.list?.length], [10_005, 10_000]);
  });

  it("may be all, which is an error that tells of the first five", () => {
    const file = write("bad.csv", `${header}2013-05-13,x,4,1,3,1\n2013-05-14,5,4,1,3,1\n`);
    const message =
      'Expected bad to hold bars, but all its rows are bad: bad.csv:2: Expected open to be a number, was "x"; bad.csv:3: Expected open to be within low 1 and high 4, was 5';
    assert.throws(() => replaySource(file, skip), { code: "EMPTY_DATA", message });
    const more = write("more.csv", header + "2013-05-13,x,4,1,3,1\n".repeat(7));
    assert.throws(() => replaySource(more, skip), { message: /all its rows are bad, the first 5 of 7: more\.csv:2/ });
  });
});

describe("times that clocks skipped", () => {
  const write = useFolder();
  const zone = { timezone: "America/New_York", stamp: "close" } as const;
  const rows = (...clocks: string[]) => header + clocks.map((at) => `2015-03-08 ${at},2,4,1,3,1\n`).join("");
  const times = (text: string, options: ReplayOptions) => {
    const feed = replaySource(write("x.csv", text), options);
    const again = remakeSource(JSON.parse(JSON.stringify(feed.manifest)));
    assert.equal(haveSameBars(feed.manifest, again.manifest), true);
    return Array.from(feed.columns.time, (time) => new Date(time).toISOString().slice(11, 16));
  };

  it("are bad rows, with the zone in which they never were", () => {
    const message =
      'x.csv:4: Expected time to be one that clocks showed in America/New_York, which skipped it (timezone says another zone), was "2015-03-08 02:00"';
    assert.throws(() => times(rows("01:00", "01:30", "02:00", "03:00"), zone), { code: "INVALID_DATA", message });
    const clocks = ["01:00", "01:30", "02:00", "02:30", "03:00", "03:30"];
    assert.deepEqual(times(rows(...clocks), { ...zone, ...skip }), ["06:00", "06:30", "07:00", "07:30"]);
    assert.equal(replay("x.csv", { ...zone, ...skip }).leftOut().shape[0], 2);
  });

  it("are no bad rows with an offset, in UTC, or as dates", () => {
    const offset = `${header}2015-03-08T02:00-05:00,2,4,1,3,1\n2015-03-08T02:30-05:00,2,4,1,3,1\n`;
    assert.equal(times(offset, zone).length, 2);
    assert.equal(times(rows("01:00", "02:00"), { stamp: "close" }).length, 2);
    // Clocks in Cairo went forward at midnight.
    const days = "2024-04-25,2,4,1,3,1\n2024-04-26,2,4,1,3,1\n";
    assert.equal(times(header + days, { timezone: "Africa/Cairo" }).length, 2);
  });

  it("stay where they were taken in feeds that were stored before", () => {
    const { manifest } = replaySource(write("x.csv", rows("01:00", "01:30", "03:00")), zone);
    write("x.csv", rows("01:00", "01:30", "02:00"));
    assert.ok(haveSameBars(remakeSource(JSON.parse(JSON.stringify(manifest))).manifest, manifest));
  });
});
