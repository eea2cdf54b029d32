import type { StoredLog } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { integer, text } = storedColumnsOf<StoredLog>();

/** Logged lines, as rows of `paper_logs`. */
export const logTable: StoredTable<StoredLog> = {
  name: "paper_logs",
  comment: "One row per line that a strategy logged.",
  key: ["sequence"],
  meeting: "add",
  columns: [
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
    integer("time", "time"),
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
