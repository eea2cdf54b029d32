import type { Cells, Connection, Value } from "../sqlite/connection";
import { readRow, type StoredTable, writtenColumns } from "./table";

// Rows read at once. SQLite's rows become objects on the calling thread, about 5 us each.
const PAGE = 4000;

/** Stores one item with bound values, within a transaction. For items that are written only once. */
export async function insertRow<Item>(
  connection: Connection,
  table: StoredTable<Item>,
  item: Item,
  sessionId?: number,
): Promise<void> {
  const columns = writtenColumns(table);
  const owner = sessionId === undefined ? [] : ["session_id"];
  const names = [...owner, ...columns.map(({ name }) => name)];
  const values = columns.map(({ write }) => boundValue(write?.(item)));
  const sql = `INSERT INTO ${table.name} (${names.join(", ")}) VALUES (${names.map(() => "?").join(", ")})`;
  await connection.run(sql, sessionId === undefined ? values : [sessionId, ...values]);
}

/**
 * Returns the written columns of a table that the file has. An older file that is read-only is not migrated, so it
 * lacks later columns, or the table itself.
 */
export async function columnsInFile<Item>(connection: Connection, table: StoredTable<Item>): Promise<string[]> {
  let tables = known.get(connection);
  if (tables === undefined) {
    tables = new Map();
    known.set(connection, tables);
  }
  let names = tables.get(table.name);
  if (names === undefined) {
    const found = await connection.all("SELECT name FROM pragma_table_info(?)", [table.name]);
    names = new Set(found.map(({ name }) => String(name)));
    tables.set(table.name, names);
  }
  const there = names;
  return writtenColumns(table).flatMap(({ name }) => (there.has(name) ? [name] : []));
}

// A file is brought up to date before it is read, so that its tables stay as they are. To ask takes as long as to read one.
const known = new WeakMap<Connection, Map<string, ReadonlySet<string>>>();

/** Returns the items of a session in a table, in order; none if the file has no such table. */
export async function readRows<Item>(
  connection: Connection,
  table: StoredTable<Item>,
  sessionId: number,
): Promise<Item[]> {
  const items: Item[] = [];
  // In pages, so that other work in the process gets its turn in between.
  for await (const page of pagesOf(connection, table as StoredTable<never>, sessionId))
    for (const cells of page) items.push(readRow(table, cells));
  return items;
}

/** Returns what to select of some columns of a table. */
export function selectedColumns<Item>({ columns }: StoredTable<Item>, names: readonly string[]): string {
  return columns
    .filter(({ name }) => names.includes(name))
    .map(({ name, readAs }) => (readAs === undefined ? name : `${readAs} AS ${name}`))
    .join(", ");
}

/** Returns the rows of a session in a table as cells, in order, page by page. */
export async function* pagesOf(
  connection: Connection,
  table: StoredTable<never>,
  sessionId: number,
): AsyncIterable<Cells[]> {
  const key = table.order ?? table.key;
  const keys = key.join(", ");
  const names = await columnsInFile(connection, table);
  if (names.length === 0) return;
  const select = `SELECT ${selectedColumns(table, names)} FROM ${table.name} WHERE session_id = ?`;
  const order = `ORDER BY ${keys} LIMIT ${PAGE}`;
  const next = `${select} AND (${keys}) > (${key.map(() => "?").join(", ")}) ${order}`;
  let page = await connection.all(`${select} ${order}`, [sessionId]);
  for (;;) {
    yield page;
    if (page.length < PAGE) return;
    const last = page[page.length - 1];
    page = await connection.all(next, [sessionId, ...key.map((name) => last[name])]);
  }
}

function boundValue(cell: unknown): Value {
  if (cell === undefined || cell === null || Number.isNaN(cell)) return null;
  return cell instanceof Uint8Array ? Buffer.from(cell.buffer, cell.byteOffset, cell.byteLength) : (cell as Value);
}
