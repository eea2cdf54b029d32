import { dateBefore } from "../../core/days";
import type { Axis } from "../plotly/figure";

/** Writes the trading day of a time as a date: `2014-06-09`. */
export type DayOf = (time: number) => string;

/** The time axis that the series of a figure share. */
export interface TimeAxis {
  readonly daily: boolean;
  /** Writes a time (epoch milliseconds UTC) the way the figure stores it: `2014-06-09`, `2014-06-09 15:30`. */
  readonly label: (time: number) => string;
  readonly axis: Axis;
}

/** Times of one series; the first `length` count. */
export interface Times {
  readonly time: Float64Array;
  readonly length: number;
}

const twentyHours = 20 * 3_600_000;

/**
 * Returns the axis for some series: dates if they are daily, otherwise times in UTC. Series are daily if `day` is
 * given, or if their points are at least 20 hours apart. The day of a point is `day(time)`, or else the UTC date of
 * the instant just before it, because a daily bar's time is the end of its day.
 */
export function timeAxis(series: readonly Times[], day?: DayOf): TimeAxis {
  const daily = day !== undefined || (series.length > 0 && series.every(isDaily));
  if (daily) return { daily, label: day ?? dateBefore, axis: dayAxis };
  return { daily, label: instantLabel, axis: instantAxis };
}

const dayAxis: Axis = { hoverformat: "%Y-%m-%d" };
const instantAxis: Axis = { hoverformat: "%Y-%m-%d %H:%M:%S", title: { text: "UTC", font: { size: 11 } } };

// The first point of an equity curve is the start of the first bar, which may be close.
function isDaily({ time, length }: Times): boolean {
  for (let i = 2; i < length; i++) if (time[i] - time[i - 1] < twentyHours) return false;
  return length > 2;
}

function instantLabel(time: number): string {
  const text = new Date(time).toISOString();
  const end = time % 60_000 === 0 ? 16 : time % 1000 === 0 ? 19 : 23;
  return `${text.slice(0, 10)} ${text.slice(11, end)}`;
}
