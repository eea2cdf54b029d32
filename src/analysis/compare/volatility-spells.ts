import { commonBlockLength } from "../inference/series-resamples";

/**
 * Returns about how many spells of volatility some series have: their returns over the length of the blocks that the returns
 * or their squares need. A volatility is as sure as their number, not as that of the days.
 */
export function spellsCount(series: readonly Float64Array[]): number {
  return series.length === 0 ? 0 : series[0].length / commonBlockLength(series);
}
