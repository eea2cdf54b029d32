import type { Portfolio } from "../account/portfolio";
import type { Ending, Journal } from "../journal/journal";
import { lotsOf, quantityOf, roundToLots, withoutDust } from "../lots";
import type { BarColumns } from "../market/bar";
import type { Calendar } from "../market/calendar";
import type { HaltTest } from "../market/halts";
import type { Market } from "../market/market";
import type { CommissionModel } from "../models/commission";
import type { LatencyModel } from "../models/latency";
import type { SlippageModel } from "../models/slippage";
import { type FillRules, priceOnBar, takesSlippage } from "../orders/types/matching";
import { type OrderTerms, WorkingOrder } from "../orders/working-order";

/** What the engine needs of a broker; another one can be wrapped behind it. */
export interface Broker {
  /** Takes the accepted order in a row of the ledger; it may fill on a later bar of its symbol. */
  submit(row: number, terms: OrderTerms, place: number, time: number): void;
  /** Cancels the working order in a row of the ledger; one that has ended stays as it is. */
  cancel(row: number, time: number, reason: string): void;
  /** Ends what is over by now, then fills what the bars of one time allow: the rows `from` to `to` (exclusive). */
  match(columns: BarColumns, from: number, to: number): void;
  /** The orders that work, oldest first. */
  readonly working: readonly WorkingOrder[];
}

/** What the paper broker is told once. */
export interface BrokerTerms {
  readonly commission: CommissionModel;
  readonly slippage: SlippageModel;
  readonly latency: LatencyModel;
  readonly fill: FillRules;
  /** Share of a bar's volume that all fills of its symbol may take; `Infinity` for no limit. */
  readonly volumeLimit: number;
  readonly shorting: boolean;
  /** Gross exposure allowed, in multiples of equity. */
  readonly leverage: number;
  readonly onInsufficientCash: "reduce" | "reject";
  readonly halted: HaltTest | undefined;
  /** Milliseconds between bars; `undefined` where they come at any time. */
  readonly interval: number | undefined;
  readonly calendar: Calendar;
  lotSize(symbol: string): number;
}

const DAY = 86_400_000;

/** Matches accepted orders against bars, to the rules of docs/fills.md. */
export class PaperBroker implements Broker {
  readonly #portfolio: Portfolio;
  readonly #journal: Journal;
  readonly #terms: BrokerTerms;
  readonly #lotSizes: Float64Array;
  readonly #lastTime: Float64Array;
  readonly #row: Int32Array;
  readonly #volumeLeft: Float64Array;
  // Whether bars are a day or longer, so that an order cannot arrive inside one.
  readonly #wholeDays: boolean;
  #working: WorkingOrder[] = [];
  #time = 0;

  constructor(market: Market, portfolio: Portfolio, journal: Journal, terms: BrokerTerms) {
    const count = market.symbols.length;
    this.#lastTime = market.lastTime;
    this.#portfolio = portfolio;
    this.#journal = journal;
    this.#terms = terms;
    this.#lotSizes = Float64Array.from(market.symbols, (symbol) => terms.lotSize(symbol));
    this.#row = new Int32Array(count).fill(-1);
    this.#volumeLeft = new Float64Array(count);
    this.#wholeDays = terms.interval !== undefined && terms.interval >= DAY;
  }

  get working(): readonly WorkingOrder[] {
    return this.#working;
  }

  submit(row: number, terms: OrderTerms, place: number, time: number): void {
    const { milliseconds, bars } = this.#terms.latency;
    const delay = this.#wholeDays ? delayOfDays(milliseconds) : milliseconds;
    this.#working.push(new WorkingOrder(row, terms, place, time, time + delay, bars));
  }

  cancel(row: number, time: number, reason: string): void {
    const order = this.#working.find((working) => working.row === row);
    if (order === undefined) return;
    this.#end("orderCanceled", order, time, reason);
    this.#sweep();
  }

  match(columns: BarColumns, from: number, to: number): void {
    this.#time = columns.time[from];
    this.#expire();
    this.#locate(columns, from, to);
    this.#price(columns);
    this.#fillAll(true);
    this.#fillAll(false);
    this.#sweep();
    for (let row = from; row < to; row++) this.#row[columns.symbol[row]] = -1;
  }

  /** Fills an order at once at `price`, whatever a bar says: the closing of a position at the end of a session. */
  fillAt(row: number, terms: OrderTerms, place: number, price: number, time: number): void {
    this.#time = time;
    const order = new WorkingOrder(row, terms, place, time, time, 0);
    order.price = price;
    this.#execute(order, terms.quantity);
  }

  #end(kind: Ending, order: WorkingOrder, time: number, reason: string): void {
    order.open = false;
    this.#journal.ended(kind, order.row, time, reason);
  }

  #expire(): void {
    let expired = false;
    for (const order of this.#working) {
      if (this.#time <= order.dayEnd) continue;
      this.#end("orderExpired", order, this.#time, "DAY_OVER");
      expired = true;
    }
    if (expired) this.#sweep();
  }

  #locate({ symbol, volume }: BarColumns, from: number, to: number): void {
    const { volumeLimit } = this.#terms;
    for (let row = from; row < to; row++) {
      const place = symbol[row];
      this.#row[place] = row;
      this.#volumeLeft[place] =
        volumeLimit === Infinity ? Infinity : roundToLots(volumeLimit * volume[row], this.#lotSizes[place]);
    }
  }

  #price(columns: BarColumns): void {
    for (const order of this.#working) {
      const row = this.#row[order.place];
      order.price = Number.NaN;
      if (row < 0) continue;
      const tick = this.#terms.interval === undefined && isTick(columns, row);
      if (!this.#eligible(order, tick)) {
        if (this.#arrivesInside(order)) this.#priceInside(order, columns.open[row], columns.close[row]);
        continue;
      }
      if (order.barsToSkip > 0) {
        order.barsToSkip--;
        continue;
      }
      this.#meet(order);
      if (this.#halted(order, tick ? this.#time : this.#startOf(order.place))) continue;
      priceOnBar(order, columns, row, this.#terms.fill);
      if (order.terms.type === "stop" && !Number.isNaN(order.price)) order.triggered = true;
    }
  }

  #startOf(place: number): number {
    const { interval } = this.#terms;
    const last = this.#lastTime[place];
    return interval === undefined ? last : Math.max(this.#time - interval, last);
  }

  #eligible(order: WorkingOrder, tick: boolean): boolean {
    if (tick) return this.#time > order.createdAt && this.#time >= order.arrival;
    return this.#startOf(order.place) >= order.arrival;
  }

  // Latency that ends inside an intraday bar: the open is gone, the close may be better than what was to be had.
  #arrivesInside(order: WorkingOrder): boolean {
    if (order.arrival === order.createdAt || this.#wholeDays) return false;
    if (order.terms.type !== "market" || order.barsToSkip > 0) return false;
    return this.#startOf(order.place) >= order.createdAt && order.arrival < this.#time;
  }

  #priceInside(order: WorkingOrder, open: number, close: number): void {
    this.#meet(order);
    if (this.#halted(order, this.#startOf(order.place))) return;
    if (this.#terms.fill.price === "close") {
      order.price = close;
      order.doubt = undefined;
    } else {
      order.price = order.sign > 0 ? Math.max(open, close) : Math.min(open, close);
      order.doubt = "LATENCY_INSIDE_BAR";
    }
  }

  // The trading day of an order is that of the first bar it could fill on.
  #meet(order: WorkingOrder): void {
    if (order.met) return;
    order.met = true;
    if (order.terms.timeInForce === "DAY") order.dayEnd = this.#terms.calendar.dayEnd(this.#time);
  }

  #halted(order: WorkingOrder, start: number): boolean {
    const { halted } = this.#terms;
    return halted?.(order.terms.symbol, start, this.#time) === true;
  }

  // First what reduces, over all symbols, so that a switch from one symbol to another is paid by its own sale.
  #fillAll(reducingOnly: boolean): void {
    for (const order of this.#working) {
      if (Number.isNaN(order.price) || !order.open) continue;
      const held = this.#portfolio.quantity[order.place];
      const reducible = held * order.sign < 0 ? Math.abs(held) : 0;
      this.#execute(order, Math.min(order.remaining, reducible, this.#volumeLeft[order.place]));
      if (!reducingOnly && order.open) this.#open(order, Math.min(order.remaining, this.#volumeLeft[order.place]));
    }
  }

  #open(order: WorkingOrder, wanted: number): void {
    if (wanted <= 0) return;
    if (order.sign < 0 && !this.#terms.shorting) {
      this.#end("orderCanceled", order, this.#time, "SHORTING_NOT_ALLOWED");
      return;
    }
    const affordable = this.#affordable(order, wanted);
    if (affordable === wanted) {
      this.#execute(order, wanted);
    } else if (this.#terms.onInsufficientCash === "reject") {
      this.#end("orderRejected", order, this.#time, "INSUFFICIENT_BUYING_POWER");
    } else {
      this.#execute(order, affordable);
      if (!this.#reductionsWork()) this.#end("orderCanceled", order, this.#time, "INSUFFICIENT_BUYING_POWER");
    }
  }

  #reductionsWork(): boolean {
    const { quantity } = this.#portfolio;
    return this.#working.some((order) => order.open && quantity[order.place] * order.sign < 0);
  }

  // The largest number of whole lots whose cost fits; costs grow with the quantity, so it can be found by halving.
  #affordable(order: WorkingOrder, wanted: number): number {
    if (this.#fits(order, wanted)) return wanted;
    const lotSize = this.#lotSizes[order.place];
    let fits = 0;
    let tooMany = lotsOf(wanted, lotSize);
    while (tooMany - fits > 1) {
      const lots = Math.floor((fits + tooMany) / 2);
      if (this.#fits(order, quantityOf(lots, lotSize))) fits = lots;
      else tooMany = lots;
    }
    return quantityOf(fits, lotSize);
  }

  #fits(order: WorkingOrder, quantity: number): boolean {
    const { leverage, commission } = this.#terms;
    const price = this.#slipped(order, quantity);
    const charge = commission.commission(quantity, price, order);
    return quantity * price + leverage * charge <= this.#portfolio.headroom(leverage, order.place, price);
  }

  #slipped(order: WorkingOrder, quantity: number): number {
    if (!takesSlippage(order)) return order.price;
    return this.#terms.slippage.slip(order.price, order.terms.side, quantity);
  }

  #execute(order: WorkingOrder, quantity: number): void {
    if (quantity <= 0) return;
    const { row, place, terms } = order;
    const price = this.#slipped(order, quantity);
    const commission = this.#terms.commission.commission(quantity, price, order);
    this.#portfolio.book(place, order.sign * quantity, price, commission);
    this.#volumeLeft[place] -= quantity;
    order.filledNotional += quantity * price;
    order.chargedCommission += commission;
    order.remaining = this.#less(place, order.remaining, quantity);
    order.open = order.remaining !== 0;
    const filled = order.open ? this.#less(place, terms.quantity, order.remaining) : terms.quantity;
    this.#journal.orders.fill(row, filled, order.filledNotional);
    if (!order.open) this.#journal.orders.end(row, "filled", this.#time);
    const slippage = Math.abs(price - order.price) * quantity;
    this.#journal.filled(row, quantity, price, commission, slippage, this.#time, order.doubt);
  }

  // Whole lots again, so that fractions (0.3 - 0.1) leave no dust.
  #less(place: number, from: number, quantity: number): number {
    return withoutDust(from - quantity, this.#lotSizes[place]);
  }

  #sweep(): void {
    const working = this.#working;
    let kept = 0;
    for (let at = 0; at < working.length; at++) if (working[at].open) working[kept++] = working[at];
    // Popped one by one: to set the length of an array is slow.
    while (working.length > kept) working.pop();
  }
}

function isTick({ open, high, low, close }: BarColumns, row: number): boolean {
  return open[row] === high[row] && open[row] === low[row] && open[row] === close[row];
}

// After a close, an order of less than a day's latency is there before the next open. Half a day is taken off whole days
// because not all of them have 24 hours: clocks change, and exchanges close early.
function delayOfDays(milliseconds: number): number {
  const days = Math.floor(milliseconds / DAY);
  return days === 0 ? 0 : (days - 0.5) * DAY;
}
