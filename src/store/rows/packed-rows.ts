import type { Cells, Connection, Value } from "../sqlite/connection";
import { pagesOf } from "./rows";
import { readRow, type StoredTable } from "./table";

/** The rows of a session in one table as numbers, which go to another thread without a copy. */
export interface RowsAsNumbers {
  readonly columns: readonly string[];
  readonly rows: number;
  /** Row by row. A text is given by its place in `texts`; NULL is `NaN`. */
  readonly values: Float64Array;
  readonly areTexts: readonly boolean[];
  readonly texts: readonly string[];
}

/** The rows of a session in one table of chunks, as they are stored. */
export interface RowsOfChunks {
  readonly cells: readonly Cells[];
}

/** What is read of a session in one table. */
export type ReadRows = RowsAsNumbers | RowsOfChunks;

/** Reads the rows of a session in a table, in order: those of chunks as they are, others as numbers. */
export async function readForLater(
  connection: Connection,
  table: StoredTable<never>,
  sessionId: number,
): Promise<ReadRows> {
  if (table.columns.every(({ kind }) => kind !== "blob"))
    return rowsAsNumbers(table, pagesOf(connection, table, sessionId));
  return { cells: await chunksIn(connection, table, sessionId) };
}

/** Returns the chunks of a session in a table, in the order in which they were stored. */
export async function chunksIn(
  connection: Connection,
  { name }: StoredTable<never>,
  sessionId: number,
): Promise<Cells[]> {
  return connection.all(`SELECT * FROM ${name} WHERE session_id = ? ORDER BY rowid`, [sessionId]);
}

/** Returns rows of a table as numbers. */
export async function rowsAsNumbers(
  table: StoredTable<never>,
  pages: AsyncIterable<readonly Cells[]> | Iterable<readonly Cells[]>,
): Promise<RowsAsNumbers> {
  const kinds = new Map(table.columns.map(({ name, kind }) => [name, kind]));
  const texts: string[] = [];
  const places = new Map<string, number>();
  const placeOf = (text: string) => {
    const known = places.get(text);
    if (known !== undefined) return known;
    places.set(text, texts.length);
    return texts.push(text) - 1;
  };
  // Some drivers give the text of a cell as bytes.
  const numberOf = (cell: Value) => {
    if (cell === null || cell === undefined) return Number.NaN;
    return typeof cell === "number" ? cell : placeOf(String(cell));
  };
  let columns: string[] = [];
  let values = new Float64Array(0);
  let at = 0;
  for await (const page of pages) {
    if (page.length === 0) break;
    if (columns.length === 0) columns = Object.keys(page[0]).filter((name) => kinds.has(name));
    if (at + page.length * columns.length > values.length) values = grown(values, page.length * columns.length);
    for (const row of page) for (const name of columns) values[at++] = numberOf(row[name]);
  }
  const rows = columns.length === 0 ? 0 : at / columns.length;
  const areTexts = columns.map((name) => kinds.get(name) === "text");
  return { columns, rows, values: values.slice(0, at), areTexts, texts };
}

/** Returns the items in some rows. */
export function itemsOf<Item>(table: StoredTable<Item>, packed: RowsAsNumbers): Item[] {
  const { columns, rows, values, areTexts, texts } = packed;
  const items = new Array<Item>(rows);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    const cells: Record<string, Value> = {};
    for (let column = 0; column < columns.length; column++) {
      const value = values[at++];
      cells[columns[column]] = Number.isNaN(value) ? null : areTexts[column] ? texts[value] : value;
    }
    items[row] = readRow(table, cells as Cells);
  }
  return items;
}

function grown(values: Float64Array, more: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(values.length * 2 + more);
  larger.set(values);
  return larger;
}
