/** A change of cash that belongs to the position in a symbol, or to none. */
export interface PositionEntry {
  readonly kind: string;
  /** Epoch milliseconds UTC. */
  readonly time?: number;
  readonly symbol?: string;
  /** Currency, negative if it left the account. */
  readonly amount: number;
}

/** Returns the symbol whose short position an entry charges for what it borrows; `undefined` if it does nothing of the kind. */
export function borrowerOf({ kind, symbol }: PositionEntry): string | undefined {
  return kind === "borrow" ? symbol : undefined;
}
