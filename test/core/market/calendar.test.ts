import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import fc from "fast-check";
import { dateOf, dayOfDate } from "../../../src/core/days";
import { type Calendar, calendarOf } from "../../../src/core/market/calendar";

const day = (date: string) => dayOfDate(date);
const end = (calendar: Calendar, date: string) => new Date(calendar.endOf(day(date))).toISOString();
const hours = (calendar: Calendar, date: string) =>
  (calendar.endOf(day(date)) - calendar.endOf(day(date) - 1)) / 3_600_000;

describe("a calendar", () => {
  it("counts midnight to the day that it ends", () => {
    const calendar = calendarOf("always");
    assert.equal(dateOf(calendar.dayOf(Date.parse("2013-01-03T00:00:00Z"))), "2013-01-02");
    assert.equal(dateOf(calendar.dayOf(Date.parse("2013-01-03T00:00:00.001Z"))), "2013-01-03");
  });

  it("has the days of every year, also of those that a Date takes for the 20th century", () => {
    const days = fc.integer({ min: day("0001-01-01"), max: day("9999-12-31") });
    const early = fc.integer({ min: day("0001-01-01"), max: day("0101-01-01") });
    const names = fc.constantFrom("America/New_York", "Europe/Berlin", "Asia/Tokyo", "UTC");
    fc.assert(
      fc.property(fc.oneof(days, early), names, (at, zone) => {
        const calendar = calendarOf("always", zone);
        assert.equal(dateOf(calendar.dayOf(calendar.endOf(at))), dateOf(at));
        // Half a day, and what sun time was off from a zone.
        assert(Math.abs(calendar.endOf(at) - (at + 1) * 86_400_000) <= 12.5 * 3_600_000, dateOf(at));
      }),
    );
  });

  it("ends a day at the next midnight, at midnight itself at once", () => {
    const calendar = calendarOf("weekdays");
    const midnight = Date.parse("2013-01-03T00:00:00Z");
    assert.equal(calendar.dayEnd(midnight), midnight);
    assert.equal(calendar.dayEnd(midnight + 1), midnight + 86_400_000);
    assert.equal(calendar.endOf(day("2013-01-02")), midnight);
  });

  it("knows days of 23 and 25 hours", () => {
    const calendar = calendarOf("always", "America/New_York");
    assert.equal(hours(calendar, "2013-03-10"), 23);
    assert.equal(hours(calendar, "2013-11-03"), 25);
    assert.equal(hours(calendar, "2013-11-04"), 24);
  });

  it("begins a day after a midnight that clocks skip, and leaves out a date that they skip", () => {
    assert.equal(end(calendarOf("always", "America/Sao_Paulo"), "2017-10-14"), "2017-10-15T03:00:00.000Z");
    assert.equal(hours(calendarOf("always", "America/Sao_Paulo"), "2017-10-15"), 23);
    assert.equal(hours(calendarOf("always", "Pacific/Apia"), "2011-12-30"), 0);
  });

  it("agrees with itself on every day of twenty years, in zones that change their clocks in different ways", () => {
    for (const zone of ["UTC", "Europe/London", "America/Havana", "Australia/Lord_Howe", "Asia/Kolkata"]) {
      const calendar = calendarOf("always", zone);
      for (let at = day("2005-01-01"); at < day("2025-01-01"); at++) {
        const [from, to] = [calendar.endOf(at - 1), calendar.endOf(at)];
        for (const time of [from + 1, (from + to) / 2, to]) {
          assert.equal(calendar.dayOf(time), at);
          assert.equal(calendar.dayEnd(time), to);
        }
      }
    }
  });

  it("has its trading days: all, Monday to Friday, or those of a list", () => {
    const [friday, saturday] = [day("2013-05-17"), day("2013-05-18")];
    assert.equal(calendarOf("always").isTradingDay(saturday), true);
    assert.deepEqual([friday, saturday].map(calendarOf("weekdays").isTradingDay), [true, false]);
    assert.deepEqual([friday, saturday].map(calendarOf(["2013-05-18"]).isTradingDay), [false, true]);
  });

  it("may rest on other days of the week than Saturday and Sunday", () => {
    const week = ["12", "13", "14", "15", "16", "17", "18"].map((date) => day(`2013-05-${date}`));
    const trades = (spec: "weekdays" | "sunday-thursday" | "saturday-wednesday") =>
      week.map((one) => (calendarOf(spec).isTradingDay(one) ? "x" : "-")).join("");
    assert.deepEqual(
      [trades("weekdays"), trades("sunday-thursday"), trades("saturday-wednesday")],
      ["-xxxxx-", "xxxxx--", "xxxx--x"],
    );
    assert.equal(calendarOf("sunday-thursday", "Asia/Jerusalem").periodsPerYear, 261);
    const message = 'Unknown calendar "sunday-thursdays". Did you mean "sunday-thursday"?';
    assert.throws(() => calendarOf("sunday-thursdays" as never), { code: "INVALID_OPTION", message });
  });

  it("says how many trading days a year has", () => {
    const specs = ["always", "weekdays", "XNYS", ["2013-05-18"]] as const;
    assert.deepEqual(
      specs.map((spec) => calendarOf(spec).periodsPerYear),
      [365, 261, 252, 252],
    );
  });

  it("is made again from its spec, written as JSON", () => {
    const calendar = calendarOf({ name: "fair", days: ["2013-05-18", "2013-05-17"] }, "Asia/Tokyo");
    const again = calendarOf(JSON.parse(JSON.stringify(calendar.spec)), calendar.timezone);
    assert.deepEqual(again.spec, { name: "fair", days: ["2013-05-17", "2013-05-18"] });
    assert.equal(again.endOf(15842), calendar.endOf(15842));
  });

  const mistakes: [() => unknown, string][] = [
    [() => calendarOf("NYSE" as never), 'Unknown calendar "NYSE". Did you mean "XNYS"?'],
    [() => calendarOf("Nasdaq" as never), 'Unknown calendar "Nasdaq". Did you mean "XNYS"?'],
    [() => calendarOf("24/7" as never), 'Unknown calendar "24/7". Did you mean "always"?'],
    [() => calendarOf("forex" as never), 'Unknown calendar "forex". Did you mean "FX"?'],
    [() => calendarOf("weekday" as never), 'Unknown calendar "weekday". Did you mean "weekdays"?'],
    [() => calendarOf([]), "Expected calendar.days to be a list of at least one date, was an array of 0"],
    [
      () => calendarOf(["2013-05-17", "2013-02-29"]),
      'Expected calendar.days[1] to be a date such as "2013-05-13", was "2013-02-29"',
    ],
    [
      () => calendarOf("always", "America/NewYork"),
      'Expected timezone to be a time zone such as "America/New_York", was "America/NewYork". Did you mean "America/New_York"?',
    ],
    [() => dayOfDate("5/13/2013", "from"), 'Expected from to be a date such as "2013-05-13", was "5/13/2013"'],
  ];
  for (const [mistake, message] of mistakes)
    it(`says: ${message}`, () => assert.throws(mistake, { code: "INVALID_OPTION", message }));
});

describe("dates", () => {
  it("are whole days since 1970, and written back the same", () => {
    assert.equal(day("1970-01-01"), 0);
    for (let at = day("1890-01-01"); at < day("2110-01-01"); at++) {
      assert.equal(dayOfDate(dateOf(at)), at);
      assert.equal(Date.parse(dateOf(at)), at * 86_400_000);
    }
  });
});

describe("the calendar of New York", () => {
  const calendar = calendarOf("XNYS");

  it("has exactly the days of twenty years of the S&P 500", () => {
    const rows = readFileSync("fixtures/daily/SPX.csv", "utf8").trim().split("\n").slice(1);
    const dates = rows.map((row) => row.slice(0, 10));
    const open: string[] = [];
    for (let at = day(dates[0]); at <= day(dates[dates.length - 1]); at++)
      if (calendar.isTradingDay(at)) open.push(dateOf(at));
    assert.deepEqual(open, dates);
  });

  const closed =
    "1990-12-25 1994-04-27 1999-12-24 2001-09-14 2004-06-11 2007-01-02 2012-10-30 2018-12-05 2022-06-20 2023-06-19 2025-01-09 2026-07-03";
  for (const date of closed.split(" "))
    it(`is closed on ${date}`, () => assert.equal(calendar.isTradingDay(day(date)), false));

  const open = "1997-01-20 2010-12-31 2021-06-18 2021-12-31 2022-06-17 2024-01-02";
  for (const date of open.split(" "))
    it(`is open on ${date}`, () => assert.equal(calendar.isTradingDay(day(date)), true));

  const ends: [string, string][] = [
    ["2013-01-02", "2013-01-02T21:00:00.000Z"],
    ["2013-07-02", "2013-07-02T20:00:00.000Z"],
    ["1990-12-24", "1990-12-24T19:00:00.000Z"],
    ["1991-11-29", "1991-11-29T21:00:00.000Z"],
    ["1992-11-27", "1992-11-27T19:00:00.000Z"],
    ["1993-11-26", "1993-11-26T18:00:00.000Z"],
    ["1994-07-05", "1994-07-05T20:00:00.000Z"],
    ["1999-12-31", "1999-12-31T18:00:00.000Z"],
    ["2002-07-03", "2002-07-03T20:00:00.000Z"],
    ["2002-07-05", "2002-07-05T17:00:00.000Z"],
    ["2012-07-03", "2012-07-03T17:00:00.000Z"],
    ["2013-07-03", "2013-07-03T17:00:00.000Z"],
    ["2013-07-05", "2013-07-05T20:00:00.000Z"],
    ["2013-11-29", "2013-11-29T18:00:00.000Z"],
    ["2013-12-24", "2013-12-24T18:00:00.000Z"],
    ["2024-07-03", "2024-07-03T17:00:00.000Z"],
  ];
  for (const [date, time] of ends) it(`ends ${date} at ${time}`, () => assert.equal(end(calendar, date), time));

  it("keeps its days whatever the time zone of a feed", () => {
    const elsewhere = calendarOf("XNYS", "Asia/Tokyo");
    assert.equal(elsewhere.timezone, "America/New_York");
    assert.equal(dateOf(elsewhere.dayOf(elsewhere.endOf(day("2013-05-13")))), "2013-05-13");
  });
});
