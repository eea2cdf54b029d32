import type { DoubtCode } from "../../../src/core/orders/doubts";
import type { FillMoment } from "../../../src/core/orders/types/kind";
import type { OrderType } from "../../../src/core/orders/types/order-types";
import type { ExitPrice } from "../../../src/core/orders/types/terms";

/** A bar: open, high, low, close, volume. */
export type ReferenceBar = readonly [number, number, number, number, number];

/** What a session of the reference broker is given: one symbol, daily bars, lots of 1. */
export interface ReferenceTerms {
  readonly capital: number;
  readonly leverage: number;
  readonly shorting: boolean;
  readonly volumeLimit: number;
  readonly touch: "touch" | "through";
  readonly price: "open" | "close";
  readonly slippageBps: number;
  readonly commissionBps: number;
  readonly minimumCommission: number;
  readonly latencyBars: number;
  readonly onInsufficientCash: "reduce" | "reject";
  readonly maintenance: { readonly long: number; readonly short: number } | undefined;
}

/** One order as it is asked for. `expires`: the number of the last bar of a `GTD` order. */
export interface Wanted {
  readonly side: "buy" | "sell";
  readonly quantity: number;
  readonly type?: OrderType;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly trailFraction?: number;
  readonly trailAmount?: number;
  readonly timeInForce?: "DAY" | "GTC" | "GTD" | "IOC" | "FOK";
  readonly expires?: number;
  readonly ocoGroup?: string;
  readonly takeProfit?: ExitPrice;
  readonly stopLoss?: ExitPrice;
}

/** The terms that a replacement changes. */
export type Changes = Pick<Wanted, "limitPrice" | "stopPrice" | "trailFraction" | "trailAmount"> & {
  readonly quantity?: number;
};

/** One request of a strategy. Orders are named by their numbers. */
export type Asked =
  | { readonly kind: "order"; readonly order: Wanted }
  | { readonly kind: "together"; readonly orders: readonly Wanted[] }
  | { readonly kind: "cancel"; readonly number: number }
  | { readonly kind: "replace"; readonly number: number; readonly changes: Changes }
  | { readonly kind: "close" }
  | { readonly kind: "target"; readonly quantity: number };

/** What an order is to the position. */
export interface ReferenceRole {
  readonly isExit: boolean;
  readonly reducing: number;
}

/** An order of the reference broker, with all that it remembers. */
export class ReferenceOrder {
  readonly number: number;
  readonly sign: number;
  readonly type: OrderType;
  terms: Wanted;
  readonly timeInForce: string;
  quantity: number;
  remaining: number;
  filled = 0;
  isOpen = true;
  status = "working";
  reason = "";
  isExit: boolean;
  isReducing: boolean;
  reducing: number;
  acceptedAt: number;
  place: number;
  barsToSkip: number;
  hasMet = false;
  /** The number of the first bar that it could fill on. */
  firstBar = -1;
  isTriggered = false;
  /** Of a trailing stop. */
  best: number;
  isRepriced = false;
  price = Number.NaN;
  moment: FillMoment = "open";
  doubt: DoubtCode | undefined = undefined;
  notional = 0;
  charged = 0;
  exits: readonly ReferenceOrder[] = [];
  readonly fills: string[] = [];

  constructor(
    number: number,
    place: number,
    terms: Wanted,
    role: ReferenceRole,
    now: number,
    close: number,
    skip: number,
  ) {
    const { type = "market", side, quantity, expires } = terms;
    this.number = number;
    this.place = place;
    this.terms = terms;
    this.type = type;
    this.sign = side === "buy" ? 1 : -1;
    this.quantity = quantity;
    this.remaining = quantity;
    this.isExit = role.isExit;
    this.reducing = role.reducing;
    this.isReducing = role.reducing > 0;
    this.acceptedAt = now;
    this.best = close;
    this.barsToSkip = skip;
    const others = expires === undefined ? "GTC" : "GTD";
    const usual = type === "market" ? "DAY" : type.startsWith("marketOn") ? "AUCTION" : others;
    this.timeInForce = terms.timeInForce ?? usual;
  }

  get group(): string | undefined {
    return this.terms.ocoGroup;
  }
}

/** Whether an order of a type takes any price. */
export function takesAnyPrice(type: OrderType): boolean {
  return type.startsWith("market");
}

/** Which exit an order of a type can be. */
export function exitKind(type: OrderType): "limit" | "stop" | undefined {
  if (takesAnyPrice(type)) return undefined;
  return type === "limit" ? "limit" : "stop";
}

/** What comes first within a bar: the open, stops inside it, limits inside it, the close. */
export function rankOf({ moment, type }: ReferenceOrder): number {
  if (moment === "open") return 0;
  if (moment === "close") return 3;
  return exitKind(type) === "limit" ? 2 : 1;
}

/** Orders by rank, the oldest first within each. */
export function byRank(one: ReferenceOrder, other: ReferenceOrder): number {
  return rankOf(one) - rankOf(other) || one.place - other.place;
}

/** Whether an order waits for a price. */
export function waits({ isExit, type }: ReferenceOrder): boolean {
  return isExit || exitKind(type) !== undefined;
}
