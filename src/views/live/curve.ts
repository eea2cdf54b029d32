import { countUntil } from "../../core/ascending";
import type { SessionCore } from "../../session/core";
import { hasBenchmarkEnded } from "../session/figures/benchmark";
import { equityAt } from "../session/figures/curves";

/** A curve as a small picture shows it. */
export interface LiveCurve {
  /** Currency. */
  readonly values: Float64Array;
  readonly label: string;
  /** The benchmark at the same times, scaled to the equity where it begins, currency; NaN before its first level and after its last day. */
  readonly against?: Float64Array;
  /** The time of the first value, epoch milliseconds UTC. */
  readonly since?: number;
}

// More than a picture has columns.
const most = 480;

/** Returns some hundred points of a session's curve, evenly spaced, the newest among them, however long it is. */
export function liveCurve(core: SessionCore): LiveCurve {
  const { name, content, record } = core;
  const { benchmark } = record;
  const { curve } = content;
  // Only points of equal distance.
  const from = curve.thinned?.points ?? 0;
  const count = curve.length - from;
  const kept = Math.max(0, Math.min(most, count));
  const places = Array.from({ length: kept }, (_, at) => from + placeOf(at, kept, count));
  const values = Float64Array.from(places, (place) => curve.equity[place]);
  const label = `Equity of ${name}`;
  if (kept === 0) return { values, label };
  const since = curve.time[places[0]];
  if (benchmark === undefined) return { values, label, since };
  const { time, level } = benchmark.series;
  const base = Math.max(0, countUntil(time, curve.time[0]) - 1);
  const factor = equityAt(core, time[base]) / level[base];
  const hasEnded = hasBenchmarkEnded(core);
  const against = Float64Array.from(places, (place) => {
    const until = countUntil(time, curve.time[place]);
    return until === 0 || (until === time.length && hasEnded(curve.time[place]))
      ? Number.NaN
      : factor * level[until - 1];
  });
  return { values, label, since, against };
}

function placeOf(at: number, kept: number, count: number): number {
  return kept === 1 ? count - 1 : Math.round((at * (count - 1)) / (kept - 1));
}
