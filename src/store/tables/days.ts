import type { DayColumns } from "../../analysis/record/track-record";
import { packedTable, storedColumnsOf } from "../rows/columns";
import { numbersBetween, numbersIn, type StoredTable } from "../rows/table";
import type { Cells } from "../sqlite/connection";

const { integer, numbers } = storedColumnsOf<DayColumns>();

/** Trading days. */
export const dayTable: StoredTable<DayColumns> = {
  name: "paper_days",
  comment:
    "The trading days, one row per session. BLOBs, little-endian: day as 32-bit integers, the others as doubles; packed, if they begin with the bytes papl.",
  key: [],
  meeting: "replace",
  columns: [
    integer("days", "length", { constraint: "NOT NULL" }),
    numbers("day", "day", "integer", { comment: "whole days since 1970-01-01" }),
    numbers("time", "time", "double"),
    numbers("equity", "equity", "double", { comment: "empty if it is that of paper_equity at these times" }),
    numbers("gross", "gross", "double", { comment: "sum of the absolute market values" }),
    numbers("net", "net", "double", { comment: "sum of the market values; empty if it is as gross" }),
    numbers("traded", "traded", "double", { comment: "quantity times price of the day's fills" }),
  ],
};

/** The same, packed. Days are stored again with each commit, so only those of a session that has ended are. */
export const packedDayTable = netAsGross(packedTable(dayTable));

// Of an account without short positions, both are the same.
function netAsGross(table: StoredTable<DayColumns>): StoredTable<DayColumns> {
  const columns = table.columns.map((column): typeof column => {
    if (column.name !== "net") return column;
    const isGross = ({ net, gross }: DayColumns) => net.every((value, at) => Object.is(value, gross[at]));
    return { ...column, write: (days) => (isGross(days) ? new Uint8Array(0) : column.write?.(days)) };
  });
  return { ...table, columns };
}

/** Returns days whose arrays are exactly as long as there are days. */
export function fittedDays(days: DayColumns): DayColumns {
  return { length: days.length, ...numbersBetween(dayTable, days, 0, days.length) };
}

/** Returns the days in a row. */
export function daysOf(cells: Cells): DayColumns {
  const days = { length: cells.days as number, ...numbersIn(dayTable, [cells]) };
  return days.net.length < days.length ? { ...days, net: days.gross.slice() } : days;
}

/** Returns days without their equity, if a whole curve has it at their times, bit for bit. */
export function daysBeside(curve: (Curve & { readonly from: number }) | undefined, days: DayColumns): DayColumns {
  if (curve === undefined || curve.from > 0) return days;
  const found = equityAt(curve, days.time);
  const isThere = found?.every((value, at) => Object.is(value, days.equity[at])) === true;
  return isThere ? { ...days, equity: new Float64Array(0) } : days;
}

/** Returns days with their equity, if it was left out. */
export function wholeDays(days: DayColumns, curve: () => Curve): DayColumns {
  if (days.equity.length === days.length) return days;
  return { ...days, equity: equityAt(curve(), days.time) ?? days.equity };
}

interface Curve {
  readonly time: Float64Array;
  readonly equity: Float64Array;
}

// The last point at each of some ascending times; absent if there is none at one of them.
function equityAt({ time, equity }: Curve, times: Float64Array): Float64Array | undefined {
  const found = new Float64Array(times.length);
  let at = 0;
  for (let place = 0; place < times.length; place++) {
    while (at < time.length && time[at] <= times[place]) at++;
    if (at === 0 || time[at - 1] !== times[place]) return undefined;
    found[place] = equity[at - 1];
  }
  return found;
}
