import { checkKeys, expected } from "../checks";
import type { OrderOptions, OrderRequest, OrderType, Side } from "./order";
import { type TimeInForce, timesInForce } from "./time-in-force";
import { orderTypeNames, orderTypes } from "./types/order-types";
import { type OrderPrice, orderPriceNames } from "./types/prices";

const optionKeys = ["type", ...orderPriceNames, "timeInForce", "tag"];

/** A request that makes sense, with every default filled in. */
export interface CheckedRequest extends Readonly<Record<OrderPrice, number | undefined>> {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** Whether it is `DAY` only by default. */
  readonly isDayByDefault?: boolean;
  readonly tag: string | undefined;
  /** Whether it ends as soon as there is no position that it reduces. Only the broker's own orders do. */
  readonly reducesOnly?: true;
}

/**
 * Returns a strategy's request with every default filled in. Throws INVALID_ORDER if it makes no sense whatever the
 * market does: an unknown side, type or time in force, a quantity or price that is not positive, or a price that is
 * missing or has no meaning for the type. Throws UNKNOWN_OPTION if an option is misspelled.
 */
export function checkedRequest(symbol: string, side: Side, quantity: number, options?: OrderOptions): CheckedRequest {
  if (typeof symbol !== "string") throw expected("symbol of an order", "text", symbol, "INVALID_ORDER");
  if (side !== "buy" && side !== "sell") throw expected("side of an order", '"buy" or "sell"', side, "INVALID_ORDER");
  checkPositive("quantity of an order", quantity);
  if (options === undefined) return marketOrder(symbol, side, quantity);
  if (typeof options !== "object" || options === null)
    throw expected("options of an order", "an object", options, "INVALID_ORDER");
  checkKeys("an order", options, optionKeys);
  const { type = "market", limitPrice, stopPrice, tag } = options;
  checkOneOf("type of an order", orderTypeNames, type);
  const kind = orderTypes[type];
  for (const name of orderPriceNames) checkPrice(name, options[name], kind.prices.includes(name), type);
  const { timeInForce = kind.timeInForce } = options;
  const isDayByDefault = options.timeInForce === undefined && timeInForce === "DAY";
  checkOneOf("timeInForce of an order", timesInForce, timeInForce);
  if (tag !== undefined && typeof tag !== "string") throw expected("tag of an order", "text", tag, "INVALID_ORDER");
  return { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, isDayByDefault, tag };
}

/**
 * Returns a request literal `{ symbol, side, quantity, ...options }` with every default filled in. Throws as
 * `checkedRequest` does.
 */
export function checkedLiteral(request: OrderRequest): CheckedRequest {
  if (typeof request !== "object" || request === null)
    throw expected("an order", "{ symbol, side, quantity }", request, "INVALID_ORDER");
  const { symbol, side, quantity, ...options } = request;
  return checkedRequest(symbol, side, quantity, options);
}

// Most orders are of this kind. It saves the checks of options.
function marketOrder(symbol: string, side: Side, quantity: number): CheckedRequest {
  return {
    symbol,
    side,
    quantity,
    type: "market",
    limitPrice: undefined,
    stopPrice: undefined,
    timeInForce: orderTypes.market.timeInForce,
    isDayByDefault: orderTypes.market.timeInForce === "DAY",
    tag: undefined,
  };
}

function checkPositive(name: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < Infinity) return;
  throw expected(name, "a positive number", value, "INVALID_ORDER");
}

function checkPrice(name: string, price: unknown, wanted: boolean, type: OrderType): void {
  if (wanted) checkPositive(`${name} of a ${type} order`, price);
  else if (price !== undefined) throw expected(`${name} of a ${type} order`, "absent", price, "INVALID_ORDER");
}

function checkOneOf(name: string, known: readonly string[], value: unknown): void {
  if (typeof value === "string" && known.includes(value)) return;
  throw expected(name, `one of ${known.map((word) => `"${word}"`).join(", ")}`, value, "INVALID_ORDER");
}
