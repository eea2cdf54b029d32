import assert from "node:assert/strict";
import { checkFeed, type Feed } from "../../../src/api/feed";
import { defineStrategy, gbm, type SessionOptions, sample } from "../../../src/index";
import { LiveContent } from "../../../src/run/content";
import type { Thinning } from "../../../src/run/curve/thinner";
import { metricsOfRun } from "../../../src/run/metrics";
import { type RunMaterial, SessionRun, type Slice } from "../../../src/run/run";
import { prepareSession } from "../../../src/session/plan/plan";

/** Changes its mind now and then, as chance has it. */
const restless = defineStrategy({
  name: "restless",
  onBar({ bar, random, orderTargetWeight }) {
    if (random() < 0.02) orderTargetWeight(bar.symbol, random());
  },
});

const rows = (count: number): Slice => ({ bell: new Int32Array(1), rows: count, isOver: () => false });

interface Case {
  readonly feed: Feed;
  readonly options?: SessionOptions<never>;
  readonly finest?: Thinning["finest"];
}

/** The run of a session on a feed with an end, thinned although that is done only on others. */
function runOf({ feed, options = {} }: Case, material: Partial<RunMaterial> = {}, stored = Infinity) {
  const plan = prepareSession(checkFeed(feed).source, restless, options);
  const run = new SessionRun(plan.config, { ...plan.material, ...material });
  run.stored = () => stored;
  run.begin();
  run.advance(Number.POSITIVE_INFINITY, rows(100));
  run.finish("END_OF_FEED");
  const content = new LiveContent(run);
  const measuring = { ...options, benchmark: plan.benchmark?.series };
  return {
    run,
    content,
    measured: metricsOfRun(plan.config, content, 100_000, measuring),
    calendar: feed.source.calendar,
  };
}

const made = (interval: string, bars: number, calendar: "always" | "XNYS" | "weekdays", seed = 1) =>
  gbm({ A: { volatility: 0.6 } }, { interval, bars, calendar, seed });

const cases: Record<string, Case> = {
  "daily bars with a benchmark, whose year is counted": { feed: sample("us-daily") },
  "daily bars of four symbols, and a rate": { feed: sample("us-stocks"), options: { riskFree: 0.03 } },
  "hours of an exchange": { feed: made("1h", 3000, "XNYS") },
  "hours of four years": { feed: made("1h", 36_000, "always") },
  "minutes around the clock, for two days": { feed: made("1m", 2900, "always", 2) },
  "minutes of weekdays, for weeks": { feed: made("1m", 30_000, "weekdays", 3) },
  "seconds, for hours": { feed: made("1s", 15_000, "always", 4) },
  "seconds, for less than twenty minutes": { feed: made("1s", 900, "always", 5) },
  "returns of hours, where a year has many": {
    feed: made("1h", 36_000, "always", 6),
    options: { returnsEvery: "hour" },
    finest: "hour",
  },
  "returns of minutes": { feed: made("1m", 20_000, "XNYS", 7), options: { returnsEvery: "minute" }, finest: "minute" },
  "positions that are closed at the end": { feed: made("5m", 5000, "XNYS", 8), options: { closeAtEnd: true } },
};

describe("a thinned curve", () => {
  for (const [what, one] of Object.entries(cases))
    it(`has the metrics of all points: ${what}`, () => {
      const whole = runOf(one);
      const thinned = runOf(one, { thinning: { keep: 150, finest: one.finest } });
      assert.deepEqual(thinned.measured, whole.measured);
      const { curve } = thinned.content;
      if (what !== "seconds, for less than twenty minutes") assert.ok(thinned.run.engine.curve.dropped > 0);
      if (curve.thinned !== undefined) checkPoints(whole.content.curve, curve, thinned.calendar);
    }).timeout(60_000);

  function checkPoints(
    whole: LiveContent["curve"],
    curve: LiveContent["curve"],
    calendar: { countedEnd(time: number): number },
  ) {
    const { length, time, equity, thinned } = curve;
    assert.ok(thinned !== undefined);
    const { points, all, days, hours, minutes } = thinned;
    assert.deepEqual([points, all + length - points], [1 + days + hours + minutes, whole.length]);
    // The newest are all there.
    const newest = whole.length - all;
    assert.ok(newest >= 150);
    assert.deepEqual(equity.subarray(points, length), whole.equity.subarray(all, whole.length));
    assert.deepEqual(time.subarray(points, length), whole.time.subarray(all, whole.length));
    // The others are points of the whole curve, in their order; each day has its first, last, highest and lowest.
    let from = 0;
    for (let at = 0; at < points; at++) {
      while (whole.time[from] !== time[at] || whole.equity[from] !== equity[at]) from++;
      from++;
    }
    assert.deepEqual(daysOf({ ...curve, length: points }, calendar), daysOf({ ...whole, length: all }, calendar));
  }

  function daysOf({ length, time, equity }: LiveContent["curve"], calendar: { countedEnd(time: number): number }) {
    const days = new Map<number, { first: number; last: number; high: number; low: number }>();
    for (let at = 1; at < length; at++) {
      const end = calendar.countedEnd(time[at]);
      const day = days.get(end) ?? { first: equity[at], last: 0, high: -Infinity, low: Infinity };
      day.last = equity[at];
      day.high = Math.max(day.high, equity[at]);
      day.low = Math.min(day.low, equity[at]);
      days.set(end, day);
    }
    return [...days];
  }

  it("drops nothing that is not stored yet", () => {
    const one = { feed: made("1s", 5000, "always") };
    const { run, content } = runOf(one, { thinning: { keep: 100 } }, 3000);
    assert.ok(run.engine.curve.dropped <= 3000 && run.engine.curve.dropped > 0);
    assert.equal(content.curve.thinned?.all, run.engine.curve.dropped);
  });

  it("stays small, however long it goes on", () => {
    const one = { feed: made("1s", 300_000, "always") };
    const { content } = runOf(one, { thinning: { keep: 1000 } });
    assert.ok(content.curve.length < 25_000, `${content.curve.length} points`);
  }).timeout(60_000);
});
