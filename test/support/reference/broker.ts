import { judge } from "./account";
import { ReferenceBooks } from "./books";
import { ReferenceMatching } from "./matching";
import {
  type Asked,
  type Changes,
  type ReferenceBar,
  type ReferenceOrder,
  type ReferenceTerms,
  takesAnyPrice,
  type Wanted,
  waits,
} from "./order";

/** A request with the numbers of its orders. */
type Numbered = readonly [asked: Asked, numbers: readonly number[]];

/**
 * A broker of one symbol, daily bars and lots of 1, written from docs/broker.md and nothing else, as plainly as it can be: each
 * question looks at all orders. It is there to be compared with.
 */
export class ReferenceBroker {
  readonly books: ReferenceBooks;
  readonly #matching: ReferenceMatching;
  #isLost = false;

  constructor(terms: ReferenceTerms) {
    this.books = new ReferenceBooks(terms);
    this.#matching = new ReferenceMatching(this.books);
  }

  /** Plays all bars, with what is asked for at each. */
  run(bars: readonly ReferenceBar[], asked: readonly (readonly Asked[])[]): void {
    const { books } = this;
    for (const [at, bar] of bars.entries()) {
      books.now = at;
      books.bar = bar;
      this.#matching.match();
      books.close = bar[3];
      if (books.equity() <= 0 || this.#isLost) {
        this.#closeAll();
        if (books.held === 0) return;
        continue;
      }
      this.#settle(asked[at] ?? []);
      this.#callMargin();
    }
    for (const order of books.working()) books.end(order, "canceled", "END_OF_FEED");
  }

  #closeAll(): void {
    const { books } = this;
    if (this.#isLost) return;
    this.#isLost = true;
    for (const order of books.working()) books.end(order, "canceled", "BANKRUPT");
    if (books.held !== 0) this.#liquidate(Math.abs(books.held), 0);
  }

  #callMargin(): void {
    const { books } = this;
    const { maintenance } = books.terms;
    if (maintenance === undefined || books.held === 0) return;
    const value = books.held * books.close;
    const required = value > 0 ? value * maintenance.long : -value * maintenance.short;
    const equity = books.equity();
    if (equity >= required * (1 - 1e-12) || equity <= 0) return;
    const held = Math.abs(books.held);
    const share = Math.min(held, Math.ceil(held * (1 - equity / required) - 1e-9));
    const isOnItsWay = (order: ReferenceOrder) => takesAnyPrice(order.type);
    const units = share - books.sum(-Math.sign(books.held), isOnItsWay);
    if (units > 0) this.#liquidate(units, units);
  }

  #liquidate(quantity: number, reducing: number): void {
    const side = this.books.held > 0 ? "sell" : "buy";
    const wanted: Wanted = { side, quantity, timeInForce: "GTC" };
    this.books.accept(wanted, this.books.nextNumber++, { isExit: false, reducing });
  }

  // Cancellations, then what reduces the position, then the rest; a target waits for what waits before it.
  #settle(asked: readonly Asked[]): void {
    const requests = asked.map((one): Numbered => [one, this.#numbersOf(one)]);
    if (requests.length === 1) {
      this.#settleOne(requests[0]);
      return;
    }
    const isCancellation = ([one]: Numbered) =>
      one.kind === "cancel" && this.books.orders.get(one.number)?.isOpen === true;
    const first = requests.filter(isCancellation);
    for (const request of first) this.#settleOne(request);
    const later: (() => void)[] = [];
    let isWaiting = false;
    for (const request of requests.filter((one) => !first.includes(one))) {
      const [one] = request;
      if (one.kind === "target" && !isWaiting) {
        const size = this.#sizeToward(one.quantity);
        if (size === 0) continue;
        if (Math.abs(size) <= this.books.reducible(Math.sign(size))) {
          this.#order(size);
          continue;
        }
        later.push(() => this.#order(size));
        isWaiting = true;
      } else if (one.kind === "close" || (one.kind === "order" && this.#reduces(one.order))) this.#settleOne(request);
      else {
        later.push(() => this.#settleOne(request));
        isWaiting ||= this.#mayChange(one);
      }
    }
    for (const settle of later) settle();
  }

  #numbersOf(asked: Asked): readonly number[] {
    const count = asked.kind === "order" ? 1 : asked.kind === "together" ? asked.orders.length : 0;
    return Array.from({ length: count }, () => this.books.nextNumber++);
  }

  #mayChange(asked: Asked): boolean {
    if (asked.kind === "replace") return this.books.orders.get(asked.number)?.isOpen === true;
    return asked.kind === "order" || asked.kind === "together";
  }

  #reduces({ side, quantity }: Wanted): boolean {
    return quantity <= this.books.reducible(side === "buy" ? 1 : -1);
  }

  #settleOne([asked, numbers]: Numbered): void {
    const { books } = this;
    if (asked.kind === "order") this.#submit(asked.order, numbers[0]);
    else if (asked.kind === "together") this.#submitTogether(asked.orders, numbers);
    else if (asked.kind === "replace") this.#replace(asked.number, asked.changes);
    else if (asked.kind === "target") this.#order(this.#sizeToward(asked.quantity));
    else if (asked.kind === "close") {
      const sign = -Math.sign(books.held);
      const units = Math.abs(books.held) - books.sum(sign, (order) => !waits(order));
      if (units > 0) this.#submit({ side: sign > 0 ? "buy" : "sell", quantity: units }, books.nextNumber++);
    } else {
      const order = books.orders.get(asked.number);
      if (order?.isOpen) books.end(order, "canceled", "REQUESTED");
      else books.deniedChanges.push(`${asked.number} ORDER_ENDED`);
    }
  }

  #submit(wanted: Wanted, number: number): void {
    const { reason, role, replaces, isGoodTillCanceled } = judge(this.books, wanted);
    if (reason !== undefined) {
      this.books.deny(wanted, number, reason);
      return;
    }
    for (const order of replaces) this.books.end(order, "canceled", "REPLACED");
    this.books.accept(isGoodTillCanceled ? lasting(wanted) : wanted, number, role);
  }

  #submitTogether(orders: readonly Wanted[], numbers: readonly number[]): void {
    const { books } = this;
    const queue = orders.map((wanted, at) => ({ wanted, number: numbers[at], rank: this.#reduces(wanted) ? 0 : 1 }));
    const gone: ReferenceOrder[] = [];
    const judged = queue
      .sort((one, other) => one.rank - other.rank)
      .map(({ wanted, number }) => {
        const verdict = judge(books, wanted, gone);
        if (verdict.reason === undefined) gone.push(...verdict.replaces);
        if (verdict.reason !== undefined) books.deny(wanted, number, verdict.reason);
        else books.accept(verdict.isGoodTillCanceled ? lasting(wanted) : wanted, number, verdict.role);
        return { number, verdict };
      });
    const isDenied = judged.some(({ verdict }) => verdict.reason !== undefined);
    for (const { number, verdict } of judged) {
      const order = books.orders.get(number) as ReferenceOrder;
      if (isDenied && order.isOpen) books.end(order, "denied", "TOGETHER");
      if (!isDenied) for (const other of verdict.replaces) if (other.isOpen) books.end(other, "canceled", "REPLACED");
    }
  }

  #replace(number: number, changes: Changes): void {
    const { books } = this;
    const order = books.orders.get(number) as ReferenceOrder;
    const { quantity, ...prices } = changes;
    const denied = (reason: string) => books.deniedChanges.push(`${number} ${reason}`);
    if (!order.isOpen) return void denied("ORDER_ENDED");
    const remaining = (quantity ?? order.quantity) - order.filled;
    if (remaining <= 0) return void denied("ALREADY_FILLED");
    const triggers = changes.stopPrice ?? changes.trailAmount ?? changes.trailFraction;
    if (order.isTriggered && triggers !== undefined) return void denied("ALREADY_TRIGGERED");
    const wanted = { ...order.terms, ...prices, quantity: remaining };
    const { reason, role, replaces } = judge(books, wanted, [order]);
    if (reason !== undefined) return void denied(reason);
    for (const other of replaces) books.end(other, "canceled", "REPLACED");
    const names = Object.keys(prices) as (keyof typeof prices)[];
    const isRepriced = names.some((name) => prices[name] !== order.terms[name]);
    const isWorse = isRepriced || remaining + order.filled > order.quantity;
    order.terms = wanted;
    order.quantity = remaining + order.filled;
    order.remaining = remaining;
    order.isExit = role.isExit;
    order.reducing = role.reducing;
    order.isReducing = role.reducing > 0;
    order.isRepriced ||= isRepriced;
    if (!isWorse) return;
    order.place = books.nextPlace++;
    order.acceptedAt = books.now;
    order.barsToSkip = books.terms.latencyBars;
    order.hasMet = false;
  }

  // One that reduces the position, or would turn it, waits for its price.
  #leavesPosition(order: ReferenceOrder): boolean {
    return order.isExit || (waits(order) && this.books.held * order.sign < 0);
  }

  // The units that a target is away from what is held and works, exits and members of groups aside.
  #sizeToward(quantity: number): number {
    let projected = this.books.held;
    for (const order of this.books.working())
      if (!this.#leavesPosition(order) && order.group === undefined) projected += order.sign * order.remaining;
    return quantity - projected;
  }

  // Orders of the other direction give way first, the newest before the others.
  #order(size: number): void {
    const sign = Math.sign(size);
    let left = Math.abs(size);
    for (const order of this.books.working().reverse()) {
      if (order.sign !== -sign || this.#leavesPosition(order) || order.group !== undefined || left === 0) continue;
      const by = Math.min(left, order.remaining);
      this.books.shrink(order, by, "TARGET_CHANGED");
      left -= by;
    }
    if (left > 0) this.#submit({ side: sign > 0 ? "buy" : "sell", quantity: left }, this.books.nextNumber++);
  }
}

// What reduces a position and says no time in force works until it is filled.
function lasting(wanted: Wanted): Wanted {
  return (wanted.type ?? "market") === "market" ? { ...wanted, timeInForce: "GTC" } : wanted;
}
