import { withoutDust } from "../lots";
import type { WorkingOrder } from "./working-order";

/** What a working order is to a position of the other direction: an exit of one of two kinds, or no exit. */
export type ExitKind = "none" | "limit" | "stop";

/** Orders that are summed up: those of a kind of exit, or those that take any price and have not met a bar yet. */
export type Summed = ExitKind | "onItsWay";

/** The working orders of a session, all and by symbol, oldest first. */
export class OrderBook {
  /** Working orders. */
  count = 0;
  /** The oldest of all. `after` leads to the others. */
  oldest: WorkingOrder | undefined = undefined;
  newest: WorkingOrder | undefined = undefined;
  /** How many times orders were taken out, or what they will fill was changed. Otherwise it only grows at its end. */
  removals = 0;
  readonly #lotSizes: Float64Array;
  readonly #oldestOf: (WorkingOrder | undefined)[];
  readonly #newestOf: (WorkingOrder | undefined)[];
  // By symbol: exits, and orders that go beyond a position on purpose.
  readonly #bound: Int32Array;
  // By symbol, direction and kind of exit: units that they have still to fill; known where the symbol is not stale.
  readonly #sums: Float64Array;
  readonly #isStale: Uint8Array;
  #places = 0;
  // Made when an order is looked for by its row for the first time.
  #byRow: Map<number, WorkingOrder> | undefined;

  /** `lotSizes`: by symbol. */
  constructor(lotSizes: Float64Array) {
    const { length } = lotSizes;
    this.#lotSizes = lotSizes;
    this.#oldestOf = new Array(length).fill(undefined);
    this.#newestOf = new Array(length).fill(undefined);
    this.#bound = new Int32Array(length);
    this.#sums = new Float64Array(length * WIDTH);
    this.#isStale = new Uint8Array(length);
  }

  /** Returns the oldest working order of a symbol, from which `next` leads to the others. */
  oldestOf(symbolIndex: number): WorkingOrder | undefined {
    return this.#oldestOf[symbolIndex];
  }

  /** Whether a symbol has orders that depend on how much of it is held. */
  isBound(symbolIndex: number): boolean {
    return this.#bound[symbolIndex] > 0;
  }

  /** Returns the working order in a row of the ledger. */
  find(row: number): WorkingOrder | undefined {
    if (this.#byRow === undefined) {
      this.#byRow = new Map();
      for (let order = this.oldest; order !== undefined; order = order.after) this.#byRow.set(order.row, order);
    }
    return this.#byRow.get(row);
  }

  /** Returns all working orders, oldest first: a copy, so that orders can be taken out meanwhile. */
  all(): WorkingOrder[] {
    const orders: WorkingOrder[] = [];
    for (let order = this.oldest; order !== undefined; order = order.after) orders.push(order);
    return orders;
  }

  /**
   * Returns the units that orders of a symbol have still to fill in one direction, 1 for purchases, -1 for sales: of the
   * exits of one kind, of the orders that are no exits, or of those of them that are on their way to the market.
   */
  sum(symbolIndex: number, sign: number, kind: Summed): number {
    if (this.#oldestOf[symbolIndex] === undefined) return 0;
    if (this.#isStale[symbolIndex] !== 0) this.#sumUp(symbolIndex);
    return this.#sums[symbolIndex * WIDTH + slotOf(sign, kind)];
  }

  /** Adds an order after all others. */
  add(order: WorkingOrder): void {
    const { symbolIndex } = order;
    order.place = this.#places++;
    order.before = this.newest;
    if (this.newest === undefined) this.oldest = order;
    else this.newest.after = order;
    this.newest = order;
    const newest = this.#newestOf[symbolIndex];
    order.previous = newest;
    if (newest === undefined) this.#oldestOf[symbolIndex] = order;
    else newest.next = order;
    this.#newestOf[symbolIndex] = order;
    this.count++;
    this.#byRow?.set(order.row, order);
    if (order.isExit || order.isBeyond) this.#bound[symbolIndex]++;
    if (newest === undefined) this.#isStale[symbolIndex] = 1;
    else if (this.#isStale[symbolIndex] === 0) this.#count(order);
  }

  /** Takes an order out. */
  remove(order: WorkingOrder): void {
    const { symbolIndex, before, after, previous, next } = order;
    if (before === undefined) this.oldest = after;
    else before.after = after;
    if (after === undefined) this.newest = before;
    else after.before = before;
    if (previous === undefined) this.#oldestOf[symbolIndex] = next;
    else previous.next = next;
    if (next === undefined) this.#newestOf[symbolIndex] = previous;
    else next.previous = previous;
    this.count--;
    this.#byRow?.delete(order.row);
    if (order.isExit || order.isBeyond) this.#bound[symbolIndex]--;
    this.changed(order);
  }

  /** Puts an order that was taken out back: in its old place, or behind all others. */
  restore(order: WorkingOrder, inItsPlace: boolean): void {
    const { place } = order;
    const later = inItsPlace ? this.all().filter((other) => other.place > place) : [];
    for (const other of later) this.remove(other);
    for (const other of [order, ...later]) {
      other.after = undefined;
      other.next = undefined;
      this.add(other);
    }
  }

  /** Notes that an order has met a bar, so that it is no longer on its way. */
  met({ symbolIndex }: WorkingOrder): void {
    this.#isStale[symbolIndex] = 1;
  }

  /** Notes that what an order has still to fill has changed. */
  changed({ symbolIndex }: WorkingOrder): void {
    this.removals++;
    this.#isStale[symbolIndex] = 1;
  }

  #sumUp(symbolIndex: number): void {
    this.#sums.fill(0, symbolIndex * WIDTH, (symbolIndex + 1) * WIDTH);
    for (let order = this.#oldestOf[symbolIndex]; order !== undefined; order = order.next) this.#count(order);
    this.#isStale[symbolIndex] = 0;
  }

  #count(order: WorkingOrder): void {
    const { symbolIndex, sign, remaining } = order;
    this.#sum(symbolIndex * WIDTH + slotOf(sign, exitKindOf(order)), symbolIndex, remaining);
    if (isOnItsWay(order)) this.#sum(symbolIndex * WIDTH + slotOf(sign, "onItsWay"), symbolIndex, remaining);
  }

  #sum(at: number, symbolIndex: number, remaining: number): void {
    const sum = this.#sums[at] + remaining;
    this.#sums[at] = withoutDust(sum, this.#lotSizes[symbolIndex], sum);
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

const slots: Readonly<Record<Summed, number>> = { none: 0, limit: 1, stop: 2, onItsWay: 3 };
// Four sums in two directions.
const WIDTH = 8;

function slotOf(sign: number, kind: Summed): number {
  return (sign > 0 ? 0 : 4) + slots[kind];
}
