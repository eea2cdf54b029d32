import assert from "node:assert/strict";
import { dayOfDate } from "../../src/core/days";
import { yearOf } from "../../src/core/year";

/** Days from a date on, a number of days apart. */
const apart = (gap: number, count: number, from = "2020-01-01") =>
  Array.from({ length: count }, (_, at) => dayOfDate(from) + at * gap);

const monthEnds = Array.from({ length: 25 }, (_, at) => Date.UTC(2022, at + 1, 0) / 86_400_000);
const quarterEnds = Array.from({ length: 13 }, (_, at) => Date.UTC(2020, at * 3 + 3, 0) / 86_400_000);
const weekdays = (from: string, count: number) =>
  apart(1, Math.ceil((count * 7) / 5) + 7, from)
    .filter((day) => (day + 4) % 7 !== 0 && (day + 4) % 7 !== 6)
    .slice(0, count);

describe("the days of a year with bars", () => {
  it("are counted: months, quarters, weeks and days have their usual numbers", () => {
    assert.deepEqual(
      [monthEnds, quarterEnds, apart(7, 105), apart(1, 400)].map((days) => yearOf(days, 261).perYear),
      [12, 4, 52, 365],
    );
  });

  it("are what was counted where that is no usual number", () => {
    const { perYear, counted } = yearOf(weekdays("2020-01-01", 522), 1);
    assert.equal(perYear, counted);
    assert.ok(Math.abs(perYear - 261) < 0.5);
    assert.equal(yearOf(apart(2, 400), 1).perYear, 365.25 / 2);
  });

  it("are counted without holes, which are named", () => {
    const days = [...apart(1, 400), ...apart(1, 400, "2022-01-01")];
    const { perYear, holes } = yearOf(days, 1);
    assert.deepEqual([perYear, holes], [365, [[dayOfDate("2020-01-01") + 399, dayOfDate("2022-01-01")]]]);
    assert.equal(yearOf([...apart(7, 60), ...apart(7, 60, "2021-03-24")], 1).holes, undefined);
    assert.equal(yearOf([...apart(7, 60), ...apart(7, 60, "2021-06-24")], 1).holes?.length, 1);
  });

  it("are nominal in a record under half a year: those of the calendar, or of its weeks or months", () => {
    assert.deepEqual(yearOf(weekdays("2020-01-01", 100), 261), { perYear: 261 });
    assert.deepEqual(
      [monthEnds.slice(0, 5), apart(7, 20), apart(1, 1)].map((days) => yearOf(days, 261).perYear),
      [12, 52, 261],
    );
  });
});
