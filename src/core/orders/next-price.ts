// A little more than half the distance between two neighboring doubles, as a share of the smaller one: added to a double,
// it always rounds to the next one.
const HALF_STEP = 2 ** -53 * (1 + 2 ** -52);
// Smaller numbers have neighbors that are farther away.
const SMALLEST = 2 ** -960;

/** Returns the smallest double above a positive price; of one at or below zero, or of nearly nothing, the price itself. */
export function nextAbove(price: number): number {
  return price > SMALLEST ? price + price * HALF_STEP : price;
}

/** Returns the largest double below a positive price; of one at or below zero, or of nearly nothing, the price itself. */
export function nextBelow(price: number): number {
  return price > SMALLEST ? price - price * HALF_STEP : price;
}
