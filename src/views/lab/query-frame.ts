import type { Table } from "../../core/table";
import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import type { TableColumn } from "../tables";
import { listColumns } from "./session-frame";

/**
 * Makes a frame from the result of a query. Cells stay as they are stored, and print as in the frames of a session. A
 * column is recognized by its name, so `average_price` prints as `averagePrice` does. Times print as instants, and ids
 * without separators.
 */
export function queryFrame(table: Table, known: readonly TableColumn[]): DataFrame {
  const columnsByName = new Map([...listColumns, ...known].map((column) => [column[0], column]));
  const printed = table.columns.map((name) => printedAs(name, columnsByName));
  return frameOf(table, {
    formats: Object.fromEntries(printed.flatMap(([name, format]) => (format === undefined ? [] : [[name, format]]))),
    importance: Object.fromEntries(printed.map(([name, , importance]) => [name, importance])),
  });
}

type Printed = readonly [name: string, format: TableColumn[1] | undefined, importance: TableColumn[2]];

function printedAs(name: string, known: ReadonlyMap<string, TableColumn>): Printed {
  if (/(^|_)(time|at)$/.test(name)) return [name, "time", "time"];
  if (/(^|_)(id|number|sequence)$/.test(name)) return [name, "text", "id"];
  const column = known.get(name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  // What a query computes is a result.
  return column === undefined ? [name, undefined, "result"] : [name, column[1], column[2]];
}
