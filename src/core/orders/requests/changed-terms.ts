import { checkKeys, expected } from "../../checks";
import type { Order, OrderChanges } from "../order";
import { type ChangedTerms, changeableTerms } from "../order-change";
import { exitNames, orderPriceNames, rareNumbers } from "../types/terms";
import { checkedRequest } from "./checked-request";
import type { ReadInstant } from "./rare-terms";

// What an order is checked by again: its exits must stay on the right sides of its price.
const termNames = ["type", "timeInForce", ...orderPriceNames, ...rareNumbers, ...exitNames] as const;

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
  const { symbol, side, quantity } = order;
  const terms = Object.fromEntries(termNames.map((name) => [name, changes[name as keyof OrderChanges] ?? order[name]]));
  const checked = checkedRequest(symbol, side, changes.quantity ?? quantity, terms, instantOf, allowsNegative);
  return Object.fromEntries(names.map((name) => [name, checked[name]]));
}
