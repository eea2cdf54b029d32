import type { DataFrame } from "../output/frames/danfo";
import type { FrameOptions } from "../output/frames/frame-display";
import { frameOf } from "../output/frames/frames";
import { type DayOf, type TableColumn, tableOf } from "./tables";

/** Makes a DataFrame from plain rows, one column per field. `more`: how it prints itself besides. */
export function frameOfRows<Row extends object>(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  day: DayOf,
  more: Pick<FrameOptions, "kept" | "none" | "notes"> = {},
): DataFrame {
  const { table, formats, importance } = tableOf(rows, columns, day);
  return frameOf(table, { formats, importance, ...more });
}
