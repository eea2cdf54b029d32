import { checkNoMore, expected } from "../checks";
import { type Maker, own } from "../own";
import type { CommissionModel } from "./commission";

/**
 * Charges `amount` for each fill, whatever its size. An order that fills in parts pays for each of them;
 * `commissionBps(0, { minimum: amount })` charges it once per order. Throws INVALID_OPTION if it is negative or not
 * finite.
 *
 * @param amount Currency per fill.
 */
export function commissionFixed(amount: number): CommissionModel;
export function commissionFixed(amount: number, ...more: readonly unknown[]): CommissionModel {
  checkNoMore("commissionFixed", more);
  if (!(Number.isFinite(amount) && amount >= 0))
    throw expected("amount of commissionFixed", "a number of at least 0", amount);
  return own({ name: "commissionFixed", params: Object.freeze({ amount }), commission: () => amount });
}

/** Makes a `commissionFixed` again from its params. */
export const commissionFixedMaker: Maker<CommissionModel> = ({ amount }) => commissionFixed(amount);
