import type { BarColumns } from "../../core/market/bar";
import { barColumns } from "../rows/bar-columns";
import type { StoredBars } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import { columnsInFile, insertRow } from "../rows/rows";
import { numbersBetween, numbersIn, type StoredTable } from "../rows/table";
import type { Connection } from "../sqlite/connection";

// Rows per BLOB: about 3 MB, so that other work gets its turn between two.
const CHUNK = 65_536;

interface BarChunk extends BarColumns {
  readonly sha256: string;
  readonly from: number;
}

const { integer, text } = storedColumnsOf<BarChunk>();

/** Bars of feeds made in memory. */
export const barTable: StoredTable<BarChunk> = {
  name: "paper_bars",
  comment:
    "The bars of feeds made in memory, in chunks of consecutive rows, stored once for all sessions that run on them. BLOBs, little-endian: symbol as 16-bit places in the feed's symbols (config of the session), the others as doubles.",
  key: ["sha256", "first_row"],
  meeting: "add",
  shared: true,
  columns: [
    text("sha256", "sha256", { comment: "of the feed's manifest" }),
    integer("first_row", "from", { constraint: "NOT NULL" }),
    integer("rows", "length", { constraint: "NOT NULL" }),
    ...barColumns,
  ],
};

/** Stores bars that are not stored yet, within a transaction. */
export async function insertBars(connection: Connection, { sha256, columns }: StoredBars): Promise<void> {
  const known = await connection.all("SELECT 1 FROM paper_bars WHERE sha256 = ? LIMIT 1", [sha256]);
  if (known.length > 0) return;
  for (let from = 0; from < columns.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, columns.length);
    const part = numbersBetween(barTable, columns, from, to);
    await insertRow(connection, barTable, { sha256, from, length: to - from, ...part });
  }
}

/** Returns the bars of a hash, bit for bit; `undefined` if they are not stored. */
export async function restoreBars(connection: Connection, sha256: string): Promise<BarColumns | undefined> {
  if ((await columnsInFile(connection, barTable)).length === 0) return undefined;
  const chunks = await connection.all("SELECT * FROM paper_bars WHERE sha256 = ? ORDER BY first_row", [sha256]);
  if (chunks.length === 0) return undefined;
  const columns = numbersIn(barTable, chunks);
  return { length: columns.time.length, ...columns };
}

/** Removes the bars that no session uses any more, within a transaction. */
export async function sweepBars(connection: Connection): Promise<void> {
  await connection.run(
    "DELETE FROM paper_bars WHERE sha256 NOT IN (SELECT json_extract(config, '$.feed.sha256') FROM paper_sessions WHERE json_extract(config, '$.feed.sha256') IS NOT NULL)",
  );
}
