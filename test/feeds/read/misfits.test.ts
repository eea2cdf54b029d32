import assert from "node:assert/strict";
import { inspect } from "node:util";
import { remakeSource } from "../../../src/feeds/remake";
import { type ReplayOptions, replay } from "../../../src/index";
import { recorded, useFolder } from "../files";

const header = "time,symbol,open,high,low,close\n";
const skip = { onBadRow: "skip" } as const;
const rows = (times: readonly string[], symbol = "A") => times.map((time) => `${time},${symbol},2,4,1,3\n`).join("");
const timesOf = (feed: ReturnType<typeof replay>) => [...feed.bars()].map(({ time }) => new Date(time).toISOString());

describe("a first or last row that is far from all others", () => {
  const write = useFolder();
  const feedOf = (times: readonly string[], options?: ReplayOptions) =>
    replay(write("x.csv", header + rows(times)), options);
  const days = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05"];
  const minutes = ["10:00", "10:01", "10:02", "10:03"].map((clock) => `2024-01-02T${clock}Z`);

  it("is left out as a bad row, and counted: of days and of minutes, and of a table with the newest first", () => {
    const cases: [rows: readonly string[], line: number][] = [
      [[...days, "2042-01-08"], 6],
      [["1924-01-01", ...days], 2],
      [[...days, "2042-01-08"].reverse(), 2],
      [["1970-01-01T00:00Z", ...minutes], 2],
      [[...minutes, "2042-01-02T10:04Z"], 6],
      [["2024-01-02", "2024-01-03", "2042-01-04"], 4],
    ];
    for (const [times, line] of cases) {
      const feed = feedOf(times, skip);
      assert.deepEqual([feed.length, feed.manifest.skipped], [times.length - 1, 1], times.join());
      assert.match(feed.manifest.firstSkipped ?? "", new RegExp(`^x\\.csv:${line}: Expected time to be near`));
      assert.match(inspect(feed), /Left out +1 bad row, the first: x\.csv:/);
    }
  });

  it("is left out at both ends, and of every symbol", () => {
    const feed = feedOf(["1924-01-01", ...days, "2042-01-08"], skip);
    assert.deepEqual([feed.length, feed.manifest.skipped], [4, 2]);
    const mixed = [...days, "2042-01-08"].flatMap((date) => [rows([date]), rows([date], "B")]).join("");
    const both = replay(write("x.csv", header + mixed), skip);
    assert.deepEqual([both.length, both.manifest.skipped], [8, 2]);
  });

  it("is an error by default, which names it", () => {
    assert.throws(() => feedOf([...days, "2042-01-08"]), {
      code: "INVALID_DATA",
      message:
        "x.csv:6: Expected time to be near that of other rows, was 2042-01-08, 18 years after 2024-01-05. " +
        'Correct it, or leave it out with onBadRow: "skip"',
    });
    const bars = ["1970-01-01T00:00Z", ...minutes].map((time) => ({
      ...{ time, symbol: "A", open: 2, high: 4, low: 1, close: 3 },
    }));
    assert.throws(
      () => replay(bars),
      /^PaperLabError: bars\[0\]: .*was 1970-01-01T00:00:00.000Z, 54 years before 2024/,
    );
  });

  it("is none where gaps are long: a hole with rows behind it, years, a hole as long, a row under a year away", () => {
    const far = ["2034-01-02", "2034-01-03"];
    for (const times of [
      [...days, ...far],
      ["2010-01-04", "2011-01-03", "2012-01-02", "2022-01-03"],
      ["2010-01-04", "2010-01-05", "2015-01-05", "2015-01-06", "2025-01-06"],
      [...days, "2025-01-03"],
      ["2024-01-02", "2042-01-08"],
    ])
      assert.equal(feedOf(times, skip).manifest.skipped, 0, times.join());
  });

  it("stays where it comes in a file of its own", () => {
    const files = [days, ["2042-01-08"]].map((times, at) => write(`${at}.csv`, header + rows(times)));
    assert.equal(replay(files).length, 5);
  });

  it("is left out when the feed is made again, and stays in a manifest from before", () => {
    const feed = feedOf([...days, "2042-01-08"], skip);
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    const again = recorded(remakeSource(manifest)).manifest;
    assert.deepEqual([again.sha256, again.skipped, again.found], [manifest.sha256, manifest.skipped, manifest.found]);
    const { strays: _, ...found } = manifest.found;
    assert.equal(recorded(remakeSource({ ...manifest, found })).length, 5);
  });
});

describe("rows outside the hours of a declared exchange", () => {
  const write = useFolder();
  const feedOf = (clocks: readonly string[], options?: ReplayOptions, date = "2024-07-02") =>
    replay(write("x.csv", header + rows(clocks.map((clock) => `${date} ${clock}`))), { calendar: "XNYS", ...options });
  const inHours = ["09:30", "10:00", "15:00", "15:30"];
  const open = { stamp: "open" } as const;

  it("are an error, which names the first, what it was and what to do", () => {
    const cure = 'Leave such rows out with onBadRow: "skip"; with calendar: "weekdays" they stay';
    const hours = "Expected a bar within the hours of XNYS, 09:30 to 16:00 in America/New_York";
    assert.throws(() => feedOf([...inHours, "16:00", "16:30"], open), {
      code: "INVALID_DATA",
      message: `x.csv:6: ${hours}, was 16:00 to 16:30. ${cure}`,
    });
    assert.throws(() => feedOf(["09:00", ...inHours], open), {
      message: `x.csv:2: ${hours}, was 09:00 to 09:30. ${cure}`,
    });
    assert.throws(() => feedOf([...inHours, "16:00", "16:30"]), { code: "INVALID_DATA" });
    const half = hours.replace("16:00", "13:00");
    assert.throws(() => feedOf(["12:00", "12:30", "13:00"], open, "2024-07-03"), {
      message: `x.csv:4: ${half}, was 13:00 to 13:30. ${cure}`,
    });
  });

  it("are left out and counted, those before the open and behind the close", () => {
    const feed = feedOf(["04:00", "09:00", ...inHours, "16:00", "16:30", "19:30"], { ...open, ...skip });
    assert.deepEqual(
      timesOf(feed),
      ["14:00", "14:30", "19:30", "20:00"].map((at) => `2024-07-02T${at}:00.000Z`),
    );
    assert.equal(feed.manifest.skipped, 5);
    assert.match(inspect(feed), /Left out +5 bad rows, the first: x\.csv:2: Expected a bar within the hours/);
    const ends = feedOf(["09:30", "10:00", "10:30", "16:00", "16:30"], { stamp: "close", ...skip });
    assert.deepEqual(
      timesOf(ends),
      ["14:00", "14:30", "20:00"].map((at) => `2024-07-02T${at}:00.000Z`),
    );
  });

  it("are cut at the close where they begin before it, whatever side they are stamped at", () => {
    const starts = feedOf(["09:30", "10:30", "11:30", "12:30", "15:30"], { ...open });
    assert.equal(timesOf(starts).at(-1), "2024-07-02T20:00:00.000Z");
    const ends = feedOf(["10:30", "11:30", "12:30", "16:30"], { stamp: "close" });
    assert.equal(timesOf(ends).at(-1), "2024-07-02T20:00:00.000Z");
    assert.equal(timesOf(feedOf(["10:00", "11:00", "12:00"], open, "2024-07-03")).at(-1), "2024-07-03T17:00:00.000Z");
  });

  it("may be all there are, which is an error too; but trades and days stay", () => {
    assert.throws(() => feedOf(["16:00", "16:30", "17:00"], { ...open, ...skip }), {
      code: "EMPTY_DATA",
      message: /^Expected x to hold bars, but all its rows are bad: x\.csv:2: Expected a bar within/,
    });
    const trades = write("t.csv", "time,price\n2024-07-02 15:59:59,3\n2024-07-02 16:00:02,4\n");
    assert.equal(replay(trades, { calendar: "XNYS" }).length, 2);
    const days = write("d.csv", `${header}${rows(["2024-07-01 17:00", "2024-07-02 17:00"])}`);
    assert.equal(timesOf(replay(days, { calendar: "XNYS" })).at(-1), "2024-07-02T20:00:00.000Z");
  });

  it("are left out when the feed is made again, and stay in a manifest from before", () => {
    const feed = feedOf([...inHours, "16:00", "16:30"], { ...open, ...skip });
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    const again = recorded(remakeSource(manifest)).manifest;
    assert.deepEqual([again.sha256, again.skipped, again.found], [manifest.sha256, manifest.skipped, manifest.found]);
    const { outsideHours: _, ...found } = manifest.found;
    assert.equal(recorded(remakeSource({ ...manifest, found })).length, 6);
  });
});
