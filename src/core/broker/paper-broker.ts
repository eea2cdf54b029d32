import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import type { BarColumns } from "../market/bar";
import type { Market } from "../market/market";
import type { Broker } from "../orders/broker";
import type { OrderNumbers } from "../orders/numbers";
import { OrderBook } from "../orders/order-book";
import type { CheckedRequest } from "../orders/requests/checked-request";
import type { TradingGate } from "../orders/trading-state";
import { plainRole, type Role, WorkingOrder } from "../orders/working-order";
import { Auctions } from "./auctions";
import { Candidates } from "./candidates";
import { Competition } from "./competing";
import { EligibilityRules } from "./eligibility";
import { Execution } from "./execution";
import { Exits, type FreshExits } from "./exits";
import { exitOnEntryBar } from "./fresh-exits";
import { Lane } from "./lane";
import { OrderActions } from "./order-actions";

/** Matches accepted orders against bars by the rules of docs/broker.md. */
export class PaperBroker implements Broker {
  readonly knowsSessions: boolean;
  /** What corporate actions do to working orders. */
  readonly actions: OrderActions;
  readonly #book: OrderBook;
  readonly #lane: Lane;
  readonly #terms: EngineTerms;
  readonly #price: Float64Array;
  readonly #held: Float64Array;
  readonly #eligibility: EligibilityRules;
  readonly #candidates: Candidates;
  readonly #execution: Execution;
  readonly #exits: Exits;

  constructor(
    market: Market,
    portfolio: Portfolio,
    journal: Journal,
    terms: EngineTerms,
    gate: TradingGate,
    numbers: OrderNumbers,
  ) {
    const lotSizes = Float64Array.from(market.symbols, (symbol) => terms.lotSize(symbol));
    const auctions = new Auctions(terms, market.lastTime);
    this.#book = new OrderBook(lotSizes, terms.behavior);
    this.#lane = new Lane(terms, market, portfolio, journal);
    this.knowsSessions = auctions.areKnown;
    this.#terms = terms;
    this.#price = market.price;
    this.#held = portfolio.quantity;
    this.#eligibility = new EligibilityRules(market, terms);
    this.#candidates = new Candidates(this.#book, terms, this.#eligibility, auctions, lotSizes);
    const { volumeLeft } = this.#candidates;
    this.#execution = new Execution(this.#book, market, portfolio, journal, terms, gate, lotSizes, volumeLeft);
    this.#exits = new Exits(this.#book, portfolio, journal, terms, this.#execution, numbers);
    const reduces = (order: WorkingOrder) => this.#exits.reduces(order);
    this.actions = new OrderActions(this.#book, journal, terms, this.#candidates, this.#execution, reduces);
    if (terms.behavior.exitsAreReduceOnly)
      this.#execution.onFilled = (order, quantity, isOpening) => this.#exits.filled(order, quantity, isOpening);
  }

  get book(): OrderBook {
    if (this.#lane.isTaken) this.#leaveLane();
    return this.#book;
  }

  get works(): boolean {
    return this.#lane.isTaken || this.#book.count > 0;
  }

  get hasFreeLane(): boolean {
    return this.#lane.isOpen && !this.works;
  }

  submitAlone(row: number, symbolIndex: number, sign: number, quantity: number, reduces: boolean, time: number): void {
    this.#lane.take(row, symbolIndex, sign, quantity, reduces, time);
  }

  submit(row: number, request: CheckedRequest, symbolIndex: number, time: number, role: Role): WorkingOrder {
    const price = this.#price[symbolIndex];
    const order = new WorkingOrder(row, request, symbolIndex, time, time, 0, role, price);
    this.#delay(order, time);
    if (order.kind.trails && this.#terms.behavior.roundsPrices) order.waiting.isWritten = true;
    this.book.add(order);
    this.#candidates.add(order);
    if (order.isReducing) this.#exits.reduces(order);
    return order;
  }

  settled(order: WorkingOrder): void {
    if (order.isExit) this.#exits.label(order);
  }

  cancel(order: WorkingOrder, time: number, reason: string): void {
    if (order.open) this.#execution.end("orderCanceled", order, time, reason);
  }

  withdraw(order: WorkingOrder): void {
    order.open = false;
    this.#book.remove(order);
  }

  shrink(order: WorkingOrder, by: number, time: number, reason: string): void {
    this.#execution.time = time;
    this.#exits.shrink(order, by, reason);
  }

  replace(order: WorkingOrder, request: CheckedRequest, time: number, role: Role): void {
    const before = order.request;
    const filled = this.#execution.less(order.symbolIndex, before.quantity, order.remaining);
    const keepsPrices = samePrices(request, before);
    const isSmaller = request.quantity <= before.quantity && keepsPrices;
    if (!keepsPrices) order.isRepriced = true;
    order.request = request;
    const remaining = this.#execution.less(order.symbolIndex, request.quantity, filled);
    if (!isSmaller) this.#candidates.moves(order);
    const wasExit = order.isExit;
    this.#book.revise(order, remaining, role, isSmaller);
    if (wasExit !== order.isExit && order.group === undefined && this.#terms.behavior.splitsCrossings) {
      if (wasExit) this.#exits.unlabel(order);
      else this.#exits.label(order);
    }
    if (request.rare?.expiresAt !== undefined) order.dayEnd = request.rare.expiresAt;
    if (!isSmaller) {
      order.createdAt = time;
      this.#delay(order, time);
    }
    this.#candidates.renew(order, !isSmaller);
    if (order.isReducing) this.#exits.reduces(order);
  }

  expire(time: number): void {
    if (time > this.#candidates.nextExpiry) this.#expire(time, false);
  }

  match(columns: BarColumns, from: number, to: number): void {
    if (this.#lane.isTaken) {
      if (this.#lane.fill(columns, from, to)) return;
      this.#leaveLane();
    }
    const time = columns.time[from];
    const { priced, ending } = this.#candidates;
    this.#execution.begin(time);
    this.#candidates.collect(columns, from, to);
    if (priced.length > 0) {
      this.#fillAll(columns);
      this.#candidates.keepUnfilled();
    }
    for (const order of ending) if (order.open) this.#execution.end("orderCanceled", order, time, chanceOf(order));
    if (this.#terms.behavior.expiresWithItsDay && time >= this.#candidates.nextExpiry) this.#expire(time, true);
  }

  /** Fills an order at `price` at once, whatever the bar says. Closes positions at the end of a session. */
  fillAt(row: number, request: CheckedRequest, symbolIndex: number, price: number, time: number): void {
    this.#execution.begin(time);
    const order = new WorkingOrder(row, request, symbolIndex, time, time, 0, plainRole, price);
    order.price = price;
    this.book.add(order);
    this.#candidates.volumeLeft[symbolIndex] = Number.POSITIVE_INFINITY;
    this.#execution.fill(order, request.quantity, false);
  }

  // Until when an order that is accepted at `time` waits.
  #delay(order: WorkingOrder, time: number): void {
    try {
      order.arrival = this.#eligibility.arrival(time);
      order.barsToSkip = this.#eligibility.barsToSkip();
    } catch (thrown) {
      throw this.#execution.askedFor(order.row, order.request, thrown);
    }
  }

  // The order in the lane goes on as one of the book.
  #leaveLane(): void {
    const { row, symbolIndex, quantity, reduces, time } = this.#lane;
    const request = this.#lane.leave();
    this.submit(row, request, symbolIndex, time, reduces ? { isExit: false, reducing: quantity } : plainRole);
  }

  // Orders that reduce a position come first, over all symbols: a sale pays for a switch to another symbol.
  #fillAll(columns: BarColumns): void {
    const { priced } = this.#candidates;
    const arranges = priced.length > 1 && this.#terms.behavior.exitsAreReduceOnly;
    const competition = arranges ? new Competition(priced, this.#terms.behavior, this.#held) : undefined;
    for (let at = 0; at < priced.length; at++) {
      const order = priced[at];
      if (!order.open) continue;
      if (competition?.isLater(order)) continue;
      competition?.mark(order, at, this.#exits);
      this.#execution.reduce(order);
    }
    const later = competition?.later() ?? priced;
    for (let at = 0; at < later.length; at++) {
      const order = later[at];
      if (!order.open) continue;
      this.#execution.complete(order);
      if (this.#exits.fresh !== undefined) this.#fillFresh(this.#exits.fresh, columns);
    }
  }

  // The exits that came with an entry may fill on its own bar.
  #fillFresh(fresh: FreshExits, columns: BarColumns): void {
    this.#exits.fresh = undefined;
    for (const exit of fresh.exits) this.#candidates.add(exit);
    const row = this.#candidates.rows[fresh.entry.symbolIndex];
    const exit = exitOnEntryBar(fresh, columns, row, this.#terms.fill);
    if (exit !== undefined) this.#execution.reduce(exit);
  }

  // `isInclusive`: at the end of the step that ends their day, so that they hold no cash when the strategy is called.
  #expire(time: number, isInclusive: boolean): void {
    for (const order of this.#candidates.expired(time, isInclusive)) {
      if (!order.open) continue;
      const reason = order.request.timeInForce === "GTD" ? "GTD" : "DAY_OVER";
      this.#execution.end("orderExpired", order, time, reason);
    }
  }
}

// Why an order ends with the one bar on which it could fill.
function chanceOf({ request: { timeInForce } }: WorkingOrder): string {
  return timeInForce === "AUCTION" ? "AUCTION_OVER" : timeInForce;
}

function samePrices(one: CheckedRequest, other: CheckedRequest): boolean {
  return (
    one.limitPrice === other.limitPrice &&
    one.stopPrice === other.stopPrice &&
    one.trailFraction === other.trailFraction &&
    one.trailAmount === other.trailAmount
  );
}
