import { checkKeys, expected } from "../checks";
import { checkedRequest } from "./checked-request";
import type { Order, OrderChanges } from "./order";
import { type ChangedTerms, changeableTerms } from "./order-change";
import type { ReadInstant } from "./rare-terms";

/**
 * Returns the new terms of an order, those that `changes` names. Throws INVALID_ORDER if the order would make no sense with
 * them, and UNKNOWN_OPTION for what cannot be changed. `allowsNegative`: whether its prices may be at or below zero.
 */
export function changedTerms(
  order: Order,
  changes: OrderChanges,
  instantOf: ReadInstant,
  allowsNegative: boolean,
): ChangedTerms {
  if (typeof changes !== "object" || changes === null)
    throw expected("changes of an order", "an object such as { limitPrice: 101 }", changes, "INVALID_ORDER");
  checkKeys("replace", changes, changeableTerms);
  const names = changeableTerms.filter((name) => changes[name] !== undefined);
  if (names.length === 0)
    throw expected("changes of an order", `at least one of ${changeableTerms.join(", ")}`, "none", "INVALID_ORDER");
  const { symbol, side, quantity, type, limitPrice, stopPrice, timeInForce, trailFraction, trailAmount, expiresAt } =
    order;
  const options = { type, limitPrice, stopPrice, timeInForce, trailFraction, trailAmount, expiresAt, ...changes };
  const { quantity: wanted = quantity, ...terms } = options as typeof options & OrderChanges;
  const checked = checkedRequest(symbol, side, wanted, terms, instantOf, allowsNegative);
  return Object.fromEntries(names.map((name) => [name, checked[name]]));
}
