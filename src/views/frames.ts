import type { DataFrame } from "../output/frames/danfo";
import { frameOf } from "../output/frames/frames";
import { type DayOf, type TableColumn, tableOf } from "./tables";

/**
 * Makes a DataFrame from plain rows, one column per field. `kept`: columns that are shown even if there is no room.
 */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  day: DayOf,
  kept?: readonly string[],
): DataFrame {
  const { table, formats, importance } = tableOf(rows, columns, day);
  return frameOf(table, { formats, importance, kept });
}
