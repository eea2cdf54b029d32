import assert from "node:assert/strict";
import { metricCatalog } from "../../src/analysis/metrics/catalog";
import type { MetricsInput } from "../../src/analysis/metrics-input";
import { metricsOf } from "../../src/api/metrics-of";

const returns = [0.01, -0.02, 0.03, 0.005, -0.01];
const dates = ["2024-01-02", "2024-01-03", "2024-01-04", "2024-01-05", "2024-01-08"];
const year = { periodsPerYear: 252 };

describe("metricsOf", () => {
  it("takes arrays, typed arrays, and dates of every kind", () => {
    const plain = metricsOf({ returns, dates, ...year });
    assert.deepEqual(
      metricsOf({ returns: Float64Array.from(returns), dates: dates.map((d) => new Date(d)), ...year }),
      plain,
    );
    assert.deepEqual(metricsOf({ returns, dates: dates.map((d) => Date.parse(d)), ...year }), plain);
    assert.deepEqual(metricsOf({ returns, dates: dates.map((d) => `${d}T00:00`), ...year }), plain);
  });

  it("does not touch what it is given", () => {
    const given = Float64Array.from(returns);
    metricsOf({ returns: given, benchmark: given, ...year });
    assert.deepEqual(given, Float64Array.from(returns));
  });

  it("leaves the metrics of trades and costs null", () => {
    const { trades, winRate, exposure, turnover, commission, slippage } = metricsOf({ equity: [1, 2], ...year });
    assert.deepEqual([trades, winRate, exposure, turnover, commission, slippage], Array(6).fill(null));
  });

  it("gives the last equity, and the length of the longest drawdown where there are dates", () => {
    const { finalEquity, maxDrawdownDays } = metricsOf({ equity: [100, 90, 95, 99, 98], dates, ...year });
    assert.deepEqual([finalEquity, maxDrawdownDays], [98, 6]);
    assert.equal(metricsOf({ equity: [100, 90], ...year }).maxDrawdownDays, null);
  });

  it("drops missing levels and takes the return over the gap", () => {
    const whole = metricsOf({ equity: [100, 110, 99], ...year });
    assert.deepEqual(metricsOf({ equity: [100, Number.NaN, 110, null as never, 99], ...year }), whole);
  });

  it("earns nothing on nothing", () => {
    const { totalReturn, bestPeriod, worstPeriod } = metricsOf({ equity: [100, 0, 50], ...year });
    assert.deepEqual([totalReturn, bestPeriod, worstPeriod], [-0.5, -1, -1]);
  });

  it("gives the same own metrics with a benchmark as without", () => {
    const both = metricsOf({ ...year, returns, benchmark: [0.02, Number.NaN, 0.01, 0, -0.03] });
    const alone = metricsOf({ returns, ...year });
    for (const { key, part } of metricCatalog)
      if (part === "benchmark") assert.ok(Number.isFinite(both[key]) && alone[key] === null, key);
      else assert.equal(both[key], alone[key], key);
  });
});

describe("a benchmark", () => {
  it("of levels is joined before returns are taken: a gap is paired with the same gap", () => {
    const equity = [100, 110, 121, 133.1, 146.41];
    const double = { benchmarkEquity: [100, 121, 133.1, 146.41].map((level) => level * 2) };
    const benchmarkDates = [dates[0], dates[2], dates[3], dates[4]];
    const { trackingError, benchmarkReturn } = metricsOf({ equity, dates, ...double, benchmarkDates, ...year });
    assert.equal(trackingError, 0);
    assert.ok(Math.abs(benchmarkReturn! - 0.4641) < 1e-12);
  });

  it("of returns is joined on its dates, not by position", () => {
    const shifted = { benchmark: returns.slice(1), benchmarkDates: dates.slice(1) };
    assert.equal(metricsOf({ returns, dates, ...shifted, ...year }).beta, 1);
  });

  it("is joined on dates as they are written, whatever the hours and zones of a day's one value", () => {
    const halves = returns.map((value) => value / 2);
    const beta = (own: readonly (string | Date | number)[], others: readonly (string | Date | number)[]) =>
      Math.round(metricsOf({ returns, dates: own, benchmark: halves, benchmarkDates: others, ...year }).beta! * 1e9) /
      1e9;
    const at = (clock: string) => dates.map((date) => date + clock);
    assert.equal(beta(at("T21:00:00Z"), dates), 2);
    assert.equal(beta(dates, at("T00:00:00-05:00")), 2);
    assert.equal(beta(at("T16:30:00Z"), at("T21:00:00Z")), 2);
    assert.equal(beta(at("T15:00:00+09:00"), at("T16:00:00-05:00")), 2);
    assert.equal(
      beta(
        dates.map((date) => new Date(`${date}T21:00Z`)),
        dates.map((date) => Date.parse(date)),
      ),
      2,
    );
  });

  it("is joined on instants where a day has several values", () => {
    const hours = returns.map((_, i) => `2024-01-02T${10 + i}:00:00Z`);
    const others = hours.slice(1).map((time) => time.replace("Z", "+00:00"));
    const input = { returns, dates: hours, benchmark: returns.slice(1), benchmarkDates: others, ...year };
    assert.equal(metricsOf(input).beta, 1);
  });

  it("that has no date in common is an error, which names both", () => {
    const others = ["2023-01-02", "2023-01-03", "2023-01-04", "2023-01-05", "2023-01-06"];
    assert.throws(() => metricsOf({ returns, dates, benchmark: returns, benchmarkDates: others, ...year }), {
      code: "INVALID_DATA",
      message:
        /^Expected dates and benchmarkDates to have dates in common, but dates are 2024-.* and benchmarkDates 2023-01-02/,
    });
    const late = { benchmark: returns, benchmarkDates: dates.map((date) => `${date}T21:00Z`) };
    const hours = returns.map((_, i) => `2024-01-02T${10 + i}:00:00Z`);
    assert.throws(() => metricsOf({ returns, dates: hours, ...late, ...year }), { code: "INVALID_DATA" });
  });

  it("of dates cannot be joined with several instants a day, whichever side has them", () => {
    const twice = dates.slice(0, 2).flatMap((date) => [`${date}T15:00:00Z`, `${date}T21:00:00Z`]);
    const [four, five] = [returns.slice(1), returns];
    const message = (name: string, other: string) =>
      `Expected ${name} to have one instant a day, as ${other} are dates, was 2024-01-02T15:00:00.000Z and ` +
      `2024-01-02T21:00:00.000Z. Keep one of each day, or give ${other} as instants`;
    const input = { returns: four, dates: twice, benchmark: five, benchmarkDates: dates, ...year };
    assert.throws(() => metricsOf(input), { code: "INVALID_DATA", message: message("dates", "benchmarkDates") });
    const turned = { returns: five, dates, benchmark: four, benchmarkDates: twice, ...year };
    assert.throws(() => metricsOf(turned), { code: "INVALID_DATA", message: message("benchmarkDates", "dates") });
    const levels = { equity: [1, 2, 3, 4], dates: twice, benchmarkEquity: [1, 2, 3, 4, 5], benchmarkDates: dates };
    assert.throws(() => metricsOf({ ...levels, ...year }), { message: message("dates", "benchmarkDates") });
  });

  it("without dates is joined by position", () => {
    const halves = returns.map((value) => value / 2);
    assert.ok(Math.abs(metricsOf({ returns, benchmark: halves, ...year }).beta! - 2) < 1e-12);
  });

  it("of levels is joined with returns on the ends of their periods", () => {
    const benchmarkEquity = [100];
    for (const value of returns) benchmarkEquity.push(benchmarkEquity[benchmarkEquity.length - 1] * (1 + value));
    const dated = { dates, benchmarkDates: ["2024-01-01", ...dates] };
    assert.ok(Math.abs(metricsOf({ returns, benchmarkEquity, ...dated, ...year }).beta! - 1) < 1e-12);
    assert.ok(Math.abs(metricsOf({ returns, benchmarkEquity, ...year }).beta! - 1) < 1e-12);
  });
});

describe("bad input of metricsOf", () => {
  const cases: [title: string, input: object, message: string | RegExp][] = [
    ["nothing", {}, "Expected returns or equity, but both are missing"],
    ["two series", { returns, equity: [1] }, "Expected either returns or equity, but both were given"],
    [
      "a misspelled option",
      { returns, perodsPerYear: 252 },
      /^Unknown option "perodsPerYear" of metricsOf. Did you mean/,
    ],
    ["no periods of a year", { returns, periodsPerYear: 0 }, "Expected periodsPerYear to be a positive number, was 0"],
    ["two risk-free rates", { returns, riskFree: 0, riskFreePerPeriod: 0 }, /^Expected either riskFree or/],
    ["a rate in percent that is no number", { returns, riskFree: "3" }, /^Expected riskFree to be a number above -1/],
    ["text among numbers", { returns: [0.1, "n/a"] }, 'Expected returns[1] to be a number, was "n/a"'],
    ["a number for a series", { returns: 7 }, "Expected returns to be an array of numbers, was 7"],
    ["too few dates", { returns, dates: ["2024-01-01"] }, "Expected dates to be as long as returns (5), was 1"],
    ["an impossible date", { returns: [0], dates: ["2024-02-31"] }, /^Expected dates\[0\] to be an ISO date/],
    [
      "dates that go back",
      { returns: [0, 0], dates: ["2024-01-02", "2024-01-01"] },
      /^Expected dates\[1\] to be later than/,
    ],
    [
      "a shorter benchmark",
      { returns, benchmark: [0] },
      /^Expected benchmark to be 5 values long, or to have benchmarkDates/,
    ],
    ["dates of the benchmark alone", { returns: [0], benchmark: [0], benchmarkDates: [1] }, /^Expected dates with/],
    ["dates of no benchmark", { returns: [0], benchmarkDates: [1] }, /^Expected benchmark or benchmarkEquity with/],
  ];
  for (const [title, input, message] of cases) {
    it(`is named: ${title}`, () => {
      assert.throws(() => metricsOf({ ...year, ...input } as MetricsInput), { name: "PaperLabError", message });
    });
  }

  it("is named: no object at all", () => {
    assert.throws(
      () => metricsOf(undefined as never),
      /^PaperLabError: Expected the input of metricsOf to be an object/,
    );
  });
});
