import type { NumberedEvent } from "../../../feeds/source/live-source";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import type { SessionTable } from "./session-table";

/** What happened on a session's live feed besides its bars. */
export const feedEvents: SessionTable<readonly NumberedEvent[]> = {
  rows: ({ record }) => [...(record.arrived?.events.list ?? [])],
  frame: (core) => frameOfRows(feedEvents.rows(core), columns, dayOf(core)),
};

const columns = columnsOf<NumberedEvent>({
  number: ["count", "detail"],
  time: "time",
  kind: ["text", "result"],
  symbol: "text",
  count: ["count", "result"],
  text: ["text", "result"],
});
