import { dayLength } from "../../core/days";
import type { EquityCurve } from "../record/track-record";

/** One fall of the equity below its highest point so far, until it is back at that level. */
export interface Drawdown {
  /** Epoch milliseconds UTC of the last point at the peak. */
  readonly peakTime: number;
  /** Epoch milliseconds UTC of the lowest point. */
  readonly troughTime: number;
  /** Epoch milliseconds UTC of the first point back at the peak, or `null` if the curve ends before. */
  readonly recoveryTime: number | null;
  /** Equity at the trough over equity at the peak, minus 1: a negative fraction. */
  readonly depth: number;
  /** From the peak to the recovery, or to the end of the curve. */
  readonly days: number;
}

/** Returns the drawdowns of a curve, deepest first. Drawdowns of equal depth are in order of time. */
export function drawdownsOf(curve: EquityCurve): Drawdown[] {
  const { equity, length } = curve;
  const found: Drawdown[] = [];
  let peak = 0;
  let trough = 0;
  const close = (end: number, recovered: boolean) => {
    if (trough !== peak) found.push(drawdownBetween(curve, peak, trough, end, recovered));
  };
  for (let i = 1; i < length; i++) {
    if (equity[i] >= equity[peak]) {
      close(i, true);
      peak = i;
      trough = i;
    } else if (trough === peak || equity[i] < equity[trough]) trough = i;
  }
  if (length > 0) close(length - 1, false);
  return found.sort((a, b) => a.depth - b.depth || a.peakTime - b.peakTime);
}

/** Returns the equity over its highest point so far, minus 1, at each point: fractions, never positive. */
export function drawdownSeries({ equity, length }: EquityCurve): Float64Array {
  const series = new Float64Array(length);
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < length; i++) {
    if (equity[i] > peak) peak = equity[i];
    series[i] = equity[i] / peak - 1;
  }
  return series;
}

function drawdownBetween(curve: EquityCurve, peak: number, trough: number, end: number, recovered: boolean): Drawdown {
  const { time, equity } = curve;
  return {
    peakTime: time[peak],
    troughTime: time[trough],
    recoveryTime: recovered ? time[end] : null,
    depth: equity[trough] / equity[peak] - 1,
    days: (time[end] - time[peak]) / dayLength,
  };
}
