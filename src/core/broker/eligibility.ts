import type { EngineTerms } from "../account/terms";
import { dayLength, isWeekend } from "../days";
import type { BarColumns } from "../market/bar";
import type { Market } from "../market/market";
import type { WorkingOrder } from "../orders/working-order";
import type { RandomStream } from "../random";

/** How much of a bar an order can use: nothing, the rest of it (the order arrived inside it), or all of it. */
export type Eligibility = "none" | "inside" | "whole";

/** Decides which bars an order may fill on; docs/broker.md, "When". */
export class EligibilityRules {
  readonly #terms: EngineTerms;
  readonly #market: Market;
  readonly #lastTime: Float64Array;
  // Whether bars are a day or longer, so that an order cannot arrive inside one.
  readonly #wholeDays: boolean;
  readonly #delay: number;
  // Absent if latency has no chance in it.
  readonly #chance: RandomStream | undefined;

  constructor(market: Market, terms: EngineTerms) {
    const { interval, latency } = terms;
    this.#terms = terms;
    this.#market = market;
    this.#lastTime = market.lastTime;
    this.#wholeDays = interval !== undefined && interval >= dayLength;
    this.#delay = this.#delayOf(latency.milliseconds);
    const isRandom = latency.moreBars !== undefined || latency.moreMilliseconds !== undefined;
    this.#chance = isRandom ? terms.randomStream("latency") : undefined;
  }

  /** Returns when the next order, accepted at `time`, reaches the broker. Ask once per order. */
  arrival(time: number): number {
    const { latency } = this.#terms;
    if (this.#chance === undefined || latency.moreMilliseconds === undefined) return time + this.#delay;
    return time + this.#delayOf(latency.milliseconds + latency.moreMilliseconds(this.#chance));
  }

  /** Returns how many bars of its symbol the next order lets pass. Ask once per order. */
  barsToSkip(): number {
    const { latency } = this.#terms;
    if (this.#chance === undefined || latency.moreBars === undefined) return latency.bars;
    return latency.bars + latency.moreBars(this.#chance);
  }

  /** Shows `order` the bar in `row`, the next of its symbol, and returns how much of it the order can use. */
  meet(order: WorkingOrder, columns: BarColumns, row: number): Eligibility {
    const { interval } = this.#terms;
    const time = columns.time[row];
    const last = this.#lastTime[order.symbolIndex];
    const tick = interval === undefined && isTick(columns, row);
    const start = interval === undefined ? last : Math.max(time - interval, last);
    const whole = tick ? time > order.createdAt && time >= order.arrival : start >= order.arrival;
    if (!whole && !this.#arrivesInside(order, start, time)) return "none";
    if (order.barsToSkip > 0) {
      order.barsToSkip--;
      return "none";
    }
    this.#begin(order, time);
    if (this.#terms.halted?.(order.request.symbol, tick ? time : start, time)) return "none";
    return whole ? "whole" : "inside";
  }

  /** Shows `order` a step without a bar of its symbol. The order's trading day may have nothing else. */
  miss(order: WorkingOrder, time: number): void {
    if (order.dayEnd !== Infinity || order.request.timeInForce !== "DAY" || order.barsToSkip > 0) return;
    const { calendar, interval = 0, behavior } = this.#terms;
    if (!behavior.expiresWithItsDay) return;
    const day = calendar.dayOf(time);
    const begun = this.#wholeDays ? day > calendar.dayOf(order.arrival) : time - interval >= order.arrival;
    if (begun && this.#trades(order.symbolIndex, day)) order.dayEnd = this.#sessionEnd(time);
  }

  #delayOf(milliseconds: number): number {
    return this.#wholeDays ? delayOfDays(milliseconds) : milliseconds;
  }

  // The latency ends inside an intraday bar. The open is past, and the close may be better than what was available.
  #arrivesInside(order: WorkingOrder, start: number, time: number): boolean {
    if (order.arrival === order.createdAt || this.#wholeDays) return false;
    if (order.kind.inside === undefined || order.barsToSkip > 0) return false;
    return start >= order.createdAt && order.arrival < time;
  }

  // The trading day of an order is that of the first bar it could fill on.
  #begin(order: WorkingOrder, time: number): void {
    if (order.met) return;
    order.met = true;
    if (order.request.timeInForce !== "DAY" || order.dayEnd !== Infinity) return;
    const { behavior, calendar } = this.#terms;
    if (!behavior.expiresWithItsDay) order.dayEnd = calendar.dayEnd(time);
    else order.dayEnd = this.#wholeDays ? time : this.#sessionEnd(time);
  }

  // A market that never closes can also have symbols that rest on weekends, such as stocks beside coins.
  #trades(symbolIndex: number, day: number): boolean {
    const { calendar } = this.#terms;
    if (!calendar.isTradingDay(day)) return false;
    if (!isWeekend(day)) return true;
    return this.#market
      .history(symbolIndex)
      .time.subarray(-WEEK)
      .some((time) => isWeekend(calendar.dayOf(time)));
  }

  // After the exchange's close: the end of its next day.
  #sessionEnd(time: number): number {
    const { calendar } = this.#terms;
    let day = calendar.dayOf(time);
    const end = calendar.endOf(day);
    if (time <= end) return end;
    do day++;
    while (!calendar.isTradingDay(day) && day < calendar.dayOf(time) + LONGEST_REST);
    return calendar.endOf(day);
  }
}

function isTick({ open, high, low, close }: BarColumns, row: number): boolean {
  return open[row] === high[row] && open[row] === low[row] && open[row] === close[row];
}

// Number of daily bars that show whether a symbol trades on weekends.
const WEEK = 7;
// After this many days without a trading day, a calendar that is a list has ended.
const LONGEST_REST = 30;

// After a close, an order with less than a day's latency arrives before the next open. Whole days allow half a day
// less, because not all have 24 hours: clocks change, and exchanges close early.
function delayOfDays(milliseconds: number): number {
  const days = Math.floor(milliseconds / dayLength);
  return days === 0 ? 0 : (days - 0.5) * dayLength;
}
