import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import { roundToLots, roundToTick, shareUnit, withoutDust, writtenPrice } from "../lots";
import { denialText } from "../orders/denial";
import type { OrderBook } from "../orders/order-book";
import type { ChangedTerms } from "../orders/order-change";
import { passivePrice } from "../orders/requests/passive-price";
import { exitNames, orderPriceNames, type RareTerms } from "../orders/types/terms";
import type { WorkingOrder } from "../orders/working-order";
import type { Candidates } from "./candidates";
import type { Execution } from "./execution";

type Fresh<Terms> = { -readonly [Key in keyof Terms]: Terms[Key] };

/** What corporate actions do to working orders; docs/actions.md, "Working orders". */
export class OrderActions {
  readonly #book: OrderBook;
  readonly #journal: Journal;
  readonly #terms: EngineTerms;
  readonly #candidates: Candidates;
  readonly #execution: Execution;
  readonly #reduces: (order: WorkingOrder) => void;

  /** `reduces`: told of each order that reduces more of a position than it did. */
  constructor(
    book: OrderBook,
    journal: Journal,
    terms: EngineTerms,
    candidates: Candidates,
    execution: Execution,
    reduces: (order: WorkingOrder) => void,
  ) {
    this.#reduces = reduces;
    this.#book = book;
    this.#journal = journal;
    this.#terms = terms;
    this.#candidates = candidates;
    this.#execution = execution;
  }

  /** Cancels all orders of a symbol. */
  cancel(symbolIndex: number, time: number, reason: string): void {
    for (const order of this.#ordersOf(symbolIndex)) this.#execution.end("orderCanceled", order, time, reason);
  }

  /** Rescales the orders of a symbol whose shares become `ratio` shares each. If they become fewer, cancels them. */
  split(symbolIndex: number, ratio: number, time: number): void {
    if (ratio < 1) this.cancel(symbolIndex, time, "SPLIT");
    else for (const order of this.#ordersOf(symbolIndex)) this.#split(order, ratio, time);
  }

  /**
   * Lowers the prices that the fall by a dividend would otherwise meet: of limits that buy, of stops and stop-limits that
   * sell, and the best price of trailing stops that sell. The dividend is rounded up to the tick.
   */
  payDividend(symbolIndex: number, dividend: number, time: number): void {
    if (!this.#terms.adjustOrders) return;
    for (const order of this.#ordersOf(symbolIndex)) {
      const tickSize = this.#terms.tickSize(order.request.symbol);
      this.#lower(order, roundToTick(dividend, tickSize, "up"), tickSize, time);
    }
  }

  // They look at the next bar, because it may have another price for them.
  #ordersOf(symbolIndex: number): readonly WorkingOrder[] {
    const orders: WorkingOrder[] = [];
    for (let order = this.#book.oldestOf(symbolIndex); order !== undefined; order = order.next) orders.push(order);
    if (orders.length > 0) this.#candidates.wake(symbolIndex);
    return orders;
  }

  #split(order: WorkingOrder, ratio: number, time: number): void {
    const { row, request, symbolIndex } = order;
    const { side, symbol, rare } = request;
    const unit = shareUnit(this.#terms.lotSize(symbol));
    const tickSize = this.#terms.tickSize(symbol);
    const before = this.#execution.less(symbolIndex, request.quantity, order.remaining);
    const filled = withoutDust(before * ratio, unit);
    const remaining = roundToLots(order.remaining * ratio, unit);
    this.#book.resize(order, remaining, Math.min(remaining, roundToLots(order.reducing * ratio, unit)));
    if (order.isReducing && this.#terms.behavior.cutsAfterSplits) this.#reduces(order);
    if (order.kind.trails) order.waiting.memory = this.#written(order.waiting.memory / ratio);
    const terms: Fresh<ChangedTerms> = { quantity: withoutDust(filled + remaining, unit) };
    for (const name of orderPriceNames) {
      const price = request[name];
      if (price !== undefined) terms[name] = passivePrice(name, this.#written(price / ratio), side, tickSize);
    }
    if (rare?.trailAmount !== undefined) terms.trailAmount = this.#written(rare.trailAmount / ratio);
    const exits = exitsWith(rare, (_name, price) => this.#written(price / ratio));
    order.filledPrice = this.#written(order.filledPrice / ratio);
    if (filled > 0) this.#journal.orders.fill(row, filled, order.filledNotional, order.filledPrice);
    this.#change(order, terms, exits, time, "SPLIT");
  }

  #lower(order: WorkingOrder, fall: number, tickSize: number, time: number): void {
    const { kind, request, sign, waiting } = order;
    const { triggered } = waiting;
    const isTrailing = sign < 0 && kind.trails === true && !triggered;
    if (isTrailing) waiting.memory = this.#written(waiting.memory - fall);
    const isLowered = sign > 0 ? request.type === "limit" : kind.exit === "stop" && !triggered;
    const terms: Fresh<ChangedTerms> = {};
    const lowered = (price: number) => roundToTick(this.#written(price - fall), tickSize, "down");
    for (const name of isLowered ? orderPriceNames : []) {
      const price = request[name];
      if (price !== undefined) terms[name] = lowered(price);
    }
    // Of the exits of an entry, a stop that sells and a limit that buys.
    const exits = exitsWith(request.rare, (name, price) =>
      (name === "stopLoss") === sign > 0 ? lowered(price) : undefined,
    );
    const prices = [...Object.values(terms), ...Object.values(exits ?? {})];
    const { behavior, negativePrices } = this.#terms;
    const needsPrice = !(negativePrices && behavior.lowersBelowZero);
    if (needsPrice && prices.some((price) => price <= 0)) this.#execution.end("orderCanceled", order, time, "DIVIDEND");
    else if (isTrailing && this.#terms.behavior.tellsLoweredTrails) {
      const reason = denialText({ code: "DIVIDEND", details: { best: waiting.memory } });
      this.#change(order, terms, exits, time, reason);
    } else if (prices.length > 0) this.#change(order, terms, exits, time, "DIVIDEND");
  }

  #written(price: number): number {
    return this.#terms.behavior.roundsPrices ? writtenPrice(price) : price;
  }

  #change(order: WorkingOrder, terms: ChangedTerms, exits: Exits | undefined, time: number, reason: string): void {
    const { row, request } = order;
    const { trailAmount } = terms;
    const trail = trailAmount === undefined ? {} : { trailAmount };
    const rare = request.rare && { ...request.rare, ...trail, ...exits };
    order.request = { ...request, ...terms, ...exits, rare };
    if (exits !== undefined) this.#journal.orders.changeRare(row, exits);
    this.#journal.orderChanged({ row, time, terms, reason });
  }
}

type ExitName = (typeof exitNames)[number];
type Exits = Readonly<Partial<Record<ExitName, number>>>;

// Returns those exits of an entry that get another price. Exits at a fraction of the entry's price stay as they are.
function exitsWith(
  rare: RareTerms | undefined,
  priceOf: (name: ExitName, price: number) => number | undefined,
): Exits | undefined {
  const exits: Fresh<Exits> = {};
  for (const name of exitNames) {
    const exit = rare?.[name];
    const price = typeof exit === "number" ? priceOf(name, exit) : undefined;
    if (price !== undefined) exits[name] = price;
  }
  return Object.keys(exits).length === 0 ? undefined : exits;
}
