/**
 * What is known of a symbol's market when an order fills, for models whose costs depend on it. Nothing in it is later
 * than the bar before. Read it during the call: it changes with the next fill.
 */
export interface FillMarket {
  /** The symbol that is traded. */
  readonly symbol: string;
  /** Mean volume of the up to 20 bars before the one that fills, units; `NaN` if there is none. */
  readonly meanVolume: number;
  /**
   * Mean volume of the up to 20 trading days before the day of the fill, units: of days on which the symbol had bars.
   * If that is 0, the last mean that was not. `NaN` if there is none.
   */
  readonly meanDailyVolume: number;
  /**
   * Sample standard deviation (over n - 1) of the returns of these days, from close to close, a fraction. `NaN` with
   * fewer than two returns.
   */
  readonly dailyVolatility: number;
  /** How many of these days there are, 0 to 20. */
  readonly days: number;
  /** What the session has filled of the symbol on this side on the day of the fill, before this fill, units. */
  readonly filledToday: number;
}

/** What a model is told that says that it does not ask. */
export const unaskedMarket: FillMarket = Object.freeze({
  symbol: "",
  meanVolume: Number.NaN,
  meanDailyVolume: Number.NaN,
  dailyVolatility: Number.NaN,
  days: 0,
  filledToday: 0,
});
