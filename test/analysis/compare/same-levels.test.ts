import assert from "node:assert/strict";
import fc from "fast-check";
import { areSameLevels } from "../../../src/analysis/compare/same-levels";

const seriesOf = (time: readonly number[], level: readonly number[]) => ({
  time: Float64Array.from(time),
  level: Float64Array.from(level),
});

const levels = fc.array(fc.double({ min: 1, max: 1000, noNaN: true }), { minLength: 5, maxLength: 60 });

describe("benchmarks of one name", () => {
  it("are the same for any part of them, in any currency", () => {
    const generated = fc.record({
      all: levels,
      scale: fc.double({ min: 0.01, max: 100, noNaN: true }),
      every: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(generated, ({ all, scale, every }) => {
        const whole = seriesOf(
          all.map((_, at) => at),
          all,
        );
        const places = all.map((_, at) => at).filter((at) => at % every === 0);
        const part = seriesOf(
          places,
          places.map((at) => all[at] * scale),
        );
        assert.equal(areSameLevels(whole, part), true);
        assert.equal(areSameLevels(part, whole), true);
      }),
    );
  });

  it("are others if a level of both is more than one percent away, and the same with nothing in common", () => {
    fc.assert(
      fc.property(levels, fc.integer({ min: 1, max: 59 }), (all, place) => {
        const time = all.map((_, at) => at);
        const changed = all.map((one, at) => (at === 1 + (place % (all.length - 1)) ? one * 1.02 : one));
        // With the same ends and middle only what lies between tells.
        const longer = seriesOf([-1, ...time], [1, ...changed]);
        assert.equal(areSameLevels(seriesOf(time, all), longer), false);
        const later = time.map((at) => at + 0.5);
        assert.equal(areSameLevels(seriesOf(time, all), seriesOf(later, changed)), true);
      }),
    );
  });
});
