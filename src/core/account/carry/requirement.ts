import { quantityOf } from "../../lots";
import type { Portfolio } from "../portfolio";
import type { MaintenanceMargin } from "./rates";

/** Returns the equity that the positions of a portfolio require, by the size of their values at the last closes, currency. */
export function requiredBy({ held, quantity, price }: Portfolio, { long, short }: MaintenanceMargin): number {
  let sum = 0;
  for (const index of held) {
    const value = quantity[index] * price[index];
    sum += Math.abs(value) * (quantity[index] < 0 ? short : long);
  }
  return sum;
}

/**
 * Returns the units by which a position of `size` units is reduced if a `share` of it must go: rounded up to lots, and
 * no more than there is.
 */
export function reductionOf(size: number, share: number, lotSize: number): number {
  const lots = (size * share) / lotSize;
  const nearest = Math.round(lots);
  // A last bit above a whole lot is none.
  const needed = Math.abs(lots - nearest) <= 1e-9 * Math.max(1, nearest) ? nearest : Math.ceil(lots);
  return Math.min(size, quantityOf(Math.max(1, needed), lotSize));
}
