import type { CurvePoints } from "../rows/batch";
import { type Chunk, chunkColumns } from "../rows/chunk";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import { bytesOf } from "../sqlite/blobs";
import { secondsBytes } from "../sqlite/packed-numbers";

const { numbers } = storedColumnsOf<CurvePoints & Chunk>();

/** A chunk of at least so many points is as it stays: what comes later is another. */
export const wholeChunk = 256;

/** Equity curves. */
export const equityTable: StoredTable<CurvePoints & Chunk> = {
  name: "paper_equity",
  comment: "The equity curve in chunks of consecutive points. BLOBs: little-endian doubles, 8 bytes per point.",
  key: ["first_point"],
  meeting: "append",
  chunk: { first: "first_point", count: "points" },
  columns: [
    ...chunkColumns<CurvePoints & Chunk>("first_point", "points"),
    {
      ...numbers("time", "time", "double", {
        comment: "doubles; or, after the 8 bytes paps and zeros, 32-bit integers: whole seconds since 1970-01-01 UTC",
      }),
      write: ({ time }) => (time.length >= wholeChunk ? secondsBytes(time) : bytesOf(time)),
    },
    numbers("equity", "equity", "double"),
  ],
};
