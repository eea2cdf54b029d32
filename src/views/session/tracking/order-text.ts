import type { ChangedTerms } from "../../../core/orders/order-change";
import { formatValue } from "../../../output/formats";
import type { WorkingOrder } from "./orders-at";

/** The terms of an order that are written, as they are now or were at a time; `null` if that is not known. */
type Terms = { readonly [Key in keyof ChangedTerms]: number | null };

/** Writes an order: `order-7, buy 100 AAPL limit at 99.50`, `order-8, sell 100 AAPL trailingStop by 5.00 %`. */
export function orderText(order: WorkingOrder): string {
  const { id, side, quantity, symbol, type } = order;
  const terms = [pricesText(order), trailText(order)].map((text) => (text === "" ? "" : ` ${text}`));
  return `${id}, ${side} ${formatValue(quantity, "quantity")} ${symbol} ${type}${terms.join("")}`;
}

/** Writes terms that changed, or were to change: `quantity 50, stop at 103.00`. `timeText`: writes a time. */
export function termsText(terms: ChangedTerms, timeText: (time: number) => string): string {
  const { quantity, stopPrice, limitPrice, expiresAt } = terms;
  const trail = trailText(terms);
  return [
    ...(quantity === undefined ? [] : [`quantity ${formatValue(quantity, "quantity")}`]),
    ...(stopPrice === undefined ? [] : [`stop at ${formatValue(stopPrice, "price")}`]),
    ...(limitPrice === undefined ? [] : [`limit at ${formatValue(limitPrice, "price")}`]),
    ...(trail === "" ? [] : [`trail ${trail}`]),
    ...(expiresAt === undefined ? [] : [`until ${timeText(expiresAt)}`]),
  ].join(", ");
}

/** Writes a change of an order, or one that was refused: `stop at 103.00 (REQUESTED)`. */
export function changeText(
  { terms, reason }: { readonly terms: ChangedTerms; readonly reason: string },
  timeText: (time: number) => string,
): string {
  const changed = termsText(terms, timeText);
  return changed === "" ? reason : `${changed} (${reason})`;
}

function pricesText({ stopPrice, limitPrice }: Terms): string {
  const prices = [stopPrice, limitPrice].filter((price) => price !== undefined);
  return prices.length === 0 ? "" : `at ${prices.map((price) => formatValue(price, "price")).join(" and ")}`;
}

function trailText({ trailFraction, trailAmount }: Terms): string {
  if (trailFraction !== undefined) return `by ${formatValue(trailFraction, "percent")}`;
  return trailAmount === undefined ? "" : `by ${formatValue(trailAmount, "price")}`;
}
