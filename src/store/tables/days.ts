import type { DayColumns } from "../../analysis/record/track-record";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import { doublesOf, integersOf } from "../sqlite/blobs";
import type { Cells } from "../sqlite/connection";

const { integer, numbers } = storedColumnsOf<DayColumns>();

/** Trading days. */
export const dayTable: StoredTable<DayColumns> = {
  name: "paper_days",
  comment:
    "The trading days of a session, one row a session. BLOBs: day as little-endian 32-bit integers, the others as doubles.",
  key: [],
  meeting: "replace",
  columns: [
    integer("days", "length", { constraint: "NOT NULL" }),
    numbers("day", "day", { comment: "whole days since 1970-01-01" }),
    numbers("time", "time"),
    numbers("equity", "equity"),
    numbers("gross", "gross", { comment: "sum of the absolute market values" }),
    numbers("net", "net", { comment: "sum of the market values" }),
    numbers("traded", "traded", { comment: "quantity times price of the day's fills" }),
  ],
};

/** Returns days whose arrays are as long as there are days. */
export function fittedDays({ length, day, ...columns }: DayColumns): DayColumns {
  const part = (values: Float64Array) => values.subarray(0, length);
  const { time, equity, gross, net, traded } = columns;
  return {
    length,
    day: day.subarray(0, length),
    time: part(time),
    equity: part(equity),
    gross: part(gross),
    net: part(net),
    traded: part(traded),
  };
}

/** Returns the days in a row. */
export function daysOf(cells: Cells): DayColumns {
  const doubles = (name: string) => doublesOf([cells[name] as Buffer]);
  return {
    length: cells.days as number,
    day: integersOf([cells.day as Buffer]),
    time: doubles("time"),
    equity: doubles("equity"),
    gross: doubles("gross"),
    net: doubles("net"),
    traded: doubles("traded"),
  };
}
