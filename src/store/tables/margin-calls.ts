import type { StoredMarginCall } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { integer, real } = storedColumnsOf<StoredMarginCall>();

/** Margin calls, as rows of `paper_margin_calls`. */
export const marginCallTable: StoredTable<StoredMarginCall> = {
  name: "paper_margin_calls",
  comment: "One row per margin call: the equity fell below what the positions require.",
  key: ["sequence"],
  meeting: "add",
  columns: [
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
    integer("time", "time"),
    real("equity", "equity", { comment: "money, at the end of the step", constraint: "NOT NULL" }),
    real("required", "required", { comment: "money", constraint: "NOT NULL" }),
  ],
};
