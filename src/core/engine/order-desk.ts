import { PaperLabError } from "../../errors";
import type { Account } from "../account/account";
import type { Portfolio } from "../account/portfolio";
import type { Position } from "../account/position";
import type { Broker } from "../broker/broker";
import { didYouMean, expected } from "../checks";
import type { Journal } from "../journal/journal";
import type { Recorder } from "../journal/recorder";
import type { History } from "../market/history";
import type { HistoryBook } from "../market/history-book";
import { orderIds } from "../orders/ids";
import type { Order, OrderOptions, OrderRequest, Side } from "../orders/order";
import type { QueuedRequest, Target } from "../orders/requests";
import { orderTerms, requestTerms } from "../orders/terms";
import type { OrderTerms } from "../orders/working-order";
import type { Desk } from "./desk";

/** The rooms of the engine that the desk stands between. */
export interface DeskRooms {
  readonly portfolio: Portfolio;
  readonly account: Account;
  readonly broker: Broker;
  readonly journal: Journal;
  readonly recorder: Recorder;
  readonly histories: HistoryBook;
}

/** Queues what a strategy asks for and, once its step is over, takes it to the account and the broker. */
export class OrderDesk implements Desk {
  readonly #rooms: DeskRooms;
  readonly #places: ReadonlyMap<string, number>;
  readonly symbols: readonly string[];
  /** Time of the step, epoch milliseconds UTC. */
  now = Number.NEGATIVE_INFINITY;
  /** The row behind the last that is known, in the columns being processed. */
  known = 0;
  /** Whether a hook of the strategy runs, or a promise that it returned is awaited. */
  acting = false;
  readonly #queue: QueuedRequest[] = [];
  readonly #idOf = orderIds();
  #orders = 0;

  constructor(rooms: DeskRooms) {
    this.#rooms = rooms;
    this.symbols = rooms.portfolio.symbols;
    this.#places = new Map(this.symbols.map((symbol, place) => [symbol, place]));
  }

  get cash(): number {
    return this.#rooms.portfolio.cash;
  }

  get equity(): number {
    return this.#rooms.portfolio.equity();
  }

  get positions(): readonly Position[] {
    return this.#rooms.portfolio.positions();
  }

  position(symbol?: string): Position {
    return this.#rooms.portfolio.position(this.#placeOf(symbol));
  }

  history(symbol?: string): History {
    return this.#rooms.histories.of(this.#placeOf(symbol), this.known);
  }

  openOrders(symbol?: string): Order[] {
    const place = symbol === undefined ? undefined : this.#placeOf(symbol);
    const orders = this.#rooms.broker.working.filter((order) => place === undefined || order.place === place);
    return orders.map((order) => this.#rooms.journal.orders.at(order.row));
  }

  place(symbol: string, side: Side, quantity: number, options?: OrderOptions): string {
    if (!this.acting) this.checkActing(side);
    return this.#enqueue(orderTerms(symbol, side, quantity, options));
  }

  request(request: OrderRequest): string {
    this.checkActing("order");
    return this.#enqueue(requestTerms(request));
  }

  cancel(id: string): void {
    this.checkActing("cancel");
    this.#checkId(id);
    this.#queue.push({ kind: "cancel", id });
  }

  orderTarget(symbol: string, quantity: number): void {
    this.checkActing("orderTarget");
    checkText("symbol of orderTarget", symbol);
    checkFinite("quantity of orderTarget", quantity);
    this.#aim(symbol, "quantity", quantity);
  }

  orderTargetWeight(symbol: string, weight: number): void {
    this.checkActing("orderTargetWeight");
    checkText("symbol of orderTargetWeight", symbol);
    checkFinite("weight of orderTargetWeight", weight);
    this.#aim(symbol, "weight", weight);
  }

  rebalanceTo(weights: Readonly<Record<string, number>>): void {
    this.checkActing("rebalanceTo");
    if (typeof weights !== "object" || weights === null)
      throw expected("weights of rebalanceTo", "an object of numbers by symbol", weights, "INVALID_ORDER");
    const named = Object.entries(weights);
    for (const [symbol, weight] of named) checkFinite(`weight of ${symbol} in rebalanceTo`, weight);
    for (const [symbol, weight] of named) this.#aim(symbol, "weight", weight);
    for (const symbol of this.symbols) if (!Object.hasOwn(weights, symbol)) this.#aim(symbol, "weight", 0);
  }

  close(symbol?: string): void {
    this.checkActing("close");
    if (symbol !== undefined) this.#placeOf(symbol);
    this.#queue.push({ kind: "close", symbol });
  }

  record(values: Readonly<Record<string, number | undefined | null>>): void {
    this.checkActing("record");
    this.#rooms.recorder.record(this.now, values);
  }

  log(text: string): void {
    this.checkActing("log");
    if (typeof text === "object" || typeof text === "function")
      throw expected("text of log", "text, such as JSON.stringify(value)", text);
    this.#rooms.journal.logged(this.now, String(text));
  }

  checkActing(what: string): void {
    if (this.acting) return;
    const cure = "Await in the hook whatever it waits for";
    const message = `Expected ${what} to be called while a hook of the strategy runs, was called outside. ${cure}`;
    throw new PaperLabError("INVALID_STATE", message);
  }

  /** Whether anything waits. */
  get waiting(): boolean {
    return this.#queue.length > 0;
  }

  /** Takes everything queued to the account and the broker, in order. */
  settle(): void {
    const queue = this.#queue;
    for (let at = 0; at < queue.length; ) at = this.#settleFrom(queue, at);
    // Popped one by one, so that the array is kept: it fills again at the next order.
    while (queue.length > 0) queue.pop();
  }

  /** Enters an order that nobody asked for, as the closing of a position at the end, and returns its row. */
  enter(terms: OrderTerms, place: number): number {
    const row = this.#rooms.journal.orders.add(++this.#orders, place, terms, this.now);
    this.#rooms.journal.accepted(row);
    return row;
  }

  // Settles the request at `at`, with targets those that follow it; returns the place of the next.
  #settleFrom(queue: readonly QueuedRequest[], at: number): number {
    const request = queue[at];
    if (request.kind === "target") return this.#settleTargets(queue, at);
    if (request.kind === "order") this.#submit(request.number, request.terms);
    else if (request.kind === "cancel") this.#settleCancel(request.id);
    else this.#settleClose(request.symbol);
    return at + 1;
  }

  // Targets in a row, of a symbol each, are one wish. Sales first: the account counts what they will bring before it judges
  // the purchases.
  #settleTargets(queue: readonly QueuedRequest[], from: number): number {
    const wanted = new Map<string, Target>();
    let at = from;
    for (let next = queue[at]; next?.kind === "target" && !wanted.has(next.target.symbol); next = queue[++at])
      wanted.set(next.target.symbol, next.target);
    const requests = Array.from(wanted.values(), (target) => this.#rooms.account.toward(target));
    for (const request of requests) if (request?.side === "sell") this.#submitRequest(request);
    for (const request of requests) if (request?.side === "buy") this.#submitRequest(request);
    return at;
  }

  #settleClose(symbol: string | undefined): void {
    for (const position of this.#rooms.portfolio.positions()) {
      if (symbol !== undefined && position.symbol !== symbol) continue;
      this.#submitRequest(this.#rooms.account.towardNothing(position));
    }
  }

  #settleCancel(id: string): void {
    const { broker, journal } = this.#rooms;
    const order = broker.working.find((working) => journal.orders.id(working.row) === id);
    if (order !== undefined) broker.cancel(order.row, this.now, "REQUESTED");
  }

  #submitRequest(request: OrderRequest | undefined): void {
    if (request !== undefined) this.#submit(++this.#orders, requestTerms(request));
  }

  #submit(number: number, asked: OrderTerms): void {
    const { account, broker, journal } = this.#rooms;
    const { terms, place, reason, replaces } = account.judge(asked, this.now);
    const row = journal.orders.add(number, place, terms, this.now);
    if (reason !== undefined) {
      journal.ended("orderDenied", row, this.now, reason);
      return;
    }
    for (const order of replaces) broker.cancel(order.row, this.now, `REPLACED: by=order-${number}`);
    journal.accepted(row);
    broker.submit(row, terms, place, this.now);
  }

  #aim(symbol: string, unit: Target["unit"], size: number): void {
    this.#queue.push({ kind: "target", target: { symbol, unit, size } });
  }

  #enqueue(terms: OrderTerms): string {
    const number = ++this.#orders;
    this.#queue.push({ kind: "order", number, terms });
    return this.#idOf(number);
  }

  #checkId(id: unknown): void {
    const number = typeof id === "string" ? /^order-([1-9]\d*)$/.exec(id)?.[1] : undefined;
    if (number === undefined || Number(number) > this.#orders)
      throw expected("id of an order to cancel", "that of an order of this session", id, "INVALID_ORDER");
  }

  #placeOf(symbol: string | undefined): number {
    if (symbol === undefined) return this.#only();
    const place = this.#places.get(symbol);
    if (place !== undefined) return place;
    const near = typeof symbol === "string" ? didYouMean(symbol, this.symbols) : "";
    throw new PaperLabError(
      "UNKNOWN_SYMBOL",
      `Unknown symbol "${symbol}".${near || ` Known: ${this.symbols.join(", ")}`}`,
    );
  }

  #only(): number {
    if (this.symbols.length === 1) return 0;
    throw expected("symbol", `named, as the session has ${this.symbols.length} symbols`, undefined);
  }
}

function checkText(name: string, value: unknown): void {
  if (typeof value !== "string") throw expected(name, "text", value, "INVALID_ORDER");
}

function checkFinite(name: string, value: unknown): void {
  if (typeof value !== "number" || !Number.isFinite(value)) throw expected(name, "a number", value, "INVALID_ORDER");
}
