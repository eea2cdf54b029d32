import { daysPerYear } from "../../analysis/returns/returns-every";
import { riskFreePerPeriod } from "../../analysis/statistics/conventions";
import { RunningRatios, RunningWins } from "../../analysis/tracking/running";
import { countUntil } from "../../core/ascending";
import { calendarFrom } from "../../core/market/calendar";
import type { SessionCore } from "../../session/core";
import { hasBenchmarkEnded } from "../session/figures/benchmark";

/** How a session does while it runs; `null` where that is undefined. Fractions, and currency. */
export interface RunningView {
  readonly equity: number;
  /** Equity less the initial capital, currency. */
  readonly profit: number;
  readonly totalReturn: number;
  /** Since the day before closed. */
  readonly dayReturn: number | null;
  /** Below the highest equity so far, not positive. */
  readonly drawdown: number | null;
  readonly grossExposure: number | null;
  readonly netExposure: number | null;
  /** Closed trades, and the share of them that won. */
  readonly trades: number;
  readonly winRate: number | null;
  /** Of the returns of closed days. */
  readonly sharpe: number | null;
  readonly sortino: number | null;
  /** How many day returns there are, and how many a year has. */
  readonly dayReturns: number;
  readonly daysPerYear: number;
  /** Growth of the benchmark since the session began. */
  readonly benchmarkReturn: number | null;
  /** The first time of the benchmark, epoch milliseconds UTC, if it begins on a later day than the session's first return. */
  readonly benchmarkBegin: number | null;
  /** The last time of the benchmark, epoch milliseconds UTC, if it ended on a day before the session's newest point. */
  readonly benchmarkEnd: number | null;
}

interface Running {
  readonly ratios: RunningRatios;
  readonly wins: RunningWins;
  readonly perYear: number;
}

// What was taken in so far, by the session's own object.
const running = new WeakMap<SessionCore, Running>();

/** Looks at how a session does. What that costs does not grow with its length. */
export function runningView(core: SessionCore): RunningView {
  const { initialCapital, standing, status } = core;
  const { time = Number.NaN, equity = initialCapital } = core.lastPoint ?? {};
  const of = running.get(core) ?? runningOf(core);
  running.set(core, of);
  const { days, profits, peak, gross, net } = standing;
  of.ratios.read(days.time, days.equity, status.endReason !== undefined);
  const share = (value: number) => (equity > 0 ? value / equity : null);
  return {
    equity,
    profit: equity - initialCapital,
    totalReturn: equity / initialCapital - 1,
    dayReturn: dayReturnOf(core, days, time, equity),
    drawdown: peak > 0 ? equity / peak - 1 : null,
    grossExposure: share(gross),
    netExposure: share(net),
    trades: profits.length,
    winRate: profits.length === 0 ? null : of.wins.count(profits) / profits.length,
    sharpe: of.ratios.sharpe,
    sortino: of.ratios.sortino,
    dayReturns: of.ratios.count,
    daysPerYear: of.perYear,
    benchmarkReturn: benchmarkAt(core, time),
    benchmarkBegin: benchmarkBeginAfter(core),
    benchmarkEnd: benchmarkEndBefore(core, time),
  };
}

function runningOf({ record: { config, initialCapital } }: SessionCore): Running {
  const calendar = calendarFrom(config.calendar);
  const { returnsEvery = "day", periodsPerYear, riskFree = 0 } = config.options;
  // A number that was given is that of the returns that metrics are computed from.
  const given = returnsEvery === "day" ? periodsPerYear : undefined;
  const perYear = given ?? daysPerYear({ calendar, interval: config.interval, year: config.year });
  const terms = { periodsPerYear: perYear, riskFree: riskFreePerPeriod(riskFree, perYear) };
  return { ratios: new RunningRatios(initialCapital, calendar, terms), wins: new RunningWins(), perYear };
}

// The newest closed day may be that of the newest point.
function dayReturnOf(
  { calendar, initialCapital }: SessionCore,
  { time, equity }: { readonly time: Float64Array; readonly equity: Float64Array },
  now: number,
  level: number,
): number | null {
  if (Number.isNaN(now)) return null;
  let before = time.length - 1;
  if (before >= 0 && calendar.countedDay(time[before]) === calendar.countedDay(now)) before--;
  const base = before < 0 ? initialCapital : equity[before];
  return base > 0 ? level / base - 1 : null;
}

function benchmarkBeginAfter({ record: { benchmark }, content: { curve }, calendar }: SessionCore): number | null {
  const first = benchmark?.series.time[0];
  if (first === undefined || curve.length < 2) return null;
  const isLater = first > curve.time[1] && calendar.countedDay(first) > calendar.countedDay(curve.time[1]);
  return isLater ? first : null;
}

function benchmarkEndBefore(core: SessionCore, now: number): number | null {
  const last = core.record.benchmark?.series.time.at(-1);
  return last !== undefined && hasBenchmarkEnded(core)(now) ? last : null;
}

// From the last level before the first bar, or else the first one; never from a later time than the session's own.
function benchmarkAt({ record: { benchmark }, content: { curve } }: SessionCore, now: number): number | null {
  if (benchmark === undefined || curve.length === 0) return null;
  const { time, level } = benchmark.series;
  const newest = countUntil(time, now) - 1;
  const base = Math.max(0, countUntil(time, curve.time[0]) - 1);
  return newest < base ? null : level[newest] / level[base] - 1;
}
