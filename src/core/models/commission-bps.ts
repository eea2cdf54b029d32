import { checkKeys, checkNoMore, expected } from "../checks";
import { type Maker, own } from "../own";
import type { ChargedSoFar, CommissionModel } from "./commission";

/**
 * Charges a share of the traded notional: `quantity * price * bps / 10,000`, and at least `minimum` per order (charged
 * once, over its partial fills). Throws INVALID_OPTION if a number is negative or not finite.
 *
 * @param bps Hundredths of a percent of the notional; 1 is 0.01 %.
 * @param options `minimum`: currency per order, default 0. `maker`: the bps of fills of a limit order at its limit, not
 * at the open; default `bps`.
 */
export function commissionBps(bps: number, options?: { minimum?: number; maker?: number }): CommissionModel;
export function commissionBps(
  bps: number,
  options: { minimum?: number; maker?: number } = {},
  ...more: readonly unknown[]
): CommissionModel {
  checkNoMore("commissionBps", more);
  checkKeys("commissionBps", options, ["minimum", "maker"]);
  const { minimum = 0, maker } = options;
  checkRate("bps", bps);
  if (maker !== undefined) checkRate("maker", maker);
  if (!(Number.isFinite(minimum) && minimum >= 0))
    throw expected("minimum of commissionBps", "a number of at least 0", minimum);
  const rate = bps / 10_000;
  const params: Record<string, number> = {
    bps,
    ...(minimum !== 0 && { minimum }),
    ...(maker !== undefined && { maker }),
  };
  const commission = maker === undefined ? ofOneRate(rate, minimum) : ofTwoRates(rate, maker / 10_000, minimum);
  const isShareOfPrice = bps > 0 || (maker ?? 0) > 0;
  return own({ name: "commissionBps", params: Object.freeze(params), isShareOfPrice, commission });
}

/** Makes a `commissionBps` again from its params. */
export const commissionBpsMaker: Maker<CommissionModel> = ({ bps, ...options }) => commissionBps(bps, options);

function ofOneRate(rate: number, minimum: number): CommissionModel["commission"] {
  if (minimum === 0) return (quantity, price) => quantity * price * rate;
  return (quantity, price, order) =>
    Math.max((order.filledNotional + quantity * price) * rate, minimum) - order.chargedCommission;
}

function ofTwoRates(taker: number, maker: number, minimum: number): CommissionModel["commission"] {
  const charge = (quantity: number, price: number, { isMaker }: ChargedSoFar) =>
    quantity * price * (isMaker ? maker : taker);
  if (minimum === 0) return charge;
  return (quantity, price, order) => {
    const { filledNotional, makerNotional, chargedCommission } = order;
    const before = (filledNotional - makerNotional) * taker + makerNotional * maker;
    return Math.max(0, Math.max(before + charge(quantity, price, order), minimum) - chargedCommission);
  };
}

function checkRate(name: string, bps: number): void {
  if (!(Number.isFinite(bps) && bps >= 0 && bps < 10_000))
    throw expected(`${name} of commissionBps`, "a number from 0 to 10,000", bps);
}
