import { Account } from "../account/account";
import { Commitments } from "../account/commitments";
import type { Portfolio } from "../account/portfolio";
import type { Suppressed } from "../account/suppressed";
import { type SizedRequest, Targets } from "../account/targets";
import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import type { Broker } from "../orders/broker";
import { type CheckedRequest, checkedRequest } from "../orders/checked-request";
import type { Denial } from "../orders/denial";
import { type OrderNumbers, orderId } from "../orders/numbers";
import type { OrderRequest } from "../orders/order";
import type { QueuedRequest, Target } from "../orders/requests";
import type { TradingGate } from "../orders/trading-state";
import { handTag } from "./by-hand";
import { RiskBook } from "./risk/risk-book";

/** Takes a strategy's requests of a step to the account and, if they are accepted, to the broker. */
export class Settlement {
  /** What risk rules see; absent if there are none. */
  readonly risk: RiskBook | undefined;
  /** Whether what is settled was asked for by hand. */
  isByHand = false;
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #journal: Journal;
  readonly #numbers: OrderNumbers;
  readonly #account: Account;
  readonly #targets: Targets;
  readonly #commitments: Commitments;
  readonly #shrinks: boolean;
  // Orders toward a weight that were made smaller, or left out, to fit the buying power.
  #shrunk = 0;

  constructor(
    portfolio: Portfolio,
    broker: Broker,
    journal: Journal,
    numbers: OrderNumbers,
    terms: EngineTerms,
    gate: TradingGate,
  ) {
    const commitments = new Commitments(portfolio, broker, terms);
    this.#commitments = commitments;
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#journal = journal;
    this.#numbers = numbers;
    if (terms.risk.length > 0) this.risk = new RiskBook(portfolio, broker, commitments, journal, terms, gate);
    this.#account = new Account(portfolio, commitments, terms, gate, this.risk);
    this.#shrinks = terms.behavior.shrinksTargets;
    this.#targets = new Targets(portfolio, commitments, terms);
  }

  /** How many targets ordered nothing although the position was not there yet; `undefined` for none. */
  get suppressed(): Suppressed | undefined {
    const shrunk = this.#shrunk;
    if (shrunk === 0) return this.#targets.suppressed;
    return { minimumTrade: 0, belowLot: 0, ...this.#targets.suppressed, shrunk };
  }

  /** Settles a queue in order, at the time of the step that queued it. */
  settle(queue: readonly QueuedRequest[], time: number): void {
    this.#commitments.begin();
    for (let at = 0; at < queue.length; ) {
      const asked = queue[at];
      if (asked.kind === "target") {
        at = this.#settleTargets(queue, at, time);
        continue;
      }
      if (asked.kind === "order") this.#submit(asked.number, asked.request, time);
      else if (asked.kind === "cancel") this.#cancel(asked.id, time);
      else this.#close(asked.symbol, time);
      at++;
    }
    this.#commitments.end();
  }

  /**
   * Accepts an order that the strategy did not place, such as one that closes a position at the end. Returns its row.
   */
  enter(request: CheckedRequest, symbolIndex: number, time: number): number {
    const row = this.#journal.orders.add(this.#numbers.next(), symbolIndex, request, time);
    this.#journal.accepted(row);
    return row;
  }

  // Consecutive targets of different symbols are sized together. Returns the index after them.
  #settleTargets(queue: readonly QueuedRequest[], from: number, time: number): number {
    const target = queue[from] as Target;
    const after = queue[from + 1];
    if (after?.kind !== "target" || after.symbol === target.symbol) {
      const sized = this.#targets.towardOne(target);
      if (sized !== undefined) this.#submitTarget(sized, target, time);
      return from + 1;
    }
    const wanted = new Map<string, Target>();
    let at = from;
    for (let next = queue[at]; next?.kind === "target" && !wanted.has(next.symbol); next = queue[++at])
      wanted.set(next.symbol, next);
    const targets = [...wanted.values()];
    // What is left of the cash goes to the same symbols, in whatever order the targets came.
    if (this.#shrinks) targets.sort((one, other) => one.index - other.index);
    for (const sized of this.#targets.toward(targets))
      this.#submitTarget(sized, wanted.get(sized.request.symbol) as Target, time);
    return at;
  }

  #close(symbol: string | undefined, time: number): void {
    for (const position of this.#portfolio.positions()) {
      if (symbol !== undefined && position.symbol !== symbol) continue;
      const request = this.#targets.towardNothing(position);
      if (request !== undefined) this.#submitOwn(request, time);
    }
  }

  #cancel(id: string, time: number): void {
    const order = this.#broker.working.find((working) => this.#journal.orders.id(working.row) === id);
    if (order !== undefined) this.#broker.cancel(order.row, time, this.isByHand ? "REQUESTED: by=hand" : "REQUESTED");
  }

  #submitTarget({ request, denial }: SizedRequest, target: Target, time: number): void {
    if (!this.#shrinks || target.unit !== "weight" || denial !== undefined || target.index < 0) {
      this.#submitOwn(request, time, denial);
      return;
    }
    const quantity = this.#account.fitting(request, target.isOfAll);
    if (quantity < request.quantity) this.#shrunk++;
    if (quantity > 0) this.#submitOwn(quantity === request.quantity ? request : { ...request, quantity }, time);
  }

  // Submits an order that was sized here. It gets its number now, after the orders placed before it.
  #submitOwn({ symbol, side, quantity }: OrderRequest, time: number, denial?: Denial): void {
    const options = this.isByHand ? { tag: handTag } : undefined;
    this.#submit(this.#numbers.next(), checkedRequest(symbol, side, quantity, options), time, denial);
  }

  #submit(number: number, asked: CheckedRequest, time: number, denial?: Denial): void {
    const { request, symbolIndex, reason, rule, replaces } = this.#account.judge(asked, time, denial);
    const row = this.#journal.orders.add(number, symbolIndex, request, time);
    if (reason !== undefined) {
      this.#journal.ended("orderDenied", row, time, reason, rule);
      return;
    }
    for (const order of replaces) this.#broker.cancel(order.row, time, `REPLACED: by=${orderId(number)}`);
    this.#journal.accepted(row);
    this.#broker.submit(row, request, symbolIndex, time);
  }
}
