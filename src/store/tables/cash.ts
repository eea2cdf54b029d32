import type { StoredCashEntry } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";
import type { StoredView } from "../rows/view";

const { integer, real, text } = storedColumnsOf<StoredCashEntry>();

/** Cash entries other than fills, as rows of `paper_cash_entries`. */
export const cashEntryTable: StoredTable<StoredCashEntry> = {
  name: "paper_cash_entries",
  comment: "One row per change of cash other than a fill. The view paper_cash has all of them, in order.",
  key: ["number"],
  meeting: "add",
  columns: [
    integer("number", "number", { comment: "1 is the initial capital", constraint: "NOT NULL" }),
    integer("time", "time", { comment: "NULL before the first bar", optional: true }),
    text("kind", "kind", { comment: "deposit, borrow, interest, marginInterest, dividend, fraction, delisting" }),
    real("amount", "amount", { comment: "money, negative if it left the account", constraint: "NOT NULL" }),
    text("symbol", "symbol", { optional: true }),
    text("cause", "cause"),
    integer("sequence", "sequence", {
      comment: "number of its event; 0 for the initial capital",
      constraint: "NOT NULL",
    }),
  ],
};

/** The cash account: these entries, and those that fills and their commissions are. */
export const cashView: StoredView = {
  name: "paper_cash",
  comment: "The cash account: one row per entry that moved cash, fills and commissions included.",
  key: ["session_id", "number"],
  columns: [
    { name: "number", kind: "integer", comment: "from 1, in the order in which they happened" },
    { name: "time", kind: "integer", comment: "NULL before the first bar" },
    { name: "kind", kind: "text", comment: "fill, commission, or the kind in paper_cash_entries" },
    { name: "symbol", kind: "text" },
    { name: "amount", kind: "real", comment: "money, negative if it left the account" },
    { name: "cause", kind: "text" },
  ],
  select: `SELECT session_id, row_number() OVER (PARTITION BY session_id ORDER BY sequence, part) AS number,
  time, kind, symbol, amount, cause
FROM (
  SELECT session_id, sequence, 0 AS part, time, kind, symbol, amount, cause FROM paper_cash_entries
  UNION ALL
  SELECT session_id, sequence, 0, time, 'fill', symbol,
    CASE side WHEN 'buy' THEN -(quantity * price) ELSE quantity * price END,
    id || ' of ' || order_id || coalesce(', ' || tag, '')
  FROM paper_fills
  UNION ALL
  SELECT session_id, sequence, 1, time, 'commission', symbol, -commission,
    id || ' of ' || order_id || coalesce(', ' || tag, '')
  FROM paper_fills WHERE commission <> 0
)`,
};
