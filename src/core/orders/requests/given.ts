import { expected, expectedOf } from "../../checks";

/** Throws INVALID_ORDER unless a value is a positive number. `name` is for the message. */
export function checkPositive(name: string, value: unknown): void {
  if (typeof value === "number" && value > 0 && value < Infinity) return;
  throw expected(name, "a positive number", value, "INVALID_ORDER");
}

/** Throws INVALID_ORDER unless a value is a price: a positive number, or any where `allowsNegative` is set. */
export function checkPrice(name: string, value: unknown, allowsNegative: boolean): void {
  if (!allowsNegative) checkPositive(name, value);
  else if (!Number.isFinite(value)) throw expected(name, "a number", value, "INVALID_ORDER");
}

/** Throws INVALID_ORDER if a term is given that other orders have: `others` names these. */
export function checkAbsent(name: string, value: unknown, others: () => string): void {
  if (value !== undefined) throw expected(name, `absent, as only ${others()} has one`, value, "INVALID_ORDER");
}

/** Throws INVALID_ORDER unless a value is one of some words. */
export function checkOneOf(name: string, known: readonly string[], value: unknown): void {
  if (typeof value === "string" && known.includes(value)) return;
  throw expectedOf(name, `one of ${known.map((word) => `"${word}"`).join(", ")}`, value, known, "INVALID_ORDER");
}
