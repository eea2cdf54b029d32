import { type Maker, own } from "../own";

/** What an order has paid and traded so far, for commissions that have a minimum per order. */
export interface ChargedSoFar {
  /** Sum of quantity times price of the order's earlier fills, currency. */
  readonly filledNotional: number;
  /** Commission of the order's earlier fills, currency. */
  readonly chargedCommission: number;
}

/** What a broker charges for a fill. */
export interface CommissionModel {
  /** The name of the function that made it, such as `"commissionBps"`. */
  readonly name: string;
  /** Its parameters, plain numbers. paperlab makes its own models again from them. Your own models need none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Returns the commission of one fill in currency, not negative. */
  commission(quantity: number, price: number, order: ChargedSoFar): number;
}

/** Charges nothing. */
export const noCommission: CommissionModel = own({
  name: "noCommission",
  params: Object.freeze({}),
  commission: () => 0,
});

/** Returns `noCommission`, which has no params. */
export const noCommissionMaker: Maker<CommissionModel> = () => noCommission;
