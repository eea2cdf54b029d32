import { checkKeys, expected } from "../checks";
import { type Maker, own } from "../own";
import type { ChargedSoFar, CommissionModel } from "./commission";

/**
 * Charges a share of the traded notional: `quantity * price * bps / 10,000`, and at least `minimum` per order (charged
 * once, over its partial fills). Throws INVALID_OPTION if a number is negative or not finite.
 *
 * @param bps Hundredths of a percent of the notional; 1 is 0.01 %.
 * @param options `minimum`: currency per order, default 0.
 */
export function commissionBps(bps: number, options: { minimum?: number } = {}): CommissionModel {
  checkKeys("commissionBps", options, ["minimum"]);
  const { minimum = 0 } = options;
  if (!(Number.isFinite(bps) && bps >= 0 && bps < 10_000))
    throw expected("bps of commissionBps", "a number from 0 to 10,000", bps);
  if (!(Number.isFinite(minimum) && minimum >= 0))
    throw expected("minimum of commissionBps", "a number of at least 0", minimum);
  const rate = bps / 10_000;
  const params: Record<string, number> = minimum === 0 ? { bps } : { bps, minimum };
  const proportional = (quantity: number, price: number) => quantity * price * rate;
  const withMinimum = (quantity: number, price: number, order: ChargedSoFar) =>
    Math.max((order.filledNotional + quantity * price) * rate, minimum) - order.chargedCommission;
  const commission = minimum === 0 ? proportional : withMinimum;
  return own({ name: "commissionBps", params: Object.freeze(params), commission });
}

/** Makes a `commissionBps` again from its params. */
export const commissionBpsMaker: Maker<CommissionModel> = ({ bps, ...options }) => commissionBps(bps, options);
