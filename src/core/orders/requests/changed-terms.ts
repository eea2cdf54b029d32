import { checkKeys, expected } from "../../checks";
import type { Order, OrderChanges } from "../order";
import { type ChangedTerms, changeableTerms } from "../order-change";
import { exitNames, orderPriceNames, rareNumbers } from "../types/terms";
import { checkedRequest } from "./checked-request";
import { checkPositive, checkPrice } from "./given";
import type { ReadInstant } from "./rare-terms";

// What an order is checked by again: its exits must stay on the right sides of its price.
const termNames = ["type", "timeInForce", ...orderPriceNames, ...rareNumbers, ...exitNames] as const;

/**
 * Throws INVALID_ORDER for new terms of an order that make no sense whatever the order is: no positive numbers, and no
 * instant. `allowsNegative`: whether prices may be at or below zero.
 */
export function checkChanges(changes: OrderChanges, instantOf: ReadInstant, allowsNegative: boolean): void {
  if (typeof changes !== "object" || changes === null)
    throw expected("changes of an order", "an object such as { limitPrice: 101 }", changes, "INVALID_ORDER");
  for (const name of changeableTerms) {
    const value = changes[name];
    if (value === undefined) continue;
    if (name === "expiresAt") instantOf(value as number, "expiresAt of an order");
    else if (name === "limitPrice" || name === "stopPrice") checkPrice(`${name} of an order`, value, allowsNegative);
    else checkPositive(`${name} of an order`, value);
  }
}

/**
 * Returns the new terms of an order, those that `changes` names. Throws INVALID_ORDER if the order would make no sense with
 * them, and UNKNOWN_OPTION for what cannot be changed. `allowsNegative`: whether its prices may be at or below zero.
 * `refusesNull`: see `refusesNullChanges` of `Behavior`.
 */
export function changedTerms(
  order: Order,
  changes: OrderChanges,
  instantOf: ReadInstant,
  allowsNegative: boolean,
  refusesNull: boolean,
): ChangedTerms {
  if (typeof changes !== "object" || changes === null)
    throw expected("changes of an order", "an object such as { limitPrice: 101 }", changes, "INVALID_ORDER");
  checkKeys("replace", changes, changeableTerms);
  const names = changeableTerms.filter((name) => changes[name] !== undefined);
  if (names.length === 0)
    throw expected("changes of an order", `at least one of ${changeableTerms.join(", ")}`, "none", "INVALID_ORDER");
  const { symbol, side, quantity } = order;
  const isGiven = (value: unknown) => value !== undefined && (value !== null || refusesNull);
  const termOf = (name: (typeof termNames)[number]) => {
    const value = changes[name as keyof OrderChanges];
    return isGiven(value) ? value : order[name];
  };
  const terms = Object.fromEntries(termNames.map((name) => [name, termOf(name)]));
  const units = isGiven(changes.quantity) ? (changes.quantity as number) : quantity;
  const checked = checkedRequest(symbol, side, units, terms, instantOf, allowsNegative);
  return Object.fromEntries(names.map((name) => [name, checked[name]]));
}
