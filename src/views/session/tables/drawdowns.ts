import { type Drawdown, drawdownsOf } from "../../../analysis/returns/drawdowns";
import type { SessionCore } from "../../../session/core";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** Falls from a peak of the equity, deepest first. */
export const drawdowns = sessionTable(
  drawdownRows,
  columnsOf<Drawdown>({
    peakTime: "time",
    troughTime: "time",
    recoveryTime: "time",
    depth: ["percent", "result"],
    days: ["count", "result"],
  }),
);

function drawdownRows({ content, daily }: SessionCore): Drawdown[] {
  const found = drawdownsOf(content.curve);
  // Between two trading days lies a whole number of days, whatever the clocks of the exchange did.
  return daily ? found.map((one) => ({ ...one, days: Math.round(one.days) })) : found;
}
