/** How many periods won and lost, by how much, and the sums above and below a target. */
export interface PeriodSums {
  readonly positive: number;
  readonly negative: number;
  /** Sum of the positive returns. */
  readonly gained: number;
  /** Sum of the negative returns, not positive. */
  readonly lost: number;
  /** Sum of the parts above the target: `Σ max(r − target, 0)`. */
  readonly above: number;
  /** Sum of the parts below the target, not negative: `Σ max(target − r, 0)`. */
  readonly below: number;
  /** `Σ min(r − target, 0)²` */
  readonly squaresBelow: number;
}

/** Counts and sums the returns by sign, and by side of a target. */
export function periodSumsOf(returns: Float64Array, target: number): PeriodSums {
  let positive = 0;
  let negative = 0;
  let gained = 0;
  let lost = 0;
  let above = 0;
  let below = 0;
  let squares = 0;
  for (let i = 0; i < returns.length; i++) {
    const value = returns[i];
    // Computes max(value, 0) and min(value, 0) exactly, times two. A branch on the sign of a return is unpredictable,
    // and slow.
    const size = Math.abs(value);
    gained += value + size;
    lost += value - size;
    positive += Number(value > 0);
    negative += Number(value < 0);
    const excess = value - target;
    const distance = Math.abs(excess);
    above += distance + excess;
    below += distance - excess;
    const short = excess - distance;
    squares += short * short;
  }
  return {
    ...{ positive, negative, gained: gained / 2, lost: lost / 2 },
    ...{ above: above / 2, below: below / 2, squaresBelow: squares / 4 },
  };
}
