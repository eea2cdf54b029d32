import { exp } from "../../core/chance/exact";
import { drawExtremes, type Extremes } from "../chance/bridge";
import type { Stream } from "../chance/streams";
import type { MadeBar } from "./made";

const extremes: Extremes = { low: 0, high: 0 };

/**
 * Moves the price of a bar along a stretch of path: its logarithm goes by `end`, with the variance `variance`. High and low
 * are those of the path, drawn from `range`; without it those of its ends.
 */
export function moveAlong(bar: MadeBar, end: number, variance: number, range: Stream | undefined): void {
  const begin = bar.close;
  bar.close = begin * exp(end);
  if (range === undefined) {
    bar.high = Math.max(bar.high, bar.close);
    bar.low = Math.min(bar.low, bar.close);
    return;
  }
  drawExtremes(end, variance, range.uniform(), range.uniform(), extremes);
  bar.high = Math.max(bar.high, begin * exp(extremes.high), bar.close);
  bar.low = Math.min(bar.low, begin * exp(extremes.low), bar.close);
}
