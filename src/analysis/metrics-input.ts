import { checkKeys, expected } from "../core/checks";
import { counted } from "../core/short-text";
import { PaperLabError } from "../errors";
import { type ReturnConventions, riskFreePerPeriod } from "./statistics/conventions";
import { dateIn, timeOf } from "./time-of";

/** A date as callers write it: an ISO string (UTC unless it names a zone), a `Date`, or epoch milliseconds UTC. */
export type DateLike = string | Date | number;

/** The input of `metricsOf`: one series, and what it is measured against. */
export interface MetricsInput {
  /** Returns of periods, fractions; instead of `equity`. Missing ones (NaN, null) are dropped. */
  readonly returns?: ArrayLike<number>;
  /** Levels of an equity curve or a price; instead of `returns`. Missing ones (NaN, null) are dropped. */
  readonly equity?: ArrayLike<number>;
  /** One for each level, or for each return (the end of its period), ascending. */
  readonly dates?: ArrayLike<DateLike>;
  /** Returns of a benchmark; instead of `benchmarkEquity`. */
  readonly benchmark?: ArrayLike<number>;
  /** Levels of a benchmark; instead of `benchmark`. */
  readonly benchmarkEquity?: ArrayLike<number>;
  /**
   * One for each value of the benchmark, ascending. By default the benchmark shares `dates`, or is joined by position.
   * If both have at most one value a day, they are joined on dates as written, otherwise on instants.
   */
  readonly benchmarkDates?: ArrayLike<DateLike>;
  /** Returns per year: 252 for days of an exchange, 12 for months. */
  readonly periodsPerYear: number;
  /** Annual risk-free rate, a fraction; default 0. */
  readonly riskFree?: number;
  /** Risk-free return of one period, a fraction; instead of `riskFree`. */
  readonly riskFreePerPeriod?: number;
}

/** One series of numbers; `NaN` marks a missing one. */
export interface Series {
  readonly kind: "returns" | "levels";
  readonly values: Float64Array;
  readonly dates: Dates | undefined;
}

/** The dates of a series. */
export interface Dates {
  /** Epoch milliseconds UTC, ascending. */
  readonly time: Float64Array;
  /** The dates as they were written: whole days since 1970-01-01. */
  readonly day: Float64Array;
}

/** The input of `metricsOf`, checked. */
export interface ParsedInput {
  readonly own: Series;
  readonly benchmark: Series | undefined;
  readonly terms: ReturnConventions;
}

const known = [
  "returns",
  "equity",
  "dates",
  "benchmark",
  "benchmarkEquity",
  "benchmarkDates",
  "periodsPerYear",
  "riskFree",
  "riskFreePerPeriod",
];

/** Checks the input of `metricsOf`. Throws INVALID_OPTION, UNKNOWN_OPTION or INVALID_DATA. */
export function parseMetricsInput(input: MetricsInput): ParsedInput {
  if (typeof input !== "object" || input === null) {
    throw expected("the input of metricsOf", "an object like { returns, periodsPerYear }", input);
  }
  checkKeys("metricsOf", input, known);
  const own = seriesOf(input, ["returns", "equity", "dates"]);
  if (own === undefined) throw new PaperLabError("INVALID_OPTION", "Expected returns or equity, but both are missing");
  const benchmark = seriesOf(input, ["benchmark", "benchmarkEquity", "benchmarkDates"]);
  if (benchmark === undefined && input.benchmarkDates !== undefined) {
    throw new PaperLabError("INVALID_OPTION", "Expected benchmark or benchmarkEquity with benchmarkDates");
  }
  if (own.dates === undefined && benchmark?.dates !== undefined) {
    throw new PaperLabError("INVALID_OPTION", "Expected dates with benchmarkDates: the series are joined on them");
  }
  return { own, benchmark: benchmark && withSharedTime(own, benchmark), terms: termsOf(input) };
}

function termsOf({ periodsPerYear, riskFree, riskFreePerPeriod: perPeriod }: MetricsInput): ReturnConventions {
  if (!(Number.isFinite(periodsPerYear) && periodsPerYear > 0)) {
    throw expected("periodsPerYear", "a positive number", periodsPerYear);
  }
  if (riskFree !== undefined && perPeriod !== undefined) throw both("riskFree", "riskFreePerPeriod");
  for (const [name, rate] of Object.entries({ riskFree, riskFreePerPeriod: perPeriod })) {
    if (rate !== undefined && !(Number.isFinite(rate) && rate > -1)) throw expected(name, "a number above -1", rate);
  }
  return { periodsPerYear, riskFree: perPeriod ?? riskFreePerPeriod(riskFree ?? 0, periodsPerYear) };
}

type Names = readonly ["returns" | "benchmark", "equity" | "benchmarkEquity", "dates" | "benchmarkDates"];

function seriesOf(input: MetricsInput, [returns, levels, dates]: Names): Series | undefined {
  if (input[returns] !== undefined && input[levels] !== undefined) throw both(returns, levels);
  const name = input[returns] === undefined ? levels : returns;
  const given = input[name];
  if (given === undefined) return undefined;
  const values = numbersOf(name, given);
  const when = input[dates] === undefined ? undefined : datesOf(dates, input[dates], name, values.length);
  return { kind: name === returns ? "returns" : "levels", values, dates: when };
}

function withSharedTime(own: Series, benchmark: Series): Series {
  if (benchmark.dates !== undefined) return benchmark;
  const wanted = expectedLength(own, benchmark.kind);
  if (benchmark.values.length !== wanted) {
    const name = benchmark.kind === "levels" ? "benchmarkEquity" : "benchmark";
    throw expected(name, `${counted(wanted, "value")} long, or to have benchmarkDates`, benchmark.values.length);
  }
  return benchmark.kind === own.kind ? { ...benchmark, dates: own.dates } : benchmark;
}

// n + 1 levels have n returns between them.
function expectedLength(own: Series, kind: Series["kind"]): number {
  if (own.kind === kind) return own.values.length;
  return kind === "levels" ? own.values.length + 1 : Math.max(0, own.values.length - 1);
}

function numbersOf(name: string, given: ArrayLike<number>): Float64Array {
  if (given instanceof Float64Array) return given;
  checkArray(name, given, "an array of numbers");
  const values = new Float64Array(given.length);
  for (let i = 0; i < values.length; i++) {
    const value: unknown = given[i];
    if (typeof value === "number") values[i] = value;
    else if (value === null || value === undefined) values[i] = Number.NaN;
    else throw expected(`${name}[${i}]`, "a number", value, "INVALID_DATA");
  }
  return values;
}

function datesOf(name: string, given: ArrayLike<DateLike>, of: string, length: number): Dates {
  checkArray(name, given, "an array of dates");
  if (given.length !== length) throw expected(name, `as long as ${of} (${length})`, given.length);
  const times =
    given instanceof Float64Array ? given : Float64Array.from(given, (date, i) => timeOf(date, `${name}[${i}]`));
  for (let i = 0; i < length; i++) {
    if (!(times[i] > (i === 0 ? Number.NEGATIVE_INFINITY : times[i - 1]))) throw dateError(name, i, given[i]);
  }
  return { time: times, day: times.map((time, i) => dateIn(given[i], time)) };
}

function dateError(name: string, i: number, date: DateLike): PaperLabError {
  const wanted = Number.isNaN(date) ? "an ISO date, a Date or epoch milliseconds" : `later than ${name}[${i - 1}]`;
  return expected(`${name}[${i}]`, wanted, date, "INVALID_DATA");
}

function checkArray(name: string, given: unknown, wanted: string): void {
  if (!Array.isArray(given) && !(ArrayBuffer.isView(given) && "length" in given)) throw expected(name, wanted, given);
}

function both(a: string, b: string): PaperLabError {
  return new PaperLabError("INVALID_OPTION", `Expected either ${a} or ${b}, but both were given`);
}
