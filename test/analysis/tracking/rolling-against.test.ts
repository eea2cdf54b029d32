import assert from "node:assert/strict";
import fc from "fast-check";
import { isLastDayOver } from "../../../src/analysis/returns/day-over";
import { periodLength } from "../../../src/analysis/returns/sampling";
import { benchmarkPairs, benchmarkWindows } from "../../../src/analysis/session-benchmark";
import { calendarOf } from "../../../src/core/market/calendar";

const hour = 3_600_000;
const calendar = calendarOf("XNYS");
const levels = fc.double({ min: 50, max: 150, noNaN: true });
const begins = Date.parse("2020-01-02T14:30:00Z");

/** Levels at ascending times, of which some are missing. */
const seriesEvery = (step: number) =>
  fc
    .array(fc.record({ there: fc.boolean(), level: levels }), { minLength: 3, maxLength: 40 })
    .map((all) => all.flatMap(({ there, level }, at) => (there ? [{ time: begins + at * step, level }] : [])));

describe("windows of returns against a benchmark", () => {
  for (const every of ["bar", "hour", "day"] as const) {
    const step = every === "bar" ? hour / 4 : every === "hour" ? hour / 3 : 8 * hour;
    it(`have the pairs that each has by itself, of returns of each ${every}`, () => {
      fc.assert(
        fc.property(
          seriesEvery(step),
          fc.option(seriesEvery(step)),
          fc.nat(30),
          fc.nat(30),
          (own, given, from, length) => {
            const ends = own.filter(({ time }, at) => at === own.length - 1 || keyOf(time) !== keyOf(own[at + 1].time));
            fc.pre(from < ends.length);
            const to = Math.min(ends.length - 1, from + length);
            // A benchmark of the same feed has the same times.
            const theirs = given ?? ends.map(({ time, level }) => ({ time, level: level + 1 }));
            const sampled = {
              every,
              time: Float64Array.from(ends, ({ time }) => time),
              levels: Float64Array.from(ends, ({ level }) => level),
            };
            const benchmark = {
              time: Float64Array.from(theirs, ({ time }) => time),
              level: Float64Array.from(theirs, ({ level }) => level),
            };
            // All of a period is known once another one has begun.
            const known = (time: number) => {
              if (time === ends[from].time || time === ends[ends.length - 1].time) return time;
              return Math.max(time, ...benchmark.time.filter((other) => keyOf(other) === keyOf(time)));
            };
            const part = {
              every,
              time: sampled.time.slice(from, to + 1).map(known),
              levels: sampled.levels.subarray(from, to + 1),
            };
            // Whether the last day is over is told by those before it, of which a part has fewer.
            const isOver = ({ time }: { readonly time: Float64Array }) => isLastDayOver(time, calendar);
            fc.pre(every !== "day" || to < ends.length - 1 || isOver(part) === isOver(sampled));
            assert.deepEqual(
              benchmarkWindows(sampled, benchmark, calendar).pairs(from, to),
              benchmarkPairs(part, benchmark, calendar).pairs,
            );
          },
        ),
      );
    });

    it(`have a part of the pairs of all, also where the benchmark goes on after a step, of returns of each ${every}`, () => {
      fc.assert(
        fc.property(
          seriesEvery(step),
          fc.array(levels, { minLength: 200, maxLength: 200 }),
          fc.nat(30),
          (own, all, from) => {
            const ends = own.filter(({ time }, at) => at === own.length - 1 || keyOf(time) !== keyOf(own[at + 1].time));
            const to = ends.length - 2;
            fc.pre(from < to);
            const sampled = {
              every,
              time: Float64Array.from(ends, ({ time }) => time),
              levels: Float64Array.from(ends, ({ level }) => level),
            };
            const time = Float64Array.from(all, (_, at) => begins + (at * step) / 4);
            const benchmark = { time, level: Float64Array.from(all) };
            const whole = benchmarkPairs(sampled, benchmark, calendar).pairs;
            assert.equal(whole.own.length, ends.length - 1);
            const { own: mine, benchmark: theirs } = benchmarkWindows(sampled, benchmark, calendar).pairs(from, to);
            assert.deepEqual([mine, theirs], [whole.own.slice(from, to), whole.benchmark.slice(from, to)]);
          },
        ),
      );
    });

    const keyOf = (time: number) =>
      every === "bar" ? time : every === "day" ? calendar.countedDay(time) : Math.ceil(time / periodLength.hour);
  }
});
