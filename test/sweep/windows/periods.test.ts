import assert from "node:assert/strict";
import fc from "fast-check";
import { civilDay, dateOf, dayOfDate } from "../../../src/core/days";
import { calendarOf } from "../../../src/core/market/calendar";
import { dayAfter, periodOf } from "../../../src/sweep/windows/periods";
import { windowsIn } from "../../../src/sweep/windows/windows";
import { countedCases } from "../../support/cases";
import { barColumns } from "./columns";

const calendar = calendarOf("weekdays", "UTC");
const later = (date: string, text: string, days: number[] = []) =>
  dateOf(dayAfter(dayOfDate(date), periodOf("it", text), days));

// All days from 2019 on.
const bars = (to: string) => {
  const days: number[] = [];
  for (let day = civilDay(2019, 1, 1); day <= dayOfDate(to); day++) if (calendar.isTradingDay(day)) days.push(day);
  return [barColumns(days.map((day) => calendar.endOf(day)))];
};

describe("the periods of windows", () => {
  it("are months by date, weeks, and days with bars", () => {
    assert.equal(later("2013-05-13", "2y"), "2015-05-13");
    assert.equal(later("2013-05-13", "6m"), "2013-11-13");
    assert.equal(later("2016-01-31", "1m"), "2016-02-29");
    assert.equal(later("2016-12-31", "2m"), "2017-02-28");
    assert.equal(later("2016-12-31", "1w"), "2017-01-07");
    const days = ["2016-01-04", "2016-01-06", "2016-01-07"].map((date) => dayOfDate(date));
    assert.equal(later("2016-01-04", "2d", days), "2016-01-07");
    assert.equal(later("2016-01-05", "1d", days), "2016-01-07");
    assert.equal(dayAfter(days[0], periodOf("it", "3d"), days), days[2] + 1);
    assert.equal(dayAfter(days[0], periodOf("it", "4d"), days), Number.POSITIVE_INFINITY);
  });

  it("go as far back as forward, wherever a month has the date", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 30_000 }), fc.integer({ min: 1, max: 60 }), (day, months) => {
        const moved = dayAfter(day, periodOf("it", `${months}m`), []);
        const { months: count } = periodOf("it", `${months}m`);
        const [, , date] = dateOf(day).split("-").map(Number);
        const back = dayAfter(moved, { months: -count, days: 0, feedDays: 0 }, []);
        assert.ok(date > 28 ? Math.abs(back - day) <= 3 : back === day);
      }),
    );
  });

  it("are refused if they are none", () => {
    for (const wrong of ["", "2", "y", "0m", "2h", "-1m", 2, null, "123456d"])
      assert.throws(() => periodOf("windows.train", wrong), { code: "INVALID_OPTION" }, String(wrong));
  });
});

describe("the windows of a feed", () => {
  // Bars at the ends of weekdays, some left out.
  const arbitrary = fc.record({
    start: fc.integer({ min: 10_000, max: 18_000 }),
    days: fc.integer({ min: 5, max: 900 }),
    left: fc.integer({ min: 1, max: 9 }),
    train: fc.constantFrom("20d", "3m", "8w", "1y"),
    test: fc.constantFrom("5d", "1m", "2w", "3m"),
    embargo: fc.constantFrom(undefined, "3d", "1w"),
    extra: fc.constantFrom(undefined, "6m"),
  });

  it("are in order, never overlap, leave the embargo out, and leave no day between tests unless the step is longer", () => {
    let [found, refused] = [0, 0];
    fc.assert(
      fc.property(arbitrary, ({ start, days, left, train, test, embargo, extra }) => {
        const all = Array.from({ length: days }, (_, at) => start + at).filter(
          (day) => calendar.isTradingDay(day) && day % 10 !== left,
        );
        const bars = barColumns(all.map((day) => calendar.endOf(day)));
        const option = { train, test, step: extra, embargo };
        let windows: ReturnType<typeof windowsIn>["windows"];
        try {
          ({ windows } = windowsIn([bars], calendar, option));
          found++;
        } catch (error) {
          assert.match(String(error), /Expected the feed to have a training window/);
          refused++;
          return;
        }
        for (const [at, one] of windows.entries()) {
          assert.ok(one.train.from <= one.train.to && one.train.to < one.test.from && one.test.from <= one.test.to);
          const before = windows[at - 1]?.test;
          if (before === undefined) continue;
          assert.ok(before.to < one.test.from);
          const between = all
            .map((day) => calendar.endOf(day))
            .filter((time) => time > before.to && time < one.test.from);
          if (extra === undefined) assert.deepEqual(between, []);
          assert.equal(one.gapFrom, between[0]);
          const held = all.filter((day) => calendar.endOf(day) > one.train.to && calendar.endOf(day) < one.test.from);
          if (embargo === undefined) assert.deepEqual(held, []);
          if (embargo === "3d") assert.equal(held.length, 3);
        }
      }),
      countedCases(100, [arbitrary]),
    );
    assert.ok(found > 20 && refused > 2, `${found} ${refused}`);
  });

  it("say whether the last one is partial, by the calendar", () => {
    const option = { train: "1y", test: "1m" };
    // The last weekday of January 2020 is the 31st.
    assert.equal(windowsIn(bars("2020-01-31"), calendar, option).partial, undefined);
    const { partial, windows } = windowsIn(bars("2020-01-30"), calendar, option);
    assert.deepEqual([partial?.span.lastDay, partial?.wanted, windows.length], ["2020-01-30", "1m", 1]);
    assert.equal(windowsIn(bars("2020-02-03"), calendar, option).windows.length, 2);
  });

  it("of days with bars are whole if they end with the feed", () => {
    const days = (test: string) => windowsIn(bars("2020-01-31"), calendar, { train: "5d", test });
    const all = [...bars("2020-01-31")].reduce((count, { length }) => count + length, 0);
    for (const test of [all - 5, 2, 3, 4]) {
      const { partial, windows } = days(`${test}d`);
      assert.equal(windows.length, Math.ceil((all - 5) / test));
      assert.equal(partial !== undefined, (all - 5) % test !== 0, `${test}d`);
    }
  });

  it("say how many are passed over because they, or what they are trained on, have no bars", () => {
    // January to March, and August to October.
    const days = (from: number, to: number) => Array.from({ length: to - from }, (_, at) => from + at);
    const first = civilDay(2020, 1, 1);
    const bars = [days(0, 90), days(213, 300)].flat().map((day) => calendar.endOf(first + day));
    const option = { train: "1m", test: "1m" };
    const { windows, passed } = windowsIn([barColumns(bars)], calendar, option);
    // April to July have none, and August none to be trained on.
    assert.equal(passed, 5);
    assert.deepEqual(
      windows.map(({ test }) => test.firstDay.slice(0, 7)),
      ["2020-02", "2020-03", "2020-09", "2020-10"],
    );
  });

  it("are refused if tests overlap, or if a word is wrong", () => {
    const bars = [barColumns([1, 2, 3].map((day) => calendar.endOf(18_000 + day)))];
    const refused = (option: object, message: RegExp, code = "INVALID_OPTION") =>
      assert.throws(
        () => windowsIn(bars, calendar, option),
        (error: { code: string; message: string }) => {
          assert.equal(error.code, code);
          return message.test(error.message);
        },
      );
    refused({ train: "1y", test: "6m", step: "3m" }, /windows\.step to be at least as long as test, 6m/);
    refused({ train: "1y", test: "6m", positions: "kept" }, /"carried" or "flat"/);
    refused({ train: "1y", test: "6m", embrago: "5d" }, /embargo/, "UNKNOWN_OPTION");
    for (const embargo of ["12m", "2y"])
      refused(
        { train: "1y", test: "6m", embargo },
        /windows\.embargo to be shorter than train, 1y, which it is part of, was/,
      );
    refused(
      { train: "1m", test: "1m", embargo: "40d" },
      /window of 1m, less an embargo of 40d, and a test window of 1m/,
    );
    refused({ train: "1y" }, /windows\.test/);
    refused({ train: "1y", test: "6m" }, /2019-04-1\d to 2019-04-1\d only/);
  });
});
