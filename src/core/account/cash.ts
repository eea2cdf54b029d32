/** A change of cash that is not a fill. */
export interface CashEntry {
  /** From 1, in the order they happened. */
  readonly number: number;
  /** Epoch milliseconds UTC; absent before the first bar. */
  readonly time?: number;
  readonly kind: "deposit";
  /** Currency, negative if it left the account. */
  readonly amount: number;
}
