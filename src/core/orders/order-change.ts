import { type OrderPrice, orderPriceNames, type RareTerms, rareNumbers } from "./types/terms";

/** The terms of an order that can change while it works. */
export const changeableTerms = ["quantity", ...orderPriceNames, ...rareNumbers] as const;

/** The new terms of an order, those that changed. */
export interface ChangedTerms
  extends Readonly<Partial<Record<OrderPrice, number>>>,
    Pick<RareTerms, (typeof rareNumbers)[number]> {
  readonly quantity?: number;
}

/** A change of the terms of a working order. */
export interface OrderChange {
  /** The row of the order in its ledger. */
  readonly row: number;
  /** The time of its step, epoch milliseconds UTC. */
  readonly time: number;
  readonly terms: ChangedTerms;
  /** `CODE` or `CODE: key=value, ...`. */
  readonly reason: string;
}
