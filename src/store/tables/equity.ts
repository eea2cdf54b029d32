import type { CurvePoints } from "../rows/batch";
import { type Chunk, chunkColumns } from "../rows/chunk";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { numbers } = storedColumnsOf<CurvePoints & Chunk>();

/** Equity curves. */
export const equityTable: StoredTable<CurvePoints & Chunk> = {
  name: "paper_equity",
  comment: "The equity curve in chunks of consecutive points. BLOBs: little-endian doubles, 8 bytes per point.",
  key: ["first_point"],
  meeting: "append",
  chunk: { first: "first_point", count: "points" },
  columns: [
    ...chunkColumns<CurvePoints & Chunk>("first_point", "points"),
    numbers("time", "time", "double"),
    numbers("equity", "equity", "double"),
  ],
};
