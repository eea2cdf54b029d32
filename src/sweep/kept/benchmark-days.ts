import type { LevelSeries } from "../../analysis/record/track-record";
import type { Calendar } from "../../core/market/calendar";
import type { StoredReturns } from "../../store/store";

/** The place among the runs at which the returns of a walk-forward's benchmark are kept. */
export const BENCHMARK_RUN = -1;

/**
 * Returns what a benchmark did on the days of a curve out of sample: from its newest level before the first of them to its newest
 * level on each. Returns are NaN up to the day on which it has its first level. `days`: whole days since 1970-01-01, ascending.
 */
export function benchmarkDays({ time, level }: LevelSeries, days: Int32Array, calendar: Calendar): StoredReturns {
  let next = 0;
  let newest = Number.NaN;
  const advance = (isWanted: (day: number) => boolean) => {
    for (; next < time.length && isWanted(calendar.dayOf(time[next])); next++) newest = level[next];
    return newest;
  };
  let before = advance((day) => day < days[0]);
  const returns = days.length === 0 ? new Float64Array(0) : Float64Array.from(days, returnOn);
  return { run: BENCHMARK_RUN, days, returns };

  function returnOn(day: number): number {
    const last = before;
    before = advance((one) => one <= day);
    return before / last - 1;
  }
}
