import { checkKeys, expected } from "../../checks";
import type { OrderOptions, OrderRequest, OrderType, Side } from "../order";
import { type TimeInForce, timesInForce } from "../time-in-force";
import { orderTypeNames, orderTypes } from "../types/order-types";
import { exitNames, type OrderPrice, orderPriceNames, type RareTerms, rareNumbers } from "../types/terms";
import { checkExits } from "./exits-of-entry";
import { checkAbsent, checkOneOf, checkPositive, checkPrice } from "./given";
import { type ReadInstant, rareTermsOf } from "./rare-terms";

const rareKeys = [...rareNumbers, "ocoGroup", ...exitNames] as const;
const optionKeys = ["type", ...orderPriceNames, "timeInForce", "tag", ...rareKeys];

/** A request that makes sense, with every default filled in. */
export interface CheckedRequest extends Readonly<Record<OrderPrice, number | undefined>>, RareTerms {
  readonly symbol: string;
  readonly side: Side;
  readonly quantity: number;
  readonly type: OrderType;
  readonly timeInForce: TimeInForce;
  /** Whether it is `DAY` only by default. */
  readonly isDayByDefault?: boolean;
  readonly tag: string | undefined;
  /** Its rare terms once more, all together; `undefined` if it has none. */
  readonly rare?: RareTerms | undefined;
}

/**
 * Returns a strategy's request with every default filled in. Throws INVALID_ORDER if it makes no sense whatever the
 * market does: an unknown side, type or time in force, a quantity or price that is not positive, a term that is
 * missing or has no meaning for the type, or an exit on the wrong side of its entry. Throws UNKNOWN_OPTION if an option
 * is misspelled. `instantOf` reads an `expiresAt`. `allowsNegative`: whether prices of the feed, and so of
 * orders, may be at or below zero.
 */
export function checkedRequest(
  symbol: string,
  side: Side,
  quantity: number,
  options?: OrderOptions,
  instantOf?: ReadInstant,
  allowsNegative = false,
): CheckedRequest {
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
  for (const name of orderPriceNames) {
    if (kind.prices.includes(name)) checkPrice(`${name} of a ${type} order`, options[name], allowsNegative);
    else checkAbsent(`${name} of a ${type} order`, options[name], () => typesWith(name));
  }
  const timeInForce = timeInForceOf(options, type);
  const isDayByDefault = options.timeInForce === undefined && timeInForce === "DAY";
  if (tag !== undefined && typeof tag !== "string") throw expected("tag of an order", "text", tag, "INVALID_ORDER");
  const rare =
    rareKeys.some((key) => options[key] !== undefined) || kind.trails || timeInForce === "GTD"
      ? rareTermsOf(options, type, side, timeInForce, instantOf, allowsNegative)
      : undefined;
  const request = { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, isDayByDefault, tag, rare };
  if (rare === undefined) return request;
  checkExits(request, rare);
  // Copying both into a new object takes ten times as long.
  return Object.assign(request, rare);
}

/**
 * Returns a request literal `{ symbol, side, quantity, ...options }` with every default filled in. Throws as
 * `checkedRequest` does.
 */
export function checkedLiteral(request: OrderRequest, instantOf?: ReadInstant, allowsNegative = false): CheckedRequest {
  if (typeof request !== "object" || request === null)
    throw expected("an order", "{ symbol, side, quantity }", request, "INVALID_ORDER");
  const { symbol, side, quantity, ...options } = request;
  return checkedRequest(symbol, side, quantity, options, instantOf, allowsNegative);
}

/**
 * Returns the request of an exit that comes with an entry, as `checkedRequest` makes it: the entry's terms are checked
 * already. A price under a tick may have been rounded to 0, as that of any order.
 */
export function exitRequest(
  name: "takeProfit" | "stopLoss",
  { symbol, side, tag }: CheckedRequest,
  quantity: number,
  price: number,
  ocoGroup: string,
): CheckedRequest {
  const type = name === "takeProfit" ? "limit" : "stop";
  const { timeInForce } = orderTypes[type];
  return {
    symbol,
    side: side === "buy" ? "sell" : "buy",
    quantity,
    type,
    limitPrice: type === "limit" ? price : undefined,
    stopPrice: type === "stop" ? price : undefined,
    timeInForce,
    isDayByDefault: timeInForce === "DAY",
    tag,
    rare: { ocoGroup },
    ocoGroup,
  };
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
    rare: undefined,
  };
}

// Of an order that says when it expires and nothing else, that is its time in force.
function timeInForceOf({ timeInForce: given, expiresAt }: OrderOptions, type: OrderType): TimeInForce {
  const kind = orderTypes[type];
  if (given === undefined) return expiresAt === undefined || kind.auction ? kind.timeInForce : "GTD";
  checkOneOf("timeInForce of an order", timesInForce, given);
  checkOneOf(`timeInForce of a ${type} order`, kind.timesInForce, given);
  return given;
}

function typesWith(price: OrderPrice): string {
  const types = orderTypeNames.filter((one) => orderTypes[one].prices.includes(price));
  return `one of type: ${types.map((one) => `"${one}"`).join(" or ")}`;
}
