/** How many targets ordered nothing, or less, although the position was not there yet, by reason. */
export interface Suppressed {
  /** Corrections worth less than `minimumTrade`. */
  readonly minimumTrade: number;
  /** Targets under a lot, of symbols without a position, after the one that was denied. */
  readonly belowLot: number;
  /** Orders toward a weight that were made smaller to fit the buying power; absent for none. */
  readonly shrunk?: number;
}
