import type { DataFrame } from "../output/frames/danfo";
import { frameOf } from "../output/frames/frames";
import { type Column, type DayOf, tableOf } from "./tables";

/** Makes a DataFrame of plain rows, one column a field. `kept`: columns that it shows whatever room there is. */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column[],
  day: DayOf,
  kept?: readonly string[],
): DataFrame {
  const { table, formats, importance } = tableOf(rows, columns, day);
  return frameOf(table, { formats, importance, kept });
}
