import assert from "node:assert/strict";
import fc from "fast-check";
import { samplePlaces } from "../../../src/analysis/returns/sampling";
import { calendarOf } from "../../../src/core/market/calendar";
import { day, hour } from "../records";

const calendar = calendarOf("always");

describe("sampling", () => {
  it("puts a point at the very end of an hour into that hour", () => {
    const time = Float64Array.of(0, 0.5 * hour, hour, hour + 1, 3 * hour);
    assert.deepEqual([...samplePlaces(time, 1, 5, "hour", calendar)], [2, 3, 4]);
  });

  it("takes all points as bars, none of no points", () => {
    assert.deepEqual([...samplePlaces(Float64Array.of(0, 1, 2), 1, 3, "bar", calendar)], [1, 2]);
    assert.deepEqual([...samplePlaces(Float64Array.of(0), 1, 1, "day", calendar)], []);
    assert.deepEqual([...samplePlaces(new Float64Array(0), 1, 0, "bar", calendar)], []);
  });

  it("finds the last point of each day as a search through all of them does", () => {
    const times = fc.uniqueArray(fc.integer({ min: 1, max: 40 * 24 }), { minLength: 1, maxLength: 300 });
    fc.assert(
      fc.property(times, (hours) => {
        const time = Float64Array.from(
          hours.sort((a, b) => a - b),
          (value) => value * hour,
        );
        const days = Array.from(time, (instant) => calendar.dayOf(instant));
        const wanted = days.flatMap((value, i) => (value === days[i + 1] ? [] : [i]));
        assert.deepEqual([...samplePlaces(time, 0, time.length, "day", calendar)], wanted);
      }),
    );
  });

  it("ends weeks on Sundays, months and years on their last days", () => {
    const first = Date.parse("2023-12-01");
    const time = Float64Array.from({ length: 63 }, (_, i) => first + (i + 1) * day);
    const dates = (every: "week" | "month" | "year") =>
      [...samplePlaces(time, 0, time.length, every, calendar)].map((i) =>
        new Date(time[i] - 1).toISOString().slice(0, 10),
      );
    assert.deepEqual(dates("year"), ["2023-12-31", "2024-02-01"]);
    assert.deepEqual(dates("month"), ["2023-12-31", "2024-01-31", "2024-02-01"]);
    assert.deepEqual(dates("week").slice(0, 2), ["2023-12-03", "2023-12-10"]);
  });
});
