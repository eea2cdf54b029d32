/**
 * The smallest correction of a weight that is traded: a fraction of the equity, 0 for any, or `"small"` for the rule
 * below.
 */
export type MinimumTrade = number | "small";

// A portfolio of few symbols corrects from half a percent of the equity on. One of hundreds corrects from a twentieth
// of a position on.
const OF_EQUITY = 0.005;
const OF_POSITION = 0.05;

/**
 * Returns the value, currency, below which a correction from `held` to `aimed` (currency, negative when short) is not
 * made; docs/broker.md, "Quantity".
 */
export function minimumTradeValue(minimum: MinimumTrade, equity: number, held: number, aimed: number): number {
  if (minimum !== "small") return minimum * equity;
  return Math.min(OF_EQUITY * equity, OF_POSITION * Math.max(Math.abs(held), Math.abs(aimed)));
}
