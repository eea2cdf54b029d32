import type { Cell, Table } from "../core/table";
import { type DataFrame, dfd } from "./danfo";
import type { Format } from "./formats";
import { rememberFormats } from "./frame-display";
import type { CellFormats } from "./text";

/**
 * Makes a DataFrame of a table. It takes the rows over and carries every number and `null` exactly. `formats` say how
 * its cells are written when it prints itself: by column, or by cell.
 */
export function frameOf(table: Table, formats?: Readonly<Record<string, Format>> | CellFormats): DataFrame {
  const frame = new dfd.DataFrame(table.rows, {
    columns: [...table.columns],
    dtypes: table.columns.map((_, j) => columnType(table.rows, j)),
    // Without it danfo keeps a second, transposed copy.
    config: { lowMemoryMode: true },
  });
  if (formats !== undefined)
    rememberFormats(frame, typeof formats === "function" ? formats : (column) => formats[column]);
  return frame;
}

// By the first value that is there. danfo would look at some rows only, take a column that begins with whole numbers for
// int32, and cut the fractions off later ones when it computes.
function columnType(rows: Table["rows"], j: number): string {
  const first = rows.find((row) => row[j] !== null)?.[j];
  return types[typeof (first as Cell | undefined)] ?? "undefined";
}

const types: Readonly<Record<string, string>> = { number: "float32", string: "string", boolean: "boolean" };
