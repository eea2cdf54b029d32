/**
 * What can move cash other than a fill and its commission: the initial capital, what short positions pay to those who
 * lent the shares, interest that free cash earned, interest that missing cash cost, a dividend (received or, for a short
 * position, paid), a fraction of a share that a split left, and what a delisted position was closed at.
 */
export type CashKind = "deposit" | "borrow" | "interest" | "marginInterest" | "dividend" | "fraction" | "delisting";

/** A change of cash that is not a fill. */
export interface CashEntry {
  /** From 1, in the order in which they happened. The initial capital is number 1. */
  readonly number: number;
  /** The time of its step, epoch milliseconds UTC; absent before the first bar. */
  readonly time?: number;
  readonly kind: CashKind;
  /** Currency, negative if it left the account. */
  readonly amount: number;
  /** The symbol that it is about, if it is about one. */
  readonly symbol?: string;
  /** Why, in words: "borrow of 2024-01-02 to 2024-01-05". */
  readonly cause: string;
}
