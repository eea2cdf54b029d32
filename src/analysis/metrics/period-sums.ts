/** How many periods won and lost, and how much. */
export interface PeriodSums {
  readonly positive: number;
  readonly negative: number;
  /** Sum of the positive returns. */
  readonly gained: number;
  /** Sum of the negative returns, not positive. */
  readonly lost: number;
}

/** Counts and sums the positive and the negative returns. */
export function periodSumsOf(returns: Float64Array): PeriodSums {
  let positive = 0;
  let negative = 0;
  let gained = 0;
  let lost = 0;
  for (let i = 0; i < returns.length; i++) {
    const value = returns[i];
    // Exactly max(value, 0) and min(value, 0), twice: a branch on the sign of a return is a coin flip, and slow.
    const size = Math.abs(value);
    gained += value + size;
    lost += value - size;
    positive += Number(value > 0);
    negative += Number(value < 0);
  }
  return { positive, negative, gained: gained / 2, lost: lost / 2 };
}
