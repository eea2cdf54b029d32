import { colors, translucent } from "../../plotly/theme";
import { type Companions, type Line, lengthOf, type Series } from "./series";

/** Returns curves at some ascending times: of each, the newest point at each time, and its last one. */
export type SeriesAt = (time: Float64Array) => readonly Series[];

/** Draws what most of many curves do: the middle 90 % of them at each time as an area, and their median. */
export function bandOf(series: readonly Series[] | SeriesAt): Companions {
  const grey = { color: colors.benchmark };
  return {
    count: 3,
    at(time) {
      const all = typeof series === "function" ? series(time) : series;
      const [low, middle, high] = quantilesOf(all, time, [0.05, 0.5, 0.95]);
      const count = `of ${all.length}`;
      const edge = { look: { ...grey, width: 0 }, hoverinfo: "skip" } as const;
      return [
        { ...edge, series: { name: `Lower edge of the middle 90 % ${count}`, time, value: low }, showlegend: false },
        {
          ...edge,
          series: { name: `Middle 90 % ${count}`, time, value: high },
          fill: "tonexty",
          fillcolor: translucent(colors.benchmark, 0.22),
        },
        { look: { ...grey, width: 1.2 }, series: { name: `Median ${count}`, time, value: middle } },
      ] satisfies Line[];
    },
  };
}

/**
 * Returns quantiles of several curves at some times, type 7 of Hyndman and Fan (1996). A curve counts from its first
 * point to its last, with its newest value; NaN where none does.
 */
function quantilesOf(series: readonly Series[], time: Float64Array, shares: readonly number[]): Float64Array[] {
  const found = shares.map(() => new Float64Array(time.length).fill(Number.NaN));
  const next = series.map(() => 0);
  // Typed arrays are sorted faster, as numbers.
  const values = new Float64Array(series.length);
  for (let i = 0; i < time.length; i++) {
    let count = 0;
    for (const [at, one] of series.entries()) {
      const length = lengthOf(one);
      while (next[at] < length && one.time[next[at]] <= time[i]) next[at]++;
      const value = one.value[next[at] - 1];
      if (next[at] > 0 && one.time[length - 1] >= time[i] && Number.isFinite(value)) values[count++] = value;
    }
    if (count === 0) continue;
    const sorted = values.subarray(0, count).sort();
    for (const [at, share] of shares.entries()) found[at][i] = quantile(sorted, share);
  }
  return found;
}

function quantile(sorted: Float64Array, share: number): number {
  const place = (sorted.length - 1) * share;
  const below = Math.floor(place);
  const above = Math.min(below + 1, sorted.length - 1);
  return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
}
