import { measure } from "../../../analysis/measure";
import { monthNames, monthTable } from "../../../analysis/returns/month-table";
import { returnsOf } from "../../../analysis/returns/returns";
import { finiteOf } from "../../../analysis/returns/series";
import type { YearOfMonths } from "../../../output/figures/months";
import type { ReturnMark } from "../../../output/figures/returns";
import type { SessionCore } from "../../../session/core";
import { checkOneOf } from "../../../session/options/checks";
import type { ReturnPeriod } from "../tables/returns";

const units: Readonly<Record<ReturnPeriod, string>> = {
  bar: "Bars",
  day: "Days",
  week: "Weeks",
  month: "Months",
  year: "Years",
};

/** Returns the returns of a session by period, their mean and values at risk, and what the periods are called. */
export function returnsAtRisk(core: SessionCore, period: ReturnPeriod = "day") {
  checkOneOf("period", period, ["bar", "day", "week", "month", "year"]);
  const returns = finiteOf(returnsOf(core.content.curve, period, core.calendar).value);
  const { metrics } = measure({ returns, periodsPerYear: 1 });
  const mean = returns.length === 0 ? null : returns.reduce((a, b) => a + b, 0) / returns.length;
  const marks: ReturnMark[] = [
    { name: "Mean", value: mean },
    { name: "VaR 95 %", value: metrics.valueAtRisk95 },
    { name: "VaR 99 %", value: metrics.valueAtRisk99 },
  ];
  return { returns, marks, unit: units[period], title: `Returns of ${core.name} by ${period}` };
}

/** Returns the return of each month and year of a session. */
export function monthsOf({ content, calendar }: SessionCore): YearOfMonths[] {
  return monthTable(content.curve, calendar).map((row) => ({
    year: row.year,
    months: monthNames.map((name) => row[name]),
    whole: row.total,
  }));
}
