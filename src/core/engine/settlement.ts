import { Account, type Judgment } from "../account/account";
import { Commitments } from "../account/commitments";
import type { Portfolio } from "../account/portfolio";
import type { Suppressed } from "../account/suppressed";
import { type SizedRequest, Targets } from "../account/targets";
import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import { withoutDust } from "../lots";
import type { Broker } from "../orders/broker";
import type { Denial } from "../orders/denial";
import { type OrderNumbers, orderId } from "../orders/numbers";
import type { OrderOptions, OrderRequest } from "../orders/order";
import { type CheckedRequest, checkedRequest } from "../orders/requests/checked-request";
import {
  consecutiveTargets,
  isFollowed,
  type NumberedRequest,
  type QueuedRequest,
  type Target,
} from "../orders/requests/queued";
import type { TradingGate } from "../orders/trading-state";
import type { WorkingOrder } from "../orders/working-order";
import { handTag } from "./by-hand";
import { Replacements } from "./replacements";
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
  readonly #replacements: Replacements;
  readonly #terms: EngineTerms;
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
    this.#terms = terms;
    if (terms.risk.length > 0) this.risk = new RiskBook(portfolio, broker, commitments, journal, terms, gate);
    this.#account = new Account(
      portfolio,
      broker,
      (row) => journal.orders.id(row),
      commitments,
      terms,
      gate,
      this.risk,
    );
    this.#targets = new Targets(portfolio, commitments, terms);
    const lotSizes = (index: number) => terms.lotSize(portfolio.symbols[index]);
    this.#replacements = new Replacements(broker, journal, this.#account, lotSizes, terms.behavior, this.risk);
  }

  /** How many targets ordered nothing although the position was not there yet; `undefined` for none. */
  get suppressed(): Suppressed | undefined {
    const shrunk = this.#shrunk;
    if (shrunk === 0) return this.#targets.suppressed;
    return { minimumTrade: 0, belowLot: 0, ...this.#targets.suppressed, shrunk };
  }

  /** Settles a queue at the time of the step that queued it: what reduces positions first, and else in order. */
  settle(queue: readonly QueuedRequest[], time: number): void {
    this.#commitments.begin();
    const isAlone = queue.length === 1 && this.#broker.hasFreeLane && this.#settleAlone(queue[0], time);
    if (queue.length > 1 && this.#terms.behavior.judgesReductionsFirst) this.#settleReductionsFirst(queue, time);
    else if (!isAlone) this.#settleAll(queue, time);
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

  // Settles a market order without terms of its own, or a target that leads to one, while no order works. Returns whether
  // that was possible without more ado: most steps ask for this alone.
  #settleAlone(asked: QueuedRequest, time: number): boolean {
    if (asked.kind === "order") {
      const { symbol, side, quantity, type, isDayByDefault, rare, tag } = asked.request;
      if (type !== "market" || isDayByDefault !== true || rare !== undefined) return false;
      const index = this.#portfolio.indexOf(symbol);
      return (
        index !== undefined && this.#submitAlone(index, side === "buy" ? 1 : -1, quantity, tag, time, asked.number)
      );
    }
    if (asked.kind !== "target" || this.isByHand) return false;
    const units = this.#targets.unitsToward(asked);
    if (units === 0) return true;
    if (Number.isNaN(units)) return false;
    const { index, unit, isOfAll, tag } = asked;
    const sign = units > 0 ? 1 : -1;
    const wanted = Math.abs(units);
    const isShrunk = unit === "weight" && this.#terms.behavior.shrinksTargets;
    const quantity = isShrunk ? this.#account.fitting(index, sign, wanted, isOfAll) : wanted;
    if (!this.#submitAlone(index, sign, quantity, tag, time)) return false;
    if (quantity < wanted) this.#shrunk++;
    return true;
  }

  // `number`: of an order that has one already.
  #submitAlone(
    index: number,
    sign: number,
    quantity: number,
    tag: string | undefined,
    time: number,
    number = 0,
  ): boolean {
    const judged = this.#account.judgeAlone(index, sign, quantity);
    if (judged === undefined) return false;
    const reduces = judged === "reduces";
    const numbered = number === 0 ? this.#numbers.next() : number;
    const row = this.#journal.orders.addMarket(numbered, index, sign, quantity, reduces ? "GTC" : "DAY", tag, time);
    this.#journal.accepted(row);
    this.#broker.submitAlone(row, index, sign, quantity, reduces, time);
    return true;
  }

  #settleAll(queue: readonly QueuedRequest[], time: number): void {
    for (let at = 0; at < queue.length; ) {
      const asked = queue[at];
      if (asked.kind === "target") {
        at += this.#settleTargets(queue, at, time);
        continue;
      }
      this.#settleOne(asked, time);
      at++;
    }
  }

  // Settles a target, and the targets of other symbols that follow it. Returns how many they are.
  #settleTargets(queue: readonly QueuedRequest[], from: number, time: number): number {
    const target = queue[from] as Target;
    if (!isFollowed(queue, from)) {
      const sized = this.#targets.towardOne(target);
      if (sized !== undefined) this.#submitTarget(sized, time);
      return 1;
    }
    const targets = consecutiveTargets(queue, from);
    this.#size(targets, (sized) => this.#submitTarget(sized, time));
    return targets.length;
  }

  // Cancellations come first, then what reduces positions. The size of a target depends on what was asked before it for its
  // symbol, so it waits for what of that waits.
  #settleReductionsFirst(queue: readonly QueuedRequest[], time: number): void {
    const later: (() => void)[] = [];
    const waiting = new Set<string>();
    const isWorking = (asked: QueuedRequest) =>
      asked.kind === "cancel" && this.#replacements.find(asked.id) !== undefined;
    const first = new Set(queue.filter(isWorking));
    for (const asked of first) this.#settleOne(asked as Exclude<QueuedRequest, Target>, time);
    for (let at = 0; at < queue.length; at++) {
      const asked = queue[at];
      if (asked.kind === "target") {
        const targets = consecutiveTargets(queue, at);
        const overtaken = waiting.size === 0 ? none : this.#overtaken(targets, waiting);
        const free = overtaken.length === 0 ? targets : targets.filter((target) => !overtaken.includes(target));
        this.#size(free, (sized) => {
          const isFirst = this.#reduces(sized.request) || (free.length > 1 && this.#frees(sized.request, sized.target));
          if (isFirst) this.#submitTarget(sized, time);
          else {
            waiting.add(sized.request.symbol);
            later.push(() => this.#submitTarget(sized, time));
          }
        });
        if (overtaken.length > 0) later.push(() => this.#size(overtaken, (sized) => this.#submitTarget(sized, time)));
        at += targets.length - 1;
      } else if (first.has(asked)) continue;
      else if (this.#isFirst(asked) || isWorking(asked)) this.#settleOne(asked, time);
      else {
        for (const symbol of this.#symbolsOf(asked)) waiting.add(symbol);
        later.push(() => this.#settleOne(asked, time));
      }
    }
    for (const settle of later) settle();
  }

  // Of targets that are taken together, those that wait for requests before them.
  #overtaken(targets: readonly Target[], waiting: ReadonlySet<string>): readonly Target[] {
    const overtaken = targets.filter(({ symbol }) => waiting.has(symbol));
    return overtaken.length === 0 || this.#terms.behavior.targetsWaitAlone ? overtaken : targets;
  }

  #isFirst(asked: QueuedRequest): boolean {
    return asked.kind === "close" || (asked.kind === "order" && this.#reduces(asked.request));
  }

  // The symbols of which a request may change what works.
  #symbolsOf(asked: QueuedRequest): readonly string[] {
    if (asked.kind === "order") return [asked.request.symbol];
    if (asked.kind === "together") return asked.orders.map(({ request }) => request.symbol);
    const order = asked.kind === "replace" ? this.#replacements.find(asked.id) : undefined;
    return order === undefined ? [] : [order.request.symbol];
  }

  #settleOne(asked: Exclude<QueuedRequest, Target>, time: number): void {
    if (asked.kind === "order") this.#submit(asked.number, asked.request, time);
    else if (asked.kind === "together") this.#submitTogether(asked.orders, time);
    else if (asked.kind === "cancel") this.#cancel(asked.id, time);
    else if (asked.kind === "replace") this.#replacements.replace(asked.id, asked.terms, time);
    else this.#close(asked.symbol, time);
  }

  // Whether a request only brings a position nearer to zero.
  #reduces({ symbol, side, quantity }: Pick<OrderRequest, "symbol" | "side" | "quantity">): boolean {
    const index = this.#portfolio.indexOf(symbol);
    return index !== undefined && quantity <= this.#commitments.reducible(index, side === "buy" ? 1 : -1);
  }

  // Whether an order toward one of several targets frees at least as much as it takes: it opens no more than it closes.
  #frees({ side, quantity }: OrderRequest, { index }: Target): boolean {
    if (index < 0 || !this.#terms.behavior.judgesFreeingFirst) return false;
    const sign = side === "buy" ? 1 : -1;
    return quantity <= 2 * this.#commitments.left(this.#commitments.reducible(index, sign), index, sign, "none");
  }

  // Sizes targets of different symbols together.
  #size(targets: readonly Target[], take: (sized: SizedRequest) => void): void {
    if (targets.length === 1) {
      const sized = this.#targets.towardOne(targets[0]);
      if (sized !== undefined) take(sized);
      return;
    }
    // What is left of the cash goes to the same symbols, in whatever order the targets came.
    const sorted = this.#terms.behavior.shrinksTargets
      ? [...targets].sort((one, other) => one.index - other.index)
      : targets;
    for (const sized of this.#targets.toward(sorted)) take(sized);
  }

  #close(symbol: string | undefined, time: number): void {
    for (const position of this.#portfolio.positions()) {
      if (symbol !== undefined && position.symbol !== symbol) continue;
      const request = this.#targets.towardNothing(position);
      if (request !== undefined) this.#submitOwn(request, time, undefined);
    }
  }

  #cancel(id: string, time: number): void {
    const order = this.#replacements.find(id);
    if (order !== undefined) this.#broker.cancel(order, time, this.isByHand ? "REQUESTED: by=hand" : "REQUESTED");
    else if (this.#terms.behavior.notesLateCancels) this.#replacements.denyEnded(id, {}, time);
  }

  #submitTarget({ request: wanted, denial, target }: SizedRequest, time: number): void {
    if (denial === undefined && this.#isTakingBackDenied(wanted, target, time)) return;
    const request = denial === undefined ? this.#unwound(wanted, target, time) : wanted;
    if (request.quantity === 0) return;
    const { shrinksTargets } = this.#terms.behavior;
    if (!shrinksTargets || target.unit !== "weight" || denial !== undefined || target.index < 0) {
      this.#submitOwn(request, time, target.tag, denial);
      return;
    }
    const sign = request.side === "buy" ? 1 : -1;
    const quantity = this.#account.fitting(target.index, sign, request.quantity, target.isOfAll);
    if (quantity < request.quantity) this.#shrunk++;
    if (quantity > 0)
      this.#submitOwn(quantity === request.quantity ? request : { ...request, quantity }, time, target.tag);
  }

  // Risk rules take what a market order reduces as done. So they are asked before a target takes it back, because other
  // orders were accepted in its place. If they deny that, all of the target is denied.
  #isTakingBackDenied({ symbol, side, quantity }: OrderRequest, { index, tag }: Target, time: number): boolean {
    const { risk } = this;
    if (risk === undefined || index < 0 || !this.#terms.behavior.judgesWhatIsTakenBack) return false;
    const units = this.#commitments.takenBack(index, side === "buy" ? -1 : 1, quantity, this.#givesWay);
    if (units === 0) return false;
    const request = checkedRequest(symbol, side, quantity, this.#ownOptions(tag));
    risk.isChange = true;
    const denied = this.#account.denialOfTakingBack(request, index, units, time);
    risk.isChange = false;
    if (denied === undefined) return false;
    const row = this.#journal.orders.add(this.#numbers.next(), index, request, time);
    this.#journal.ended("orderDenied", row, time, denied.reason as string, denied.rule);
    return true;
  }

  // Before a target orders in one direction, the orders that work in the other one for the same symbol give way to it, the
  // newest first. Returns what is left to order.
  #unwound(request: OrderRequest, { index }: Target, time: number): OrderRequest {
    if (index < 0 || !this.#terms.behavior.exitsAreReduceOnly || !this.#commitments.works(index)) return request;
    const sign = request.side === "buy" ? 1 : -1;
    const lotSize = this.#terms.lotSize(request.symbol);
    const wide = this.#terms.behavior.clearsDustOfDifferences ? 1 : 0;
    let { quantity } = request;
    let order = this.#broker.book.newestOf(index);
    for (let older: WorkingOrder | undefined; order !== undefined && quantity !== 0; order = older) {
      older = order === this.#broker.book.oldestOf(index) ? undefined : order.previous;
      if (order.sign !== -sign || !this.#givesWay(order)) continue;
      const by = Math.min(quantity, order.remaining);
      this.#broker.shrink(order, by, time, "TARGET_CHANGED");
      quantity = withoutDust(quantity - by, lotSize, quantity, wide * quantity);
    }
    return quantity === request.quantity ? request : { ...request, quantity };
  }

  // Whether a working order gives way to a target in the other direction.
  readonly #givesWay = (order: WorkingOrder): boolean =>
    !order.isExit && order.group === undefined && !(this.#reducesHeld(order) && this.#broker.book.isWaiting(order));

  #reducesHeld({ symbolIndex, sign }: WorkingOrder): boolean {
    return this.#portfolio.quantity[symbolIndex] * sign < 0;
  }

  // Submits an order that was sized here. It gets its number now, after the orders placed before it.
  #submitOwn({ symbol, side, quantity }: OrderRequest, time: number, tag: string | undefined, denial?: Denial): void {
    this.#submit(this.#numbers.next(), checkedRequest(symbol, side, quantity, this.#ownOptions(tag)), time, denial);
  }

  #ownOptions(tag: string | undefined): OrderOptions | undefined {
    return this.isByHand ? { tag: handTag } : tag === undefined ? undefined : { tag };
  }

  #submit(number: number, asked: CheckedRequest, time: number, denial?: Denial): void {
    const judged = this.#account.judge(asked, time, denial);
    const { request, symbolIndex, reason, rule } = judged;
    const row = this.#journal.orders.add(number, symbolIndex, request, time);
    if (reason !== undefined) {
      this.#journal.ended("orderDenied", row, time, reason, rule);
      return;
    }
    this.#replace(judged, number, time);
    this.#journal.accepted(row);
    this.#broker.settled(this.#broker.submit(row, request, symbolIndex, time, judged.role));
  }

  // Each is judged with those before it at work, those that reduce a position first. If one is denied, all are.
  #submitTogether(orders: readonly NumberedRequest[], time: number): void {
    const { judgesWithoutReplaced } = this.#terms.behavior;
    const gone: WorkingOrder[] = [];
    const entered: { number: number; row: number; judged: Judgment; order: WorkingOrder | undefined }[] = [];
    const isLater = ({ request }: NumberedRequest) => (this.#reduces(request) ? 0 : 1);
    for (const { number, request } of [...orders].sort((one, other) => isLater(one) - isLater(other))) {
      if (this.risk !== undefined) this.risk.gone = gone.length;
      const judged = this.#broker.book.without(gone, () => this.#account.judge(request, time));
      if (judgesWithoutReplaced && judged.reason === undefined) gone.push(...judged.replaces);
      const row = this.#journal.orders.add(number, judged.symbolIndex, judged.request, time);
      const isAccepted = judged.reason === undefined;
      const order = isAccepted
        ? this.#broker.submit(row, judged.request, judged.symbolIndex, time, judged.role)
        : undefined;
      entered.push({ number, row, judged, order });
    }
    if (this.risk !== undefined) this.risk.gone = 0;
    const denied = entered.find(({ judged }) => judged.reason !== undefined);
    if (denied === undefined) {
      for (const { number, row, judged, order } of entered) {
        this.#replace(judged, number, time);
        this.#journal.accepted(row);
        if (order !== undefined) this.#broker.settled(order);
      }
      return;
    }
    const reason = `TOGETHER: denied=${orderId(denied.number)}`;
    for (const { row, judged, order } of entered) {
      if (order !== undefined) this.#broker.withdraw(order);
      this.#journal.ended("orderDenied", row, time, judged.reason ?? reason, judged.rule);
    }
    if (this.#terms.behavior.countsOrdersOnce) this.risk?.countAgain();
  }

  #replace({ replaces }: Judgment, number: number, time: number): void {
    for (const order of replaces) this.#broker.cancel(order, time, `REPLACED: by=${orderId(number)}`);
  }
}

const none: readonly Target[] = [];
