import { returnsOf } from "../../../analysis/returns/returns";
import { dateOf } from "../../../core/days";
import type { SessionCore } from "../../../session/core";
import { checkOneOf } from "../../../session/options/checks";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import type { SessionTable } from "./session-table";

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

const columns = columnsOf<ReturnRow>({
  time: "time",
  return: ["percent", "result"],
  cumulative: ["percent", "result"],
});

/** Returns by period, single and cumulative; fractions. Periods of a day or longer are shown by the date of their last day. */
export const returns: SessionTable<ReturnRow[], [period?: ReturnPeriod]> = {
  columns,
  rows: returnRows,
  frame(core, period) {
    const rows = returnRows(core, period);
    const { calendar } = core;
    return frameOfRows(rows, columns, period === "bar" ? dayOf(core) : (time) => dateOf(calendar.dayOf(time)));
  },
};

function returnRows({ content, calendar }: SessionCore, period: ReturnPeriod = "day"): ReturnRow[] {
  checkOneOf("period", period, ["bar", "day", "week", "month", "year"]);
  const { time, value } = returnsOf(content.curve, period, calendar);
  let growth = 1;
  return Array.from(time, (at, index) => {
    growth *= 1 + value[index];
    return { time: at, return: value[index], cumulative: growth - 1 };
  });
}
