import { joinedLevels } from "../../../analysis/session-benchmark";
import { sampledCurve } from "../../../analysis/session-metrics";
import { isNearZero } from "../../../analysis/statistics/moments";
import type { SessionCore } from "../../../session/core";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** How far a session and its benchmark have come since the first time that both have, as fractions. */
export interface RelativeRow {
  /** Epoch milliseconds UTC. */
  readonly time: number;
  /** Growth of the session. */
  readonly growth: number;
  /** Growth of its benchmark. */
  readonly benchmark: number;
  /** How much more the session grew: `(1 + growth)/(1 + benchmark) − 1`. */
  readonly relative: number;
  /** Its return less the benchmark's, `r − b`, since the time before; `null` at the first, and where it had nothing left. */
  readonly activeReturn: number | null;
}

/** A session over its benchmark, at the ends of its returns that both have. Empty without a benchmark. */
export const relative = sessionTable(
  relativeRows,
  columnsOf<RelativeRow>({
    time: "time",
    growth: ["percent", "result"],
    benchmark: ["percent", "result"],
    relative: ["percent", "result"],
    activeReturn: ["percent", "result"],
  }),
  whyNone,
);

// 0 where they differ by what rounding left.
function differenceOf(a: number, b: number): number {
  return isNearZero(a - b, Math.max(Math.abs(a), Math.abs(b))) ? 0 : a - b;
}

function whyNone({ record, content }: SessionCore): string {
  if (record.benchmark === undefined) return "the session has no benchmark";
  if (content.curve.length === 0) return "the session has not begun";
  return "its benchmark has no time in common with the session";
}

function relativeRows(core: SessionCore): RelativeRow[] {
  const { benchmark } = core.record;
  const { curve } = core.content;
  if (benchmark === undefined || curve.length === 0) return [];
  const sampled = sampledCurve({ curve }, core.metrics().returnsEvery, core.calendar);
  const { time, own, benchmark: theirs } = joinedLevels(sampled, benchmark.series, core.calendar);
  const rows: RelativeRow[] = [];
  for (let at = 0; at < time.length; at++) {
    const [left, right] = [own[at] / own[0], theirs[at] / theirs[0]];
    rows.push({
      time: time[at],
      growth: left - 1,
      benchmark: right - 1,
      relative: differenceOf(left, right) / right,
      // What began with nothing has no return.
      activeReturn: own[at - 1] > 0 ? differenceOf(own[at] / own[at - 1], theirs[at] / theirs[at - 1]) : null,
    });
  }
  return rows;
}
