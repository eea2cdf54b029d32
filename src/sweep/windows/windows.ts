import { countBelow } from "../../core/ascending";
import { checkKeys, expected } from "../../core/checks";
import { dateOf } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Calendar } from "../../core/market/calendar";
import { PaperLabError } from "../../errors";
import { dayAfter, isEqual, isShorter, noTime, type Period, periodOf, sum, times } from "./periods";

/** Walk-forward: what is chosen on training windows runs on the test windows behind them. Times are "2y", "6m", "4w" or "20d". */
export interface WindowsOption {
  /** How long each training window is. */
  readonly train: string;
  /** How long each test window is. */
  readonly test: string;
  /** How far a window is from the next; default as long as the test. A shorter one is refused. */
  readonly step?: string;
  /** How long before its test a training window ends; default not at all. */
  readonly embargo?: string;
  /** What becomes of positions at the seams; default "carried". */
  readonly positions?: "carried" | "flat";
}

/** Some days of a feed. */
export interface Span {
  /** Times of the first and last bar, epoch milliseconds UTC. */
  readonly from: number;
  readonly to: number;
  /** Days of these bars, `2014-06-09`. */
  readonly firstDay: string;
  readonly lastDay: string;
}

/** A training window and the test window behind it. */
export interface TrainAndTest {
  readonly train: Span;
  readonly test: Span;
  /** Time of the first bar behind the test window before, epoch milliseconds UTC, if there are bars in between. */
  readonly gapFrom?: number;
}

/** The windows of a feed. */
export interface FoundWindows {
  readonly windows: readonly TrainAndTest[];
  /** The last test window if the feed ends within it, and how long it would be. */
  readonly partial?: { readonly span: Span; readonly wanted: string };
  /** How many were passed over between others, because they, or what they are trained on, have no bars. */
  readonly passed: number;
}

/** Days with bars, and the times of their first and last bars. */
interface FeedDays {
  readonly day: number[];
  readonly first: number[];
  readonly last: number[];
}

/**
 * Returns the training and test windows of some bars, by the days of the calendar: the first training window begins with the first
 * day. Throws INVALID_OPTION and UNKNOWN_OPTION, also if not one fits.
 */
export function windowsIn(blocks: Iterable<BarColumns>, calendar: Calendar, option: unknown): FoundWindows {
  const { train, test, step, embargo } = checkedWindows(option);
  const days = daysOf(blocks, calendar);
  const [start = Number.NaN] = days.day;
  const end = days.day.at(-1) ?? Number.NaN;
  const found: TrainAndTest[] = [];
  let partial: FoundWindows["partial"];
  let lastEnd = Number.NEGATIVE_INFINITY;
  let passed = 0;
  const at = (...periods: Period[]) => dayAfter(start, sum(...periods), days.day);
  for (let count = 0; ; count++) {
    const before = times(step, count);
    const testFrom = at(before, train);
    // Also without any bars.
    if (!(testFrom <= end)) break;
    if (testFrom < lastEnd) throw overlapping(option as WindowsOption);
    lastEnd = at(before, train, test);
    const trained = spanOf(days, at(before), dayAfter(testFrom, times(embargo, -1), days.day));
    const tested = spanOf(days, testFrom, lastEnd);
    if (trained === undefined || tested === undefined) {
      passed++;
      continue;
    }
    const gap = gapBefore(days, found.at(-1)?.test, tested);
    found.push({ train: trained, test: tested, ...(gap !== undefined && { gapFrom: gap }) });
    if (hasMore(calendar, end + 1, lastEnd)) partial = { span: tested, wanted: (option as WindowsOption).test };
  }
  if (found.length === 0) throw noWindow(option as WindowsOption, start, end);
  return { windows: found, ...(partial && { partial }), passed };
}

// Whether there are trading days from one day on to the one before another.
function hasMore(calendar: Calendar, from: number, to: number): boolean {
  // A holiday is not longer.
  for (let day = from; day < Math.min(to, from + 30); day++) if (calendar.isTradingDay(day)) return true;
  return false;
}

/** Throws INVALID_OPTION and UNKNOWN_OPTION for wrong windows, whatever the feed. Returns their lengths. */
export function checkedWindows(option: unknown): Readonly<Record<"train" | "test" | "step" | "embargo", Period>> {
  if (typeof option !== "object" || option === null)
    throw expected("windows", 'an object such as { train: "2y", test: "6m" }', option);
  checkKeys("windows", option, ["train", "test", "step", "embargo", "positions"]);
  const given = option as WindowsOption;
  const train = periodOf("windows.train", given.train);
  const test = periodOf("windows.test", given.test);
  const step = given.step === undefined ? test : periodOf("windows.step", given.step);
  const embargo = given.embargo === undefined ? noTime : periodOf("windows.embargo", given.embargo);
  if (given.positions !== undefined && given.positions !== "carried" && given.positions !== "flat")
    throw expected("windows.positions", '"carried" or "flat"', given.positions);
  if (isShorter(step, test)) throw overlapping(given);
  if (isShorter(train, embargo) || isEqual(train, embargo))
    throw expected("windows.embargo", `shorter than train, ${given.train}, which it is part of`, given.embargo);
  return { train, test, step, embargo };
}

function overlapping({ step, test }: WindowsOption): PaperLabError {
  return expected("windows.step", `at least as long as test, ${test}, because test windows may not overlap`, step);
}

function noWindow({ train, test, embargo }: WindowsOption, start: number, end: number): PaperLabError {
  const has = Number.isNaN(start) ? "no bars" : `days from ${dateOf(start)} to ${dateOf(end)} only`;
  const less = embargo === undefined ? "" : `, less an embargo of ${embargo},`;
  return new PaperLabError(
    "INVALID_OPTION",
    `Expected the feed to have a training window of ${train}${less} and a test window of ${test}, but it has ${has}. Take shorter windows`,
  );
}

function daysOf(blocks: Iterable<BarColumns>, calendar: Calendar): FeedDays {
  const days: FeedDays = { day: [], first: [], last: [] };
  let end = Number.NEGATIVE_INFINITY;
  for (const { time, length } of blocks) {
    for (let row = 0; row < length; row++) {
      if (time[row] > end) {
        days.day.push(calendar.dayOf(time[row]));
        days.first.push(time[row]);
        days.last.push(time[row]);
        end = calendar.dayEnd(time[row]);
      }
      days.last[days.last.length - 1] = time[row];
    }
  }
  return days;
}

// The days from one on to the one before another; `undefined` if none has bars.
function spanOf({ day, first, last }: FeedDays, from: number, to: number): Span | undefined {
  const start = countBelow(day, from);
  const end = countBelow(day, to) - 1;
  if (end < start) return undefined;
  return { from: first[start], to: last[end], firstDay: dateOf(day[start]), lastDay: dateOf(day[end]) };
}

/** Returns the first days of some bars: a share of all that have bars, at least one. */
export function firstDays(
  blocks: Iterable<BarColumns>,
  calendar: Calendar,
  share: number,
): { readonly from: number; readonly to: number } {
  const { first, last } = daysOf(blocks, calendar);
  return { from: first[0], to: last[Math.max(1, Math.ceil(last.length * share)) - 1] };
}

// Test windows need not meet.
function gapBefore({ first }: FeedDays, before: Span | undefined, { from }: Span): number | undefined {
  if (before === undefined) return undefined;
  const next = first[countBelow(first, before.to + 1)];
  return next < from ? next : undefined;
}
