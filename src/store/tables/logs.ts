import type { StoredLog } from "./batch";
import { columnsOf } from "./columns";
import type { Table } from "./table";

const { integer, text } = columnsOf<StoredLog>();

/** Logged lines, as rows of `paper_logs`. */
export const logTable: Table<StoredLog> = {
  name: "paper_logs",
  comment: "One row a line logged by a strategy.",
  key: ["sequence"],
  meeting: "add",
  columns: [
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
    integer("time", "time"),
    text("text", "text"),
  ],
};
