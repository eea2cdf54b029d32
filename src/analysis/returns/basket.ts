import type { Calendar } from "../../core/market/calendar";
import type { LevelSeries } from "../record/track-record";
import { samplePlaces } from "./sampling";

/** How often a basket is brought back to its weights. */
export type BasketRebalance = "daily" | "weekly" | "monthly" | "quarterly" | "never";

/** The levels of one part of a basket, and its weight, a fraction. */
export interface BasketPart {
  readonly levels: LevelSeries;
  readonly weight: number;
}

/**
 * Returns the levels of a basket, 1 at the first time that all its parts have. What the weights leave over earns nothing.
 * There are levels only at times at which every part has one, so that none is filled from another time. The basket is brought
 * back to its weights, free of charge, at the last such time of each day, week, month or quarter of the calendar. Between
 * two of these, its parts grow as they do: `L = L₀·(1 + Σ w·(P/P₀ − 1))`.
 */
export function basketLevels(
  parts: readonly BasketPart[],
  rebalance: BasketRebalance,
  calendar: Calendar,
): LevelSeries {
  const { time, columns } = commonLevels(parts.map(({ levels }) => levels));
  const level = new Float64Array(time.length);
  const ends = endsOf(time, rebalance, calendar);
  let base = 1;
  let from = 0;
  let next = 0;
  for (let at = 0; at < time.length; at++) {
    let growth = 0;
    for (const [part, { weight }] of parts.entries()) growth += weight * (columns[part][at] / columns[part][from] - 1);
    level[at] = base * (1 + growth);
    if (at !== ends[next]) continue;
    next++;
    base = level[at];
    from = at;
  }
  return { time, level };
}

// The places after which the weights are as they should be.
function endsOf(time: Float64Array, rebalance: BasketRebalance, calendar: Calendar): Int32Array {
  if (rebalance === "never") return new Int32Array(0);
  const every = ({ daily: "day", weekly: "week", monthly: "month", quarterly: "month" } as const)[rebalance];
  const places = samplePlaces(time, 0, time.length, every, calendar);
  if (rebalance !== "quarterly") return places;
  const quarters = places.map((place) => quarterOf(calendar.dayOf(time[place])));
  return places.filter((_, at) => quarters[at] !== quarters[at + 1]);
}

function quarterOf(day: number): number {
  const date = new Date(day * 86_400_000);
  return date.getUTCFullYear() * 4 + Math.floor(date.getUTCMonth() / 3);
}

function commonLevels(all: readonly LevelSeries[]): { time: Float64Array; columns: Float64Array[] } {
  const [first, ...others] = all;
  const counts = new Map<number, number>();
  for (const { time } of others) for (const at of time) counts.set(at, (counts.get(at) ?? 0) + 1);
  const time = first.time.filter((at) => others.length === 0 || counts.get(at) === others.length);
  const isCommon = new Set(time);
  return { time, columns: all.map((one) => one.level.filter((_, at) => isCommon.has(one.time[at]))) };
}
