import assert from "node:assert/strict";
import { inspect } from "node:util";
import { remakeSource } from "../../../src/feeds/remake";
import { type ReplayOptions, replay } from "../../../src/index";
import { recorded, useFolder } from "../files";

const march = ["04", "05", "06", "07", "08", "11", "12", "13"].map((date) => `2024-03-${date}`);
const ends = march.map((date) => new Date(Date.parse(date) + 86_400_000).toISOString());

describe("rows of days that have a time of day, in a file", () => {
  const write = useFolder();
  const header = "time,symbol,open,high,low,close\n";
  const rows = (times: readonly string[], symbol = "A") => times.map((time) => `${time},${symbol},2,4,1,3\n`).join("");
  const feedOf = (times: readonly string[], options?: ReplayOptions) =>
    replay(write("x.csv", header + rows(times)), options);
  const timesOf = (feed: ReturnType<typeof replay>, symbol = "A") =>
    [...feed.bars()].filter((bar) => bar.symbol === symbol).map(({ time }) => new Date(time).toISOString());
  const at = (clock: string) => march.map((date) => date + clock);
  // New York changes its clocks on 2024-03-10.
  const bySeason = (winter: string, summer: string) =>
    march.map((date) => date + (date < "2024-03-10" ? winter : summer));

  it("stay on their day and are known at its end, at the close, at the open, and as the clocks change", () => {
    for (const times of [
      at("T21:00Z"),
      at("T14:30Z"),
      bySeason("T21:00Z", "T20:00Z"),
      bySeason("T22:00Z", "T21:00Z"),
      bySeason("T16:00-05:00", "T16:00-04:00"),
      at(" 16:00"),
    ]) {
      const feed = feedOf(times);
      assert.deepEqual(timesOf(feed), ends, times[0]);
      assert.deepEqual([feed.manifest.daily, feed.manifest.interval], [true, 86_400_000]);
      assert.match(inspect(feed), /\n {2}Days +A: one time of day, known at the end of the day\n/);
      assert.doesNotMatch(inspect(feed), /stamped at/);
    }
  });

  it("may be two, or end early on a day", () => {
    assert.deepEqual(timesOf(feedOf(at("T21:00Z").slice(0, 2))), ends.slice(0, 2));
    const early = march.map((date) => date + (date === "2024-03-08" ? "T18:00Z" : "T21:00Z"));
    const longer = ["2024-02-26", "2024-02-27", "2024-02-28"].map((date) => `${date}T21:00Z`);
    assert.deepEqual(timesOf(feedOf([...longer, ...early])).slice(3), ends);
  });

  it("are known at the close of a declared exchange, whatever they carry", () => {
    const closes = bySeason("T21:00:00.000Z", "T20:00:00.000Z");
    for (const times of [at(" 09:30"), at(" 16:00"), at("T22:00Z"), at("T20:00Z"), at("T21:00Z")])
      assert.deepEqual(timesOf(feedOf(times, { calendar: "XNYS" })), closes, times[0]);
    assert.deepEqual(timesOf(feedOf(at("T22:00Z"), { calendar: "XNYS", stamp: "close" })), closes);
    const half = ["2024-07-02 16:00", "2024-07-03 16:00", "2024-07-05 16:00"];
    assert.equal(timesOf(feedOf(half, { calendar: "XNYS" }))[1], "2024-07-03T17:00:00.000Z");
  });

  it("are what `stamp` and `interval` say", () => {
    assert.equal(timesOf(feedOf(at("T21:00Z"), { stamp: "close" }))[0], "2024-03-04T21:00:00.000Z");
    assert.equal(timesOf(feedOf(at("T21:00Z"), { interval: "1h" }))[0], "2024-03-04T22:00:00.000Z");
    assert.equal(timesOf(feedOf(at("T14:30Z"), { stamp: "open" }))[0], ends[0]);
  });

  it("stand beside rows of minutes, which are moved by their own gap", () => {
    const minutes = rows(["2024-03-04T14:30Z", "2024-03-04T14:31Z", "2024-03-04T14:32Z"], "M");
    const feed = replay(write("x.csv", header + rows(at("T21:00Z")) + minutes));
    assert.deepEqual([timesOf(feed), timesOf(feed, "M")[0]], [ends, "2024-03-04T14:31:00.000Z"]);
  });

  it("are known at the end of their week where they carry its first day", () => {
    const mondays = ["2024-03-04", "2024-03-11", "2024-03-18"].map((date) => `${date}T14:30Z`);
    assert.equal(timesOf(feedOf(mondays))[0], "2024-03-11T00:00:00.000Z");
    assert.deepEqual(feedOf(mondays).manifest.found?.periods, { A: "week" });
  });

  it("are known a day later where a day may run over midnight: on weekends, or from a Sunday evening on", () => {
    const all = ["07", "08", "09", "10", "11"].map((date) => `2024-03-${date}T16:00Z`);
    assert.equal(timesOf(feedOf(all))[0], "2024-03-08T16:00:00.000Z");
    const currencies = ["03", "04", "05", "06", "07"].map((date) => `2024-03-${date}T22:00Z`);
    assert.equal(timesOf(feedOf(currencies))[0], "2024-03-04T22:00:00.000Z");
    assert.equal(timesOf(feedOf(all.map((time) => time.replace("16:00", "23:59:59"))))[0], "2024-03-08T00:00:00.000Z");
    const telAviv = currencies.map((time) => time.replace("T22:00Z", " 17:25"));
    assert.equal(timesOf(feedOf(telAviv, { timezone: "Asia/Jerusalem" }))[0], "2024-03-03T22:00:00.000Z");
  });

  it("are the same when the feed is made again, and moved by a day in a manifest from before", () => {
    const feed = feedOf(at("T21:00Z"));
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    assert.deepEqual(recorded(remakeSource(manifest)).manifest, feed.manifest);
    const { clockDays: _, ...found } = manifest.found;
    const stamp = { side: "open", by: "assumption" };
    const before = recorded(remakeSource({ ...manifest, found: { ...found, stamp } }));
    assert.equal(before.first, Date.parse("2024-03-05T21:00Z"));
  });
});

describe("a card of rows whose times were not moved", () => {
  const bar = { symbol: "A", time: "2024-03-04T10:00Z", open: 2, high: 4, low: 1, close: 3 };

  it("does not say that they are starts: of one row, of two without a common gap, not of others", () => {
    const card = (...bars: (typeof bar)[]) => inspect(replay(bars, { stamp: "open" }));
    const uneven = ["10:00", "10:01", "10:04", "10:11"].map((clock) => ({ ...bar, time: `2024-03-04T${clock}Z` }));
    for (const text of [card(bar), card(...uneven)]) {
      assert.match(text, /As written +A: no common gap, so the stamp is the time/);
      assert.doesNotMatch(text, /stamped at/);
    }
    const minutes = uneven.slice(0, 2).map((one) => ({ ...one, symbol: "M" }));
    assert.match(card(...uneven, ...minutes), /Times +stamped at the open \(as you said\)\n +As written +A:/);
    assert.doesNotMatch(card({ ...bar, time: "2024-03-04T09:00Z" }, ...minutes), /As written/);
  });
});
