import { monthNames, monthTable, type YearOfMonths } from "../../../analysis/returns/month-table";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import { type SessionTable, sessionTable } from "./session-table";

const months = Object.fromEntries(monthNames.map((name) => [name, ["percent", "part"]])) as unknown as Record<
  (typeof monthNames)[number],
  readonly ["percent", "part"]
>;

const columns = columnsOf<YearOfMonths>({ year: "text", total: ["percent", "result"], ...months });
const table = sessionTable(({ content, calendar }) => monthTable(content.curve, calendar), columns);

/**
 * The returns of months: a row for each year. The return of the year stands before them, where a narrow page shows it, and every
 * month is shown also where there is little room.
 */
export const monthlyReturns: SessionTable<YearOfMonths[]> = {
  ...table,
  frame: (core) => frameOfRows(table.rows(core), columns, dayOf(core), { kept: monthNames }),
};
