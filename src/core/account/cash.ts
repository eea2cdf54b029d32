/** Cash that came or went otherwise than by a fill. */
export interface CashEntry {
  /** From 1, in the order they happened. */
  readonly number: number;
  /** Epoch milliseconds UTC; absent before the first bar. */
  readonly time?: number;
  readonly kind: "deposit";
  /** Currency, negative when it went. */
  readonly amount: number;
}
