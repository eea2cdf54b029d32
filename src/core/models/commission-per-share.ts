import { checkKeys, checkNoMore, expected } from "../checks";
import { type Maker, own } from "../own";
import type { ChargedSoFar, CommissionModel } from "./commission";

/**
 * Charges so much for each unit: `quantity * amount`, and over an order (its partial fills together) at least `minimum`,
 * but never more than `maximumShare` of its notional: `min(max(quantity * amount, minimum), notional * maximumShare)`. As
 * the fixed prices of Interactive Brokers: `commissionPerShare(0.005, { minimum: 1, maximumShare: 0.01 })`. Throws
 * INVALID_OPTION if a number is negative or not finite.
 *
 * @param amount Currency per unit.
 * @param options `minimum`: currency per order, default 0. `maximumShare`: a fraction of the order's notional, above 0 and
 * at most 1; default no limit.
 */
export function commissionPerShare(
  amount: number,
  options?: { minimum?: number; maximumShare?: number },
): CommissionModel;
export function commissionPerShare(
  amount: number,
  options: { minimum?: number; maximumShare?: number } = {},
  ...more: readonly unknown[]
): CommissionModel {
  checkNoMore("commissionPerShare", more);
  checkKeys("commissionPerShare", options, ["minimum", "maximumShare"]);
  const { minimum = 0, maximumShare } = options;
  if (!(Number.isFinite(amount) && amount >= 0))
    throw expected("amount of commissionPerShare", "a number of at least 0", amount);
  if (!(Number.isFinite(minimum) && minimum >= 0))
    throw expected("minimum of commissionPerShare", "a number of at least 0", minimum);
  if (maximumShare !== undefined && !(Number.isFinite(maximumShare) && maximumShare > 0 && maximumShare <= 1))
    throw expected("maximumShare of commissionPerShare", "a fraction above 0, at most 1", maximumShare);
  const params: Record<string, number> = {
    amount,
    ...(minimum !== 0 && { minimum }),
    ...(maximumShare !== undefined && { maximumShare }),
  };
  const ofEach = (quantity: number) => quantity * amount;
  const ofOrder = (quantity: number, price: number, order: ChargedSoFar) => {
    const least = Math.max((order.filledQuantity + quantity) * amount, minimum);
    const most = (order.filledNotional + quantity * price) * (maximumShare ?? Infinity);
    return Math.max(0, Math.min(least, most) - order.chargedCommission);
  };
  const commission = minimum === 0 && maximumShare === undefined ? ofEach : ofOrder;
  const isShareOfPrice = maximumShare !== undefined;
  return own({ name: "commissionPerShare", params: Object.freeze(params), isShareOfPrice, commission });
}

/** Makes a `commissionPerShare` again from its params. */
export const commissionPerShareMaker: Maker<CommissionModel> = ({ amount, ...options }) =>
  commissionPerShare(amount, options);
