import type { BarColumns } from "../../core/market/bar";
import { barColumns } from "../rows/bar-columns";
import type { StoredFeedEvent } from "../rows/batch";
import { type Chunk, chunkColumns } from "../rows/chunk";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

/** Bars of live feeds. */
export const liveBarTable: StoredTable<BarColumns & Chunk> = {
  name: "paper_live_bars",
  comment:
    "The bars that came of a live feed to a session, in chunks of consecutive rows, stored before the strategy sees them. BLOBs, little-endian: symbol as 16-bit places in the symbols of the session (config), the others as doubles.",
  key: ["first_row"],
  meeting: "append",
  chunk: { first: "first_row", count: "rows" },
  columns: [...chunkColumns<BarColumns & Chunk>("first_row", "rows"), ...barColumns],
};

const { integer, real, text } = storedColumnsOf<StoredFeedEvent>();

/** What happened on live feeds besides their bars. */
export const feedEventTable: StoredTable<StoredFeedEvent> = {
  name: "paper_feed_events",
  comment:
    "One row per event of a session's live feed: gaps, and what was dropped. Of each kind the first 1,000; the last of them counts those that came after it.",
  key: ["number"],
  meeting: "replace",
  columns: [
    integer("number", "number", { comment: "from 1, in order", constraint: "NOT NULL" }),
    text("kind", "kind", {
      comment: "gap, late, repeated, outOfOrder, bad, unknownSymbol, coalesced, lost, failed, ended",
    }),
    real("time", "time", { comment: "of the bar; NULL for none", optional: true }),
    text("symbol", "symbol", { optional: true }),
    integer("count", "count", { comment: "bars or messages", constraint: "NOT NULL" }),
    {
      ...text("text", "text"),
      // node:sqlite in Node 22 cuts a text at its first NUL.
      readAs: "CAST(text AS BLOB)",
      read: (value, into) => {
        into.text = String(value);
      },
    },
  ],
};
