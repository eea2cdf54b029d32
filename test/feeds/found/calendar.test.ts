import assert from "node:assert/strict";
import { inspect } from "node:util";
import { dateOf, dayLength, dayOfDate } from "../../../src/core/days";
import { calendarOf } from "../../../src/core/market/calendar";
import { keptSource } from "../../../src/feeds/kept";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { recorded, useFolder } from "../files";

const numbers = { open: 2, high: 4, low: 1, close: 3 };
const xnys = calendarOf("XNYS");

/** The dates from one to another that pass. */
function dates(from: string, to: string, passes: (day: number) => boolean): string[] {
  const [first, last] = [dayOfDate(from), dayOfDate(to)];
  return Array.from({ length: last - first + 1 }, (_, at) => first + at)
    .filter(passes)
    .map(dateOf);
}

const weekday = (day: number) => new Date(day * dayLength).getUTCDay();
const weekdays = (from: string, to: string) => dates(from, to, (day) => weekday(day) % 6 !== 0);
const every = (from: string, to: string) => dates(from, to, () => true);
const bars = (times: readonly (string | number)[], symbol = "A") => times.map((time) => ({ symbol, time, ...numbers }));

/** What is found of some times: calendar, days a year, rows outside. */
function found(times: readonly (string | number)[], options?: ReplayOptions) {
  const { calendar, manifest } = replay(bars(times), options);
  return [calendar, manifest.found?.year?.perYear, manifest.found?.calendar?.outside];
}

/** The hours of a year of currencies: from Sunday 22:00 to Friday 22:00. */
const currencyHours = Array.from({ length: 364 * 24 }, (_, at) => Date.UTC(2023, 0, 2) + at * 3_600_000).filter(
  (time) => {
    const [day, hour] = [new Date(time).getUTCDay(), new Date(time).getUTCHours()];
    return day !== 6 && !(day === 5 && hour >= 22) && !(day === 0 && hour < 22);
  },
);

describe("the calendar of a feed that declares none", () => {
  const write = useFolder();

  it("is that of New York where its days have rows and no others", () => {
    assert.deepEqual(found(dates("2020-01-01", "2023-12-31", xnys.isTradingDay)), ["XNYS", 252, 0]);
    assert.deepEqual(found(dates("2023-01-01", "2023-06-15", xnys.isTradingDay)).slice(0, 1), ["weekdays"]);
    assert.deepEqual(found(weekdays("2020-01-01", "2023-12-31")).slice(0, 1), ["weekdays"]);
  });

  it("is every day where half of the Saturdays have rows", () => {
    assert.deepEqual(found(every("2023-01-01", "2023-12-31")), ["always", 365, 0]);
    assert.deepEqual(found(every("2023-01-02", "2023-01-05")).slice(0, 1), ["weekdays"]);
  });

  it("is a week that rests on other days where sixty days say so, which holidays and a stray row do not change", () => {
    const on = (...days: number[]) => dates("2012-01-01", "2013-12-31", (day) => days.includes(weekday(day)));
    const sundays = on(0, 1, 2, 3, 4);
    const [calendar, perYear, outside] = found(sundays);
    assert.deepEqual([calendar, Math.round(perYear as number), outside], ["sunday-thursday", 261, 0]);
    assert.deepEqual(found(on(6, 0, 1, 2, 3)).slice(0, 1), ["saturday-wednesday"]);
    const holidays = sundays.filter((date) => !/-(04-1[0-9]|09-2[0-9])$/.test(date));
    assert.deepEqual(found(holidays).slice(0, 1), ["sunday-thursday"]);
    const [withFriday, , friday] = found([...sundays, "2012-06-01"].sort());
    assert.deepEqual([withFriday, friday], ["sunday-thursday", 1]);
    assert.deepEqual(found(sundays.slice(0, 59)).slice(0, 1), ["weekdays"]);
    assert.deepEqual(found(on(0, 1, 2, 3, 4, 5)).slice(0, 1), ["weekdays"]);
    const hours = sundays.flatMap((date) => [9, 10, 11, 12].map((hour) => Date.parse(date) + hour * 3_600_000));
    assert.deepEqual(found(hours).slice(0, 1), ["sunday-thursday"]);
  });

  it("can be declared to be such a week, on which a Friday is bad", () => {
    const feed = replay(bars(["2013-05-12", "2013-05-16"]), { calendar: "sunday-thursday" });
    assert.deepEqual([feed.calendar, feed.length], ["sunday-thursday", 2]);
    assert.throws(() => replay(bars(["2013-05-17"]), { calendar: "sunday-thursday" }), {
      message: "bars[0]: Expected a trading day of the calendar sunday-thursday, was 2013-05-17",
    });
  });

  it("is not changed by single rows outside of it, which are counted", () => {
    const saturday = [...weekdays("2022-01-01", "2024-12-31"), "2024-03-02"].sort();
    assert.deepEqual(found(saturday)[0], "weekdays");
    assert.deepEqual(found(saturday)[2], 1);
    const holiday = [...dates("2020-01-01", "2023-12-31", xnys.isTradingDay), "2021-12-25"].sort();
    assert.deepEqual(found(holiday), ["XNYS", 252, 1]);
    assert.match(
      inspect(replay(bars(holiday))),
      /Other days +1 row is on days without trading; it counts toward the next/,
    );
  });

  it("counts the Sunday evenings of currencies to Monday", () => {
    const [calendar, perYear, outside] = found(currencyHours, { stamp: "open" });
    assert.deepEqual([calendar, Math.round(perYear as number), outside], ["weekdays", 261, 0]);
    assert.match(
      inspect(replay(bars(currencyHours))),
      /Sundays +count toward Monday; calendar: "FX", onBadRow: "skip"/,
    );
    const sunday = Date.UTC(2023, 0, 8, 23);
    assert.equal(dateOf(replay(bars(currencyHours)).source.calendar.countedDay(sunday)), "2023-01-09");
    assert.equal(dateOf(replay(bars(currencyHours)).source.calendar.dayOf(sunday)), "2023-01-08");
  });

  it("has no Sundays where the first row of a Monday is stamped with its midnight", () => {
    const mondays = [Date.UTC(2023, 0, 2), Date.UTC(2023, 0, 9)];
    const times = mondays.flatMap((monday) => [0, 1, 5, 9, 40].map((hours) => monday + hours * 3_600_000));
    const feed = replay(bars(times));
    assert.doesNotMatch(inspect(feed), /Sundays/);
    assert.equal(feed.manifest.found?.calendar?.outside, 0);
    assert.match(inspect(replay(bars(times.map((time) => time - 1000)))), /Sundays/);
  });

  it("is not every day because a few hours of Fridays fall on Saturdays, as after New York's close", () => {
    const hours = weekdays("2023-01-02", "2023-12-29").flatMap((date) =>
      Array.from({ length: 17 }, (_, at) => Date.parse(date) + (9 + at) * 3_600_000),
    );
    assert.equal(found(hours)[0], "weekdays");
  });

  it("says nothing of closes and zones: days end at midnight, unless it is declared", () => {
    const days = dates("2020-01-01", "2023-12-31", xnys.isTradingDay);
    const ends = (options?: ReplayOptions) => new Date(replaySource(bars(days), options).first ?? 0).toISOString();
    assert.equal(ends(), "2020-01-03T00:00:00.000Z");
    assert.equal(ends({ calendar: "XNYS" }), "2020-01-02T21:00:00.000Z");
    assert.match(inspect(replay(bars(days))), /Calendar +XNYS, found \(UTC\)/);
    assert.match(inspect(replay(bars(days), { calendar: "XNYS" })), /Calendar +XNYS \(America\/New_York\)/);
  });

  it("is found over all rows, before the feed is cut", () => {
    const days = [...dates("2010-01-01", "2019-12-31", xnys.isTradingDay)];
    const cut = replay(bars(days), { from: "2019-11-01" });
    assert.deepEqual([cut.calendar, cut.manifest.found?.year?.perYear], ["XNYS", 252]);
    assert.deepEqual(replay(bars(days)).slice("2019-11-01").manifest.found, cut.manifest.found);
  });

  it("stays what it was when the feed is made again of its file or of the bars that were kept", () => {
    const days = dates("2020-01-01", "2023-12-31", xnys.isTradingDay);
    const feed = replaySource(
      write("A.csv", `date,open,high,low,close\n${days.map((day) => `${day},2,4,1,3\n`).join("")}`),
    );
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    const again = recorded(remakeSource(manifest));
    assert.deepEqual([again.manifest, again.calendar.found], [feed.manifest, true]);
    assert.deepEqual(keptSource(manifest, feed.columns).manifest, feed.manifest);
    const { found: _, ...earlier } = manifest;
    const before = recorded(remakeSource({ ...earlier, calendar: "weekdays" }));
    assert.deepEqual([before.calendar.name, before.calendar.found, before.year()], ["weekdays", false, undefined]);
    assert.equal(before.manifest.sha256, feed.manifest.sha256);
  });
});

describe("the calendar of currencies", () => {
  const write = useFolder();
  const fx = calendarOf("FX");

  it("ends its days at 17:00 in New York, and has the Sunday evening in its Monday", () => {
    assert.equal(new Date(fx.endOf(dayOfDate("2024-01-08"))).toISOString(), "2024-01-08T22:00:00.000Z");
    assert.equal(new Date(fx.endOf(dayOfDate("2024-07-08"))).toISOString(), "2024-07-08T21:00:00.000Z");
    assert.equal(dateOf(fx.dayOf(Date.parse("2024-01-07T22:30Z"))), "2024-01-08");
    assert.equal(dateOf(fx.dayOf(Date.parse("2024-01-05T22:00Z"))), "2024-01-05");
    assert.deepEqual(
      ["2024-01-05", "2024-01-07"].map((date) => fx.isTradingDay(dayOfDate(date))),
      [true, false],
    );
  });

  it("says in which zone times were read, and how to say another", () => {
    const rows = currencyHours.map((time) => `${new Date(time).toISOString().slice(0, 19)},1,1,1,1\n`);
    const path = write("fx.csv", `time,open,high,low,close\n${rows.join("")}`);
    assert.throws(() => replay(path, { calendar: "FX" }), {
      message:
        "fx.csv:116: Expected a trading day of the calendar FX, was 2023-01-07, as times without a zone are read as those of America/New_York: timezone says another",
    });
    const feed = replay(path, { calendar: "FX", timezone: "UTC" });
    assert.doesNotMatch(inspect(feed), /Zone/);
    const early = write("early.csv", `time,open,high,low,close\n${rows.slice(0, 15).join("")}`);
    const read = inspect(replay(early, { calendar: "FX" }));
    assert.match(read, /Zone +times without one are read as those of America\/New_York/);
  });

  it("can be declared of a feed", () => {
    const hours = Array.from({ length: 100 }, (_, at) => Date.UTC(2024, 0, 7, 23) + at * 3_600_000);
    const feed = replay(bars(hours), { calendar: "FX" });
    assert.deepEqual(
      [feed.calendar, feed.manifest.timezone, feed.manifest.found?.year],
      ["FX", "America/New_York", undefined],
    );
  });
});
