import type { Cell, Table } from "../../core/table";
import { type DataFrame, dfd } from "./danfo";
import { type FrameOptions, rememberOptions } from "./frame-display";

/**
 * Makes a DataFrame of a table. It takes the rows over and carries every number and `null` exactly. `options` say how it
 * prints itself.
 */
export function frameOf(table: Table, options?: FrameOptions): DataFrame {
  const frame = new dfd.DataFrame(table.rows, {
    columns: [...table.columns],
    dtypes: table.columns.map((_, j) => columnType(table.rows, j)),
    // Without it danfo keeps a second, transposed copy.
    config: { lowMemoryMode: true },
  });
  if (options !== undefined) rememberOptions(frame, options);
  return frame;
}

// By the first value that is there. danfo would look at some rows only, take a column that begins with whole numbers for
// int32, and cut the fractions off later ones when it computes.
function columnType(rows: Table["rows"], j: number): string {
  const first = rows.find((row) => row[j] !== null)?.[j];
  return types[typeof (first as Cell | undefined)] ?? "undefined";
}

const types: Readonly<Record<string, string>> = { number: "float32", string: "string", boolean: "boolean" };
