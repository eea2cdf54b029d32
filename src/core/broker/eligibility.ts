import type { EngineTerms } from "../account/terms";
import { dayLength } from "../days";
import type { BarColumns } from "../market/bar";
import type { Market } from "../market/market";
import type { WorkingOrder } from "../orders/working-order";

/** What an order can have of a bar: nothing, what is left of it once the order arrived inside it, or all of it. */
export type Eligibility = "none" | "inside" | "whole";

/** Says which bars an order may fill on; docs/fills.md, "When". */
export class EligibilityRules {
  readonly #terms: EngineTerms;
  readonly #lastTime: Float64Array;
  // Whether bars are a day or longer, so that an order cannot arrive inside one.
  readonly #wholeDays: boolean;
  readonly #delay: number;

  constructor(market: Market, terms: EngineTerms) {
    const { interval, latency } = terms;
    this.#terms = terms;
    this.#lastTime = market.lastTime;
    this.#wholeDays = interval !== undefined && interval >= dayLength;
    this.#delay = this.#wholeDays ? delayOfDays(latency.milliseconds) : latency.milliseconds;
  }

  /** Returns when an order that is accepted at `time` is with the broker. */
  arrival(time: number): number {
    return time + this.#delay;
  }

  /** Lets `order` meet the bar in `row`, the next of its symbol, and returns what it can have of it. */
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

  // Latency that ends inside an intraday bar: the open is gone, the close may be better than what was to be had.
  #arrivesInside(order: WorkingOrder, start: number, time: number): boolean {
    if (order.arrival === order.createdAt || this.#wholeDays) return false;
    if (order.kind.inside === undefined || order.barsToSkip > 0) return false;
    return start >= order.createdAt && order.arrival < time;
  }

  // The trading day of an order is that of the first bar it could fill on.
  #begin(order: WorkingOrder, time: number): void {
    if (order.met) return;
    order.met = true;
    if (order.request.timeInForce === "DAY") order.dayEnd = this.#terms.calendar.dayEnd(time);
  }
}

function isTick({ open, high, low, close }: BarColumns, row: number): boolean {
  return open[row] === high[row] && open[row] === low[row] && open[row] === close[row];
}

// After a close, an order of less than a day's latency is there before the next open. Half a day is taken off whole days
// because not all of them have 24 hours: clocks change, and exchanges close early.
function delayOfDays(milliseconds: number): number {
  const days = Math.floor(milliseconds / dayLength);
  return days === 0 ? 0 : (days - 0.5) * dayLength;
}
