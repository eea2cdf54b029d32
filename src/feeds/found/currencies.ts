import { weekdayOf } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import { type Calendar, calendarOf } from "../../core/market/calendar";
import { zoneOf } from "../../core/market/zone";
import type { FoundCurrencies, FoundStamp, StampSide } from "../source/found";

/** How the stamps of rows were read, of which it is asked whether they follow the hours of currencies. */
export interface StampsRead {
  readonly timezone: string;
  readonly stamp: FoundStamp | undefined;
  /** Milliseconds of the bars, where they have one length. */
  readonly interval: number | undefined;
  /** Whether times were written without a zone, so that another may be theirs. */
  readonly zoneless: boolean;
}

/** How far from the hours of currencies weeks may begin and end, beside the length of a bar. */
interface Near {
  readonly begin: number;
  readonly end: number;
}

const [hour, quarter] = [3_600_000, 900_000];
/** The shortest stretch without rows that may be a weekend. */
const leastHole = 24 * hour;
/** Zones in which vendors write times. HistData has New York's winter time all year; MetaTrader servers have that of Athens. */
const vendorZones = ["UTC", "America/New_York", "Etc/GMT+5", "Europe/Athens", "Europe/London", "Europe/Berlin"];

/** Stamps without a long hole between them. */
interface Run {
  readonly first: number;
  readonly last: number;
}

/**
 * Finds the zone, and the side of the stamps, in which no row is outside the hours of the calendar "FX" and most weeks begin
 * and end with them; of several zones that whose weeks begin the nearest to 17:00 on Sunday in New York. Where there is
 * none, rows with `sundays` are of no zone that vendors use, and of others it is `undefined`: they need not be currencies.
 */
export function currenciesIn(columns: BarColumns, read: StampsRead, sundays: boolean): FoundCurrencies | undefined {
  const { stamp, interval = 0, zoneless, timezone } = read;
  const near = { begin: Math.max(sundays ? hour : quarter, interval), end: (sundays ? hour : quarter) + interval };
  const runs = runsOf(columns, stamp?.side === "open" ? interval : 0);
  // One stretch tells too little: many markets have a day that begins so.
  if (runs.length < 2) return undefined;
  const fx = calendarOf("FX");
  const names = zoneless ? [...new Set([timezone, ...vendorZones])] : [timezone];
  for (const side of sidesOf(stamp)) {
    const fitting = names.flatMap((name) => {
      const off = distance(fx, runsIn(name, runs, timezone), side, near);
      return off === undefined ? [] : [{ name, off }];
    });
    if (fitting.length === 0) continue;
    const { name } = fitting.reduce((best, one) => (one.off < best.off ? one : best));
    return { ...(zoneless && { timezone: name }), ...(side !== undefined && side !== stamp?.side && { stamp: side }) };
  }
  return sundays ? { unfit: zoneless ? "zone" : "rows" } : undefined;
}

/** The runs as they are where times were written in another zone than that in which they were read. */
function runsIn(name: string, runs: readonly Run[], read: string): readonly Run[] {
  if (name === read) return runs;
  const [{ instantOf }, { localOf }] = [zoneOf(name), zoneOf(read)];
  return runs.map(({ first, last }) => ({ first: instantOf(localOf(first)), last: instantOf(localOf(last)) }));
}

/** The sides that stamps may be of: where one was assumed, the declared calendar finds it anew. */
function sidesOf(stamp: FoundStamp | undefined): readonly (StampSide | undefined)[] {
  if (stamp === undefined || stamp.by === "assumption") return [undefined];
  return stamp.side === "close" && stamp.by !== "trades" ? ["close", "open"] : [stamp.side];
}

function runsOf({ time, length }: BarColumns, shift: number): Run[] {
  const runs: Run[] = [];
  for (let row = 0, first = 0; row < length; row++) {
    if (row + 1 < length && time[row + 1] - time[row] < leastHole) continue;
    runs.push({ first: time[first] - shift, last: time[row] - shift });
    first = row + 1;
  }
  return runs;
}

/** How far from their hours most weeks begin and end; `undefined` where that is too far, or where a row is outside of them. */
function distance(fx: Calendar, runs: readonly Run[], side: StampSide | undefined, near: Near): number | undefined {
  const [begins, ends]: [number[], number[]] = [[], []];
  for (const { first, last } of runs) {
    const [from, to] = [dayOf(fx, first, side), dayOf(fx, last, side)];
    if (!fx.isTradingDay(from) || !fx.isTradingDay(to) || mondayOf(from) !== mondayOf(to)) return undefined;
    begins.push(first - fx.endOf(mondayOf(from) - 1));
    ends.push(fx.endOf(mondayOf(from) + 4) - last);
  }
  const [begin, end] = [lowerMedian(begins), lowerMedian(ends)];
  if (begin > near.begin || end > near.end) return undefined;
  return begin;
}

// As rows are read with a declared calendar: a time at which a day ends may begin a bar, unless it is known to be an end.
function dayOf(fx: Calendar, time: number, side: StampSide | undefined): number {
  const day = fx.dayOf(side === "open" ? time + 1 : time);
  return side !== undefined || fx.isTradingDay(day) ? day : fx.dayOf(time + 1);
}

function mondayOf(day: number): number {
  return day - ((weekdayOf(day) + 6) % 7);
}

function lowerMedian(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  return sorted[(sorted.length - 1) >> 1];
}
