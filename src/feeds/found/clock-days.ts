import { dayLength, weekdayOf } from "../../core/days";
import type { Zone } from "../../core/market/zone";
import type { BarCollector } from "../bars/collector";

/** Rows of a table with times of day, and the places of symbols among them that are not asked for. */
export interface ClockRows {
  readonly from: number;
  readonly to: number;
  readonly dated: ReadonlySet<number>;
}

const hour = 3_600_000;
/** Fewest milliseconds between rows of two days with a time of day: a short session ends hours before the one before it. */
export const leastGap = 20 * hour;
/** Share of the rows that may have another time of day, and share that may be of a weekend. */
const [otherClock, stray] = [0.1, 0.02];
const [sunday, friday, saturday] = [0, 5, 6];
/** From here on an evening in UTC may begin the next day of a market: 17:00 in New York is 21:00 or 22:00. */
const evening = 20 * hour;

/**
 * Finds the symbols whose rows are days though they have a time of day: two at least, a day or more apart, nearly all at
 * one time of day, or an hour from it as clocks change, from Monday to Friday. A market that trades on weekends, or whose
 * Monday begins on a Sunday, has days that run over midnight: it is none of them, unless its rows are at the last minute of
 * a day, or `told`, the zone, says that they are of Sundays.
 */
export function clockDays(bars: BarCollector, tables: readonly ClockRows[], zone: Zone, told: boolean): Set<number> {
  const found = new Set<number>();
  for (const [place, times] of apartTimes(bars, tables)) if (areDays(times, zone, told)) found.add(place);
  return found;
}

/** The times of the symbols whose rows are all a day or more apart. */
function apartTimes(bars: BarCollector, tables: readonly ClockRows[]): Map<number, number[]> {
  const { time, symbol } = bars.rows;
  const last = new Float64Array(bars.symbols.length).fill(Number.NEGATIVE_INFINITY);
  const close = new Uint8Array(bars.symbols.length);
  let left = bars.symbols.length;
  for (const { from, to } of tables) {
    for (let row = from; row < to && left > 0; row++) {
      const place = symbol[row];
      if (time[row] - last[place] < leastGap && close[place] === 0) {
        close[place] = 1;
        left--;
      }
      last[place] = time[row];
    }
  }
  const apart = new Map<number, number[]>();
  if (left === 0) return apart;
  for (const { from, to, dated } of tables) {
    for (let row = from; row < to; row++) {
      const place = symbol[row];
      if (close[place] === 1 || dated.has(place)) continue;
      const times = apart.get(place);
      if (times === undefined) apart.set(place, [time[row]]);
      else times.push(time[row]);
    }
  }
  return apart;
}

/** Whether the times of a symbol, which are `leastGap` apart at least, are those of days. */
export function areDays(times: readonly number[], zone: Zone, told: boolean): boolean {
  if (times.length < 2) return false;
  const local = times.map((time) => zone.localOf(time));
  const clock = commonClock(local);
  const others = local.filter((time) => clockDistance(time, clock) > hour).length;
  if (others > otherClock * local.length) return false;
  if (clock >= dayLength - 60_000) return true;
  const share = (weekday: number) => local.filter((time) => weekdayAt(time) === weekday).length / local.length;
  if (share(saturday) + share(sunday) <= stray) return true;
  return told && share(friday) <= stray && times.every((time) => clockOf(time) < evening);
}

function commonClock(local: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const time of local) counts.set(clockOf(time), (counts.get(clockOf(time)) ?? 0) + 1);
  return [...counts].reduce((most, one) => (one[1] > most[1] ? one : most))[0];
}

function clockDistance(time: number, clock: number): number {
  const distance = Math.abs(clockOf(time) - clock);
  return Math.min(distance, dayLength - distance);
}

function clockOf(time: number): number {
  return ((time % dayLength) + dayLength) % dayLength;
}

function weekdayAt(local: number): number {
  return weekdayOf(Math.floor(local / dayLength));
}
