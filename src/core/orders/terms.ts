import { checkKeys, expected } from "../checks";
import type { OrderOptions, OrderRequest, OrderType, Side, TimeInForce } from "./order";
import type { OrderTerms } from "./working-order";

const optionKeys = ["type", "limitPrice", "stopPrice", "timeInForce", "tag"];
const types: readonly OrderType[] = ["market", "limit", "stop"];
const timesInForce: readonly TimeInForce[] = ["DAY", "GTC"];

/**
 * Returns what a request asks for with every default filled in. Throws INVALID_ORDER when it makes no sense whatever the
 * market does: an unknown side, type or time in force, a quantity or price that is not positive, a price that is missing
 * or has no meaning for the type; UNKNOWN_OPTION when an option is misspelled.
 */
export function orderTerms(symbol: string, side: Side, quantity: number, options?: OrderOptions): OrderTerms {
  if (typeof symbol !== "string") throw expected("symbol of an order", "text", symbol, "INVALID_ORDER");
  if (side !== "buy" && side !== "sell") throw expected("side of an order", '"buy" or "sell"', side, "INVALID_ORDER");
  checkPositive("quantity of an order", quantity);
  if (options === undefined) return marketOrder(symbol, side, quantity);
  if (typeof options !== "object" || options === null)
    throw expected("options of an order", "an object", options, "INVALID_ORDER");
  checkKeys("an order", options, optionKeys);
  const { type = "market", limitPrice, stopPrice, tag } = options;
  checkOneOf("type of an order", types, type);
  checkPrice("limitPrice", limitPrice, type === "limit", type);
  checkPrice("stopPrice", stopPrice, type === "stop", type);
  const { timeInForce = type === "market" ? "DAY" : "GTC" } = options;
  checkOneOf("timeInForce of an order", timesInForce, timeInForce);
  if (tag !== undefined && typeof tag !== "string") throw expected("tag of an order", "text", tag, "INVALID_ORDER");
  return { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, tag };
}

/** Returns the terms of a request literal `{ symbol, side, quantity, ...options }`. Throws as `orderTerms` does. */
export function requestTerms(request: OrderRequest): OrderTerms {
  if (typeof request !== "object" || request === null)
    throw expected("an order", "{ symbol, side, quantity }", request, "INVALID_ORDER");
  const { symbol, side, quantity, ...options } = request;
  return orderTerms(symbol, side, quantity, options);
}

function marketOrder(symbol: string, side: Side, quantity: number): OrderTerms {
  return {
    symbol,
    side,
    quantity,
    type: "market",
    limitPrice: undefined,
    stopPrice: undefined,
    timeInForce: "DAY",
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
