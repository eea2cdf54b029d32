import type { TimeInForce } from "./time-in-force";
import type { OrderType } from "./types/order-types";
import type { ExitPrice, OrderPrice, RareTerms } from "./types/terms";

export type { TimeInForce } from "./time-in-force";
export type { OrderType } from "./types/order-types";
export type { ExitPrice } from "./types/terms";

/** Direction of an order or a fill. */
export type Side = "buy" | "sell";

/** The statuses of an order, in the order of their numbers in the ledger. */
export const orderStatuses = [
  "working",
  "partiallyFilled",
  "filled",
  "canceled",
  "expired",
  "denied",
  "rejected",
] as const;

/** The status of an order. A `denied` order was never accepted; a `rejected` one was refused by the broker later. */
export type OrderStatus = (typeof orderStatuses)[number];

/** Options of an order besides its symbol, side and quantity. */
export interface OrderOptions extends Partial<Record<OrderPrice, number>> {
  /** Default `"market"`. */
  type?: OrderType;
  /** The worst price of a limit order, and of a stop-limit order once it is triggered. */
  limitPrice?: number;
  /** The price that triggers a stop or stop-limit order. */
  stopPrice?: number;
  /** How far a trailing stop stays behind the best price since it was accepted, a fraction of it. */
  trailFraction?: number;
  /** The same in units of the price. */
  trailAmount?: number;
  /** Default `"DAY"` for market orders that open a position, `"GTC"` for the others. */
  timeInForce?: TimeInForce;
  /** When a `"GTD"` order ends: an ISO instant, a date (the end of that trading day), or epoch milliseconds. */
  expiresAt?: number | string | Date;
  /** A label that is passed on to the order's fills and trades. */
  tag?: string;
  /** Of the orders of one group, one that fills cancels the others. One that fills in part shrinks them. */
  ocoGroup?: string;
  /** A limit exit for what the order opens: its price, or `{ fraction }` of the entry's average price. */
  takeProfit?: ExitPrice;
  /** A stop exit for what the order opens: its price, or `{ fraction }` of the entry's average price. */
  stopLoss?: ExitPrice;
}

/** What a strategy asks for. */
export interface OrderRequest extends OrderOptions {
  symbol: string;
  side: Side;
  /** Positive. */
  quantity: number;
}

/** What an order toward a target can have beside its size. */
export type TargetOptions = Pick<OrderOptions, "tag">;

/** What can be changed of a working order; docs/broker.md, "Cancel and replace". */
export type OrderChanges = Partial<
  Pick<OrderRequest, "quantity" | "limitPrice" | "stopPrice" | "trailFraction" | "trailAmount" | "expiresAt">
>;

/** A request with an id and a status. Every request of a strategy becomes one, even if it is denied. */
export interface Order extends Readonly<Partial<Record<OrderPrice, number>>>, RareTerms {
  /** `order-1`, `order-2`, ... in the order of the requests. */
  readonly id: string;
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly type: OrderType;
  readonly limitPrice?: number;
  readonly stopPrice?: number;
  readonly timeInForce: TimeInForce;
  readonly status: OrderStatus;
  /** Why it was denied, rejected, canceled or expired: `CODE` or `CODE: key=value, ...`. */
  readonly reason?: string;
  readonly filledQuantity: number;
  /** Average price of its fills; absent before the first. */
  readonly averagePrice?: number;
  /** The time of the step in which the strategy placed it, epoch milliseconds UTC. */
  readonly createdAt: number;
  /** When it was filled, canceled, expired, denied or rejected. */
  readonly endedAt?: number;
  readonly tag?: string;
}
