/** How many targets ordered nothing although the position was not there, by why. */
export interface Suppressed {
  /** Corrections worth less than `minimumTrade`. */
  readonly minimumTrade: number;
  /** Targets under a lot, of symbols of which nothing was held, behind the one that was denied. */
  readonly belowLot: number;
}
