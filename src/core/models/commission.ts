import { type Maker, own } from "../own";

/** What an order has paid and traded before a fill, for commissions that are counted over a whole order. */
export interface ChargedSoFar {
  /** Units of the order's earlier fills, in the shares of each fill: a later split does not change them. */
  readonly filledQuantity: number;
  /** Sum of quantity times price of the order's earlier fills, currency. */
  readonly filledNotional: number;
  /** How much of that was filled at the limit of a limit order, not at the open. */
  readonly makerNotional: number;
  /** Commission of the order's earlier fills, currency. */
  readonly chargedCommission: number;
  /** Whether this fill is at the limit of a limit order, not at the open: the order waited, and the market came to it. */
  readonly isMaker: boolean;
}

/** What a broker charges for a fill. */
export interface CommissionModel {
  /** The name of the function that made it, such as `"commissionBps"`. */
  readonly name: string;
  /** Its parameters, plain numbers. paperlab makes its own models again from them. Your own models need none. */
  readonly params?: Readonly<Record<string, number>>;
  /** Whether it charges a share of a price, which has no meaning at or below zero. */
  readonly isShareOfPrice?: boolean;
  /** Returns the commission of one fill in currency, not negative. */
  commission(quantity: number, price: number, order: ChargedSoFar): number;
}

/** A commission as a session takes it: a model, or a function that returns the commission of one fill, currency. */
export type CommissionOption =
  | (Omit<CommissionModel, "name" | "isShareOfPrice"> & { readonly name?: string })
  | CommissionModel["commission"];

/** Charges nothing. */
export const noCommission: CommissionModel = own({
  name: "noCommission",
  params: Object.freeze({}),
  commission: () => 0,
});

/** Returns `noCommission`, which has no params. */
export const noCommissionMaker: Maker<CommissionModel> = () => noCommission;
