import { dateOf, dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { zoneOf } from "../../core/market/zone";
import type { BarCollector } from "../bars/collector";
import { type ClockRows, clockDays } from "../found/clock-days";
import { eachOutside, outsideText } from "../found/hours";
import { periodEnd, periodsIn } from "../found/periods";
import type { Found, FoundStamp, StampPeriod, StampSide } from "../source/found";
import { commonGap, gapsBySymbol } from "../source/interval";
import { zoneText } from "./bad/faults";
import type { Misfit } from "./bad/misfits";
import type { TableRead } from "./intake";

/** What decides which time a row is known at. */
export interface StampTerms {
  readonly tables: readonly TableRead[];
  /** The declared calendar. */
  readonly declared: Calendar | undefined;
  /** The calendar whose days the rows were read by. */
  readonly days: Calendar;
  /** Whether an option says the zone, or a declared calendar. */
  readonly zoneIsTold: boolean;
  /** What the option `stamp` says. */
  readonly stamp: StampSide | undefined;
  /** Milliseconds of a bar, where the option `interval` says. */
  readonly interval: number | undefined;
  /** Whether times of day are the ends of bars by their type, as in an array of bars. */
  readonly areEnds: boolean;
  /** What was found before, when the feed was first made. */
  readonly known: Found | undefined;
  /** IANA name of the zone of times without one, and whether there are such. */
  readonly timezone: string;
  readonly zoneless: boolean;
}

/** What was found in the times of rows. */
export interface Stamping {
  readonly found: Pick<Found, "stamp" | "periods" | "clockDays" | "outsideHours">;
  /** Rows outside the hours of the declared calendar. */
  readonly misfits: readonly Misfit[];
}

/**
 * Gives every row the time at which its bar is known: rows that carry the start of a bar are moved to its end, rows that
 * carry the first day of a week, month, quarter or year to that of its last. Returns what was found for it, and the rows
 * that have no place in a session.
 */
export function stampBars(bars: BarCollector, terms: StampTerms): Stamping {
  const tables = timedTables(bars, terms.tables);
  const days = clockDaysIn(bars, tables, terms);
  const timed = tables.map(({ dated, ...table }) => ({ ...table, dated: new Set([...dated, ...days]) }));
  const isTimedAtAll = bars.symbols.some((_, place) => isTimed(bars, timed, place));
  const stamp = tables.length === 0 ? ofTrades(terms.tables) : stampOf(bars, isTimedAtAll ? timed : tables, terms);
  const lengths = lengthsOf(bars, timed, terms.interval);
  const { misfits, cut } = keepToHours(bars, timed, lengths, stamp, terms);
  const asWritten = stamp?.side === "open" ? moveToEnds(bars, timed, lengths, terms) : [];
  const moved = stamp !== undefined && days.size > 0 && moveToDayEnds(bars, tables, days, stamp, terms);
  const { periods, repeated } = moveToPeriodEnds(bars, terms, moved ? days : new Set());
  const told = stamp && {
    ...stamp,
    ...(asWritten.length > 0 && { asWritten }),
    ...(isTimedAtAll && stamp.by === "assumption" && areMerged(bars, terms.tables, timed) && { merged: true as const }),
  };
  const found = {
    ...(misfits.length + cut > 0 && { outsideHours: misfits.length + cut }),
    ...(told && { stamp: told }),
    ...(moved && { clockDays: [...days].map((place) => bars.symbols[place]) }),
    ...(Object.keys(periods).length > 0 && { periods }),
  };
  return { found, misfits: [...misfits, ...repeated] };
}

/** Finds the rows outside the hours of a session, and cuts ends of bars at its close, where a bar begins before it. */
function keepToHours(
  bars: BarCollector,
  timed: readonly ClockRows[],
  lengths: readonly (number | undefined)[],
  stamp: FoundStamp | undefined,
  { declared, known, timezone, zoneless }: StampTerms,
): { misfits: readonly Misfit[]; cut: number } {
  const isAsked = known === undefined || known.outsideHours !== undefined;
  if (declared?.openOf === undefined || stamp === undefined || !isAsked) return { misfits: [], cut: 0 };
  // Hours are said in the zone of the calendar.
  const isOther = zoneless && timezone !== declared.timezone;
  const terms = { side: stamp.side, lengthOf: (place: number) => lengths[place] };
  const misfits: Misfit[] = [];
  eachOutside(bars, timed, declared, terms, (row) => {
    const [time, place] = [bars.rows.time[row], bars.rows.symbol[row]];
    const fault = () => outsideText(time, place, declared, terms) + (isOther ? zoneText(timezone) : "");
    misfits.push({ row, time, place, fault, cure: hoursCure });
  });
  const { time } = bars.rows;
  const isAtClose = ({ row }: Misfit) => time[row] === declared.endOf(declared.dayOf(time[row]));
  // Rows at the open and at the close, and none further out, are a session's with a row for its closing auction.
  if (stamp.by === "assumption" && misfits.every(isAtClose)) return { misfits: [], cut: 0 };
  return { misfits, cut: stamp.side === "close" ? cutEnds(bars, timed, lengths, declared) : 0 };
}

const hoursCure = 'Leave such rows out with onBadRow: "skip"; with calendar: "weekdays" they stay';

function cutEnds(
  bars: BarCollector,
  timed: readonly ClockRows[],
  lengths: readonly (number | undefined)[],
  calendar: Calendar,
): number {
  let cut = 0;
  for (const { from, to, dated } of timed) {
    bars.retime(from, to, (time, place) => {
      const length = lengths[place];
      if (dated.has(place) || length === undefined || length >= dayLength) return time;
      const close = calendar.endOf(calendar.dayOf(time));
      if (time <= close || time - length >= close) return time;
      cut++;
      return close;
    });
  }
  return cut;
}

function timedTables({ symbols }: BarCollector, tables: readonly TableRead[]): ClockRows[] {
  return tables.filter(({ mode, tick, dated }) => mode !== "days" && !tick && dated.size < symbols.length);
}

function clockDaysIn(bars: BarCollector, tables: readonly ClockRows[], terms: StampTerms): ReadonlySet<number> {
  const { known, interval, days, zoneIsTold } = terms;
  if (known !== undefined) return new Set((known.clockDays ?? []).map((symbol) => bars.symbols.indexOf(symbol)));
  if (interval !== undefined && interval < dayLength) return new Set();
  return clockDays(bars, tables, zoneOf(days.timezone), zoneIsTold);
}

/**
 * Moves rows of days to the end of their day; ends of bars only where an exchange's close is before them. Returns whether
 * any was moved.
 */
function moveToDayEnds(
  bars: BarCollector,
  tables: readonly ClockRows[],
  places: ReadonlySet<number>,
  { side, by }: FoundStamp,
  { days }: StampTerms,
): boolean {
  const hasHours = days.openOf !== undefined;
  const areEnds = side === "close" && !(hasHours && by === "hours");
  if (areEnds && !hasHours) return false;
  let moved = false;
  for (const { from, to } of tables) {
    bars.retime(from, to, (time, place) => {
      if (!places.has(place)) return time;
      const end = days.endOf(days.dayOf(side === "open" ? time + 1 : time));
      const known = areEnds ? Math.min(time, end) : end;
      moved ||= known !== time;
      return known;
    });
  }
  return moved;
}

// A trade has no length: its stamp is its time.
function ofTrades(tables: readonly TableRead[]): FoundStamp | undefined {
  return tables.some(({ mode, tick }) => tick && mode !== "days") ? { side: "close", by: "trades" } : undefined;
}

function stampOf(bars: BarCollector, timed: readonly ClockRows[], terms: StampTerms): FoundStamp {
  const { stamp, known, areEnds, declared } = terms;
  if (known?.stamp !== undefined) return { side: known.stamp.side, by: known.stamp.by };
  if (stamp !== undefined) return { side: stamp, by: "option" };
  if (areEnds) return { side: "close", by: "bars" };
  return stampBy(declared === undefined ? noSides : sidesOf(bars, timed, declared));
}

/** Rows that tell that times are the starts of bars, and rows that tell that they are the ends. */
export interface Sides {
  readonly starts: number;
  readonly ends: number;
}

/** Of no rows. */
export const noSides: Sides = { starts: 0, ends: 0 };

/** Counts the rows that tell which side of bars their times are, by the days and hours of the declared calendar. */
export function sidesOf(
  bars: BarCollector,
  timed: readonly Pick<ClockRows, "from" | "to">[],
  declared: Calendar,
): Sides {
  return declared.openOf ? sidesByHours(bars, timed, declared) : sidesByDays(bars, timed, declared);
}

/** What rows tell, unless they contradict each other. */
export function stampBy({ starts, ends }: Sides): FoundStamp {
  if (starts > 0 === ends > 0) return { side: "open", by: "assumption" };
  return { side: starts > 0 ? "open" : "close", by: "hours" };
}

/** Rows at the open of a session and none at its close are starts of bars; rows at the close and none at the open are ends. */
function sidesByHours(bars: BarCollector, timed: readonly Pick<ClockRows, "from" | "to">[], calendar: Calendar): Sides {
  const { time } = bars.rows;
  let [opens, closes, day, open, close] = [0, 0, Number.NaN, Number.NaN, Number.NaN];
  for (const { from, to } of timed) {
    for (let row = from; row < to; row++) {
      const asked = calendar.dayOf(time[row]);
      if (asked !== day) {
        [day, open, close] = [asked, calendar.openOf?.(asked) ?? Number.NaN, calendar.endOf(asked)];
      }
      if (time[row] === open) opens++;
      else if (time[row] === close) closes++;
    }
  }
  return { starts: opens, ends: closes };
}

/** Rows that would begin a bar when the market is closed are ends of bars, and those that would end one then are starts. */
function sidesByDays(bars: BarCollector, timed: readonly Pick<ClockRows, "from" | "to">[], calendar: Calendar): Sides {
  const { time } = bars.rows;
  let [noStarts, noEnds] = [0, 0];
  for (const { from, to } of timed) {
    for (let row = from; row < to; row++) {
      if (!calendar.isTradingDay(calendar.dayOf(time[row] + 1))) noStarts++;
      else if (!calendar.isTradingDay(calendar.dayOf(time[row]))) noEnds++;
    }
  }
  return { starts: noEnds, ends: noStarts };
}

/** Moves starts to ends, and returns the symbols that have no common gap, whose times stay as they are written. */
function moveToEnds(
  bars: BarCollector,
  timed: readonly ClockRows[],
  lengths: readonly (number | undefined)[],
  { declared }: StampTerms,
): string[] {
  const hours = declared?.openOf === undefined ? undefined : declared;
  for (const { from, to, dated } of timed) {
    bars.retime(from, to, (time, place) => {
      const length = dated.has(place) ? undefined : lengths[place];
      return length === undefined ? time : endOfBar(time, length, hours);
    });
  }
  const moved = moveLoneBars(bars, timed, lengths);
  const stays = (place: number) => lengths[place] === undefined && !moved.has(place);
  return bars.symbols.filter((_, place) => stays(place) && isTimed(bars, timed, place));
}

// A session's last bar is cut short by its close.
function endOfBar(start: number, length: number, calendar: Calendar | undefined): number {
  const end = start + length;
  if (calendar === undefined || length >= dayLength) return end;
  const close = calendar.endOf(calendar.dayOf(start + 1));
  return start < close && close < end ? close : end;
}

/** The length of the bars of each symbol: the most common gap, where it makes up half of its rows. */
function lengthsOf(
  bars: BarCollector,
  timed: readonly ClockRows[],
  interval: number | undefined,
): (number | undefined)[] {
  if (interval !== undefined) return bars.symbols.map(() => interval);
  const { time, symbol } = bars.rows;
  const gaps = gapsBySymbol(bars.symbols.length, (add) => {
    for (const { from, to, dated } of timed) {
      for (let row = from; row < to; row++) if (!dated.has(symbol[row])) add(symbol[row], time[row]);
    }
  });
  return gaps.map((one) => commonGap(one));
}

// A single row has no gap. Its bar may be as long as all the others together, and is known when these are. Returns the
// places of those that were moved.
function moveLoneBars(
  bars: BarCollector,
  timed: readonly ClockRows[],
  lengths: readonly (number | undefined)[],
): ReadonlySet<number> {
  const { time, symbol } = bars.rows;
  const rows = new Float64Array(bars.symbols.length);
  let last = Number.NEGATIVE_INFINITY;
  for (const { from, to } of timed) {
    for (let row = from; row < to; row++) {
      rows[symbol[row]]++;
      if (lengths[symbol[row]] !== undefined) last = Math.max(last, time[row]);
    }
  }
  const moved = new Set<number>();
  for (const { from, to, dated } of timed) {
    bars.retime(from, to, (at, place) => {
      const lone = rows[place] === 1 && lengths[place] === undefined && !dated.has(place);
      if (!lone || at >= last) return at;
      moved.add(place);
      return last;
    });
  }
  return moved;
}

function isTimed(bars: BarCollector, timed: readonly ClockRows[], place: number): boolean {
  const { symbol } = bars.rows;
  return timed.some(({ from, to, dated }) => !dated.has(place) && symbol.subarray(from, to).includes(place));
}

/** Whether series stand side by side that an assumption may have moved against each other. */
function areMerged(bars: BarCollector, tables: readonly TableRead[], timed: readonly ClockRows[]): boolean {
  if (bars.symbols.length < 2) return false;
  if (timed.length < tables.length) return true;
  const lengths = new Set(lengthsOf(bars, timed, undefined));
  return lengths.size > 1;
}

function moveToPeriodEnds(
  bars: BarCollector,
  { tables, days, known }: StampTerms,
  clockDays: ReadonlySet<number>,
): { periods: Record<string, StampPeriod>; repeated: Misfit[] } {
  const named: Record<string, StampPeriod> = {};
  const repeated: Misfit[] = [];
  const ofClockDays =
    clockDays.size === 0 ? [] : [...periodsIn(bars, 0, days)].filter(([place]) => clockDays.has(place));
  for (const { from, to, mode, periods: found } of tables) {
    const here = mode === "days" ? found : new Map(ofClockDays);
    const periods = known === undefined ? here : knownPeriods(bars, known);
    if (periods.size === 0) continue;
    for (const [place, period] of periods) named[bars.symbols[place]] = period;
    const ends = new Map<number, number>();
    bars.retime(from, to, (time, place, row) => {
      const period = mode === "days" || clockDays.has(place) ? periods.get(place) : undefined;
      if (period === undefined) return time;
      const end = periodEnd(days.dayOf(time), period, days);
      if (end === ends.get(place)) repeated.push(inOnePeriod({ row, time, place }, period, days));
      ends.set(place, end);
      return end;
    });
  }
  return { periods: named, repeated };
}

/** A row of today behind that of its week, as some vendors end a series. */
function inOnePeriod(at: Pick<Misfit, "row" | "time" | "place">, period: StampPeriod, days: Calendar): Misfit {
  const name = period === "weekFromSunday" ? "week" : period;
  const fault = () =>
    `Expected one row for each ${name}, was ${dateOf(days.dayOf(at.time))} in the same ${name} as the row before it`;
  return { ...at, fault, cure: 'Leave it out with onBadRow: "skip"' };
}

function knownPeriods({ symbols }: BarCollector, { periods = {} }: Found): ReadonlyMap<number, StampPeriod> {
  const places = symbols.flatMap((symbol, place) =>
    Object.hasOwn(periods, symbol) ? ([[place, periods[symbol]]] as const) : [],
  );
  return new Map(places);
}
