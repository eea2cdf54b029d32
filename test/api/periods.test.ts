import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { defineStrategy, replay } from "../../src/index";
import { lab, leaveNothing } from "./labs";

const dayLength = 86_400_000;
const idle = defineStrategy({ name: "idle", onBar() {} });
const isoDate = (time: number) => new Date(time).toISOString().slice(0, 10);
const lastOfMonth = (year: number, month: number) => isoDate(Date.UTC(year, month + 1, 0));
const times = (count: number, dateOf: (at: number) => string) => Array.from({ length: count }, (_, at) => dateOf(at));
const bars = (dates: readonly (string | number)[], symbol = "A") =>
  dates.map((time) => ({ symbol, time, open: 2, high: 4, low: 1, close: 3 }));
const starts = (year: number) => times(60, (at) => isoDate(Date.UTC(year, at, 1)));
const months = times(180, (at) => lastOfMonth(2005, at));
const weeks = (first: string) => times(104, (at) => isoDate(Date.parse(first) + 7 * at * dayLength));

/** The dates of the last points of the periods of a session. */
async function datesOf(feed: ReturnType<typeof replay>, period: "week" | "month" | "year"): Promise<string[]> {
  const session = await (await lab()).run(feed, idle);
  return (session.returns(period).values as unknown[][]).map(([time]) => isoDate(Date.parse(String(time)) - 1));
}

describe("bars that are longer than a day", () => {
  afterEach(leaveNothing);

  it("keep their month, which may end on a weekend", async () => {
    const ends = times(60, (at) => lastOfMonth(2015, at));
    assert.deepEqual(await datesOf(replay(bars(starts(2015))), "month"), ends);
    assert.deepEqual(await datesOf(replay(bars(months)), "month"), months);
    assert.equal((await datesOf(replay(bars(months)), "year")).length, 15);
  });

  it("keep their quarter and their year", async () => {
    const years = times(15, (at) => `${2004 + at}-12-31`);
    assert.deepEqual(await datesOf(replay(bars(years)), "year"), years);
    assert.deepEqual(await datesOf(replay(bars(years.map((date) => `${date.slice(0, 4)}-01-01`))), "year"), years);
    const quarters = times(40, (at) => lastOfMonth(2005, 3 * at + 2));
    assert.deepEqual(await datesOf(replay(bars(quarters)), "month"), quarters);
    assert.equal((await datesOf(replay(bars(quarters)), "year")).length, 10);
  });

  it("keep their week, which may end on a Saturday or a Sunday", async () => {
    const saturdays = weeks("2023-01-07");
    assert.deepEqual(await datesOf(replay(bars(saturdays)), "week"), saturdays);
    // Rows of Sundays and of Mondays are those of first days.
    assert.deepEqual(await datesOf(replay(bars(weeks("2023-01-01"))), "week"), saturdays);
    assert.deepEqual(await datesOf(replay(bars(weeks("2023-01-02"))), "week"), weeks("2023-01-08"));
    const ends = weeks("2023-01-08").map((date) => Date.parse(date) + dayLength - 1);
    assert.deepEqual(await datesOf(replay(bars(ends)), "week"), weeks("2023-01-08"));
  });

  it("are on no day without trading, so they tell nothing of a calendar", () => {
    const years = times(15, (at) => `${2004 + at}-12-31`);
    for (const dates of [starts(2015), months, months.slice(0, 2), years, weeks("2023-01-07")]) {
      const feed = replay(bars(dates));
      assert.equal(feed.calendar, "weekdays");
      assert.doesNotMatch(inspect(feed), /Other days/);
    }
  });

  it("have no missing days", () => {
    for (const dates of [months, times(40, (at) => lastOfMonth(2005, 3 * at + 2))]) {
      const { columns, values } = replay(bars(dates)).describe();
      assert.equal((values as unknown[][])[0][columns.indexOf("missingDays")], null);
    }
  });

  it("have one month each, whenever a monthly feed begins", async () => {
    const monthly = fc.tuple(fc.integer({ min: 1960, max: 2030 }), fc.integer({ min: 3, max: 40 }), fc.boolean());
    await fc.assert(
      fc.asyncProperty(monthly, async ([year, count, areEnds]) => {
        const ends = times(count, (at) => lastOfMonth(year, at));
        const dates = areEnds ? ends : times(count, (at) => isoDate(Date.UTC(year, at, 1)));
        assert.deepEqual(await datesOf(replay(bars(dates)), "month"), ends);
      }),
      { numRuns: 20 },
    );
  });

  it("end their month beside days, which keep theirs", async () => {
    const days = times(700, (at) => isoDate(Date.UTC(2015, 0, 1) + at * dayLength)).filter(
      (date) => new Date(date).getUTCDay() % 6 !== 0,
    );
    const feed = replay([...bars(days, "D"), ...bars(starts(2015).slice(0, 23), "M")]);
    const found = await datesOf(feed, "month");
    assert.deepEqual(
      found.map((date) => date.slice(0, 7)),
      starts(2015)
        .slice(0, 23)
        .map((date) => date.slice(0, 7)),
    );
  });
});
