import type { EquityCurve } from "../../analysis/record/track-record";
import { type DrawdownState, drawdownAfter } from "../../analysis/statistics/drawdown";
import type { EquityLedger } from "../../core/journal/equity-ledger";
import type { Calendar } from "../../core/market/calendar";
import { Stretches } from "./stretches";

/** How a curve is thinned. */
export interface Thinning {
  /** How many of the newest points are all kept, at least 1. */
  readonly keep: number;
  /** The shortest stretch whose last point is always kept, because returns are taken there. Default a day. */
  readonly finest?: "minute" | "hour" | "day";
}

const minute = 60_000;
const hour = 3_600_000;

// Points of minutes and hours that are kept before they become those of longer stretches. By default returns are taken
// every minute in the first 20 hours, and every hour in the first 20 days, which have fewer points than that.
const MINUTES = 8_000;
const HOURS = 40_000;
// A session that has fewer minutes than that takes its returns at every bar.
const FEWEST_MINUTES = 20;

/**
 * Thins the curve of a run without an end: of what is older than its newest points, the first, last, highest and lowest
 * of each minute, later of each hour and of each day are kept. The drawdown is taken of every point before that.
 */
export class CurveThinner {
  /** `thin` is to be called once the curve has so many points. */
  due: number;
  readonly #curve: EquityLedger;
  readonly #keep: number;
  readonly #finest: Thinning["finest"];
  readonly #levels: readonly [minutes: Stretches, hours: Stretches, days: Stretches];
  // The point before the first bar.
  #start: { readonly time: number; readonly equity: number } | undefined;
  #drawdown: DrawdownState | undefined;
  #joined: { readonly total: number; readonly curve: EquityCurve } | undefined;

  constructor(curve: EquityLedger, calendar: Calendar, { keep, finest }: Thinning) {
    this.#curve = curve;
    this.#keep = keep;
    this.#finest = finest;
    this.due = 2 * keep;
    const dayEnd = (time: number) => calendar.countedEnd(time);
    // No stretch goes beyond a day, in whatever zone.
    const within = (length: number) => (time: number) => Math.min(Math.ceil(time / length) * length, dayEnd(time));
    this.#levels = [new Stretches(within(minute)), new Stretches(within(hour)), new Stretches(dayEnd)];
  }

  /** Thins the curve. Points after the first `stored` ones are all kept, because they are not stored yet. */
  thin(stored: number): void {
    const curve = this.#curve;
    const count = Math.min(curve.length - this.#keep, stored - curve.dropped);
    if (count < this.#keep / 2 || (this.#start === undefined && !hasMinutes(curve))) {
      this.due = Math.ceil(curve.length * 1.5);
      return;
    }
    this.#drawdown = drawdownAfter(this.#drawdown, curve.equity, curve.time, count);
    const [minutes, hours, days] = this.#levels;
    for (let at = 0; at < count; at++) {
      if (this.#start === undefined) this.#start = { time: curve.time[0], equity: curve.equity[0] };
      else minutes.push(curve.time[at], curve.equity[at]);
    }
    if (this.#finest !== "minute") shorten(minutes, hours, MINUTES);
    if (this.#finest !== "minute" && this.#finest !== "hour") shorten(hours, days, HOURS);
    curve.drop(count);
    this.due = curve.length + this.#keep;
  }

  /** The curve as far as it is kept. */
  get curve(): EquityCurve {
    const { dropped, length } = this.#curve;
    if (this.#start === undefined || this.#drawdown === undefined) return this.#curve;
    if (this.#joined?.total === dropped + length) return this.#joined.curve;
    const curve = this.#join(this.#start, this.#drawdown);
    this.#joined = { total: dropped + length, curve };
    return curve;
  }

  #join(start: { readonly time: number; readonly equity: number }, drawdown: DrawdownState): EquityCurve {
    const { dropped, length } = this.#curve;
    const [minutes, hours, days] = this.#levels;
    const points = 1 + days.length + hours.length + minutes.length;
    const time = new Float64Array(points + length);
    const equity = new Float64Array(points + length);
    time[0] = start.time;
    equity[0] = start.equity;
    let at = 1;
    for (const level of [days, hours, minutes]) {
      level.write(time, equity, at);
      at += level.length;
    }
    time.set(this.#curve.time.subarray(0, length), points);
    equity.set(this.#curve.equity.subarray(0, length), points);
    const kept = { days: days.length, hours: hours.length, minutes: minutes.length };
    return { length: points + length, time, equity, thinned: { points, all: dropped, ...kept, drawdown } };
  }
}

// Moves what is more than `most` points, when it is twice as many.
function shorten(level: Stretches, longer: Stretches, most: number): void {
  if (level.closed > 2 * most) level.giveTo(longer, level.closed - most);
}

function hasMinutes({ time, length }: EquityLedger): boolean {
  let minutes = 0;
  for (let at = 1, end = Number.NEGATIVE_INFINITY; at < length && minutes <= FEWEST_MINUTES; at++) {
    if (time[at] <= end) continue;
    end = Math.ceil(time[at] / minute) * minute;
    minutes++;
  }
  return minutes > FEWEST_MINUTES;
}
