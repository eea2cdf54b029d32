import { defined } from "./defined";
import { isFlat } from "./moments";
import type { PairMoments } from "./pairs";

/** Returns Pearson's correlation, `cov(r, b)/(σ_r·σ_b)`. `null` below two pairs and where either side is flat. */
export function correlation({ count, own, benchmark, products }: PairMoments): number | null {
  if (count < 2 || isFlat(own) || isFlat(benchmark)) return null;
  const value = products / (Math.sqrt(own.squares) * Math.sqrt(benchmark.squares));
  return defined(Math.max(-1, Math.min(1, value)));
}
