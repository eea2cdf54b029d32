import type { StoredContent } from "../rows/batch";
import { type ReadRows, rowsAsNumbers } from "../rows/packed-rows";
import { columnsInFile, selectedColumns } from "../rows/rows";
import type { StoredTable } from "../rows/table";
import type { Cells, Connection } from "../sqlite/connection";
import { ListsReadLater, type PendingLists, type ReadNow, tablesOfMetrics } from "./long-lists";
import { contentFrom, orderOfChunks, shortTables } from "./restore";

// Sessions whose rows are read together: all of theirs are in memory at once.
const TOGETHER = 100;

/**
 * Returns what was committed for some sessions that have ended, as `restoreContent` does for one, with one statement a table
 * in place of a dozen a session. What metrics are computed from is read as well; other long lists are read when somebody
 * looks at them.
 */
export async function restoreMany(
  connection: Connection,
  ids: readonly number[],
  pending: PendingLists,
  readNow: (session: number) => ReadNow,
): Promise<StoredContent[]> {
  const contents: StoredContent[] = [];
  for (let from = 0; from < ids.length; from += TOGETHER) {
    const some = ids.slice(from, from + TOGETHER);
    const short = await rowsBySession(connection, shortTables, some);
    const long = await rowsBySession(connection, tablesOfMetrics, some);
    for (const id of some) {
      const lists = new ListsReadLater(readNow(id));
      await lists.readAhead(async (table) => readRowsOf(table, long(table.name, id)));
      pending.add(id, lists);
      contents.push(await contentFrom(async ({ name }) => short(name, id), lists));
    }
  }
  return contents;
}

async function readRowsOf(table: StoredTable<never>, cells: readonly Cells[]): Promise<ReadRows> {
  return isOfChunks(table) ? { cells } : rowsAsNumbers(table, [cells]);
}

function isOfChunks({ columns }: StoredTable<never>): boolean {
  return columns.some(({ kind }) => kind === "blob");
}

async function rowsBySession(connection: Connection, tables: readonly StoredTable<never>[], ids: readonly number[]) {
  const all = new Map<string, Map<number, Cells[]>>();
  for (const table of tables) {
    const columns = await columnsInFile(connection, table);
    const bySession = new Map<number, Cells[]>();
    all.set(table.name, bySession);
    if (columns.length === 0) continue;
    const selected = isOfChunks(table) ? "*" : `session_id, ${selectedColumns(table, columns)}`;
    const order = isOfChunks(table) ? orderOfChunks(table) : ["session_id", ...(table.order ?? table.key)].join(", ");
    const sql = `SELECT ${selected} FROM ${table.name} WHERE session_id IN (SELECT value FROM json_each(?)) ORDER BY ${order}`;
    for (const row of await connection.all(sql, [JSON.stringify(ids)])) {
      const id = row.session_id as number;
      const rows = bySession.get(id);
      if (rows === undefined) bySession.set(id, [row]);
      else rows.push(row);
    }
  }
  return (table: string, id: number): readonly Cells[] => all.get(table)?.get(id) ?? [];
}
