import type { DataFrame } from "../output/frames/danfo";
import { frameOf } from "../output/frames/frames";
import { type DayOf, type TableColumn, tableOf } from "./tables";

/**
 * Makes a DataFrame from plain rows, one column per field. `kept`: columns that are shown even if there is no room. `none`:
 * why there are no rows, if there are none.
 */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  day: DayOf,
  kept?: readonly string[],
  none?: string,
): DataFrame {
  const { table, formats, importance } = tableOf(rows, columns, day);
  return frameOf(table, { formats, importance, kept, none });
}
