import assert from "node:assert/strict";
import { inspect } from "node:util";
import { calendarOf } from "../../../src/core/market/calendar";
import { zoneOf } from "../../../src/core/market/zone";
import { remakeSource } from "../../../src/feeds/remake";
import { type ReplayInput, type ReplayOptions, replay } from "../../../src/index";
import { recorded, useFolder } from "../files";

const fx = calendarOf("FX");
const hour = 3_600_000;
const numbers = { open: 1, high: 1, low: 1, close: 1 };

/** The starts of the bars of some weeks of currencies. */
function starts(from: string, weeks: number, step = hour): number[] {
  const times = Array.from({ length: (weeks * 7 * 24 * hour) / step }, (_, at) => Date.parse(from) + at * step);
  return times.filter((time) => fx.isTradingDay(fx.dayOf(time + 1)));
}

/** The options that a card proposes, in its own words. */
function proposed(feed: ReturnType<typeof replay>): ReplayOptions | undefined {
  const text = /(?:Sundays|Hours) .*?; (calendar: .*?) ends days/.exec(inspect(feed))?.[1];
  const pairs = [...(text ?? "").matchAll(/(\w+): "([^"]+)"/g)].map(([, key, value]) => [key, value]);
  return text === undefined ? undefined : Object.fromEntries(pairs);
}

describe("the hours of currencies", () => {
  const write = useFolder();
  const fileOf = (times: readonly number[], zone: string) => {
    const { localOf } = zoneOf(zone);
    const rows = times.map(
      (time) => `${new Date(localOf(time)).toISOString().slice(0, 19).replace("T", " ")},1,1,1,1\n`,
    );
    return write("E.csv", `time,open,high,low,close\n${rows.join("")}`);
  };
  /** Reads a source as its card proposes, and returns the proposal. */
  const followed = (source: ReplayInput, first: ReplayOptions = {}) => {
    const feed = replay(source, first);
    const options = proposed(feed);
    const again = replay(source, { ...first, ...options });
    assert.deepEqual([again.calendar, again.length, again.manifest.skipped], ["FX", feed.length, 0]);
    return options;
  };

  for (const zone of ["UTC", "America/New_York", "Etc/GMT+5", "Europe/Athens", "Europe/London"])
    it(`tell the zone of a year of times, and the card names it: ${zone}`, () => {
      const times = starts("2022-01-02", 52);
      const path = fileOf(times, zone);
      assert.deepEqual(followed(path), { calendar: "FX", timezone: zone });
      const first = [...replay(path, { calendar: "FX", timezone: zone }).bars()][0].time;
      assert.equal(first, times[0] + hour);
    });

  for (const [days, step] of [
    [2, hour],
    [5, hour],
    [1, 60_000],
  ])
    it(`are not told of ${days} days from a Monday on, in bars of ${step / 60_000} minutes`, () => {
      const first = Date.parse("2024-01-01T00:00:00Z");
      const times = Array.from({ length: (days * 24 * hour) / step }, (_, at) => first + at * step);
      for (const zone of ["UTC", "Europe/Athens"]) assert.equal(proposed(replay(fileOf(times, zone))), undefined);
      assert.equal(proposed(replay(times.map((time) => ({ time, symbol: "X", ...numbers })))), undefined);
    });

  it("tell it of a summer, of a winter, of minutes and of hours that end early", () => {
    const friday = (time: number) =>
      fx.dayOf(time + 1) !== fx.dayOf(time + hour + 1) && new Date(time).getUTCDay() === 5;
    for (const times of [
      starts("2022-06-05", 4),
      starts("2022-01-02", 4),
      starts("2022-01-02", 3, 60_000),
      starts("2022-01-02", 8, 4 * hour),
      starts("2022-01-02", 6).filter((time) => !friday(time)),
    ])
      assert.deepEqual(followed(fileOf(times, "America/New_York")), { calendar: "FX", timezone: "America/New_York" });
  });

  it("ask for the zone where vendors use none that fits", () => {
    const feed = replay(fileOf(starts("2022-01-02", 52), "America/Chicago"));
    assert.match(inspect(feed), /Sundays +count toward Monday; calendar: "FX" with the timezone of its times ends/);
  });

  it("say nothing of a zone where times have one, but whether they are starts", () => {
    const times = starts("2022-01-02", 8);
    const bars = (shift: number) => times.map((time) => ({ symbol: "E", time: time + shift, ...numbers }));
    assert.deepEqual(followed(bars(0)), { calendar: "FX", stamp: "open" });
    assert.deepEqual(followed(bars(hour)), { calendar: "FX" });
    const rows = times.map((time) => `${new Date(time).toISOString()},1,1,1,1\n`).join("");
    assert.deepEqual(followed(write("Z.csv", `time,open,high,low,close\n${rows}`)), { calendar: "FX" });
  });

  it("are not those of markets with nights or of days", () => {
    const times = starts("2022-01-02", 8).filter(
      (time) => new Date(time).getUTCHours() < 20 && new Date(time).getUTCDay() % 6,
    );
    assert.equal(replay(fileOf(times, "UTC")).manifest.found?.calendar?.currencies, undefined);
    const days = ["2022-01-03", "2022-01-04", "2022-01-05"].map((time) => ({ symbol: "E", time, ...numbers }));
    assert.equal(replay(days).manifest.found?.calendar?.currencies, undefined);
  });

  it("stay in the manifest when the feed is made again", () => {
    const path = fileOf(starts("2022-01-02", 8), "America/New_York");
    for (const options of [{}, { calendar: "FX" }] satisfies ReplayOptions[]) {
      const manifest = JSON.parse(JSON.stringify(replay(path, options).manifest));
      assert.deepEqual(recorded(remakeSource(manifest)).manifest, manifest);
    }
  });
});

describe("a row on a day on which a declared calendar is closed", () => {
  const write = useFolder();
  const header = "time,open,high,low,close\n";
  const fault = "Expected a trading day of the calendar FX, was 2022-01-02";
  const skip = { onBadRow: "skip" } as const;

  it("says in which zone it was read, also where that was told and rows are skipped", () => {
    const rows = starts("2022-01-02", 2).map((time) => new Date(time - 5 * hour).toISOString().slice(0, 19));
    const path = write("ny.csv", header + rows.map((time) => `${time},1,1,1,1\n`).join(""));
    const message = `ny.csv:2: ${fault}, as times without a zone are read as those of UTC: timezone says another`;
    assert.throws(() => replay(path, { calendar: "FX", timezone: "UTC" }), { message });
    const feed = replay(path, { calendar: "FX", timezone: "UTC", ...skip });
    assert.equal(feed.manifest.firstSkipped, message);
    assert.match(inspect(feed), /Left out .*read as those of UTC: timezone says another/);
  });

  it("says it of hours too, where they are of another zone than the calendar's", () => {
    const path = write(
      "h.csv",
      `${header}2022-01-03 09:30,1,1,1,1\n2022-01-03 10:30,1,1,1,1\n2022-01-03 15:30,1,1,1,1\n`,
    );
    const feed = replay(path, { calendar: "XNYS", timezone: "UTC", interval: "1h", ...skip });
    assert.match(
      feed.manifest.firstSkipped ?? "",
      /was 04:30 to 05:30, as times without a zone are read as those of UTC/,
    );
  });

  it("is cured by its side where it names its zone and would begin a bar", () => {
    const bars = starts("2022-01-02", 1).map((time) => ({ symbol: "E", time, ...numbers }));
    assert.throws(() => replay(bars, { calendar: "FX" }), {
      message: `bars[0]: ${fault}, as times are read as the ends of bars: say stamp: "open" if they are starts`,
    });
    assert.equal(replay(bars, { calendar: "FX", stamp: "open" }).length, 120);
    const saturday = [{ symbol: "E", time: Date.UTC(2022, 0, 8, 12), ...numbers }];
    assert.throws(() => replay(saturday, { calendar: "FX" }), /calendar FX, was 2022-01-08$/);
  });

  it("that is a Sunday of days of currencies can be read without the calendar", () => {
    const days = ["2022-01-02", "2022-01-03", "2022-01-04"].map((time) => ({ symbol: "E", time, ...numbers }));
    assert.throws(() => replay(days, { calendar: "FX" }), {
      message: `bars[0]: ${fault}; without calendar, days of Sundays are read and count toward Monday`,
    });
    assert.equal(replay(days).length, 3);
  });

  it("is named with its zone on the card alone where the calendar's was taken and a row had none", () => {
    const zoned = write("z.csv", `${header}2022-01-03T10:00:00Z,1,1,1,1\n2022-01-03T11:00:00Z,1,1,1,1\n`);
    const feed = replay(zoned, { calendar: "FX" });
    assert.doesNotMatch(inspect(feed), /Zone/);
    assert.equal(feed.manifest.found?.zone, undefined);
    const plain = write("p.csv", `${header}2022-01-03T10:00:00,1,1,1,1\n2022-01-03T11:00:00,1,1,1,1\n`);
    assert.equal(replay(plain, { calendar: "FX" }).manifest.found?.zone, "America/New_York");
    assert.equal(replay(plain, { calendar: "FX", timezone: "America/New_York" }).manifest.found?.zone, undefined);
  });
});
