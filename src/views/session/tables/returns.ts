import { returnsOf } from "../../../analysis/returns/returns";
import type { SessionCore } from "../../../session/core";
import { checkOneOf } from "../../../session/options/checks";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** The interval of `returns`. */
export type ReturnPeriod = "bar" | "day" | "week" | "month" | "year";

/** The return of one period. */
export interface ReturnRow {
  /** Time of the last point of the period, epoch milliseconds UTC. */
  time: number;
  /** A fraction. */
  return: number;
  /** Growth from the beginning to the end of the period, a fraction. */
  cumulative: number;
}

/** Returns by period, single and cumulative; fractions. */
export const returns = sessionTable(
  returnRows,
  columnsOf<ReturnRow>({ time: "time", return: ["percent", "result"], cumulative: ["percent", "result"] }),
);

function returnRows({ content, calendar }: SessionCore, period: ReturnPeriod = "day"): ReturnRow[] {
  checkOneOf("period", period, ["bar", "day", "week", "month", "year"]);
  const { time, value } = returnsOf(content.curve, period, calendar);
  let growth = 1;
  return Array.from(time, (at, index) => {
    growth *= 1 + value[index];
    return { time: at, return: value[index], cumulative: growth - 1 };
  });
}
