import type { EventColumns } from "../../core/journal/events";
import { type Chunk, chunkColumns } from "../rows/chunk";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { numbers } = storedColumnsOf<EventColumns & Chunk>();

/** What happened in a session, in order. */
export const eventTable: StoredTable<EventColumns & Chunk> = {
  name: "paper_events",
  comment: "What happened in a session, in chunks of consecutive events. BLOBs: little-endian, one value per event.",
  key: ["first_event"],
  meeting: "append",
  chunk: { first: "first_event", count: "events" },
  columns: [
    ...chunkColumns<EventColumns & Chunk>("first_event", "events"),
    numbers("kind", "kind", "octet", {
      comment:
        "bytes: 0 accepted, 1 denied, 2 filled, 3 canceled, 4 expired, 5 rejected, 6 logged, 7 trading state, 8 changed, 9 change denied, 10 cash, 11 margin call",
    }),
    numbers("number", "number", "integer", {
      comment:
        "32-bit integers: paper_orders.number, paper_fills.number, paper_cash_entries.number, and the sequence in paper_logs, paper_trading_states, paper_order_changes, paper_margin_calls",
    }),
    numbers("time", "time", "double", { comment: "doubles" }),
  ],
};
