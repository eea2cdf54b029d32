/** How often the best of some trials in one half of a record was no good in the other half. */
export interface Overfitting {
  /** Probability of backtest overfitting: the share of splits with a rank of 1/2 or less. */
  readonly probability: number;
  /** Rank of the in-sample best out of sample, `rank/(K + 1)`, of each split: 1 is best. */
  readonly ranks: Float64Array;
  /** Returns at the beginning that were left out, so that the blocks are equal. */
  readonly leftOut: number;
}

/** Sums of a trial's returns, and of their squares, by block. */
interface BlockSums {
  readonly sums: Float64Array;
  readonly squares: Float64Array;
}

/**
 * Returns the probability of backtest overfitting by combinatorially symmetric cross-validation: of `blocks` equal blocks,
 * each half is once the sample in which the trial with the best Sharpe ratio is chosen, and the others are where it is
 * ranked (average rank for ties). A trial that did not move in a half has a ratio of 0 there. `null` below two trials, and
 * with fewer than two returns a block. All series have the same length.
 * Source: Bailey, Borwein, López de Prado and Zhu (2017), The Probability of Backtest Overfitting.
 */
export function overfittingOf(trials: readonly Float64Array[], blocks = 16): Overfitting | null {
  const length = Math.floor((trials[0]?.length ?? 0) / blocks);
  if (trials.length < 2 || length < 2) return null;
  const leftOut = trials[0].length - length * blocks;
  const sums = trials.map((returns) => blockSums(returns, leftOut, length, blocks));
  const inside = new Float64Array(trials.length);
  const outside = new Float64Array(trials.length);
  const ranks: number[] = [];
  for (const halves of halvesOf(blocks)) {
    for (const [k, one] of sums.entries()) ratiosOf(one, halves, length, k, inside, outside);
    ranks.push(rankOf(outside, bestOf(inside)) / (trials.length + 1));
  }
  const bad = ranks.filter((rank) => rank <= 0.5).length;
  return { probability: bad / ranks.length, ranks: Float64Array.from(ranks), leftOut };
}

function blockSums(returns: Float64Array, from: number, length: number, blocks: number): BlockSums {
  const sums = new Float64Array(blocks);
  const squares = new Float64Array(blocks);
  for (let at = from; at < returns.length; at++) {
    const block = Math.floor((at - from) / length);
    sums[block] += returns[at];
    squares[block] += returns[at] * returns[at];
  }
  return { sums, squares };
}

/** Every choice of half of the blocks, as which of them are chosen. */
function* halvesOf(blocks: number): Generator<Uint8Array> {
  const chosen = Array.from({ length: blocks >> 1 }, (_, at) => at);
  for (;;) {
    const halves = new Uint8Array(blocks);
    for (const block of chosen) halves[block] = 1;
    yield halves;
    let at = chosen.length - 1;
    while (at >= 0 && chosen[at] === blocks - chosen.length + at) at--;
    if (at < 0) return;
    chosen[at]++;
    for (let next = at + 1; next < chosen.length; next++) chosen[next] = chosen[next - 1] + 1;
  }
}

function ratiosOf(
  { sums, squares }: BlockSums,
  halves: Uint8Array,
  length: number,
  at: number,
  inside: Float64Array,
  outside: Float64Array,
): void {
  const sum = [0, 0];
  const square = [0, 0];
  for (let block = 0; block < halves.length; block++) {
    sum[halves[block]] += sums[block];
    square[halves[block]] += squares[block];
  }
  const count = (halves.length * length) / 2;
  inside[at] = ratio(sum[1], square[1], count);
  outside[at] = ratio(sum[0], square[0], count);
}

function ratio(sum: number, squares: number, count: number): number {
  const deviations = squares - (sum * sum) / count;
  return deviations > 1e-14 * squares ? sum / count / Math.sqrt(deviations / (count - 1)) : 0;
}

function bestOf(values: Float64Array): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if (values[at] > values[best]) best = at;
  return best;
}

/** Place of one value from below, 1 for the lowest; the average of the places of equal ones. */
function rankOf(values: Float64Array, one: number): number {
  let below = 0;
  let equal = 0;
  for (const value of values) {
    if (value < values[one]) below++;
    else if (value === values[one]) equal++;
  }
  return below + (equal + 1) / 2;
}
