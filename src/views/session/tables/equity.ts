import type { EquityCurve, Thinned } from "../../../analysis/record/track-record";
import { drawdownSeries } from "../../../analysis/returns/drawdowns";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import type { SessionTable } from "./session-table";

/** One point of the equity curve. */
export interface EquityRow {
  /** Epoch milliseconds UTC. */
  time: number;
  /** Currency. */
  equity: number;
  /** Equity over its highest point so far, minus 1: a fraction, never positive. */
  drawdown: number;
  /**
   * Of a curve that was thinned: whether every point is kept here, or only the first, last, highest and lowest of each
   * minute, hour or day.
   */
  kept?: Kept;
}

/** Which points of a stretch of a thinned curve are kept. */
export type Kept = "all" | "minute" | "hour" | "day";

const whole = columnsOf<Omit<EquityRow, "kept">>({
  time: "time",
  equity: ["currency", "result"],
  drawdown: ["percent", "result"],
});
const thinned = columnsOf<EquityRow>({
  time: "time",
  equity: ["currency", "result"],
  drawdown: ["percent", "result"],
  kept: "text",
});

/** The equity curve: one point per step, and one before the first bar; or those that are kept of it. */
export const equity: SessionTable<EquityRow[]> = {
  columns: whole,
  rows: ({ content }) => equityRows(content.curve),
  frame(core) {
    const { curve } = core.content;
    return frameOfRows(equityRows(curve), curve.thinned === undefined ? whole : thinned, dayOf(core));
  },
};

function equityRows(curve: EquityCurve): EquityRow[] {
  const drawdown = drawdownSeries(curve);
  const rows: EquityRow[] = new Array(curve.length);
  for (let at = 0; at < curve.length; at++) {
    rows[at] = { time: curve.time[at], equity: curve.equity[at], drawdown: drawdown[at] };
    if (curve.thinned !== undefined) rows[at].kept = keptAt(at, curve.thinned);
  }
  return rows;
}

function keptAt(at: number, { points, days, hours }: Thinned): Kept {
  if (at === 0 || at >= points) return "all";
  return at <= days ? "day" : at <= days + hours ? "hour" : "minute";
}
