import type { Cell, Table } from "../../core/table";
import { type DataFrame, dfd } from "./danfo";
import { type FrameOptions, rememberOptions } from "./frame-display";

/**
 * Makes a DataFrame from a table. It takes over the rows, and keeps every number and `null` exactly. `options` say how
 * it prints itself.
 */
export function frameOf(table: Table, options?: FrameOptions): DataFrame {
  const frame = new dfd.DataFrame(table.rows, {
    columns: [...table.columns],
    dtypes: table.columns.map((_, j) => columnType(table.rows, j)),
    // Otherwise danfo keeps a second, transposed copy.
    config: { lowMemoryMode: true },
  });
  if (options !== undefined) rememberOptions(frame, options);
  return frame;
}

// By the first value that is not null. danfo looks at only a few rows. It would take a column that begins with whole
// numbers as int32, and cut off later fractions when it computes.
function columnType(rows: Table["rows"], j: number): string {
  const first = rows.find((row) => row[j] !== null)?.[j];
  return types[typeof (first as Cell | undefined)] ?? "undefined";
}

const types: Readonly<Record<string, string>> = { number: "float32", string: "string", boolean: "boolean" };
