import assert from "node:assert/strict";
import fc from "fast-check";
import { rollingMetrics } from "../../../src/analysis/tracking/rolling";
import { calendarOf } from "../../../src/core/market/calendar";

const keys = ["sharpe", "maxDrawdown"] as const;
const levels = fc.array(fc.double({ min: 50, max: 150, noNaN: true }), { minLength: 1, maxLength: 40 });
const times = fc.array(fc.integer({ min: 0, max: 400 }), { maxLength: 12 });
const windows = fc.oneof(
  fc.record({ returns: fc.integer({ min: 1, max: 8 }) }),
  fc.record({ milliseconds: fc.integer({ min: 1, max: 80 }) }),
);

describe("rolling metrics at some times", () => {
  it("are those of the newest whole window at each of them, and of the last one", () => {
    fc.assert(
      fc.property(levels, times, windows, (values, wanted, window) => {
        const material = {
          sampled: {
            every: "bar" as const,
            time: Float64Array.from(values, (_, at) => at * 10),
            levels: Float64Array.from(values),
          },
          calendar: calendarOf("always"),
          terms: { periodsPerYear: 252, riskFree: 0 },
        };
        const at = Float64Array.from(wanted).sort();
        const all = rollingMetrics(material, window, keys);
        const some = rollingMetrics(material, window, keys, at);
        const newest = [...at, Infinity].flatMap((time) => all.time.filter((one) => one <= time).length - 1);
        const places = [...new Set(newest)].filter((place) => place >= 0);
        assert.deepEqual(
          some.time,
          places.map((place) => all.time[place]),
        );
        for (const key of keys)
          assert.deepEqual(
            some.values[key],
            places.map((place) => all.values[key]?.[place]),
          );
      }),
    );
  });
});
