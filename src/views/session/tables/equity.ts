import type { EquityCurve } from "../../../analysis/record/track-record";
import { drawdownSeries } from "../../../analysis/returns/drawdowns";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** One point of the equity curve. */
export interface EquityRow {
  /** Epoch milliseconds UTC. */
  time: number;
  /** Currency. */
  equity: number;
  /** Equity over its highest point so far, minus 1: a fraction, never positive. */
  drawdown: number;
}

/** The equity curve: one point per step, and one before the first bar. */
export const equity = sessionTable(
  ({ content }) => equityRows(content.curve),
  columnsOf<EquityRow>({ time: "time", equity: ["currency", "result"], drawdown: ["percent", "result"] }),
);

function equityRows(curve: EquityCurve): EquityRow[] {
  const drawdown = drawdownSeries(curve);
  const rows: EquityRow[] = new Array(curve.length);
  for (let at = 0; at < curve.length; at++) {
    rows[at] = { time: curve.time[at], equity: curve.equity[at], drawdown: drawdown[at] };
  }
  return rows;
}
