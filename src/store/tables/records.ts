import type { RecordLine } from "../../core/journal/recorder";
import { type Chunk, chunkColumns } from "../rows/chunk";
import { storedColumnsOf } from "../rows/columns";
import { numbersIn, type StoredTable } from "../rows/table";
import type { Cells } from "../sqlite/connection";

const { numbers, text } = storedColumnsOf<RecordLine & Chunk>();

/** Recorded lines. */
export const recordTable: StoredTable<RecordLine & Chunk> = {
  name: "paper_records",
  comment: "What a strategy recorded, in chunks of consecutive points of one name. BLOBs: little-endian doubles.",
  key: ["name", "first_point"],
  meeting: "append",
  chunk: { first: "first_point", count: "points" },
  columns: [
    text("name", "name"),
    ...chunkColumns<RecordLine & Chunk>("first_point", "points"),
    numbers("time", "time", "double"),
    numbers("value", "value", "double"),
  ],
};

/** Returns the recorded lines from their chunks, in the order in which they began. */
export function recordsOf(chunks: readonly Cells[]): RecordLine[] {
  const byName = new Map<string, Cells[]>();
  for (const chunk of chunks) {
    const name = chunk.name as string;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, [chunk]);
    else known.push(chunk);
  }
  return [...byName].map(([name, own]) => ({ name, ...numbersIn(recordTable, own) }));
}
