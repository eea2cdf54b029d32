import assert from "node:assert/strict";
import fc from "fast-check";
import { RunningRatios, RunningWins } from "../../../src/analysis/tracking/running";
import { calendarOf } from "../../../src/core/market/calendar";
import { metricsOf } from "../../../src/index";
import { near } from "../near";

const day = 86_400_000;
const calendar = calendarOf("always");
const returns = fc.array(fc.double({ min: -0.3, max: 0.3, noNaN: true }), { minLength: 1, maxLength: 90 });

function levelsOf(drawn: readonly number[]) {
  let level = 1000;
  const equity = Float64Array.from(drawn, (value) => (level *= 1 + value));
  return { time: equity.map((_, at) => Date.UTC(2024, 0, 1) + (at + 1) * day), equity };
}

describe("the running ratios of a session", () => {
  it("are those of its metrics, however the days came in", () => {
    fc.assert(
      fc.property(returns, fc.integer({ min: 1, max: 7 }), (drawn, stride) => {
        const { time, equity } = levelsOf(drawn);
        const terms = { periodsPerYear: 252, riskFree: 0.0001 };
        const running = new RunningRatios(1000, calendar, terms);
        for (let to = 0; to <= equity.length; to += stride)
          running.read(time.subarray(0, to), equity.subarray(0, to), false);
        running.read(time, equity, true);
        assert.equal(running.count, drawn.length);
        const { sharpe, sortino } = metricsOf({
          equity: [1000, ...equity],
          periodsPerYear: 252,
          riskFreePerPeriod: 0.0001,
        });
        if (drawn.length < 20) return assert.deepEqual([running.sharpe, running.sortino], [null, null]);
        near(running.sharpe, sharpe, "sharpe", 1e-8);
        near(running.sortino, sortino, "sortino", 1e-8);
      }),
    );
  });

  it("look at each closed day once, and begin again with another run", () => {
    const { time, equity } = levelsOf(Array.from({ length: 500 }, (_, at) => (at % 3) / 100));
    const running = new RunningRatios(1000, calendar, { periodsPerYear: 252, riskFree: 0 });
    let looks = 0;
    const counted = { ...calendar, countedDay: (at: number) => calendar.countedDay(at + 0 * looks++) };
    const counting = new RunningRatios(1000, counted, { periodsPerYear: 252, riskFree: 0 });
    for (let to = 1; to <= 500; to++) counting.read(time.subarray(0, to), equity.subarray(0, to), false);
    assert.ok(looks <= 2000, `${looks} looks at 500 days`);
    running.read(time, equity, true);
    const before = running.sharpe;
    running.read(time.subarray(0, 30), equity.subarray(0, 30), false);
    assert.equal(running.count, 30);
    running.read(time, equity, true);
    near(running.sharpe, before, "sharpe", 1e-12);
  });

  it("count the trades that won as the win rate does, and look at the old ones once", () => {
    const profits = Array.from({ length: 5000 }, (_, at) => (at % 5 === 0 ? 0 : at % 3 === 0 ? -1 : 2));
    let looks = 0;
    const upTo = (length: number) => {
      return { length, netPnl: (at: number) => profits[at + 0 * looks++], entryNotional: () => 100 };
    };
    const wins = new RunningWins();
    for (let length = 0; length <= 5000; length += 500) {
      const before = looks;
      assert.equal(wins.count(upTo(length)), profits.slice(0, length).filter((value) => value > 0).length);
      assert.ok(looks - before <= 1500);
    }
    assert.equal(wins.count(upTo(10)), profits.slice(0, 10).filter((value) => value > 0).length);
  });
});
