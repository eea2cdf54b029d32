import { PaperLabError } from "../../errors";
import { blobOf } from "../blobs";
import type { Connection, Value } from "../database/connection";

// A chunk that has fewer points than this is continued instead of beginning another, so that a session that commits after
// every step does not leave a row a step.
const SMALL = 1024;

/** New points of a stored series, copied. */
export interface Block {
  readonly table: "paper_equity" | "paper_records";
  /** What tells the series from others of its session: column and value. */
  readonly key: Readonly<Record<string, string>>;
  /** How many points were stored before. */
  readonly from: number;
  readonly points: number;
  /** Columns of doubles, as BLOBs. */
  readonly columns: Readonly<Record<string, Buffer>>;
}

/** Copies new points of a series. Throws INVALID_OPTION when the columns differ in length. */
export function blockOf(
  table: Block["table"],
  key: Block["key"],
  from: number,
  columns: Readonly<Record<string, Float64Array>>,
): Block {
  const [points, ...others] = Object.values(columns).map(({ length }) => length);
  if (others.some((length) => length !== points))
    throw new PaperLabError("INVALID_OPTION", `Expected the columns of ${table} to have one length`);
  const blobs = Object.entries(columns).map(([name, values]) => [name, blobOf(values)]);
  return { table, key, from, points, columns: Object.fromEntries(blobs) };
}

/** Stores new points of a series of a session, within a transaction. Throws STORE_FAILED when points would be missing or double. */
export async function appendBlock(connection: Connection, sessionId: number, block: Block): Promise<void> {
  const { table, key, from, points, columns } = block;
  if (points === 0) return;
  const names = ["session_id", ...Object.keys(key)];
  const same = names.map((name) => `${name} = ?`).join(" AND ");
  const keys: Value[] = [sessionId, ...Object.values(key)];
  const [last] = await connection.all(
    `SELECT first_point, points FROM ${table} WHERE ${same} ORDER BY first_point DESC LIMIT 1`,
    keys,
  );
  const stored = last === undefined ? 0 : Number(last.first_point) + Number(last.points);
  if (stored !== from)
    throw new PaperLabError(
      "STORE_FAILED",
      `Expected new points of ${table} to begin at ${stored}, was ${from}. Open the session again with lab.session`,
    );
  const blobs = Object.values(columns);
  if (last !== undefined && Number(last.points) < SMALL) {
    const longer = Object.keys(columns).map((name) => `${name} = CAST(${name} || ? AS BLOB)`);
    const sql = `UPDATE ${table} SET points = points + ?, ${longer.join(", ")} WHERE ${same} AND first_point = ?`;
    await connection.run(sql, [points, ...blobs, ...keys, last.first_point]);
    return;
  }
  const all = [...names, "first_point", "points", ...Object.keys(columns)];
  const sql = `INSERT INTO ${table} (${all.join(", ")}) VALUES (${all.map(() => "?").join(", ")})`;
  await connection.run(sql, [...keys, from, points, ...blobs]);
}
