import type { EngineTerms } from "../account/terms";
import { dayLength } from "../days";
import type { BarColumns } from "../market/bar";
import type { WorkingOrder } from "../orders/working-order";

/** Says on which bars the auctions are that open and close a trading session; docs/broker.md, "Auctions". */
export class Auctions {
  readonly #terms: EngineTerms;
  readonly #lastTime: Float64Array;
  // Bars of a day or longer are sessions of their own.
  readonly #wholeDays: boolean;

  /** `lastTime`: of the last bar by symbol. */
  constructor(terms: EngineTerms, lastTime: Float64Array) {
    this.#terms = terms;
    this.#lastTime = lastTime;
    this.#wholeDays = terms.interval !== undefined && terms.interval >= dayLength;
  }

  /** Whether it is known when sessions open and close. */
  get areKnown(): boolean {
    const { calendar } = this.#terms;
    return this.#wholeDays || !calendar.found || calendar.spec === "always";
  }

  /**
   * Whether the bar in `row` is the one of an order's auction. An order whose auction is on this bar, or went by before
   * it, joins `ending`: it has no other.
   */
  isOn(order: WorkingOrder, columns: BarColumns, row: number, ending: WorkingOrder[]): boolean {
    if (!order.met) return false;
    const time = columns.time[row];
    const isOpen = order.kind.auction === "open";
    const isOn = this.#wholeDays || (isOpen ? this.#opens(order, time) : this.#closes(order, time));
    if (isOn || (order.auctionEnd !== undefined && time > order.auctionEnd)) ending.push(order);
    return isOn;
  }

  // Whether a bar is the first of its session.
  #opens({ symbolIndex }: WorkingOrder, time: number): boolean {
    const day = this.#terms.calendar.dayOf(time);
    return this.#isWithin(day, time) && !this.#isWithin(day, this.#lastTime[symbolIndex]);
  }

  // Whether a bar ends the first session that an order takes part in.
  #closes(order: WorkingOrder, time: number): boolean {
    const { calendar } = this.#terms;
    const end = calendar.endOf(calendar.dayOf(time));
    if (order.auctionEnd === undefined && time <= end) order.auctionEnd = end;
    return time === order.auctionEnd;
  }

  // Whether a bar is one of the session of a day.
  #isWithin(day: number, time: number): boolean {
    const { calendar } = this.#terms;
    if (calendar.dayOf(time) !== day || time > calendar.endOf(day)) return false;
    return calendar.openOf === undefined || time > calendar.openOf(day);
  }
}
