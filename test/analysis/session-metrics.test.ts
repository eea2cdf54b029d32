import assert from "node:assert/strict";
import { type SessionMetricsOptions, sessionMetrics } from "../../src/analysis/session-metrics";
import { metricsOf } from "../../src/api/metrics-of";
import { dayOfDate } from "../../src/core/days";
import { calendarOf } from "../../src/core/market/calendar";
import { curveOf, day, daysOf, hour, minute, recordOf } from "./records";

const always = calendarOf("always");
const weekdays = calendarOf("weekdays");

// Levels that go up and down, never the same.
function level(i: number): number {
  return 1000 + 10 * Math.sin(i * i) + i;
}

function pointsEvery(interval: number, count: number, start = 0): [number, number][] {
  return Array.from({ length: count + 1 }, (_, i) => [start + i * interval, level(i)]);
}

function measured(interval: number, count: number, options: Partial<SessionMetricsOptions> = {}, start = 0) {
  const curve = curveOf(pointsEvery(interval, count, start));
  return sessionMetrics(recordOf(curve, always), { calendar: always, interval, ...options });
}

describe("the returns of a session", () => {
  it("are those of days where there are 20 of them", () => {
    const { returnsEvery, periodsPerYear, metrics, dropped } = measured(6 * hour, 80);
    assert.deepEqual([returnsEvery, periodsPerYear, dropped], ["day", 365, 0]);
    const equity = Array.from({ length: 21 }, (_, i) => level(i * 4));
    const wanted = metricsOf({ equity, periodsPerYear: 365 });
    assert.deepEqual([metrics.sharpe, metrics.cagr, metrics.cvar95], [wanted.sharpe, wanted.cagr, wanted.cvar95]);
  });

  it("are those of hours, minutes or bars in a shorter session", () => {
    assert.equal(measured(6 * hour, 76).returnsEvery, "hour");
    assert.equal(measured(10 * minute, 100).returnsEvery, "minute");
    assert.equal(measured(1000, 200).returnsEvery, "bar");
    assert.equal(measured(minute, 3).returnsEvery, "bar");
  });

  it("are those asked for", () => {
    const { returnsEvery, periodsPerYear, metrics } = measured(hour, 24 * 30, { returnsEvery: "hour", riskFree: 0.02 });
    assert.deepEqual([returnsEvery, periodsPerYear], ["hour", 365 * 24]);
    const equity = Array.from({ length: 24 * 30 + 1 }, (_, i) => level(i));
    assert.equal(metrics.sharpe, metricsOf({ equity, periodsPerYear: 365 * 24, riskFree: 0.02 }).sharpe);
  });

  it("begin with the initial capital", () => {
    const { metrics } = measured(day, 20);
    assert.equal(metrics.totalReturn, level(20) / level(0) - 1);
    assert.equal(metrics.finalEquity, level(20));
  });

  it("are counted where they are dropped", () => {
    const points = pointsEvery(day, 25);
    points[20][1] = 0;
    const record = recordOf(curveOf(points), always);
    assert.equal(sessionMetrics(record, { calendar: always }).dropped, 1);
  });

  it("are none before the first bar", () => {
    const { metrics, returnsEvery } = sessionMetrics(recordOf(curveOf([[0, 500]]), always), { calendar: always });
    assert.deepEqual(
      [returnsEvery, metrics.totalReturn, metrics.sharpe, metrics.finalEquity],
      ["bar", null, null, 500],
    );
    assert.deepEqual([metrics.maxDrawdown, metrics.exposure, metrics.trades], [null, null, 0]);
  });
});

describe("the periods of a year", () => {
  it("go around the clock where the calendar does, also in a session of an hour", () => {
    assert.equal(measured(1000, 3600, { returnsEvery: "bar" }).periodsPerYear, 365 * 86_400);
    assert.equal(measured(1000, 3600, { returnsEvery: "minute" }).periodsPerYear, 365 * 1440);
  });

  it("are as many as the bars where those are longer than the period", () => {
    assert.equal(measured(4 * hour, 90, { returnsEvery: "hour" }).periodsPerYear, 365 * 6);
  });

  it("are counted on the session's whole days on other calendars", () => {
    const trading = (date: number, from: number) =>
      pointsEvery(minute, 390 - from, date * day + 9 * hour + from * minute);
    const points = [
      ...trading(0, 200),
      ...trading(1, 0).slice(1),
      ...trading(2, 0).slice(1),
      ...trading(3, 300).slice(1),
    ];
    const record = recordOf(curveOf(points), weekdays);
    const options = { calendar: weekdays, interval: minute };
    assert.equal(sessionMetrics(record, { ...options, returnsEvery: "bar" }).periodsPerYear, 261 * 390);
    assert.equal(sessionMetrics(record, options).periodsPerYear, 261 * 7);
  });

  it("are 252 days of 390 minutes in New York, also where the clocks change", () => {
    const calendar = calendarOf("XNYS");
    const days = ["2024-03-07", "2024-03-08", "2024-03-11", "2024-03-12"].map((date) => dayOfDate(date));
    const points = days.flatMap((date, i) =>
      pointsEvery(minute, 390, calendar.endOf(date) - 390 * minute).slice(i && 1),
    );
    const options = { calendar, interval: minute };
    const record = recordOf(curveOf(points), calendar);
    assert.equal(sessionMetrics(record, { ...options, returnsEvery: "bar" }).periodsPerYear, 252 * 390);
    assert.deepEqual([...record.days.day], days);
    assert.equal(sessionMetrics(record, { ...options, returnsEvery: "day" }).periodsPerYear, 252);
  });

  it("are weeks of a year for weekly bars", () => {
    assert.ok(Math.abs(measured(7 * day, 30).periodsPerYear - 365 / 7) < 1e-12);
  });

  it("are what the caller says", () => {
    assert.equal(measured(day, 30, { periodsPerYear: 252 }).periodsPerYear, 252);
  });
});

describe("what is measured on the whole curve and on days", () => {
  it("is a drawdown inside a day", () => {
    const points = pointsEvery(day, 25);
    points.splice(11, 0, [10 * day + hour, 1]);
    const { metrics } = sessionMetrics(recordOf(curveOf(points), always), { calendar: always });
    assert.equal(metrics.maxDrawdown, 1 / Math.max(...points.slice(0, 11).map(([, equity]) => equity)) - 1);
  });

  it("is exposure, and turnover times the trading days of a year whatever the returns", () => {
    const curve = curveOf(pointsEvery(hour, 24 * 30));
    const record = recordOf(curve, weekdays, { days: daysOf(curve, weekdays, 0.5, 0.1), commission: 7, slippage: 3 });
    for (const returnsEvery of ["day", "hour"] as const) {
      const { metrics } = sessionMetrics(record, { calendar: weekdays, returnsEvery });
      assert.ok(Math.abs(metrics.exposure! - 0.5) < 1e-12);
      assert.ok(Math.abs(metrics.turnover! - 26.1) < 1e-10);
      assert.deepEqual([metrics.commission, metrics.slippage], [7, 3]);
    }
  });

  it("is undefined where the equity of a day was not positive", () => {
    const record = recordOf(
      curveOf([
        [0, 100],
        [day, 0],
      ]),
      always,
    );
    const { exposure, turnover } = sessionMetrics(record, { calendar: always }).metrics;
    assert.deepEqual([exposure, turnover], [null, null]);
  });
});

describe("the benchmark of a session", () => {
  const points = pointsEvery(day, 30);
  const options = { calendar: always };

  function against(benchmark: [number, number][], every: "day" | "bar" | "hour" = "day") {
    const { time, equity: level } = curveOf(benchmark);
    const series = { time: time.subarray(0, benchmark.length), level: level.subarray(0, benchmark.length) };
    const record = recordOf(curveOf(points), always, { benchmark: series });
    return sessionMetrics(record, { ...options, returnsEvery: every }).metrics;
  }

  it("is itself, with beta 1 and no tracking error, from the initial capital on", () => {
    for (const every of ["day", "bar", "hour"] as const) {
      const { beta, trackingError, benchmarkReturn, totalReturn, alpha } = against(points, every);
      assert.deepEqual([beta, trackingError, benchmarkReturn, alpha], [1, 0, totalReturn, 0]);
    }
  });

  it("is joined by day with its last level of the day", () => {
    const finer = points.flatMap(([time, equity]): [number, number][] => [
      [time - hour, 1],
      [time - minute, equity],
    ]);
    const { beta, trackingError } = against(finer);
    assert.deepEqual([beta, trackingError], [1, 0]);
  });

  it("is joined before returns are taken: a missing day leaves the same gap on both sides", () => {
    const { trackingError } = against(points.filter((_, i) => i !== 7 && i !== 8 && i !== 20));
    assert.equal(trackingError, 0);
  });

  it("does not lend the initial capital a level from later on its first day", () => {
    const late: [number, number][] = [
      [9 * hour, 100],
      [17 * hour, 110],
      [2 * day, 121],
      [3 * day, 133.1],
    ];
    const curve = curveOf([
      [9.5 * hour, 100],
      [17 * hour, 120],
      [2 * day, 132],
      [3 * day, 145.2],
    ]);
    const series = {
      time: Float64Array.from(late, ([time]) => time),
      level: Float64Array.from(late, ([, each]) => each),
    };
    const record = recordOf(curve, always, { benchmark: series });
    const { benchmarkReturn, trackingError } = sessionMetrics(record, { ...options, returnsEvery: "day" }).metrics;
    assert.ok(Math.abs(benchmarkReturn! - 0.21) < 1e-12);
    assert.equal(trackingError, 0);
  });

  it("has no pairs where no day is common", () => {
    const { beta, benchmarkReturn } = against([
      [100 * day, 1],
      [101 * day, 2],
    ]);
    assert.deepEqual([beta, benchmarkReturn], [null, null]);
  });

  it("changes none of the other metrics", () => {
    const { alpha, beta, correlation, trackingError, informationRatio, ...others } = against(
      pointsEvery(day, 9).map(([time, equity], i) => [time, equity + (i % 3)]),
    );
    const { upCapture, downCapture, benchmarkReturn, ...own } = others;
    const alone = sessionMetrics(recordOf(curveOf(points), always), { ...options, returnsEvery: "day" }).metrics;
    for (const [key, value] of Object.entries(own)) assert.equal(value, alone[key as keyof typeof alone], key);
    assert.ok(
      [alpha, beta, correlation, trackingError, informationRatio, upCapture, benchmarkReturn].every(Number.isFinite),
    );
  });
});
