import { distinctNames } from "../../analysis/compare/entries";
import { areSameLevels } from "../../analysis/compare/same-levels";
import {
  beginsAfter,
  rangeOf,
  type SharedWindow,
  type Stretch,
  sharedWindow,
  standsBefore,
  stretchOf,
} from "../../analysis/compare/window";
import { equityWasLost, isEquityLost } from "../../analysis/inference/lost-equity";
import { type Metrics, metricCatalog } from "../../analysis/metrics/catalog";
import { metricsOfReturns } from "../../analysis/metrics/of-returns";
import { isLastDayOver } from "../../analysis/returns/day-over";
import type { SessionMetrics } from "../../analysis/session-metrics";
import { firstPlace } from "../../core/ascending";
import { dateOf, dayLength } from "../../core/days";
import { intervalText } from "../../core/interval";
import { counted, grouped } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import { clockText } from "../../output/formats";
import type { SessionCore } from "../../session/core";
import { benchmarkTitle } from "../session/figures/benchmark";
import { wallClockOf } from "../session/figures/clock";

/** The sessions of a comparison. */
export type Compared = readonly SessionCore[];

/** A session of a comparison. */
export interface Member {
  readonly core: SessionCore;
  /** Its name, numbered if another one has it too. */
  readonly name: string;
  /** Its part of the window; absent if it does not cover it. */
  readonly stretch?: Stretch;
  /** Its metrics in the window; absent without a stretch. */
  readonly measured?: SessionMetrics;
  /** All `null` without a stretch. */
  readonly metrics: Metrics;
  /** What it may be ranked by, and win: its metrics, but `null` for those of returns if its equity was not always above 0. */
  readonly counting: Metrics;
  /** Whether its equity was at or below 0 somewhere in the window. */
  readonly isLost: boolean;
  /** What a reader should know of it; empty if that is nothing. */
  readonly note: string;
}

/** Sessions as they were at some moment, on the window that they share. */
export interface ComparedNow {
  readonly members: readonly Member[];
  /** Absent if no session has begun. */
  readonly window?: SharedWindow;
}

const undefinedMetrics = Object.fromEntries(metricCatalog.map(({ key }) => [key, null])) as unknown as Metrics;

const noReturns = Object.fromEntries(metricsOfReturns.map((key) => [key, null]));

function countingOf(metrics: Metrics, isLost: boolean): Metrics {
  return isLost ? { ...metrics, ...noReturns } : metrics;
}

/**
 * Measures sessions on the window that they share. One that has not begun has no part in it, and one that failed only if it
 * covers what the others share. Throws NO_SHARED_WINDOW.
 */
export function compareNow(sessions: Compared): ComparedNow {
  const names = distinctNames(sessions);
  const begun = sessions.filter((core) => core.content.curve.length > 1);
  const well = begun.filter(({ status }) => status.state !== "FAILED");
  const shaping = (well.length > 0 ? well : begun).map((core) => ({ core, ...pickOf(core) }));
  if (shaping.length === 0) return { members: sessions.map((core, at) => memberOf(core, names[at], undefined)) };
  const whole = new Map(begun.map((core) => [core, core.metrics()]));
  const byDay = shaping.every(({ core }) => whole.get(core)?.returnsEvery === "day");
  const window = sharedWindow(shaping, byDay ? "day" : "bar");
  if (window.from > window.to) throw noSharedWindow(shaping, window, timeTextOf(sessions));
  const shared = { window, textOf: timeTextOf(sessions) };
  const members = sessions.map((core, at) => memberOf(core, names[at], shared, whole.get(core)));
  return { window, members: withFrequencies(members) };
}

function pickOf({ content: { curve }, calendar }: SessionCore) {
  return { curve, calendar };
}

/** A window, and how its times are written. */
interface WrittenWindow {
  readonly window: SharedWindow;
  readonly textOf: TimeText;
}

function memberOf(core: SessionCore, name: string, shared?: WrittenWindow, whole?: SessionMetrics): Member {
  const nothing = { core, name, metrics: undefinedMetrics, counting: undefinedMetrics, isLost: false };
  if (shared === undefined || whole === undefined) return { ...nothing, note: "has not begun: left out" };
  const { window, textOf } = shared;
  const material = pickOf(core);
  const { curve } = material;
  const [first, last] = rangeOf(material, window.every);
  const { state } = core.status;
  // Only one that failed may be shorter than the window.
  if (first > window.from) return { ...nothing, note: `begins ${textOf(first, window.every)} and failed: left out` };
  if (state === "FAILED" && lacksBeginning(core, window))
    return { ...nothing, note: `begins ${textOf(curve.time[0], "bar")} and failed: left out` };
  if (last < window.to) return { ...nothing, note: `failed ${textOf(last, window.every)}: left out` };
  if (state === "FAILED" && lacksEnd(core, window))
    return { ...nothing, note: `failed ${textOf(curve.time[curve.length - 1], "bar")}: left out` };
  const stretch = stretchOf(material, window);
  if (stretch.end === stretch.base) return { ...nothing, note: "has no bar within the window: left out" };
  const isWhole = stretch.base === 0 && stretch.end === curve.length - 1;
  const measured = isWhole ? whole : core.metrics(stretch);
  const isLost = isEquityLost(curve, stretch);
  const notes = [
    stateNote(state),
    isLost ? lostNote : "",
    endsWithinDay(material, stretch) ? "exposure and turnover leave out its last day, which the window cuts" : "",
  ];
  const note = notes.filter((one) => one !== "").join("; ");
  const { metrics } = measured;
  return { core, name, stretch, measured, metrics, counting: countingOf(metrics, isLost), isLost, note };
}

/** Goes on from what a session has. */
export const andWasNotLost = "and an equity that was always above 0";

const lostNote = `${equityWasLost}, so that it wins no metric of returns`;

function endsWithinDay({ curve: { time, length }, calendar }: ReturnType<typeof pickOf>, { end }: Stretch): boolean {
  return end + 1 < length && calendar.countedDay(time[end]) === calendar.countedDay(time[end + 1]);
}

// Of bars within the day, the last day may have been cut off by the failure.
function lacksEnd(core: SessionCore, window: SharedWindow): boolean {
  return window.every === "day" && isWithinDays(core) && standsBefore(pickOf(core), window);
}

// Of bars within the day, it may have begun in the middle of the first.
function lacksBeginning(core: SessionCore, window: SharedWindow): boolean {
  return window.every === "day" && isWithinDays(core) && beginsAfter(pickOf(core), window);
}

const stateNotes: Readonly<Record<string, string>> = {
  RUNNING: "is running: up to now",
  PAUSED: "is paused: up to now",
  FAILED: "failed after the window",
};

function stateNote(state: string): string {
  return stateNotes[state] ?? "";
}

// Returns of bars of other lengths, of days of other calendars, or taken at other times, are not of the same kind.
function withFrequencies(members: readonly Member[]): Member[] {
  const barsOf = ({ core }: Member) => core.record.config.interval;
  const measured = members.filter((one) => one.measured !== undefined);
  const differ = (read: (one: Member) => unknown) => new Set(measured.map(read)).size > 1;
  const [bars, returns] = [differ(barsOf), differ((one) => one.measured?.returnsEvery)];
  const calendars = hasOtherDays(members);
  const least = Math.min(...members.flatMap(withoutBenchmark));
  return members.map((member) => {
    const interval = barsOf(member);
    const notes = [
      member.note,
      bars && member.measured
        ? interval === undefined
          ? "bars of no one length"
          : `bars of ${intervalText(interval)}`
        : "",
      returns && member.measured ? `returns every ${member.measured.returnsEvery}` : "",
      calendars && member.measured ? `days of ${calendarText(member.core)}` : "",
      spanNote(member, least),
    ];
    return { ...member, note: notes.filter((one) => one !== "").join("; ") };
  });
}

/** Whether sessions have days of different calendars. */
export function hasOtherDays(members: readonly Member[]): boolean {
  const measured = members.filter((one) => one.measured !== undefined);
  return new Set(measured.map(({ core }) => calendarText(core))).size > 1;
}

function calendarText({ calendar: { name, timezone } }: SessionCore): string {
  return `calendar ${name} (${timezone})`;
}

/** Returns the benchmarks of the sessions that have one, each once, with what they are without. */
export function benchmarksOf(members: readonly Pick<Member, "core" | "name">[]): string[] {
  return [...new Set(benchmarkNames(members).filter((name) => name !== undefined))];
}

// A comparison asks for them at each metric.
const known = new WeakMap<object, readonly (string | undefined)[]>();

/**
 * Returns the name of each session's benchmark, with what it is without. Where one name means other levels, as on two
 * simulated feeds, it says of which seed, or in which session: "A (price only) of seed 3", "A of first".
 */
export function benchmarkNames(members: readonly Pick<Member, "core" | "name">[]): readonly (string | undefined)[] {
  const found = known.get(members) ?? namesOfBenchmarks(members);
  known.set(members, found);
  return found;
}

interface FirstOfName {
  readonly title: string;
  readonly series: BenchmarkLevels;
  readonly session: string;
  readonly seed: string | undefined;
}

// Of the feed that the benchmark is a symbol of, if that was made by chance.
function benchmarkSeed({ record: { config } }: SessionCore): string | undefined {
  const { feed = config.feed, session, series } = config.benchmarkSource ?? {};
  const { seed } = feed.options as { readonly seed?: unknown };
  return session !== undefined || series !== undefined || seed === undefined ? undefined : String(seed);
}

type BenchmarkLevels = NonNullable<SessionCore["record"]["benchmark"]>["series"];

function namesOfBenchmarks(members: readonly Pick<Member, "core" | "name">[]): (string | undefined)[] {
  const firsts: FirstOfName[] = [];
  const places = members.map(({ core, name: session }) => {
    const title = benchmarkTitle(core);
    const series = core.record.benchmark?.series;
    if (title === undefined || series === undefined) return undefined;
    const place = firsts.findIndex((first) => first.title === title && areSameLevels(first.series, series));
    return place < 0 ? firsts.push({ title, series, session, seed: benchmarkSeed(core) }) - 1 : place;
  });
  const named = firsts.map(({ title, session, seed }) => {
    const alike = firsts.filter((other) => other.title === title);
    if (alike.length === 1) return title;
    const seeds = new Set(alike.map((one) => one.seed));
    return seeds.size === alike.length && !seeds.has(undefined) ? `${title} of seed ${seed}` : `${title} of ${session}`;
  });
  return places.map((place) => (place === undefined ? undefined : named[place]));
}

/**
 * Returns why a metric does not say the same of all sessions, a clause that goes on from "because": it is against benchmarks
 * that differ or cover different parts of the window, or in money, of which they had different amounts when the window began. `undefined` if it does.
 */
export function whyIncomparable(key: string, members: readonly Member[]): string | undefined {
  const entry = metricCatalog.find((one) => one.key === key);
  if (entry?.part === "benchmark") {
    if (benchmarksOf(members).length > 1) return "benchmarks differ";
    if (hasOtherSpans(members)) return "their benchmark covers different parts of the window";
  }
  if (entry?.unit === "currency" && hasOtherCapital(members)) return "they began with different amounts of money";
  return undefined;
}

// Whether a benchmark has fewer of the returns of one session than of another's. The first return of a session, from its
// initial capital, is not one of a benchmark whose levels begin with it.
function hasOtherSpans(members: readonly Member[]): boolean {
  const missing = members.flatMap(withoutBenchmark);
  return Math.max(...missing) - Math.min(...missing) > 1;
}

// How many of its returns its benchmark does not have; nothing without one.
function withoutBenchmark({ measured }: Member): number[] {
  return measured?.pairs === undefined ? [] : [measured.returns - measured.pairs];
}

// A benchmark of the session's own feed begins with the close of its first day.
function spanNote(member: Member, least: number): string {
  const { measured } = member;
  if (measured?.pairs === undefined || withoutBenchmark(member)[0] === least) return "";
  return `its benchmark has ${grouped(measured.pairs)} of its ${counted(measured.returns, "return")}, fewer than that of others`;
}

/** Whether sessions had different amounts of money when the window began. */
export function hasOtherCapital(members: readonly Member[]): boolean {
  const capital = members.flatMap(({ core, stretch }) => (stretch ? core.content.curve.equity[stretch.base] : []));
  return capital.some((one) => Math.abs(one - capital[0]) > SAME_MONEY * Math.abs(capital[0]));
}

// Of sums that were rounded on different ways.
const SAME_MONEY = 1e-9;

/** Returns how many steps a session made in its part of a window; the points of its curve are fewer where it was thinned. */
export function stepsIn({ content: { curve, steps } }: SessionCore, { base, end }: Stretch): number {
  const isWhole = base === 0 && end === curve.length - 1;
  return isWhole ? steps : end - base;
}

/** Returns how many fills a session had in its part of a window. */
export function fillsIn({ content: { curve, fillRows } }: SessionCore, { base, end }: Stretch): number {
  const until = (point: number) => firstPlace(0, fillRows.length, (row) => fillRows.time(row) > curve.time[point]);
  return until(end) - until(base);
}

/**
 * Returns the ends of the window that sessions share, as people read them; `undefined` if none has begun. If a session of bars
 * that are shorter than a day begins in the middle of the first day, or stands in the middle of the last one, the end is that
 * instant, and not a day that nobody has whole.
 */
export function windowTexts({
  window,
  members,
}: ComparedNow): { readonly from: string; readonly to: string } | undefined {
  if (window === undefined) return undefined;
  const { every, from, to } = window;
  const begun = every === "day" ? beginningWithinDay(window, members) : undefined;
  const cut = every === "day" ? endWithinDay(members) : undefined;
  const written = timeTextOf(members.map(({ core }) => core));
  const textOf = (edge: number, instant?: number) =>
    instant === undefined ? written(edge, every) : written(instant, "bar");
  return { from: textOf(from, begun), to: textOf(to, cut) };
}

// Where one begins in the middle of the first day, so do the others.
function beginningWithinDay({ since }: SharedWindow, members: readonly Member[]): number | undefined {
  const isSaid = Number.isFinite(since) && members.some(({ core, stretch }) => stretch && isWithinDays(core));
  return isSaid ? since : undefined;
}

// Where one stands in the middle of the last day, the others are cut off there.
function endWithinDay(members: readonly Member[]): number | undefined {
  const ends = members.flatMap(({ core, stretch }) => {
    if (stretch === undefined || !isWithinDays(core)) return [];
    const { content, calendar } = core;
    const time = content.curve.time.subarray(0, stretch.end + 1);
    return isLastDayOver(time, calendar) ? [] : time[stretch.end];
  });
  return ends.length === 0 ? undefined : Math.max(...ends);
}

function isWithinDays({ record: { config } }: SessionCore): boolean {
  return config.interval !== undefined && config.interval < dayLength;
}

type TimeText = (edge: number, every: SharedWindow["every"]) => string;

/** Returns what writes an end of a window: a date, or an instant by the clocks of the first session's feed, as in figures. */
function timeTextOf([first]: Compared): TimeText {
  const zone = wallClockOf(first);
  return (edge, every) => (every === "day" ? dateOf(edge) : clockText(edge, zone));
}

type Shaping = ReturnType<typeof pickOf> & { readonly core: SessionCore };

function noSharedWindow(
  shaping: readonly Shaping[],
  { every, from, to }: SharedWindow,
  textOf: TimeText,
): PaperLabError {
  const ranges = shaping.map((one) => ({ name: one.core.name, range: rangeOf(one, every) }));
  const late = ranges.find(({ range }) => range[0] === from);
  const early = ranges.find(({ range }) => range[1] === to);
  const found = `"${early?.name}" ends ${textOf(to, every)} and "${late?.name}" begins ${textOf(from, every)}`;
  const message = `Expected sessions that share some time, but ${found}. Leave one out`;
  return new PaperLabError("NO_SHARED_WINDOW", message);
}
