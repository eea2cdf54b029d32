import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import { writtenPrice } from "../lots";
import { type OrderNumbers, orderId } from "../orders/numbers";
import { type ExitKind, exitKindOf, type OrderBook } from "../orders/order-book";
import type { ChangedTerms } from "../orders/order-change";
import { type CheckedRequest, exitRequest } from "../orders/requests/checked-request";
import { exitPriceOf } from "../orders/requests/exits-of-entry";
import { passivePrice } from "../orders/requests/passive-price";
import { type ExitPrice, exitNames, nameOfExits } from "../orders/types/terms";
import { type Role, WorkingOrder } from "../orders/working-order";
import type { Execution } from "./execution";

const exitRole: Role = { isExit: true, reducing: 0 };

/** Exits that came with an entry in this step, and may fill on the entry's own bar. */
export interface FreshExits {
  readonly entry: WorkingOrder;
  readonly exits: readonly WorkingOrder[];
}

/** Exits of a symbol without a group. */
interface Sharing {
  /** Those that share units, whose name is `name`. */
  readonly named: Set<WorkingOrder>;
  readonly unnamed: Set<WorkingOrder>;
  name: string;
}

/** Keeps exits and groups in step with what fills: they shrink with the position, and with one another. */
export class Exits {
  /** The exits that came with the entry filled last, until somebody takes them. */
  fresh: FreshExits | undefined = undefined;
  /** How often an exit was cut because its position became smaller. */
  cuts = 0;
  readonly #book: OrderBook;
  readonly #portfolio: Portfolio;
  readonly #journal: Journal;
  readonly #terms: EngineTerms;
  readonly #execution: Execution;
  readonly #numbers: OrderNumbers;
  // By symbol: exits without a group that share units, and those that do not yet.
  readonly #sharing: (Sharing | undefined)[] = [];
  // By symbol: no order that is no exit reduces more units than this.
  readonly #largest: number[] = [];

  constructor(
    book: OrderBook,
    portfolio: Portfolio,
    journal: Journal,
    terms: EngineTerms,
    execution: Execution,
    numbers: OrderNumbers,
  ) {
    this.#book = book;
    this.#portfolio = portfolio;
    this.#journal = journal;
    this.#terms = terms;
    this.#execution = execution;
    this.#numbers = numbers;
  }

  /** Notes the units that an order reduces which is no exit. */
  reduces({ symbolIndex, reducing }: WorkingOrder): void {
    this.#largest[symbolIndex] = Math.max(this.#largest[symbolIndex] ?? 0, reducing);
  }

  /** Gives exits that cover the same units one name, once an exit stays. */
  label(exit: WorkingOrder): void {
    if (exit.group !== undefined) return;
    const { orders } = this.#journal;
    const sharing = this.#sharingOf(exit.symbolIndex);
    const { named, unnamed } = sharing;
    unnamed.add(exit);
    if (!this.#overlap(exit)) return;
    // Those that have ended are dropped, as far as the first that works.
    for (const one of named) {
      if (one.open) break;
      named.delete(one);
    }
    const fresh = [...unnamed].filter(({ open }) => open);
    if (named.size === 0) sharing.name = nameOfExits(orders.id(fresh[0].row));
    for (const one of fresh) {
      this.#journal.grouped(one.row, sharing.name);
      named.add(one);
    }
    unnamed.clear();
  }

  /** Takes the name that an order shares with exits from it: it goes beyond the position now, and is none of them. */
  unlabel(order: WorkingOrder): void {
    const { named, unnamed } = this.#sharingOf(order.symbolIndex);
    named.delete(order);
    unnamed.delete(order);
    if (this.#journal.orders.group(order.row) !== undefined) this.#journal.grouped(order.row, undefined);
  }

  /**
   * Whether two exits, or orders that go beyond a position, compete for the same fill: they are of one group, or cover the
   * same units.
   */
  compete(one: WorkingOrder, other: WorkingOrder): boolean {
    if (one.group !== undefined || other.group !== undefined) return one.group === other.group;
    const isSameWay = one.symbolIndex === other.symbolIndex && one.sign === other.sign;
    return isSameWay && (one.isReducing || other.isReducing || this.#overlap(one));
  }

  /** Whether one of two orders that reduce positions would make the other smaller if it filled now. */
  areRivals(one: WorkingOrder, other: WorkingOrder): boolean {
    if (one.group !== undefined && one.group === other.group) return true;
    return this.#cuts(one, other) || this.#cuts(other, one);
  }

  /** Whether one of the exits of a kind for which `isAmong` holds would be cut once all that an order reduces is filled. */
  cutsSome(order: WorkingOrder, kind: ExitKind, isAmong: (exit: WorkingOrder) => boolean): boolean {
    const { symbolIndex, sign, group } = order;
    let excess = this.#excessAfter(order, kind);
    for (let exit = this.#book.oldestExit(symbolIndex, sign, kind); excess > 0; exit = exit.nextExit) {
      if (exit === undefined) return false;
      if (group !== undefined && exit.group === group) continue;
      if (isAmong(exit)) return true;
      excess = this.#execution.less(symbolIndex, excess, Math.min(excess, exit.remaining));
    }
    return false;
  }

  /**
   * Returns how many units of a position can be filled by others before an exit is cut: those that the exits of its kind do not
   * cover, and those of older ones, which are cut first. It does not count beyond `enough`.
   */
  spared(exit: WorkingOrder, enough: number): number {
    const { symbolIndex, sign } = exit;
    const kind = exitKindOf(exit);
    const held = Math.abs(this.#portfolio.quantity[symbolIndex]);
    let spared = this.#execution.less(symbolIndex, held, this.#book.sum(symbolIndex, sign, kind));
    for (let older = this.#book.oldestExit(symbolIndex, sign, kind); spared < enough; older = older.nextExit) {
      if (older === undefined || older === exit) break;
      spared = this.#execution.more(symbolIndex, spared, older.remaining);
    }
    return spared;
  }

  /** Returns by how many units the exits of a kind in an order's group, if it has one, shrink once it is filled. */
  partners(order: WorkingOrder, kind: ExitKind): number {
    let units = 0;
    if (order.group === undefined) return units;
    for (const member of this.#book.membersOf(order.group))
      if (member !== order && exitKindOf(member) === kind && member.symbolIndex === order.symbolIndex)
        units += Math.min(member.remaining, order.remaining);
    return units;
  }

  /** Takes in that an order filled `quantity` units. */
  filled(order: WorkingOrder, quantity: number, isOpening: boolean): void {
    if (order.group !== undefined) this.#shrinkGroup(order, quantity);
    if (this.#book.isBound(order.symbolIndex)) this.#cut(order);
    const { rare } = order.request;
    if (isOpening && rare !== undefined && (rare.takeProfit ?? rare.stopLoss) !== undefined)
      this.#cover(order, quantity);
  }

  // Whether another order would be cut once all that one reduces is filled.
  #cuts(one: WorkingOrder, other: WorkingOrder): boolean {
    const { symbolIndex, sign } = one;
    if (other.symbolIndex !== symbolIndex || other.sign !== sign) return false;
    if (!other.isExit) return other.reducing > this.#leftAfter(one);
    const kind = exitKindOf(other);
    let excess = this.#excessAfter(one, kind);
    for (let exit = this.#book.oldestExit(symbolIndex, sign, kind); excess > 0; exit = exit.nextExit) {
      if (exit === undefined || exit === other) return exit === other;
      if (exit !== one && (exit.group === undefined || exit.group !== one.group))
        excess = this.#execution.less(symbolIndex, excess, Math.min(excess, exit.remaining));
    }
    return false;
  }

  // Units of a position that are left once all that an order reduces is filled.
  #leftAfter({ symbolIndex, isReducing, reducing, remaining }: WorkingOrder): number {
    const held = Math.abs(this.#portfolio.quantity[symbolIndex]);
    return this.#execution.less(symbolIndex, held, Math.min(held, isReducing && reducing > 0 ? reducing : remaining));
  }

  // Units by which the exits of a kind cover more than that.
  #excessAfter(order: WorkingOrder, kind: ExitKind): number {
    const { symbolIndex, sign } = order;
    const isSameKind = order.isExit && exitKindOf(order) === kind;
    let covered = this.#book.sum(symbolIndex, sign, kind);
    if (isSameKind) covered = this.#execution.less(symbolIndex, covered, order.remaining);
    else covered = this.#execution.less(symbolIndex, covered, this.partners(order, kind));
    return this.#execution.less(symbolIndex, covered, this.#leftAfter(order));
  }

  // Whether the exits of an order's symbol and direction cover more than is held, so that some cover the same units.
  #overlap({ symbolIndex, sign }: WorkingOrder): boolean {
    const covered = this.#book.sum(symbolIndex, sign, "limit") + this.#book.sum(symbolIndex, sign, "stop");
    return covered > Math.abs(this.#portfolio.quantity[symbolIndex]);
  }

  #shrinkGroup(order: WorkingOrder, quantity: number): void {
    const members = this.#book.membersOf(order.group as string);
    const reason = `GROUP_FILLED: by=${this.#journal.orders.id(order.row)}`;
    for (const member of members) {
      if (member === order) continue;
      this.shrink(member, order.open ? Math.min(quantity, member.remaining) : member.remaining, reason);
    }
  }

  // Cuts the exits of each kind to what is held, the oldest first, and each other order that was to reduce more than that.
  #cut(filled: WorkingOrder): void {
    const { symbolIndex } = filled;
    for (const sign of [1, -1]) {
      const held = this.#portfolio.quantity[symbolIndex];
      const most = held * sign < 0 ? Math.abs(held) : 0;
      this.#cutExits(filled, sign, "limit", most);
      this.#cutExits(filled, sign, "stop", most);
      const isBeyond = most < (this.#largest[symbolIndex] ?? 0);
      if (isBeyond && this.#book.sum(symbolIndex, sign, "reducing") > most) this.#cutReducing(filled, sign, most);
    }
  }

  #cutExits({ row, symbolIndex }: WorkingOrder, sign: number, kind: "limit" | "stop", most: number): void {
    let excess = this.#book.sum(symbolIndex, sign, kind) - most;
    if (excess <= 0) return;
    let next = this.#book.oldestExit(symbolIndex, sign, kind);
    for (let exit = next; exit !== undefined && excess > 0; exit = next) {
      next = exit.nextExit;
      const taken = Math.min(excess, exit.remaining);
      excess = this.#execution.less(symbolIndex, excess, taken);
      this.cuts++;
      this.shrink(exit, taken, this.#reducedBy(row));
    }
  }

  #cutReducing({ row, symbolIndex }: WorkingOrder, sign: number, most: number): void {
    let next = this.#book.oldestOf(symbolIndex);
    for (let order = next; order !== undefined; order = next) {
      next = order.next;
      if (order.sign !== sign || order.isExit || order.reducing <= most) continue;
      const taken = this.#execution.less(symbolIndex, order.reducing, most);
      // What it was to open depends on what it was to reduce.
      this.shrink(order, most === 0 ? order.remaining : taken, this.#reducedBy(row), most);
    }
  }

  #reducedBy(row: number): string {
    return `POSITION_REDUCED: by=${this.#journal.orders.id(row)}`;
  }

  #sharingOf(symbolIndex: number): Sharing {
    this.#sharing[symbolIndex] ??= { named: new Set(), unnamed: new Set(), name: "" };
    return this.#sharing[symbolIndex];
  }

  /** Makes a working order smaller by some units, and cancels it if nothing is left of it. */
  shrink(order: WorkingOrder, by: number, reason: string, reducing?: number): void {
    const { symbolIndex, request } = order;
    const remaining = this.#execution.less(symbolIndex, order.remaining, by);
    const { time } = this.#execution;
    if (remaining === 0) this.#execution.end("orderCanceled", order, time, reason);
    else {
      this.#book.resize(order, remaining, reducing ?? Math.min(order.reducing, remaining));
      this.#change(order, { quantity: this.#execution.less(symbolIndex, request.quantity, by) }, reason);
    }
  }

  #change(order: WorkingOrder, terms: ChangedTerms, reason: string): void {
    order.request = { ...order.request, ...terms };
    this.#journal.orderChanged({ row: order.row, time: this.#execution.time, terms, reason });
  }

  // Gives what an entry opened its exits. An entry has one pair, which grows with each partial fill.
  #cover(entry: WorkingOrder, quantity: number): void {
    const working = entry.exits?.filter(({ open }) => open) ?? [];
    if (working.length === 0) {
      this.#enter(entry, quantity);
      return;
    }
    const reason = `ENTRY_FILLED: by=${this.#journal.orders.id(entry.row)}`;
    for (const exit of working) {
      const name = exit.kind.exit === "limit" ? "takeProfit" : "stopLoss";
      const terms = { [name === "takeProfit" ? "limitPrice" : "stopPrice"]: this.#priceOf(entry, name) };
      const isMoved = typeof entry.request.rare?.[name] === "object" && !exit.isRepriced;
      this.#grow(exit, quantity);
      const grown = this.#execution.more(exit.symbolIndex, exit.request.quantity, quantity);
      this.#change(exit, { quantity: grown, ...(isMoved && terms) }, reason);
    }
  }

  // An exit that was replaced by one that goes beyond the position reduces what the entry adds to it.
  #grow(exit: WorkingOrder, quantity: number): void {
    const { symbolIndex, isReducing, reducing } = exit;
    const counts = isReducing && this.#terms.behavior.countsExitsBeyond;
    const remaining = this.#execution.more(symbolIndex, exit.remaining, quantity);
    this.#book.resize(exit, remaining, counts ? this.#execution.more(symbolIndex, reducing, quantity) : 0);
    if (counts) this.reduces(exit);
  }

  #enter(entry: WorkingOrder, quantity: number): void {
    const { rare = {} } = entry.request;
    const exits: WorkingOrder[] = [];
    let ocoGroup: string | undefined;
    for (const name of exitNames) {
      if (rare[name] === undefined) continue;
      const number = this.#numbers.next();
      ocoGroup ??= nameOfExits(orderId(number));
      const price = this.#priceOf(entry, name);
      const request = exitRequest(name, entry.request, quantity, price, ocoGroup);
      exits.push(this.#accept(number, request, entry));
    }
    entry.exits = exits;
    this.fresh = { entry, exits };
  }

  #accept(number: number, request: CheckedRequest, { symbolIndex, price }: WorkingOrder): WorkingOrder {
    const { time } = this.#execution;
    const row = this.#journal.orders.add(number, symbolIndex, request, time);
    this.#journal.accepted(row);
    const exit = new WorkingOrder(row, request, symbolIndex, time, time, 0, exitRole, price);
    this.#book.add(exit);
    return exit;
  }

  #written(price: number): number {
    return this.#terms.behavior.roundsPrices ? writtenPrice(price) : price;
  }

  #priceOf(entry: WorkingOrder, name: "takeProfit" | "stopLoss"): number {
    const { request, filledNotional, remaining, symbolIndex } = entry;
    const filled = this.#execution.less(symbolIndex, request.quantity, remaining);
    const exact = exitPriceOf(name, request.rare?.[name] as ExitPrice, request.side, filledNotional / filled);
    const price = typeof request.rare?.[name] === "object" ? this.#written(exact) : exact;
    const side = request.side === "buy" ? "sell" : "buy";
    const kind = name === "takeProfit" ? "limitPrice" : "stopPrice";
    return passivePrice(kind, price, side, this.#terms.tickSize(request.symbol));
  }
}
