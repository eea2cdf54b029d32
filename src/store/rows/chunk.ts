import { PaperLabError } from "../../errors";
import type { Bytes } from "../sqlite/blobs";
import { storedColumnsOf } from "./columns";
import type { StoredColumn, StoredTable } from "./table";

/** Consecutive points of a series: how many were stored before, how many there are, and columns of that length. */
export interface Chunk {
  readonly from: number;
  readonly points: number;
}

/** Returns the columns that say which points a chunk has. */
export function chunkColumns<Item extends Chunk>(first: string, count: string): StoredColumn<Item>[] {
  const { integer } = storedColumnsOf<Item>();
  return [integer(first, "from", { constraint: "NOT NULL" }), integer(count, "points", { constraint: "NOT NULL" })];
}

/** Returns a chunk of new points. Throws INVALID_OPTION if its columns differ in length. */
export function chunkOf<Columns extends object>(
  table: StoredTable<Columns & Chunk>,
  part: Columns & { readonly from: number },
): Columns & Chunk {
  let points: number | undefined;
  for (const values of Object.values<unknown>(part)) {
    if (!ArrayBuffer.isView(values)) continue;
    const { length } = values as Bytes;
    points ??= length;
    if (length !== points)
      throw new PaperLabError("INVALID_OPTION", `Expected the columns of ${table.name} to have one length`);
  }
  return { ...part, points: points ?? 0 };
}
