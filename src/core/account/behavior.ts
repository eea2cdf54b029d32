/** What of the engine's ways depends on the rules that a session was made under. */
export interface Behavior {
  /**
   * Whether a `DAY` order expires at the end of the step that ends its day, and a trading day without a bar of its symbol
   * counts. Otherwise it expires at the start of the step after, and waits for a bar of its symbol.
   */
  readonly expiresWithItsDay: boolean;
  /** Whether a market order that reduces a position is `GTC` unless it says otherwise. Otherwise it is `DAY` as the others. */
  readonly exitsOutliveTheirDay: boolean;
  /** Whether a target under a lot, of a symbol of which nothing is held, is denied once. Otherwise it orders nothing. */
  readonly deniesTargetsUnderALot: boolean;
  /** Whether a symbol that the session does not have is an error at the call. Otherwise its order is denied. */
  readonly refusesUnknownSymbols: boolean;
  /** Whether an order that was cut to the cash says by how much. */
  readonly tellsCuts: boolean;
}

/** Of the first rules. */
export const firstBehavior: Behavior = {
  expiresWithItsDay: false,
  exitsOutliveTheirDay: false,
  deniesTargetsUnderALot: false,
  refusesUnknownSymbols: false,
  tellsCuts: false,
};

/** Of the second rules. */
export const secondBehavior: Behavior = {
  expiresWithItsDay: true,
  exitsOutliveTheirDay: true,
  deniesTargetsUnderALot: true,
  refusesUnknownSymbols: true,
  tellsCuts: true,
};
