import { dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import type { BarCollector } from "../bars/collector";
import { periodEnd } from "../found/periods";
import type { Found, FoundStamp, Period, StampSide } from "../source/found";
import { commonGap, gapsBySymbol } from "../source/interval";
import type { TableRead } from "./intake";

/** What decides which time a row is known at. */
export interface StampTerms {
  readonly tables: readonly TableRead[];
  /** The declared calendar. */
  readonly declared: Calendar | undefined;
  /** The calendar whose days the rows were read by. */
  readonly days: Calendar;
  /** What the option `stamp` says. */
  readonly stamp: StampSide | undefined;
  /** Milliseconds of a bar, where the option `interval` says. */
  readonly interval: number | undefined;
  /** Whether times of day are the ends of bars by their type, as in an array of bars. */
  readonly areEnds: boolean;
  /** What was found before, when the feed was first made. */
  readonly known: Found | undefined;
}

/**
 * Gives every row the time at which its bar is known: rows that carry the start of a bar are moved to its end, rows that
 * carry the first day of a week, month, quarter or year to that of its last. Returns what was found for it.
 */
export function stampBars(bars: BarCollector, terms: StampTerms): Pick<Found, "stamp" | "periods"> {
  const timed = timedTables(bars, terms.tables);
  const stamp = timed.length === 0 ? ofTrades(terms.tables) : stampOf(bars, timed, terms);
  const asWritten = stamp?.side === "open" ? moveToEnds(bars, timed, terms) : [];
  const periods = moveToPeriodEnds(bars, terms);
  const named = Object.keys(periods).length > 0;
  if (stamp === undefined) return named ? { periods } : {};
  const told = {
    ...stamp,
    ...(asWritten.length > 0 && { asWritten }),
    ...(stamp.by === "assumption" && areMerged(bars, terms.tables, timed) && { merged: true as const }),
  };
  return { stamp: told, ...(named && { periods }) };
}

/** Rows with times of day: those of a table, but for symbols that have dates alone. */
interface Timed {
  readonly from: number;
  readonly to: number;
  readonly dated: ReadonlySet<number>;
}

function timedTables({ symbols }: BarCollector, tables: readonly TableRead[]): Timed[] {
  return tables.filter(({ mode, tick, dated }) => mode !== "days" && !tick && dated.size < symbols.length);
}

// A trade has no length: its stamp is its time.
function ofTrades(tables: readonly TableRead[]): FoundStamp | undefined {
  return tables.some(({ mode, tick }) => tick && mode !== "days") ? { side: "close", by: "trades" } : undefined;
}

function stampOf(bars: BarCollector, timed: readonly Timed[], terms: StampTerms): FoundStamp {
  const { stamp, known, areEnds, declared } = terms;
  if (known?.stamp !== undefined) return { side: known.stamp.side, by: known.stamp.by };
  if (stamp !== undefined) return { side: stamp, by: "option" };
  if (areEnds) return { side: "close", by: "bars" };
  const side = declared && (declared.openOf ? sideByHours(bars, timed, declared) : sideByDays(bars, timed, declared));
  return side === undefined ? { side: "open", by: "assumption" } : { side, by: "hours" };
}

/** Rows at the open of a session and none at its close are starts of bars; rows at the close and none at the open are ends. */
function sideByHours(bars: BarCollector, timed: readonly Timed[], calendar: Calendar): StampSide | undefined {
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
  if (opens > 0 === closes > 0) return undefined;
  return opens > 0 ? "open" : "close";
}

/** Rows that would begin a bar when the market is closed are ends of bars, and those that would end one then are starts. */
function sideByDays(bars: BarCollector, timed: readonly Timed[], calendar: Calendar): StampSide | undefined {
  const { time } = bars.rows;
  let [noStarts, noEnds] = [0, 0];
  for (const { from, to } of timed) {
    for (let row = from; row < to; row++) {
      if (!calendar.isTradingDay(calendar.dayOf(time[row] + 1))) noStarts++;
      else if (!calendar.isTradingDay(calendar.dayOf(time[row]))) noEnds++;
    }
  }
  if (noStarts > 0 === noEnds > 0) return undefined;
  return noStarts > 0 ? "close" : "open";
}

/** Moves starts to ends, and returns the symbols that have no common gap, whose times stay as they are written. */
function moveToEnds(bars: BarCollector, timed: readonly Timed[], { interval, declared }: StampTerms): string[] {
  const lengths = lengthsOf(bars, timed, interval);
  const hours = declared?.openOf === undefined ? undefined : declared;
  for (const { from, to, dated } of timed) {
    bars.retime(from, to, (time, place) => {
      const length = dated.has(place) ? undefined : lengths[place];
      return length === undefined ? time : endOfBar(time, length, hours);
    });
  }
  moveLoneBars(bars, timed, lengths);
  return bars.symbols.filter((_, place) => lengths[place] === undefined && isTimed(bars, timed, place));
}

// A session's last bar is cut short by its close.
function endOfBar(start: number, length: number, calendar: Calendar | undefined): number {
  const end = start + length;
  if (calendar === undefined || length >= dayLength) return end;
  const close = calendar.endOf(calendar.dayOf(start + 1));
  return start < close && close < end ? close : end;
}

/** The length of the bars of each symbol: the most common gap, where it makes up half of its rows. */
function lengthsOf(bars: BarCollector, timed: readonly Timed[], interval: number | undefined): (number | undefined)[] {
  if (interval !== undefined) return bars.symbols.map(() => interval);
  const { time, symbol } = bars.rows;
  const gaps = gapsBySymbol(bars.symbols.length, (add) => {
    for (const { from, to, dated } of timed) {
      for (let row = from; row < to; row++) if (!dated.has(symbol[row])) add(symbol[row], time[row]);
    }
  });
  return gaps.map((one) => commonGap(one));
}

// A single row has no gap. Its bar may be as long as all the others together, and is known when these are.
function moveLoneBars(bars: BarCollector, timed: readonly Timed[], lengths: readonly (number | undefined)[]): void {
  const { time, symbol } = bars.rows;
  const rows = new Float64Array(bars.symbols.length);
  let last = Number.NEGATIVE_INFINITY;
  for (const { from, to } of timed) {
    for (let row = from; row < to; row++) {
      rows[symbol[row]]++;
      if (lengths[symbol[row]] !== undefined) last = Math.max(last, time[row]);
    }
  }
  for (const { from, to, dated } of timed) {
    bars.retime(from, to, (at, place) => {
      const lone = rows[place] === 1 && lengths[place] === undefined && !dated.has(place);
      return lone ? Math.max(at, last) : at;
    });
  }
}

function isTimed(bars: BarCollector, timed: readonly Timed[], place: number): boolean {
  const { symbol } = bars.rows;
  return timed.some(({ from, to, dated }) => !dated.has(place) && symbol.subarray(from, to).includes(place));
}

/** Whether series stand side by side that an assumption may have moved against each other. */
function areMerged(bars: BarCollector, tables: readonly TableRead[], timed: readonly Timed[]): boolean {
  if (bars.symbols.length < 2) return false;
  if (timed.length < tables.length) return true;
  const lengths = new Set(lengthsOf(bars, timed, undefined));
  return lengths.size > 1;
}

function moveToPeriodEnds(bars: BarCollector, { tables, days, known }: StampTerms): Record<string, Period> {
  const named: Record<string, Period> = {};
  for (const { from, to, mode, periods: found } of tables) {
    const periods = known === undefined ? found : knownPeriods(bars, known);
    if (mode !== "days" || periods.size === 0) continue;
    for (const [place, period] of periods) named[bars.symbols[place]] = period;
    bars.retime(from, to, (time, place) => {
      const period = periods.get(place);
      return period === undefined ? time : periodEnd(days.dayOf(time), period, days);
    });
  }
  return named;
}

function knownPeriods({ symbols }: BarCollector, { periods = {} }: Found): ReadonlyMap<number, Period> {
  const places = symbols.flatMap((symbol, place) =>
    Object.hasOwn(periods, symbol) ? ([[place, periods[symbol]]] as const) : [],
  );
  return new Map(places);
}
