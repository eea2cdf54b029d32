import type { EngineTerms } from "../account/terms";
import { roundToLots } from "../lots";
import type { BarColumns } from "../market/bar";
import type { OrderBook } from "../orders/order-book";
import { isImmediate } from "../orders/time-in-force";
import type { WorkingOrder } from "../orders/working-order";
import type { Auctions } from "./auctions";
import type { EligibilityRules } from "./eligibility";
import { type OrderPage, OrderPages } from "./order-pages";

/** Shows working orders the bars of a step, and finds those that can fill. Orders that no price can reach are not asked. */
export class Candidates {
  /** The orders that have a price on the bars of the step, oldest first. */
  readonly priced: WorkingOrder[] = [];
  /** The orders that end with this step if they do not fill. */
  readonly ending: WorkingOrder[] = [];
  /** By symbol: how much volume the fills of this step may still take; set where a symbol has orders. */
  readonly volumeLeft: Float64Array;
  /** By symbol: the row of its bar in this step; set where a symbol has orders. */
  readonly rows: Int32Array;
  /** No order expires before this, epoch milliseconds. */
  nextExpiry = Number.POSITIVE_INFINITY;
  readonly #book: OrderBook;
  readonly #terms: EngineTerms;
  readonly #eligibility: EligibilityRules;
  readonly #auctions: Auctions;
  readonly #lotSizes: Float64Array;
  // DAY orders that have not met a bar: their day can go by without one.
  #unmet: WorkingOrder[] = [];
  // By symbol: the time of its last bar that was shown to orders.
  readonly #shown: Float64Array;
  // Orders that will expire, and some that have ended; and how many there may be before these are taken out.
  #expiring: WorkingOrder[] = [];
  #mostExpiring = FEW;
  // By symbol, and whether its orders all wait for a price, and which bars have none of these prices.
  readonly #pages: OrderPages[];
  readonly #isResting: Uint8Array;
  readonly #below: Float64Array;
  readonly #above: Float64Array;

  constructor(
    book: OrderBook,
    terms: EngineTerms,
    eligibility: EligibilityRules,
    auctions: Auctions,
    lotSizes: Float64Array,
  ) {
    const { length } = lotSizes;
    this.#book = book;
    this.#terms = terms;
    this.#eligibility = eligibility;
    this.#auctions = auctions;
    this.#lotSizes = lotSizes;
    this.volumeLeft = new Float64Array(length);
    this.rows = new Int32Array(length);
    this.#shown = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    this.#pages = Array.from(lotSizes, () => new OrderPages());
    this.#isResting = new Uint8Array(length);
    this.#below = new Float64Array(length);
    this.#above = new Float64Array(length);
  }

  /** Notes a new order. */
  add(order: WorkingOrder): void {
    this.#isResting[order.symbolIndex] = 0;
    this.#pages[order.symbolIndex].add(order);
    if (order.dayEnd !== Infinity) this.#expires(order);
    else this.#waits(order);
  }

  /** Notes that an order is about to be put behind all others. */
  moves(order: WorkingOrder): void {
    this.#pages[order.symbolIndex].remove(order);
  }

  /** Notes that an order has new terms. `isMoved`: and was put behind all others. */
  renew(order: WorkingOrder, isMoved: boolean): void {
    this.#isResting[order.symbolIndex] = 0;
    if (isMoved) this.#pages[order.symbolIndex].add(order);
    else this.#pages[order.symbolIndex].wake(order);
    this.#waits(order);
    if (order.dayEnd < this.nextExpiry) this.nextExpiry = order.dayEnd;
  }

  /** Has the orders of a symbol look at its next bar, whatever its prices. */
  wake(symbolIndex: number): void {
    this.#isResting[symbolIndex] = 0;
    this.#pages[symbolIndex].wakeAll();
  }

  /** Shows the orders the bars of one time, the rows `from` to `to` (exclusive). */
  collect(columns: BarColumns, from: number, to: number): void {
    const { symbol, time, low, high } = columns;
    const { priced, ending } = this;
    while (priced.length > 0) priced.pop();
    while (ending.length > 0) ending.pop();
    for (let row = from; row < to; row++) {
      const index = symbol[row];
      if (this.#book.oldestOf(index) === undefined) continue;
      this.#shown[index] = time[row];
      const rests = this.#isResting[index] !== 0;
      if (rests && low[row] > this.#below[index] && high[row] < this.#above[index]) continue;
      this.#show(index, columns, row);
    }
    if (this.#unmet.length > 0) this.#miss(time[from]);
    if (priced.length > 1 && to - from > 1) priced.sort(byPlace);
  }

  /**
   * Returns the working orders that expire before `time`, or at it if `isInclusive`, oldest first, and finds the next time at
   * which one does.
   */
  expired(time: number, isInclusive: boolean): readonly WorkingOrder[] {
    const found: WorkingOrder[] = [];
    const kept: WorkingOrder[] = [];
    this.nextExpiry = Number.POSITIVE_INFINITY;
    for (const order of this.#expiring) {
      if (!order.open) continue;
      if (order.dayEnd < time || (order.dayEnd === time && isInclusive)) found.push(order);
      else {
        kept.push(order);
        if (order.dayEnd < this.nextExpiry) this.nextExpiry = order.dayEnd;
      }
    }
    this.#keep(kept);
    return found.length > 1 ? found.sort(byPlace) : found;
  }

  /** Notes the orders that take any price, will expire, and have not filled on the bars of the step. */
  keepUnfilled(): void {
    for (const order of this.priced)
      if (order.open && order.kind.anyPrice && order.dayEnd !== Infinity) this.#expires(order);
  }

  // A DAY order waits for a bar. With one symbol, each step has it.
  #waits(order: WorkingOrder): void {
    if (this.rows.length > 1 && order.request.timeInForce === "DAY") this.#unmet.push(order);
  }

  #expires(order: WorkingOrder): void {
    if (order.dayEnd < this.nextExpiry) this.nextExpiry = order.dayEnd;
    this.#expiring.push(order);
    if (this.#expiring.length <= this.#mostExpiring) return;
    // Some have been noted at each of several bars.
    this.#keep([...new Set(this.#expiring)].filter(({ open }) => open));
  }

  #keep(expiring: WorkingOrder[]): void {
    this.#expiring = expiring;
    this.#mostExpiring = Math.max(FEW, 2 * expiring.length);
  }

  // Shows a symbol's bar to those of its orders that may want it.
  #show(index: number, columns: BarColumns, row: number): void {
    const { volumeLimit } = this.#terms;
    const [low, high] = [columns.low[row], columns.high[row]];
    this.rows[index] = row;
    this.volumeLeft[index] =
      volumeLimit === Infinity ? Infinity : roundToLots(volumeLimit * columns.volume[row], this.#lotSizes[index]);
    const all = this.#pages[index];
    const { pages } = all;
    let below = Number.NEGATIVE_INFINITY;
    let above = Number.POSITIVE_INFINITY;
    let kept = 0;
    for (let at = 0; at < pages.length; at++) {
      const page = pages[at];
      if (page.meets(low, high)) all.dropped(this.#showPage(page, columns, row));
      if (page.orders.length === 0) continue;
      pages[kept++] = page;
      below = Math.max(below, page.below);
      above = Math.min(above, page.above);
    }
    while (pages.length > kept) pages.pop();
    this.#below[index] = below;
    this.#above[index] = above;
    this.#isResting[index] = 1;
  }

  // Returns how many of its orders have ended.
  #showPage(page: OrderPage, columns: BarColumns, row: number): number {
    const { orders } = page;
    const { length } = orders;
    let below = Number.NEGATIVE_INFINITY;
    let above = Number.POSITIVE_INFINITY;
    let kept = 0;
    for (let at = 0; at < length; at++) {
      const order = orders[at];
      if (!order.open) continue;
      if (kept !== at) orders[kept] = order;
      kept++;
      const hadEnd = order.dayEnd !== Infinity;
      this.#price(order, columns, row);
      if (order.kind.observe !== undefined && !(order.waiting.triggered && this.#terms.behavior.trailsUntilTriggered))
        order.kind.observe(order, columns, row);
      if (!hadEnd && order.dayEnd !== Infinity) {
        // Most orders at any price fill at once.
        if (!order.kind.anyPrice || Number.isNaN(order.price)) this.#expires(order);
        else if (order.dayEnd < this.nextExpiry) this.nextExpiry = order.dayEnd;
      }
      // An order that has not met a bar must see the next one.
      below = order.met ? Math.max(below, order.waiting.below) : Number.POSITIVE_INFINITY;
      above = Math.min(above, order.waiting.above);
    }
    while (orders.length > kept) orders.pop();
    page.below = below;
    page.above = above;
    page.isResting = true;
    return length - kept;
  }

  #price(order: WorkingOrder, columns: BarColumns, row: number): void {
    const { kind } = order;
    order.price = Number.NaN;
    const wasMet = order.met;
    const eligibility = this.#eligibility.meet(order, columns, row);
    if (order.met && !wasMet && isImmediate(order.request.timeInForce)) this.ending.push(order);
    if (kind.auction !== undefined && !this.#auctions.isOn(order, columns, row, this.ending)) return;
    if (eligibility === "none") return;
    order.doubt = undefined;
    order.moment = "open";
    const find = eligibility === "whole" ? kind.findPrice : kind.inside;
    if (find !== undefined) order.price = find(order, columns, row, this.#terms.fill);
    if (!Number.isNaN(order.price)) this.priced.push(order);
  }

  // Shows a step to the orders whose symbols have no bar in it, and keeps those that have not met one yet.
  #miss(time: number): void {
    const unmet = this.#unmet;
    let kept = 0;
    for (let at = 0; at < unmet.length; at++) {
      const order = unmet[at];
      if (!order.open || order.dayEnd !== Infinity) continue;
      if (this.#shown[order.symbolIndex] < time) this.#eligibility.miss(order, time);
      if (order.dayEnd === Infinity) unmet[kept++] = order;
      else this.#expires(order);
    }
    // Popped one by one, because setting the length of an array is slow.
    while (unmet.length > kept) unmet.pop();
  }
}

// So many orders are looked at as quickly as fewer.
const FEW = 1000;

function byPlace(one: WorkingOrder, other: WorkingOrder): number {
  return one.place - other.place;
}
