import type { CorporateAction } from "./corporate-action";

/** An action with the prices around it. */
export interface PricedAction extends CorporateAction {
  /** The last close before it, as traded. */
  readonly closeBefore: number;
  /** The open of the first bar that it applies to; absent if there is none. */
  readonly firstPrice?: number;
}

// Smaller splits cannot be told from the moves of a day.
const SMALLEST = Math.log(1.2);

/**
 * Returns in words how an action contradicts the prices around it: a split whose price moved less than half as far as the
 * split says (by logarithms), or a dividend that is not less than the price. `undefined` if it does not.
 */
export function actionDoubt(action: PricedAction): string | undefined {
  const { type, symbol, ex_date, value, closeBefore, firstPrice = Number.NaN } = action;
  const name = `the ${type} of ${symbol} on ${ex_date}`;
  if (type === "dividend" && value >= closeBefore)
    return `${name}, ${value}, is not less than the close before it, ${closeBefore}`;
  if (type !== "split" || Math.abs(Math.log(value)) < SMALLEST) return undefined;
  const moved = Math.log(closeBefore / firstPrice) / Math.log(value);
  if (!(moved < 0.5)) return undefined;
  return `${name}, ${value} for 1, is no jump in the prices, ${closeBefore} before and ${firstPrice} after it; they may be adjusted already`;
}
