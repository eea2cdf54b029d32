import type { CashEntry } from "../../core/account/cash";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { integer, real, text } = storedColumnsOf<CashEntry>();

/** Cash entries, as rows of `paper_cash`. */
export const cashTable: StoredTable<CashEntry> = {
  name: "paper_cash",
  comment: "One row per change of cash other than a fill: the initial capital.",
  key: ["number"],
  meeting: "add",
  columns: [
    integer("number", "number", { constraint: "NOT NULL" }),
    integer("time", "time", { comment: "NULL before the first bar", optional: true }),
    text("kind", "kind", { comment: "deposit" }),
    real("amount", "amount", { comment: "money", constraint: "NOT NULL" }),
  ],
};
