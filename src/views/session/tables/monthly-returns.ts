import { monthNames, monthTable, type YearOfMonths } from "../../../analysis/returns/month-table";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

const months = Object.fromEntries(monthNames.map((name) => [name, ["percent", "part"]])) as unknown as Record<
  (typeof monthNames)[number],
  readonly ["percent", "part"]
>;

/** The returns of months: a row for each year, and the return of the year in the last column. */
export const monthlyReturns = sessionTable(
  ({ content, calendar }) => monthTable(content.curve, calendar),
  columnsOf<YearOfMonths>({ year: "text", ...months, total: ["percent", "result"] }),
);
