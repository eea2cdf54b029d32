import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import type { Ending, Journal } from "../journal/journal";
import { roundToLots, withoutDust } from "../lots";
import type { BarColumns } from "../market/bar";
import type { Market } from "../market/market";
import type { Broker } from "../orders/broker";
import type { CheckedRequest } from "../orders/checked-request";
import { denialText } from "../orders/denial";
import type { TradingGate } from "../orders/trading-state";
import { WorkingOrder } from "../orders/working-order";
import { Affordability, slippedPrice } from "./affordability";
import { EligibilityRules } from "./eligibility";

/** Matches accepted orders against bars by the rules of docs/fills.md. */
export class PaperBroker implements Broker {
  readonly #portfolio: Portfolio;
  readonly #journal: Journal;
  readonly #terms: EngineTerms;
  readonly #gate: TradingGate;
  readonly #eligibility: EligibilityRules;
  readonly #affordability: Affordability;
  readonly #lotSizes: Float64Array;
  // By symbol: the row of its present bar (-1 if it has none), and how much volume its fills may still take.
  readonly #row: Int32Array;
  readonly #volumeLeft: Float64Array;
  readonly #working: WorkingOrder[] = [];
  // By symbol: the first and the last of its working orders, linked by their `next`.
  readonly #oldest: (WorkingOrder | undefined)[];
  readonly #newest: (WorkingOrder | undefined)[];
  /** How many times working orders were taken off the list. */
  removals = 0;
  #time = 0;

  constructor(market: Market, portfolio: Portfolio, journal: Journal, terms: EngineTerms, gate: TradingGate) {
    const count = market.symbols.length;
    this.#portfolio = portfolio;
    this.#journal = journal;
    this.#terms = terms;
    this.#gate = gate;
    this.#eligibility = new EligibilityRules(market, terms);
    this.#affordability = new Affordability(portfolio, terms);
    this.#lotSizes = Float64Array.from(market.symbols, (symbol) => terms.lotSize(symbol));
    this.#row = new Int32Array(count).fill(-1);
    this.#volumeLeft = new Float64Array(count);
    this.#oldest = new Array(count).fill(undefined);
    this.#newest = new Array(count).fill(undefined);
  }

  get working(): readonly WorkingOrder[] {
    return this.#working;
  }

  oldestOf(symbolIndex: number): WorkingOrder | undefined {
    return this.#oldest[symbolIndex];
  }

  submit(row: number, request: CheckedRequest, symbolIndex: number, time: number): void {
    const arrival = this.#eligibility.arrival(time);
    const order = new WorkingOrder(row, request, symbolIndex, time, arrival, this.#terms.latency.bars);
    this.#working.push(order);
    const newest = this.#newest[symbolIndex];
    if (newest === undefined) this.#oldest[symbolIndex] = order;
    else newest.next = order;
    this.#newest[symbolIndex] = order;
  }

  cancel(row: number, time: number, reason: string): void {
    const order = this.#working.find((working) => working.row === row);
    if (order === undefined) return;
    this.#end("orderCanceled", order, time, reason);
    this.#sweep();
  }

  expire(time: number): void {
    let expired = false;
    for (const order of this.#working) {
      if (time <= order.dayEnd) continue;
      this.#end("orderExpired", order, time, "DAY_OVER");
      expired = true;
    }
    if (expired) this.#sweep();
  }

  match(columns: BarColumns, from: number, to: number): void {
    this.#time = columns.time[from];
    this.#locate(columns, from, to);
    this.#price(columns);
    this.#fillAll(true);
    this.#fillAll(false);
    if (this.#terms.behavior.expiresWithItsDay) this.#expireWithStep();
    this.#sweep();
    for (let row = from; row < to; row++) this.#row[columns.symbol[row]] = -1;
  }

  /** Fills an order at `price` at once, whatever the bar says. Closes positions at the end of a session. */
  fillAt(row: number, request: CheckedRequest, symbolIndex: number, price: number, time: number): void {
    this.#time = time;
    const order = new WorkingOrder(row, request, symbolIndex, time, time, 0);
    order.price = price;
    this.#execute(order, request.quantity);
  }

  // Before the strategy runs, so that orders that can no longer fill hold no cash in this step.
  #expireWithStep(): void {
    for (const order of this.#working)
      if (order.open && this.#time >= order.dayEnd) this.#end("orderExpired", order, this.#time, "DAY_OVER");
  }

  #end(kind: Ending, order: WorkingOrder, time: number, reason: string): void {
    order.open = false;
    this.#journal.ended(kind, order.row, time, reason);
  }

  #locate({ symbol, volume }: BarColumns, from: number, to: number): void {
    const { volumeLimit } = this.#terms;
    for (let row = from; row < to; row++) {
      const index = symbol[row];
      this.#row[index] = row;
      this.#volumeLeft[index] =
        volumeLimit === Infinity ? Infinity : roundToLots(volumeLimit * volume[row], this.#lotSizes[index]);
    }
  }

  #price(columns: BarColumns): void {
    const { fill } = this.#terms;
    for (const order of this.#working) {
      const row = this.#row[order.symbolIndex];
      order.price = Number.NaN;
      if (row < 0) {
        this.#eligibility.miss(order, this.#time);
        continue;
      }
      const eligibility = this.#eligibility.meet(order, columns, row);
      if (eligibility === "none") continue;
      order.doubt = undefined;
      const find = eligibility === "whole" ? order.findPrice : order.kind.inside;
      if (find !== undefined) order.price = find(order, columns, row, fill);
    }
  }

  // Orders that reduce a position come first, over all symbols: a sale pays for a switch to another symbol.
  #fillAll(reducingOnly: boolean): void {
    for (const order of this.#working) {
      if (Number.isNaN(order.price) || !order.open) continue;
      const held = this.#portfolio.quantity[order.symbolIndex];
      const reducible = held * order.sign < 0 ? Math.abs(held) : 0;
      this.#execute(order, Math.min(order.remaining, reducible, this.#volumeLeft[order.symbolIndex]));
      if (!reducingOnly && order.open)
        this.#open(order, Math.min(order.remaining, this.#volumeLeft[order.symbolIndex]));
    }
  }

  #open(order: WorkingOrder, wanted: number): void {
    if (wanted <= 0) return;
    if (order.request.reducesOnly) {
      this.#end("orderCanceled", order, this.#time, "POSITION_CLOSED");
      return;
    }
    if (this.#gate.state !== "ACTIVE") {
      this.#end("orderCanceled", order, this.#time, "TRADING_REDUCING");
      return;
    }
    if (order.sign < 0 && !this.#terms.shorting) {
      this.#end("orderCanceled", order, this.#time, "SHORTING_NOT_ALLOWED");
      return;
    }
    const affordable = this.#affordability.most(order, wanted, this.#lotSizes[order.symbolIndex]);
    if (affordable === wanted) {
      this.#execute(order, wanted);
    } else if (this.#terms.onInsufficientCash === "reject") {
      this.#end("orderRejected", order, this.#time, "INSUFFICIENT_BUYING_POWER");
    } else {
      this.#execute(order, affordable);
      if (!this.#reductionsWork()) this.#end("orderCanceled", order, this.#time, this.#cutReason(order));
    }
  }

  #cutReason({ request, symbolIndex, remaining }: WorkingOrder): string {
    const code = "INSUFFICIENT_BUYING_POWER";
    const filled = this.#less(symbolIndex, request.quantity, remaining);
    if (filled === 0 || !this.#terms.behavior.tellsCuts) return code;
    return denialText({ code, details: { filled, of: request.quantity } });
  }

  #reductionsWork(): boolean {
    const { quantity } = this.#portfolio;
    return this.#working.some((order) => order.open && quantity[order.symbolIndex] * order.sign < 0);
  }

  #execute(order: WorkingOrder, quantity: number): void {
    if (quantity <= 0) return;
    const { row, symbolIndex, request } = order;
    const price = slippedPrice(order, quantity, this.#terms.slippage);
    const commission = this.#terms.commission.commission(quantity, price, order);
    this.#portfolio.book(symbolIndex, order.sign * quantity, price, commission);
    this.#volumeLeft[symbolIndex] -= quantity;
    order.filledNotional += quantity * price;
    order.chargedCommission += commission;
    order.remaining = this.#less(symbolIndex, order.remaining, quantity);
    order.open = order.remaining !== 0;
    const filled = order.open ? this.#less(symbolIndex, request.quantity, order.remaining) : request.quantity;
    this.#journal.orders.fill(row, filled, order.filledNotional);
    if (!order.open) this.#journal.orders.end(row, "filled", this.#time);
    const slippage = Math.abs(price - order.price) * quantity;
    this.#journal.filled(row, quantity, price, commission, slippage, this.#time, order.doubt);
  }

  // In whole lots again, so that fractions (0.3 - 0.1) leave no dust.
  #less(symbolIndex: number, from: number, quantity: number): number {
    return withoutDust(from - quantity, this.#lotSizes[symbolIndex], from);
  }

  #sweep(): void {
    const working = this.#working;
    let kept = 0;
    for (let at = 0; at < working.length; at++) {
      if (working[at].open) working[kept++] = working[at];
      else this.#unlink(working[at].symbolIndex);
    }
    if (working.length === kept) return;
    this.removals++;
    // Popped one by one, because setting the length of an array is slow.
    while (working.length > kept) working.pop();
  }

  // Takes the orders of a symbol that have ended out of their chain.
  #unlink(symbolIndex: number): void {
    let newest: WorkingOrder | undefined;
    let order = this.#oldest[symbolIndex];
    this.#oldest[symbolIndex] = undefined;
    for (; order !== undefined; order = order.next) {
      if (!order.open) continue;
      if (newest === undefined) this.#oldest[symbolIndex] = order;
      else newest.next = order;
      newest = order;
    }
    if (newest !== undefined) newest.next = undefined;
    this.#newest[symbolIndex] = newest;
  }
}
