/** Direction of an order or a fill. */
export type Side = "buy" | "sell";

/** How an order's price is found. The list is closed; `matching.ts` is the one place that tells them apart. */
export type OrderType = "market" | "limit" | "stop";

/** How long an order works: until the end of its first trading day, or until it is filled or canceled. */
export type TimeInForce = "DAY" | "GTC";

/** Where an order stands. `denied` was never accepted; `rejected` was refused by the broker after it was accepted. */
export type OrderStatus = "working" | "partiallyFilled" | "filled" | "canceled" | "expired" | "denied" | "rejected";

/** What can be said of an order beside its symbol, side and quantity. */
export interface OrderOptions {
  /** Default `"market"`. */
  type?: OrderType;
  /** The worst price of a limit order. */
  limitPrice?: number;
  /** The price that triggers a stop order. */
  stopPrice?: number;
  /** Default `"DAY"` for market orders, `"GTC"` for the others. */
  timeInForce?: TimeInForce;
  /** A label that travels to the order's fills and trades. */
  tag?: string;
}

/** What a strategy asks for. */
export interface OrderRequest extends OrderOptions {
  symbol: string;
  side: Side;
  /** Positive. */
  quantity: number;
}

/** A request with an id and a status: everything a strategy ever asked for, denied requests too. */
export interface Order {
  /** `order-1`, `order-2`, ... in the order they were asked for. */
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
  /** The time of the bars whose strategy call asked for it, epoch milliseconds UTC. */
  readonly createdAt: number;
  /** When it was filled, canceled, expired, denied or rejected. */
  readonly endedAt?: number;
  readonly tag?: string;
}
