import type { ReferenceBooks } from "./books";
import { byRank, exitKind, type ReferenceOrder, takesAnyPrice, type Wanted } from "./order";
import { exitOnEntryBar, priceOn, written } from "./prices";

/** Fills the working orders of a step on its bar; FILLS.md sections 1 to 6. */
export class ReferenceMatching {
  readonly #books: ReferenceBooks;
  #volume = Number.POSITIVE_INFINITY;
  #reducing: ReferenceOrder[] = [];
  #priced: ReferenceOrder[] = [];

  constructor(books: ReferenceBooks) {
    this.#books = books;
  }

  /** Fills what the bar allows, what reduces the position first, and ends what has had its time. */
  match(): void {
    const { terms, bar } = this.#books;
    const share = Math.floor(terms.volumeLimit * bar[4] + 1e-9);
    this.#volume = terms.volumeLimit === Number.POSITIVE_INFINITY ? Number.POSITIVE_INFINITY : share;
    const once = this.#meet();
    this.#reducing = this.#priced.filter(({ sign }) => this.#books.held * sign < 0).sort(byRank);
    const isMember = (order: ReferenceOrder) => order.group !== undefined || this.#reducing.includes(order);
    for (const order of this.#priced.filter(isMember).sort(byRank)) {
      const at = this.#reducing.indexOf(order);
      if (at < 0) this.#doubtMember(order);
      else this.#fillReducing(order, this.#reducing.slice(at + 1));
    }
    for (const order of this.#inTurn()) this.#fillRest(order);
    const { now } = this.#books;
    for (const order of once)
      if (order.isOpen)
        this.#books.end(order, "canceled", order.timeInForce === "AUCTION" ? "AUCTION_OVER" : order.timeInForce);
    for (const order of this.#books.working()) {
      if (order.timeInForce === "DAY" && order.firstBar === now) this.#books.end(order, "expired", "DAY_OVER");
      if (order.timeInForce === "GTD" && (order.terms.expires as number) <= now)
        this.#books.end(order, "expired", "GTD");
    }
  }

  // Shows the bar to all orders. Returns those that have no other.
  #meet(): ReferenceOrder[] {
    const { bar, now, terms } = this.#books;
    const once: ReferenceOrder[] = [];
    this.#priced = [];
    for (const order of this.#books.working()) {
      order.price = Number.NaN;
      if (order.barsToSkip > 0) order.barsToSkip--;
      else {
        const isFirst = !order.hasMet;
        order.hasMet = true;
        if (isFirst) order.firstBar = now;
        if (isFirst && ["IOC", "FOK", "AUCTION"].includes(order.timeInForce)) once.push(order);
        order.price = priceOn(order, bar, terms);
        if (!Number.isNaN(order.price)) this.#priced.push(order);
      }
      order.best = order.sign > 0 ? Math.min(order.best, bar[2]) : Math.max(order.best, bar[1]);
    }
    return once;
  }

  #fillReducing(order: ReferenceOrder, later: readonly ReferenceOrder[]): void {
    const { group, moment } = order;
    const others = this.#priced.filter((other) => other !== order && other.isOpen && other.group === group);
    if (!order.isOpen) return;
    const isAfterOpen = moment !== "open" && others.some((other) => other.moment === "open");
    if (group !== undefined && isAfterOpen) return;
    const openers = group === undefined ? [] : others.filter(({ sign }) => sign !== order.sign);
    const rivals = [...later, ...openers].filter((other) => other.isOpen && other.moment === "inside");
    if (moment === "inside" && rivals.some((other) => this.#competes(order, other))) order.doubt = "TWO_OF_A_GROUP";
    if (order.timeInForce !== "FOK" || this.#fillsWhole(order)) this.#reduce(order);
  }

  // A member of a group that opens a position is doubtful if another one could have filled inside the bar before it.
  #doubtMember(order: ReferenceOrder): void {
    const isRival = (other: ReferenceOrder) =>
      other.isOpen && other.group === order.group && other.moment === "inside" && byRank(order, other) < 0;
    if (order.isOpen && order.moment === "inside" && this.#priced.some(isRival)) order.doubt = "TWO_OF_A_GROUP";
  }

  // The oldest first, but in each group what comes first within the bar.
  #inTurn(): readonly ReferenceOrder[] {
    const orders = this.#priced.filter(({ isOpen }) => isOpen).sort((one, other) => one.place - other.place);
    for (const group of new Set(orders.map((order) => order.group))) {
      if (group === undefined) continue;
      const places = [...orders.keys()].filter((at) => orders[at].group === group);
      const members = places.map((at) => orders[at]).sort(byRank);
      for (const [at, place] of places.entries()) orders[place] = members[at];
    }
    return orders;
  }

  #fillRest(order: ReferenceOrder): void {
    if (!order.isOpen || (order.timeInForce === "FOK" && !this.#fillsWhole(order))) return;
    this.#reduce(order);
    if (order.isOpen && order.isReducing && order.reducing === 0) this.#reduce(order);
    const wanted = Math.min(order.remaining, this.#volume);
    if (!order.isOpen || order.isExit || (order.isReducing && order.reducing > 0) || wanted <= 0) return;
    const { terms } = this.#books;
    if (order.sign < 0 && !terms.shorting) {
      this.#books.end(order, "canceled", "SHORTING_NOT_ALLOWED");
      return;
    }
    let paid = wanted;
    while (paid > 0 && !this.#fits(order, paid)) paid--;
    if (paid < wanted && terms.onInsufficientCash === "reject") {
      this.#books.end(order, "rejected", "INSUFFICIENT_BUYING_POWER");
      return;
    }
    const exits = paid > 0 ? this.#fill(order, paid, true) : [];
    if (order.isOpen && paid < wanted && !this.#isPaidLater(order))
      this.#books.end(order, "canceled", "INSUFFICIENT_BUYING_POWER");
    const exit = exits.length === 0 ? undefined : exitOnEntryBar(order, exits, this.#books.bar, terms);
    if (exit !== undefined) this.#reduce(exit);
  }

  #isPaidLater({ acceptedAt }: ReferenceOrder): boolean {
    const { held } = this.#books;
    return this.#books
      .working()
      .some((other) => takesAnyPrice(other.type) && other.acceptedAt === acceptedAt && held * other.sign < 0);
  }

  // Whether one of two orders that fill inside a bar would make the other smaller.
  #competes(one: ReferenceOrder, other: ReferenceOrder): boolean {
    if (one.group !== undefined && one.group === other.group) return true;
    return one.sign === other.sign && (this.#cuts(one, other) || this.#cuts(other, one));
  }

  #cuts(one: ReferenceOrder, other: ReferenceOrder): boolean {
    const held = Math.abs(this.#books.held);
    const left = held - Math.min(held, one.isReducing && one.reducing > 0 ? one.reducing : one.remaining);
    if (!other.isExit) return other.reducing > left;
    const kind = exitKind(other.type);
    const isOfKind = (exit: ReferenceOrder) => exit.isExit && exit !== one && exitKind(exit.type) === kind;
    const exits = this.#books.working().filter((exit) => exit.sign === one.sign && isOfKind(exit));
    const isPartner = (exit: ReferenceOrder) => one.group !== undefined && exit.group === one.group;
    const units = exits.map((exit) => exit.remaining - (isPartner(exit) ? Math.min(exit.remaining, one.remaining) : 0));
    let excess = units.reduce((sum, some) => sum + some, 0) - left;
    for (const [at, exit] of exits.entries()) {
      if (excess <= 0) return false;
      if (exit === other) return units[at] > 0;
      excess -= units[at];
    }
    return false;
  }

  #reducibleBy({ sign, isReducing, reducing }: ReferenceOrder): number {
    const most = this.#books.reducible(sign);
    return isReducing && reducing > 0 ? Math.min(most, reducing) : most;
  }

  #fillsWhole(order: ReferenceOrder): boolean {
    if (this.#volume < order.remaining) return false;
    const reduced = Math.min(order.remaining, this.#reducibleBy(order));
    if (reduced === order.remaining) return true;
    if (order.isExit || (order.sign < 0 && !this.#books.terms.shorting)) return false;
    return this.#fits(order, order.remaining);
  }

  // Whether gross exposure stays within the leverage times the equity, after costs and at this price.
  #fits(order: ReferenceOrder, quantity: number): boolean {
    const price = this.#slipped(order);
    const held = this.#books.held + order.sign * quantity;
    const charge = this.#commission(order, quantity, price);
    const equity = this.#books.cash - order.sign * quantity * price - charge + held * price;
    return Math.abs(held) * price <= this.#books.terms.leverage * equity + 1e-9;
  }

  #slipped({ type, sign, price }: ReferenceOrder): number {
    const slips = type !== "limit" && type !== "stopLimit";
    return slips ? price * (1 + (sign * this.#books.terms.slippageBps) / 1e4) : price;
  }

  #commission({ notional, charged }: ReferenceOrder, quantity: number, price: number): number {
    const { commissionBps, minimumCommission } = this.#books.terms;
    return Math.max(0, Math.max(minimumCommission, (commissionBps / 1e4) * (notional + quantity * price)) - charged);
  }

  #reduce(order: ReferenceOrder): void {
    const quantity = Math.min(order.remaining, this.#reducibleBy(order), this.#volume);
    if (quantity > 0) this.#fill(order, quantity, false);
  }

  // Returns the exits that came with it.
  #fill(order: ReferenceOrder, quantity: number, isOpening: boolean): readonly ReferenceOrder[] {
    const books = this.#books;
    const price = this.#slipped(order);
    const charge = this.#commission(order, quantity, price);
    books.cash -= order.sign * quantity * price + charge;
    books.held += order.sign * quantity;
    this.#volume -= quantity;
    order.notional += quantity * price;
    order.charged += charge;
    order.filled += quantity;
    order.remaining -= quantity;
    if (order.reducing > 0 && !isOpening) order.reducing -= quantity;
    order.fills.push(`${books.now}: ${order.sign * quantity} @ ${price.toFixed(6)} ${order.doubt ?? ""}`);
    order.isOpen = order.remaining > 0;
    order.status = order.isOpen ? "partiallyFilled" : "filled";
    if (order.group !== undefined)
      for (const other of books.working())
        if (other !== order && other.group === order.group)
          books.shrink(other, order.isOpen ? Math.min(quantity, other.remaining) : other.remaining, "GROUP_FILLED");
    books.cut();
    return isOpening ? this.#cover(order, quantity) : [];
  }

  // An entry has one pair of exits, which grows with each partial fill. Returns those that are new.
  #cover(entry: ReferenceOrder, quantity: number): readonly ReferenceOrder[] {
    const working = entry.exits.filter(({ isOpen }) => isOpen);
    for (const exit of working) {
      exit.remaining += quantity;
      exit.quantity += quantity;
      // What was replaced by an order beyond the position reduces what is added to it.
      if (exit.isReducing) exit.reducing += quantity;
      const name = exit.type === "limit" ? "takeProfit" : "stopLoss";
      if (typeof entry.terms[name] === "object" && !exit.isRepriced)
        exit.terms = { ...exit.terms, [exit.type === "limit" ? "limitPrice" : "stopPrice"]: exitPrice(entry, name) };
    }
    if (working.length > 0) return [];
    const names = (["takeProfit", "stopLoss"] as const).filter((name) => entry.terms[name] !== undefined);
    const ocoGroup = `exits-order-${this.#books.nextNumber}`;
    entry.exits = names.map((name) => {
      const price = exitPrice(entry, name);
      const priced = name === "takeProfit" ? { limitPrice: price } : { stopPrice: price };
      const type = name === "takeProfit" ? "limit" : "stop";
      const wanted: Wanted = { side: entry.sign > 0 ? "sell" : "buy", quantity, type, ...priced, ocoGroup };
      const exit = this.#books.accept(wanted, this.#books.nextNumber++, { isExit: true, reducing: 0 });
      exit.barsToSkip = 0;
      return exit;
    });
    return entry.exits;
  }
}

function exitPrice({ terms, notional, filled, sign }: ReferenceOrder, name: "takeProfit" | "stopLoss"): number {
  const exit = terms[name];
  if (typeof exit !== "object") return exit as number;
  const isAbove = (name === "takeProfit") === sign > 0;
  return written((notional / filled) * (isAbove ? 1 + exit.fraction : 1 - exit.fraction));
}
