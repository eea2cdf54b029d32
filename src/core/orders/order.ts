import type { TimeInForce } from "./time-in-force";
import type { OrderType } from "./types/order-types";
import type { OrderPrice } from "./types/prices";

export type { TimeInForce } from "./time-in-force";
export type { OrderType } from "./types/order-types";

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
  /** The worst price of a limit order. */
  limitPrice?: number;
  /** The price that triggers a stop order. */
  stopPrice?: number;
  /** Default `"DAY"` for market orders, `"GTC"` for the others. */
  timeInForce?: TimeInForce;
  /** A label that is passed on to the order's fills and trades. */
  tag?: string;
}

/** What a strategy asks for. */
export interface OrderRequest extends OrderOptions {
  symbol: string;
  side: Side;
  /** Positive. */
  quantity: number;
}

/** A request with an id and a status. Every request of a strategy becomes one, even if it is denied. */
export interface Order extends Readonly<Partial<Record<OrderPrice, number>>> {
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
