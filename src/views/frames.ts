import type { DataFrame } from "../output/frames/danfo";
import { frameOf } from "../output/frames/frames";
import { type Column, type TimeColumns, tableOf } from "./tables";

/** Makes a DataFrame of plain rows, one column a field. */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column[],
  times: TimeColumns,
): DataFrame {
  const { table, formats, details } = tableOf(rows, columns, times);
  return frameOf(table, { formats, details });
}
