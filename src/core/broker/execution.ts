import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import { askedFor } from "../checks";
import type { Ending, Journal } from "../journal/journal";
import { withoutDust } from "../lots";
import type { FillMarket } from "../market/liquidity/fill-market";
import type { Market } from "../market/market";
import { denialText } from "../orders/denial";
import type { OrderBook } from "../orders/order-book";
import type { CheckedRequest } from "../orders/requests/checked-request";
import { hasFractionExits } from "../orders/requests/exits-of-entry";
import type { TradingGate } from "../orders/trading-state";
import { areSharesOfPrice } from "../orders/types/share-of-price";
import type { WorkingOrder } from "../orders/working-order";
import { Affordability, slippedPrice } from "./affordability";

/** Fills orders at their prices, as far as position, cash and volume allow, and ends them. */
export class Execution {
  /** Time of the step, epoch milliseconds UTC. */
  time = 0;
  /** Told of each fill of a part of an order: units, and whether they opened a position. */
  onFilled: (order: WorkingOrder, quantity: number, isOpening: boolean) => void = () => undefined;
  readonly #book: OrderBook;
  readonly #market: Market;
  readonly #portfolio: Portfolio;
  readonly #journal: Journal;
  readonly #terms: EngineTerms;
  readonly #gate: TradingGate;
  readonly #affordability: Affordability;
  readonly #lotSizes: Float64Array;
  // 1 if sums are in whole lots again however small they are beside their parts, else 0.
  readonly #wide: number;
  readonly #volumeLeft: Float64Array;
  // When the orders were accepted that reduce positions in this step at any price and are not filled; made when asked.
  #reductions: Set<number> | undefined;

  constructor(
    book: OrderBook,
    market: Market,
    portfolio: Portfolio,
    journal: Journal,
    terms: EngineTerms,
    gate: TradingGate,
    lotSizes: Float64Array,
    volumeLeft: Float64Array,
  ) {
    this.#book = book;
    this.#market = market;
    this.#portfolio = portfolio;
    this.#journal = journal;
    this.#terms = terms;
    this.#gate = gate;
    this.#affordability = new Affordability(portfolio, terms);
    this.#lotSizes = lotSizes;
    this.#wide = terms.behavior.clearsDustOfDifferences ? 1 : 0;
    this.#volumeLeft = volumeLeft;
  }

  /** Begins a step. */
  begin(time: number): void {
    this.time = time;
    if (this.#reductions !== undefined) this.#reductions = undefined;
  }

  /** Fills what reduces a position. */
  reduce(order: WorkingOrder): void {
    try {
      this.#reduce(order);
    } catch (thrown) {
      throw this.askedFor(order.row, order.request, thrown);
    }
  }

  #reduce(order: WorkingOrder): void {
    if (order.request.timeInForce === "FOK" && !this.#fillsWhole(order)) return;
    this.#fillReducible(order);
  }

  /** Fills what is left of an order: what reduces a position, and what opens one. */
  complete(order: WorkingOrder): void {
    try {
      this.#complete(order);
    } catch (thrown) {
      throw this.askedFor(order.row, order.request, thrown);
    }
  }

  #complete(order: WorkingOrder): void {
    if (order.request.timeInForce === "FOK" && !this.#fillsWhole(order)) return;
    this.#fillReducible(order);
    // What it was to reduce may be filled now, and more be held.
    if (order.open && order.isReducing && order.reducing === 0) this.#fillReducible(order);
    if (!order.open || order.isExit || (order.isReducing && order.reducing > 0)) return;
    this.#openPosition(order, Math.min(order.remaining, this.#volumeLeft[order.symbolIndex]));
  }

  /** Returns what was thrown, with the order if a model was asked for it. */
  askedFor(row: number, { side, quantity, symbol }: CheckedRequest, thrown: unknown): unknown {
    return askedFor(thrown, () => `${this.#journal.orders.id(row)}, ${side} ${quantity} ${symbol}`);
  }

  /** Ends an order without a fill. */
  end(kind: Ending, order: WorkingOrder, time: number, reason: string): void {
    order.open = false;
    this.#book.remove(order);
    this.#journal.ended(kind, order.row, time, reason);
  }

  /** Fills `quantity` units of an order at its price, if there are any. */
  fill(order: WorkingOrder, quantity: number, isOpening: boolean): void {
    if (quantity <= 0) return;
    const { row, symbolIndex, request } = order;
    const price = slippedPrice(order, quantity, this.#terms.slippage, this.#marketOf(order));
    const commission = this.#terms.commission.commission(quantity, price, order);
    this.#market.noteFill(symbolIndex, order.sign, quantity, this.time);
    this.#portfolio.book(symbolIndex, order.sign * quantity, price, commission);
    this.#takeVolume(symbolIndex, quantity);
    order.filledQuantity += quantity;
    order.filledNotional += quantity * price;
    if (order.isMaker) order.makerNotional += quantity * price;
    order.chargedCommission += commission;
    const reduced = order.reducing > 0 && !isOpening ? quantity : 0;
    const remaining = this.less(symbolIndex, order.remaining, quantity);
    order.open = remaining !== 0;
    if (order.open)
      this.#book.resize(
        order,
        remaining,
        reduced === 0 ? order.reducing : this.less(symbolIndex, order.reducing, reduced),
      );
    else this.#book.complete(order);
    const filled = order.open ? this.less(symbolIndex, request.quantity, remaining) : request.quantity;
    const onePrice = this.#onePrice(order, quantity, price);
    this.#journal.orders.fill(row, filled, order.filledNotional, onePrice, order.open ? undefined : this.time);
    const slippage = Math.abs(price - order.price) * quantity;
    this.#journal.filled(row, quantity, price, commission, slippage, this.time, order.doubt);
    this.onFilled(order, quantity, isOpening);
  }

  /** Returns `from` less `quantity` of a symbol: in whole lots again, so that fractions (0.3 - 0.1) leave no dust. */
  less(symbolIndex: number, from: number, quantity: number): number {
    return withoutDust(from - quantity, this.#lotSizes[symbolIndex], from, this.#wide * Math.max(from, quantity));
  }

  /** Returns `to` and `quantity` of a symbol together, in whole lots again. */
  more(symbolIndex: number, to: number, quantity: number): number {
    return withoutDust(to + quantity, this.#lotSizes[symbolIndex], to, this.#wide * Math.max(to, quantity));
  }

  #fillReducible(order: WorkingOrder): void {
    this.fill(order, Math.min(order.remaining, this.#reducible(order), this.#volumeLeft[order.symbolIndex]), false);
  }

  // The price of all fills of an order, now that `quantity` units were filled at one; `NaN` if they differ.
  #onePrice(order: WorkingOrder, quantity: number, price: number): number {
    const isFirst = order.filledQuantity === quantity;
    if (!isFirst && order.filledPrice !== price) order.filledPrice = Number.NaN;
    else order.filledPrice = this.#terms.behavior.tellsFillPrices ? price : Number.NaN;
    return order.filledPrice;
  }

  #takeVolume(symbolIndex: number, quantity: number): void {
    const left = this.#volumeLeft[symbolIndex];
    if (left === Infinity) return;
    const isWhole = this.#terms.behavior.leavesWholeLots;
    this.#volumeLeft[symbolIndex] = isWhole ? this.less(symbolIndex, left, quantity) : left - quantity;
  }

  /** Units of the position that an order can reduce. */
  #reducible(order: WorkingOrder): number {
    const held = this.#portfolio.quantity[order.symbolIndex];
    if (held * order.sign >= 0) return 0;
    if (!order.isReducing) return Math.abs(held);
    // What was to open a position first closes what has been added to it since the order was accepted.
    const closes = order.reducing === 0 && this.#terms.behavior.splitsCrossings;
    return closes ? Math.abs(held) : Math.min(Math.abs(held), order.reducing);
  }

  // Whether all of a fill-or-kill order can fill now.
  #fillsWhole(order: WorkingOrder): boolean {
    const { remaining, symbolIndex, sign } = order;
    if (this.#volumeLeft[symbolIndex] < remaining) return false;
    const opening = this.less(symbolIndex, remaining, Math.min(remaining, this.#reducible(order)));
    if (opening === 0) return true;
    if (order.isExit || this.#gate.state !== "ACTIVE" || (sign < 0 && !this.#terms.shorting)) return false;
    const market = this.#marketOf(order);
    if (this.#refusal(order, market) !== undefined) return false;
    return this.#affordability.fitsTurn(order, this.less(symbolIndex, remaining, opening), opening, market);
  }

  #marketOf({ symbolIndex, sign }: WorkingOrder): FillMarket {
    return this.#market.fillMarket(symbolIndex, sign, this.time);
  }

  // Why an order cannot open a position at its price: costs or exits have no meaning there, or the slippage model cannot
  // tell what it moves to.
  #refusal({ kind, price, request }: WorkingOrder, market: FillMarket): string | undefined {
    if (price <= 0) {
      const { rare } = request;
      if (areSharesOfPrice(this.#terms, kind.slips) || (rare !== undefined && hasFractionExits(rare)))
        return denialText({ code: "PRICE_NOT_POSITIVE", details: { price } });
    }
    const denial = kind.slips ? this.#terms.slippage.refusal?.(market) : undefined;
    return denial && denialText(denial);
  }

  #openPosition(order: WorkingOrder, wanted: number): void {
    if (wanted <= 0) return;
    if (this.#gate.state !== "ACTIVE") {
      this.end("orderCanceled", order, this.time, "TRADING_REDUCING");
      return;
    }
    if (order.sign < 0 && !this.#terms.shorting) {
      this.end("orderCanceled", order, this.time, "SHORTING_NOT_ALLOWED");
      return;
    }
    const market = this.#marketOf(order);
    const refusal = this.#refusal(order, market);
    if (refusal !== undefined) {
      this.end("orderRejected", order, this.time, refusal);
      return;
    }
    const affordable = this.#affordability.most(order, wanted, this.#lotSizes[order.symbolIndex], market);
    if (affordable === wanted) {
      this.fill(order, wanted, true);
    } else if (this.#terms.onInsufficientCash === "reject") {
      this.end("orderRejected", order, this.time, "INSUFFICIENT_BUYING_POWER");
    } else {
      this.fill(order, affordable, true);
      if (order.open && !this.#isPaidLater(order)) this.end("orderCanceled", order, this.time, this.#cutReason(order));
    }
  }

  #cutReason({ request, symbolIndex, remaining }: WorkingOrder): string {
    const code = "INSUFFICIENT_BUYING_POWER";
    const filled = this.less(symbolIndex, request.quantity, remaining);
    if (filled === 0 || !this.#terms.behavior.tellsCuts) return code;
    return denialText({ code, details: { filled, of: request.quantity } });
  }

  // Whether orders that reduce positions may still bring what an order lacks.
  #isPaidLater({ createdAt }: WorkingOrder): boolean {
    if (!this.#terms.behavior.exitsAreReduceOnly) return this.#someReduces();
    this.#reductions ??= this.#findReductions();
    return this.#reductions.has(createdAt);
  }

  #findReductions(): Set<number> {
    const { quantity } = this.#portfolio;
    const found = new Set<number>();
    for (let order = this.#book.oldest; order !== undefined; order = order.after)
      if (order.kind.anyPrice && quantity[order.symbolIndex] * order.sign < 0) found.add(order.createdAt);
    return found;
  }

  #someReduces(): boolean {
    const { quantity } = this.#portfolio;
    for (let order = this.#book.oldest; order !== undefined; order = order.after)
      if (quantity[order.symbolIndex] * order.sign < 0) return true;
    return false;
  }
}
