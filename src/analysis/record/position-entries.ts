/** A change of cash that belongs to the position in a symbol, or to none. */
export interface PositionEntry {
  readonly kind: string;
  /** Epoch milliseconds UTC. */
  readonly time?: number;
  readonly symbol?: string;
  /** Currency, negative if it left the account. */
  readonly amount: number;
}

/** What happened to the shares of a symbol, as far as trades depend on it. */
export interface ShareAction {
  readonly type: "split" | "dividend" | "delisting";
  readonly symbol: string;
  /** Epoch milliseconds UTC. It comes before the fills of that time. */
  readonly time: number;
  /** New shares for each old one, or money for each share. */
  readonly value: number;
  /** Units held after it, negative when short; by default all that a split makes of them, and none after a delisting. */
  readonly quantityAfter?: number;
  /** Currency that it moved, negative if it was paid; by default what `value` says. */
  readonly amount?: number;
}

/** Returns the symbol whose short position an entry charges for what it borrows; `undefined` if it does nothing of the kind. */
export function borrowerOf({ kind, symbol }: PositionEntry): string | undefined {
  return kind === "borrow" ? symbol : undefined;
}
