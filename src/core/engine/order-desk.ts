import { PaperLabError } from "../../errors";
import type { Portfolio } from "../account/portfolio";
import type { Position } from "../account/position";
import type { Suppressed } from "../account/suppressed";
import type { EngineTerms } from "../account/terms";
import { expected, isBeyond } from "../checks";
import { Histories } from "../histories/histories";
import type { Journal } from "../journal/journal";
import { Recorder } from "../journal/recorder";
import type { Calendar } from "../market/calendar";
import type { History } from "../market/history";
import { instantsOf, timeText } from "../market/instant";
import type { Market } from "../market/market";
import type { Broker } from "../orders/broker";
import { numberOf, type OrderNumbers } from "../orders/numbers";
import type { Order, OrderChanges, OrderOptions, OrderRequest, Side, TargetOptions } from "../orders/order";
import { changedTerms } from "../orders/requests/changed-terms";
import { type CheckedRequest, checkedLiteral, checkedRequest } from "../orders/requests/checked-request";
import { LoneTarget, newQueue, type Target } from "../orders/requests/queued";
import type { ReadInstant } from "../orders/requests/rare-terms";
import { tagOf } from "../orders/requests/tag";
import type { TradingGate } from "../orders/trading-state";
import { isNameOfExits, type RareTerms } from "../orders/types/terms";
import type { RandomStream } from "../random";
import { askByHand, type DeskRequest, Unsettled, unknownSymbol } from "./by-hand";
import type { Desk } from "./desk";
import type { RiskBook } from "./risk/risk-book";
import { Settlement } from "./settlement";

/** Shows a strategy what is known, queues its requests and has them settled once the step is over. */
export class OrderDesk implements Desk {
  readonly symbols: readonly string[];
  readonly calendar: Calendar;
  readonly leverage: number;
  readonly refusesTimesOutsideHours: boolean;
  /** What the strategy recorded. */
  readonly recorder = new Recorder();
  /** Time of the step, epoch milliseconds UTC. */
  now = Number.NEGATIVE_INFINITY;
  /** Whether a hook of the strategy is running, or its promise is being awaited. */
  acting = false;
  readonly #readInstant: ReadInstant;
  readonly #market: Market;
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #journal: Journal;
  readonly #settlement: Settlement;
  readonly #histories: Histories;
  readonly #random: RandomStream;
  readonly #allowsNegative: boolean;
  readonly #refusesUnknown: boolean;
  readonly #refusesMore: boolean;
  // Weights up to this size need no further look.
  readonly #sureWeight: number;
  readonly #refusesReserved: boolean;
  readonly #refusesNull: boolean;
  readonly #numbers: OrderNumbers;
  readonly #queue = newQueue();
  readonly #lone = new LoneTarget();

  constructor(
    market: Market,
    portfolio: Portfolio,
    broker: Broker,
    journal: Journal,
    numbers: OrderNumbers,
    terms: EngineTerms,
    gate: TradingGate,
  ) {
    this.#numbers = numbers;
    this.symbols = terms.symbols;
    this.calendar = terms.calendar;
    this.#readInstant = instantsOf(terms.calendar);
    this.leverage = terms.leverage;
    this.refusesTimesOutsideHours = terms.behavior.refusesTimesOutsideHours;
    this.#market = market;
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#journal = journal;
    this.#settlement = new Settlement(portfolio, broker, journal, this.#numbers, terms, gate);
    this.#histories = new Histories(terms, (index) => market.history(index));
    this.#random = terms.randomStream();
    this.#allowsNegative = terms.negativePrices;
    this.#refusesUnknown = terms.behavior.refusesUnknownSymbols;
    this.#refusesReserved = terms.behavior.refusesReservedGroups;
    this.#refusesNull = terms.behavior.refusesNullChanges;
    this.#refusesMore = terms.behavior.refusesWeightsBeyondLeverage;
    this.#sureWeight = this.#refusesMore ? this.leverage : Number.MAX_VALUE;
  }

  get cash(): number {
    return this.#portfolio.cash;
  }

  get equity(): number {
    return this.#portfolio.equity();
  }

  get positions(): readonly Position[] {
    return this.#portfolio.positions();
  }

  position(symbol?: string): Position {
    return this.#portfolio.position(this.#indexOf(symbol));
  }

  history(symbol?: string): History {
    // A strategy looks several times at the history of its bar's symbol.
    const { latest } = this.#market.histories;
    return latest !== undefined && latest.symbol === symbol ? latest : this.#anotherHistory(symbol);
  }

  barsSeen(symbol: string): number {
    return this.#market.history(this.#indexOf(symbol)).seen;
  }

  longerHistory(symbol: string | undefined, interval: string | number): History {
    return this.#histories.longer(this.#indexOf(symbol), interval, this.now);
  }

  histories(symbols: readonly string[], interval?: string | number): Readonly<Record<string, History>> {
    return this.#histories.aligned(symbols, interval, this.now, (symbol) => this.#indexOf(symbol));
  }

  openOrders(symbol?: string): Order[] {
    const index = symbol === undefined ? undefined : this.#indexOf(symbol);
    const orders: Order[] = [];
    for (let order = this.#broker.book.oldest; order !== undefined; order = order.after)
      if (index === undefined || order.symbolIndex === index) orders.push(this.#journal.orders.at(order.row));
    return orders;
  }

  place(symbol: string, side: Side, quantity: number, options?: OrderOptions): string {
    this.#checkActing(side);
    const checked = checkedRequest(symbol, side, quantity, options, this.#readInstant, this.#allowsNegative);
    return this.#enqueue(this.#timely(checked, options));
  }

  request(request: OrderRequest): string {
    this.#checkActing("order");
    return this.#enqueue(this.#timely(checkedLiteral(request, this.#readInstant, this.#allowsNegative), request));
  }

  cancel(id: string): void {
    this.#checkActing("cancel");
    this.#checkKnown(id, "cancel");
    this.#queue.push({ kind: "cancel", id });
  }

  together(requests: readonly OrderRequest[]): string[] {
    this.#checkActing("together");
    if (!Array.isArray(requests) || requests.length === 0)
      throw expected("orders of together", "an array of at least one order", requests, "INVALID_ORDER");
    const checked = requests.map((request) =>
      this.#timely(checkedLiteral(request, this.#readInstant, this.#allowsNegative), request),
    );
    for (const { symbol } of checked) this.#knownIndex(symbol);
    const orders = checked.map((request) => ({ number: this.#numbers.next(), request }));
    this.#queue.push({ kind: "together", orders });
    return orders.map(({ number }) => this.#numbers.id(number));
  }

  replace(id: string, changes: OrderChanges): void {
    this.#checkActing("replace");
    this.#checkKnown(id, "replace");
    const row = this.#journal.orders.rowOf(numberOf(id));
    if (row === undefined)
      throw new PaperLabError(
        "INVALID_ORDER",
        `Expected ${id} to be an order of an earlier step to be replaced, was one of this step. Cancel it instead`,
      );
    const order = this.#journal.orders.at(row);
    const terms = changedTerms(order, changes, this.#readInstant, this.#allowsNegative, this.#refusesNull);
    this.#timely(terms, changes);
    this.#queue.push({ kind: "replace", id, terms });
  }

  orderTarget(symbol: string, quantity: number, options?: TargetOptions): void {
    this.#checkActing("orderTarget");
    checkText("symbol of orderTarget", symbol);
    checkFinite("quantity of orderTarget", quantity);
    this.#aim(symbol, this.#knownIndex(symbol), "quantity", quantity, false, tagOf("orderTarget", options));
  }

  orderTargetWeight(symbol: string, weight: number, options?: TargetOptions): void {
    const isSure = this.acting && typeof symbol === "string" && typeof weight === "number";
    if (!isSure || !(Math.abs(weight) <= this.#sureWeight)) this.#checkWeight(symbol, weight);
    this.#aim(symbol, this.#knownIndex(symbol), "weight", weight, false, tagOf("orderTargetWeight", options));
  }

  rebalanceTo(weights: Readonly<Record<string, number>>, caller = "rebalanceTo"): void {
    this.#checkActing(caller);
    const wanted = "an object of numbers by symbol, such as { AAPL: 0.5 }";
    if (typeof weights !== "object" || weights === null)
      throw expected(`weights of ${caller}`, wanted, weights, "INVALID_ORDER");
    if (this.#refusesMore && (Array.isArray(weights) || weights instanceof Map || weights instanceof Set))
      throw expected(`weights of ${caller}`, wanted, weights, "INVALID_ORDER");
    const named = Object.entries(weights);
    let gross = 0;
    let known = 0;
    for (const [symbol, weight] of named) {
      if (!Number.isFinite(weight)) checkFinite(`weight of ${symbol} in ${caller}`, weight);
      if (this.#knownIndex(symbol) >= 0) known++;
      gross += Math.abs(weight);
    }
    if (this.#refusesMore && isBeyond(gross, this.leverage)) {
      const sum = `the sum of the sizes of the weights in ${caller}`;
      const most = `at most ${this.leverage}, the leverage`;
      throw expected(sum, most, Number(gross.toPrecision(12)), "INVALID_ORDER");
    }
    for (const [symbol, weight] of named) this.#aim(symbol, this.#knownIndex(symbol), "weight", weight, true);
    if (known === this.symbols.length) return;
    for (const [index, symbol] of this.symbols.entries())
      if (!Object.hasOwn(weights, symbol)) this.#aim(symbol, index, "weight", 0, true);
  }

  close(symbol?: string): void {
    this.#checkActing("close");
    if (symbol !== undefined) this.#indexOf(symbol);
    this.#queue.push({ kind: "close", symbol });
  }

  record(values: Readonly<Record<string, number | undefined | null>>): void {
    this.#checkActing("record");
    this.recorder.record(this.now, values);
  }

  log(text: string): void {
    this.#checkActing("log");
    if (typeof text === "object" || typeof text === "function")
      throw expected("text of log", "text, such as JSON.stringify(value)", text);
    this.#journal.logged(this.now, String(text));
  }

  random(): number {
    this.#checkActing("random");
    return this.#random();
  }

  /** Whether anything is queued. */
  get waiting(): boolean {
    return this.#queue.length > 0;
  }

  /** Takes everything queued to the account and the broker, in order. */
  settle(): void {
    const queue = this.#queue;
    this.#settlement.settle(queue, this.now);
    // Popped one by one, so that the array keeps its memory for the next orders.
    while (queue.length > 0) queue.pop();
  }

  /**
   * Settles a request by hand between two steps. Returns the id of the new order, if it is one. Throws what a strategy's
   * request would throw, and `Unsettled`.
   */
  byHand(asked: DeskRequest): string | undefined {
    this.acting = true;
    try {
      const id = askByHand(this, asked);
      this.#settleByHand();
      return id;
    } finally {
      this.acting = false;
    }
  }

  #settleByHand(): void {
    this.#settlement.isByHand = true;
    try {
      this.settle();
    } catch (cause) {
      this.drop();
      throw new Unsettled("a request by hand could not be settled", { cause });
    } finally {
      this.#settlement.isByHand = false;
    }
  }

  /** How many targets ordered nothing although the position was not there yet; `undefined` for none. */
  get suppressed(): Suppressed | undefined {
    return this.#settlement.suppressed;
  }

  /** What risk rules see; absent if there are none. */
  get risk(): RiskBook | undefined {
    return this.#settlement.risk;
  }

  /** Drops everything queued. */
  drop(): void {
    this.#queue.length = 0;
  }

  /**
   * Accepts an order that the strategy did not place, such as one that closes a position at the end. Returns its row.
   */
  enter(request: CheckedRequest, symbolIndex: number): number {
    return this.#settlement.enter(request, symbolIndex, this.now);
  }

  #anotherHistory(symbol: string | undefined): History {
    return this.#market.histories.next(symbol) ?? this.#market.history(this.#indexOf(symbol));
  }

  // Apart, because few strategies ever need it: V8 makes what is small a part of a strategy's `onBar`.
  #checkWeight(symbol: string, weight: number): void {
    this.#checkActing("orderTargetWeight");
    checkText("symbol of orderTargetWeight", symbol);
    checkFinite("weight of orderTargetWeight", weight);
    if (!this.#refusesMore || !isBeyond(Math.abs(weight), this.leverage)) return;
    const wanted = `at most ${this.leverage} in size, the leverage`;
    throw expected("weight of orderTargetWeight", wanted, weight, "INVALID_ORDER");
  }

  #checkKnown(id: string, what: string): void {
    if (!this.#numbers.knows(id))
      throw expected(`id of an order to ${what}`, "the id of an order of this session", id, "INVALID_ORDER");
  }

  // An order that expires must not have expired already, and a group must not have a name of the broker's. `given`: the
  // terms as they were typed.
  #timely<Terms extends RareTerms>(terms: Terms, given: Pick<OrderOptions, "expiresAt"> = {}): Terms {
    const { expiresAt, ocoGroup } = terms;
    if (expiresAt !== undefined && !(expiresAt > this.now)) {
      const wanted = `after ${timeText(this.now, undefined)}, the time of the step`;
      throw expected("expiresAt of a GTD order", wanted, given.expiresAt, "INVALID_ORDER");
    }
    if (ocoGroup !== undefined && this.#refusesReserved && isNameOfExits(ocoGroup)) {
      const wanted = 'a name that does not begin with "exits-", as those of brackets do';
      throw expected("ocoGroup of an order", wanted, ocoGroup, "INVALID_ORDER");
    }
    return terms;
  }

  #checkActing(what: string): void {
    if (!this.acting) throw notActing(what);
  }

  #knownIndex(symbol: string): number {
    return this.#portfolio.indexOf(symbol) ?? this.#unknownIndex(symbol);
  }

  // Returns -1 for an unknown symbol if that is no error.
  #unknownIndex(symbol: string): number {
    return this.#refusesUnknown ? this.#indexOf(symbol) : -1;
  }

  #aim(symbol: string, index: number, unit: Target["unit"], size: number, isOfAll: boolean, tag?: string): void {
    const isLone = this.#queue.length === 0;
    const target: Target = isLone
      ? this.#lone.filled(symbol, index, unit, size, isOfAll, tag)
      : { kind: "target", symbol, index, unit, size, isOfAll, tag };
    this.#queue.push(target);
  }

  #enqueue(request: CheckedRequest): string {
    this.#knownIndex(request.symbol);
    const number = this.#numbers.next();
    this.#queue.push({ kind: "order", number, request });
    return this.#numbers.id(number);
  }

  #indexOf(symbol: string | undefined): number {
    if (symbol === undefined) return this.#only();
    const index = this.#portfolio.indexOf(symbol);
    if (index === undefined) throw unknownSymbol(symbol, this.symbols);
    return index;
  }

  #only(): number {
    if (this.symbols.length === 1) return 0;
    throw expected("symbol", `given, because the session has ${this.symbols.length} symbols`, undefined);
  }
}

// Errors are made in functions of their own: V8 makes what is small a part of a strategy's `onBar`.

function checkText(name: string, value: unknown): void {
  if (typeof value !== "string") throw noText(name, value);
}

function checkFinite(name: string, value: unknown): void {
  if (!Number.isFinite(value)) throw noNumber(name, value);
}

function noText(name: string, value: unknown): PaperLabError {
  return expected(name, "text", value, "INVALID_ORDER");
}

function noNumber(name: string, value: unknown): PaperLabError {
  return expected(name, "a number", value, "INVALID_ORDER");
}

function notActing(what: string): PaperLabError {
  const cure = "Await every promise in the hook";
  const message = `Expected ${what} to be called while a hook of the strategy runs, was called outside of one. ${cure}`;
  return new PaperLabError("INVALID_STATE", message);
}
