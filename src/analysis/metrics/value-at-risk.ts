import { defined } from "./defined";
import { rankOf, type Tail } from "./tail";

/**
 * Returns the historical value at risk at 95 or 99 %: the 5 or 1 % quantile of the returns, type 7 of Hyndman and Fan
 * (1996), `x[k] + (h − k)(x[k+1] − x[k])` with `h = (n − 1)p`. A fraction, negative for a loss; `null` without a return.
 */
export function valueAtRisk({ count, worst }: Tail, level: 95 | 99): number | null {
  if (count === 0) return null;
  const percent = 100 - level;
  const rank = rankOf(count, percent);
  const between = (((count - 1) * percent) % 100) / 100;
  if (between === 0) return worst[rank];
  return defined(worst[rank] + between * (worst[rank + 1] - worst[rank]));
}

/**
 * Returns the conditional value at risk at 95 or 99 %: the mean of the `k + 1` worst returns, `k = ⌊(n − 1)p⌋`, which is
 * the mean of the returns not above the value at risk. A fraction, negative for a loss; `null` without a return.
 */
export function conditionalValueAtRisk({ count, worst }: Tail, level: 95 | 99): number | null {
  if (count === 0) return null;
  const wanted = rankOf(count, 100 - level) + 1;
  let sum = 0;
  for (let i = 0; i < wanted; i++) sum += worst[i];
  return defined(sum / wanted);
}
