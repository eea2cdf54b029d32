import { withoutDust } from "../lots";
import type { Role, WorkingOrder } from "./working-order";

/** What a working order is to a position of the other direction: an exit of one of two kinds, or no exit. */
export type ExitKind = "none" | "limit" | "stop";

/**
 * What is summed up: the orders of a kind of exit, others that wait for a price, all others, and what orders that are no exits
 * reduce of a position. Under older rules those that wait for a price are among all others.
 */
export type Summed = ExitKind | "waiting" | "reducing";

/** What the behavior of a session says of its book. */
export interface BookRules {
  readonly clearsDustOfDifferences: boolean;
  readonly closesBesideCrossings: boolean;
}

/** The working orders of a session, all and by symbol, oldest first. */
export class OrderBook {
  /** Working orders. */
  count = 0;
  /** The oldest of all. `after` leads to the others. */
  oldest: WorkingOrder | undefined = undefined;
  /** How many times orders were taken out, or what they will fill was changed. Otherwise it only grows at its end. */
  removals = 0;
  readonly #lotSizes: Float64Array;
  // 1 if sums are in whole lots again however small they are beside their parts, else 0.
  readonly #wide: number;
  readonly #tellsWaiting: boolean;
  readonly #oldestOf: (WorkingOrder | undefined)[];
  // By symbol, direction and kind.
  readonly #oldestExits: (WorkingOrder | undefined)[];
  readonly #newestExits: (WorkingOrder | undefined)[];
  // By symbol: exits, and orders that go beyond a position on purpose.
  readonly #bound: Int32Array;
  // By symbol, direction and what is summed up: units that they have still to fill.
  readonly #sums: Float64Array;
  // By symbol: members of groups that are no exits.
  readonly #grouped: Int32Array;
  readonly #groups = new Map<string, WorkingOrder[] | Set<WorkingOrder>>();
  #places = 0;
  // Made when an order is looked for by its row for the first time.
  #byRow: Map<number, WorkingOrder> | undefined;

  /** `lotSizes`: by symbol. */
  constructor(lotSizes: Float64Array, { clearsDustOfDifferences, closesBesideCrossings }: BookRules) {
    const { length } = lotSizes;
    this.#wide = clearsDustOfDifferences ? 1 : 0;
    this.#tellsWaiting = closesBesideCrossings;
    this.#lotSizes = lotSizes;
    this.#oldestOf = new Array(length).fill(undefined);
    this.#oldestExits = new Array(length * WIDTH).fill(undefined);
    this.#newestExits = new Array(length * WIDTH).fill(undefined);
    this.#bound = new Int32Array(length);
    this.#grouped = new Int32Array(length);
    this.#sums = new Float64Array(length * WIDTH);
  }

  /** The newest of all. */
  get newest(): WorkingOrder | undefined {
    return this.oldest?.before;
  }

  /** Returns the oldest working order of a symbol, from which `next` leads to the others. */
  oldestOf(symbolIndex: number): WorkingOrder | undefined {
    return this.#oldestOf[symbolIndex];
  }

  /** Returns the newest working order of a symbol, from which `previous` leads to the others, and from the oldest to it. */
  newestOf(symbolIndex: number): WorkingOrder | undefined {
    return this.#oldestOf[symbolIndex]?.previous;
  }

  /** Returns the oldest working exit of a symbol, direction and kind, from which `nextExit` leads to the others. */
  oldestExit(symbolIndex: number, sign: number, kind: ExitKind): WorkingOrder | undefined {
    return this.#oldestExits[symbolIndex * WIDTH + slotOf(sign, kind)];
  }

  /** Whether a symbol has orders that depend on how much of it is held. */
  isBound(symbolIndex: number): boolean {
    return this.#bound[symbolIndex] > 0;
  }

  /** Whether an order that is no exit waits for a price, so that it leaves a position of the other direction to others until then. */
  isWaiting({ isExit, kind }: WorkingOrder): boolean {
    return this.#tellsWaiting && !isExit && kind.exit !== undefined;
  }

  /** Whether a symbol has members of groups that are no exits. */
  isGrouped(symbolIndex: number): boolean {
    return this.#grouped[symbolIndex] > 0;
  }

  /** Returns the working exits of a symbol and direction, of both kinds, oldest first: a copy. */
  exitsOf(symbolIndex: number, sign: number): WorkingOrder[] {
    const exits: WorkingOrder[] = [];
    let limit = this.oldestExit(symbolIndex, sign, "limit");
    let stop = this.oldestExit(symbolIndex, sign, "stop");
    while (limit !== undefined || stop !== undefined) {
      if (stop === undefined || (limit !== undefined && limit.place < stop.place)) {
        exits.push(limit as WorkingOrder);
        limit = limit?.nextExit;
      } else {
        exits.push(stop);
        stop = stop.nextExit;
      }
    }
    return exits;
  }

  /** Returns the working order in a row of the ledger. */
  find(row: number): WorkingOrder | undefined {
    if (this.#byRow === undefined) {
      this.#byRow = new Map();
      for (let order = this.oldest; order !== undefined; order = order.after) this.#byRow.set(order.row, order);
    }
    return this.#byRow.get(row);
  }

  /** Returns the working orders of a group: a copy. */
  membersOf(group: string): WorkingOrder[] {
    return [...(this.#groups.get(group) ?? [])];
  }

  /** Returns all working orders, oldest first: a copy, so that orders can be taken out meanwhile. */
  all(): WorkingOrder[] {
    const orders: WorkingOrder[] = [];
    for (let order = this.oldest; order !== undefined; order = order.after) orders.push(order);
    return orders;
  }

  /**
   * Returns the units that orders of a symbol have still to fill in one direction, 1 for purchases, -1 for sales: of the
   * exits of one kind, of other limit and stop orders, of all others, or what those that are no exits reduce.
   */
  sum(symbolIndex: number, sign: number, kind: Summed): number {
    return this.#sums[symbolIndex * WIDTH + slotOf(sign, kind)];
  }

  /** Returns the same sum of the orders that are on their way to the market. It looks at each order of the symbol. */
  sumOnItsWay(symbolIndex: number, sign: number): number {
    let sum = 0;
    for (let order = this.oldestOf(symbolIndex); order !== undefined; order = order.next)
      if (order.sign === sign && isOnItsWay(order))
        sum = withoutDust(sum + order.remaining, this.#lotSizes[symbolIndex], Math.max(sum, order.remaining));
    return sum;
  }

  /** Adds an order after all others. */
  add(order: WorkingOrder): void {
    this.#append(order);
    this.count++;
    this.#byRow?.set(order.row, order);
    if (order.group !== undefined) this.#join(order, order.group);
    if (isGrouped(order)) this.#grouped[order.symbolIndex]++;
    if (isBound(order)) this.#bound[order.symbolIndex]++;
    if (order.isExit) this.#appendExit(order);
    this.#count(order, 1);
  }

  /** Takes an order out. */
  remove(order: WorkingOrder): void {
    this.#detach(order);
    this.count--;
    this.#byRow?.delete(order.row);
    if (order.group !== undefined) this.#quit(order, order.group);
    if (isGrouped(order)) this.#grouped[order.symbolIndex]--;
    this.removals++;
    if (isBound(order)) this.#bound[order.symbolIndex]--;
    if (order.isExit) this.#detachExit(order);
    this.#count(order, -1);
  }

  /** Takes an order out that has nothing left to fill. */
  complete(order: WorkingOrder): void {
    this.remove(order);
    order.remaining = 0;
    order.reducing = 0;
  }

  /** Gives an order other units to fill and another role, in its place or behind all others. */
  revise(order: WorkingOrder, remaining: number, { isExit, reducing }: Role, isInItsPlace: boolean): void {
    this.#count(order, -1);
    if (isGrouped(order)) this.#grouped[order.symbolIndex]--;
    const staysExit = isInItsPlace && isExit && order.isExit;
    if (order.isExit && !staysExit) this.#detachExit(order);
    if (isBound(order)) this.#bound[order.symbolIndex]--;
    if (!isInItsPlace) {
      this.#detach(order);
      this.#append(order);
    }
    order.remaining = remaining;
    order.isExit = isExit;
    order.reducing = reducing;
    order.isReducing = reducing > 0;
    if (!isInItsPlace) order.met = false;
    this.removals++;
    if (isGrouped(order)) this.#grouped[order.symbolIndex]++;
    if (isExit && !staysExit) this.#appendExit(order);
    if (isBound(order)) this.#bound[order.symbolIndex]++;
    this.#count(order, 1);
  }

  /** Changes the units that an order has still to fill, and those of them that reduce a position. */
  resize(order: WorkingOrder, remaining: number, reducing: number): void {
    this.#count(order, -1);
    order.remaining = remaining;
    order.reducing = reducing;
    this.#count(order, 1);
    this.removals++;
  }

  /** Returns what `judge` says as if some orders had nothing left. They have it again after that. */
  without<Result>(orders: readonly WorkingOrder[], judge: () => Result): Result {
    if (orders.length === 0) return judge();
    const left = orders.map(({ remaining, reducing }) => ({ remaining, reducing }));
    for (const order of orders) this.resize(order, 0, 0);
    try {
      return judge();
    } finally {
      for (let at = 0; at < orders.length; at++) this.resize(orders[at], left[at].remaining, left[at].reducing);
    }
  }

  #join(order: WorkingOrder, group: string): void {
    const members = this.#groups.get(group);
    if (members === undefined) this.#groups.set(group, [order]);
    else if (!Array.isArray(members)) members.add(order);
    else if (members.length < FEW) members.push(order);
    else this.#groups.set(group, new Set(members).add(order));
  }

  #quit(order: WorkingOrder, group: string): void {
    const members = this.#groups.get(group);
    if (members === undefined) return;
    if (Array.isArray(members)) members.splice(members.indexOf(order), 1);
    else members.delete(order);
    if ((Array.isArray(members) ? members.length : members.size) === 0) this.#groups.delete(group);
  }

  // The newest order is found from the oldest: storing a new object in one that lives long takes much longer than in
  // another new one.
  #append(order: WorkingOrder): void {
    const { symbolIndex } = order;
    order.place = this.#places++;
    order.after = undefined;
    const { oldest } = this;
    if (oldest === undefined) this.oldest = order;
    else oldest.before.after = order;
    order.before = oldest === undefined ? order : oldest.before;
    if (oldest !== undefined) oldest.before = order;
    order.next = undefined;
    const first = this.#oldestOf[symbolIndex];
    if (first === undefined) this.#oldestOf[symbolIndex] = order;
    else first.previous.next = order;
    order.previous = first === undefined ? order : first.previous;
    if (first !== undefined) first.previous = order;
  }

  // The order keeps its own links, so that a walk over the orders can go on behind it.
  #detach(order: WorkingOrder): void {
    const { symbolIndex, before, after, previous, next } = order;
    if (order === this.oldest) this.oldest = after;
    else before.after = after;
    const later = after ?? this.oldest;
    if (later !== undefined) later.before = before;
    if (order === this.#oldestOf[symbolIndex]) this.#oldestOf[symbolIndex] = next;
    else previous.next = next;
    const nextOne = next ?? this.#oldestOf[symbolIndex];
    if (nextOne !== undefined) nextOne.previous = previous;
  }

  // Behind the exits in older places; nearly always that is the end.
  #appendExit(exit: WorkingOrder): void {
    const at = exit.symbolIndex * WIDTH + slotOf(exit.sign, exitKindOf(exit));
    let previous = this.#newestExits[at];
    while (previous !== undefined && previous.place > exit.place) previous = previous.previousExit;
    const next = previous === undefined ? this.#oldestExits[at] : previous.nextExit;
    exit.previousExit = previous;
    exit.nextExit = next;
    if (previous === undefined) this.#oldestExits[at] = exit;
    else previous.nextExit = exit;
    if (next === undefined) this.#newestExits[at] = exit;
    else next.previousExit = exit;
  }

  #detachExit(exit: WorkingOrder): void {
    const at = exit.symbolIndex * WIDTH + slotOf(exit.sign, exitKindOf(exit));
    const { previousExit, nextExit } = exit;
    if (previousExit === undefined) this.#oldestExits[at] = nextExit;
    else previousExit.nextExit = nextExit;
    if (nextExit === undefined) this.#newestExits[at] = previousExit;
    else nextExit.previousExit = previousExit;
  }

  // Adds an order to the sums, or takes it out: sums of whole lots are exact, so that their order does not matter.
  #count(order: WorkingOrder, factor: 1 | -1): void {
    const { remaining, reducing, symbolIndex, sign, isExit, kind } = order;
    if (remaining === 0) return;
    const first = symbolIndex * WIDTH + (sign > 0 ? 0 : HALF);
    const slot = isExit ? slots[kind.exit as ExitKind] : this.isWaiting(order) ? slots.waiting : slots.none;
    this.#change(first + slot, symbolIndex, factor * remaining);
    if (reducing > 0) this.#change(first + slots.reducing, symbolIndex, factor * reducing);
  }

  #change(at: number, symbolIndex: number, quantity: number): void {
    const before = this.#sums[at];
    const sum = before + quantity;
    const size = Math.max(before, Math.abs(quantity));
    this.#sums[at] = withoutDust(sum, this.#lotSizes[symbolIndex], size, this.#wide * size);
  }
}

/** Returns what an order is to a position: an exit of one of two kinds, or no exit. */
export function exitKindOf({ isExit, kind }: WorkingOrder): ExitKind {
  return isExit ? (kind.exit as ExitKind) : "none";
}

/**
 * Whether an order takes any price and has met no bar yet. Replacing such an order would delay it again at every bar.
 */
export function isOnItsWay({ kind, met }: WorkingOrder): boolean {
  return kind.anyPrice && !met;
}

function isGrouped({ group, isExit }: WorkingOrder): boolean {
  return group !== undefined && !isExit;
}

function isBound({ isExit, isReducing }: WorkingOrder): boolean {
  return isExit || isReducing;
}

// Members of a group in an array. Most groups are the two exits of a bracket, of which a set costs several times as much.
const FEW = 8;

const slots: Readonly<Record<Summed, number>> = { none: 0, limit: 1, stop: 2, reducing: 3, waiting: 4 };
// Five sums in each of two directions.
const HALF = 5;
const WIDTH = 2 * HALF;

function slotOf(sign: number, kind: Summed): number {
  return (sign > 0 ? 0 : HALF) + slots[kind];
}
