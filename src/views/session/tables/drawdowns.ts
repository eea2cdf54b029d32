import { type Drawdown, drawdownsOf } from "../../../analysis/returns/drawdowns";
import type { SessionCore } from "../../../session/core";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** Declines from a peak of the equity, deepest first. */
export const drawdowns = sessionTable(
  drawdownRows,
  columnsOf<Drawdown>({
    peakTime: "time",
    troughTime: "time",
    recoveryTime: "time",
    depth: ["percent", "result"],
    days: ["span", "result"],
  }),
);

function drawdownRows({ content, daily }: SessionCore): Drawdown[] {
  const found = drawdownsOf(content.curve);
  // Between two trading days there is a whole number of days, even if the exchange's clocks change.
  return daily ? found.map((one) => ({ ...one, days: Math.round(one.days) })) : found;
}
