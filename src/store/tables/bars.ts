import type { BarColumns } from "../../core/market/bar";
import { blobOf, doublesOf, shortsOf } from "../blobs";
import type { Cells, Connection } from "../database/connection";

// Rows of one BLOB: about 3 MB, so that other things get their turn between two.
const CHUNK = 65_536;

const doubleColumns = ["time", "open", "high", "low", "close", "volume"] as const;

/** The bars of a feed that was made in memory, kept once for all the sessions that run on them. */
export interface StoredBars {
  /** What the feed's manifest says of them. */
  readonly sha256: string;
  readonly columns: BarColumns;
}

/** Stores bars that are not there yet, within a transaction. */
export async function insertBars(connection: Connection, { sha256, columns }: StoredBars): Promise<void> {
  const known = await connection.all("SELECT 1 FROM paper_bars WHERE sha256 = ? LIMIT 1", [sha256]);
  if (known.length > 0) return;
  const sql = `INSERT INTO paper_bars (sha256, first_row, rows, symbol, ${doubleColumns.join(", ")}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`;
  for (let from = 0; from < columns.length; from += CHUNK) {
    const to = Math.min(from + CHUNK, columns.length);
    const doubles = doubleColumns.map((name) => blobOf(columns[name].subarray(from, to)));
    await connection.run(sql, [sha256, from, to - from, blobOf(columns.symbol.subarray(from, to)), ...doubles]);
  }
}

/** Returns the bars of a hash, bit for bit; `undefined` where they are not there. */
export async function restoreBars(connection: Connection, sha256: string): Promise<BarColumns | undefined> {
  // A file of version 1 that can only be read has no such table.
  const [table] = await connection.all("SELECT 1 FROM sqlite_schema WHERE name = 'paper_bars'");
  if (table === undefined) return undefined;
  const chunks = await connection.all("SELECT * FROM paper_bars WHERE sha256 = ? ORDER BY first_row", [sha256]);
  if (chunks.length === 0) return undefined;
  const [time, open, high, low, close, volume] = doubleColumns.map((name) => doublesOf(blobsOf(chunks, name)));
  const symbol = shortsOf(blobsOf(chunks, "symbol"));
  return { length: time.length, time, symbol, open, high, low, close, volume };
}

/** Removes the bars that no session runs on any more, within a transaction. */
export async function sweepBars(connection: Connection): Promise<void> {
  await connection.run(
    "DELETE FROM paper_bars WHERE sha256 NOT IN (SELECT json_extract(config, '$.feed.sha256') FROM paper_sessions WHERE json_extract(config, '$.feed.sha256') IS NOT NULL)",
  );
}

function blobsOf(chunks: readonly Cells[], column: string): Buffer[] {
  return chunks.map((chunk) => chunk[column] as Buffer);
}
