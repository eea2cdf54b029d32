import type { StoredOrderChange } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { id, integer, real, text } = storedColumnsOf<StoredOrderChange>();

/** Changes of the terms of working orders, as rows of `paper_order_changes`. */
export const orderChangeTable: StoredTable<StoredOrderChange> = {
  name: "paper_order_changes",
  comment:
    "One row per change of the terms of a working order, or per denied one: the terms that changed, as they were after it, or were asked for.",
  key: ["sequence"],
  meeting: "add",
  columns: [
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
    ...id("order_number", "order", "order", "order_id"),
    integer("time", "time", { constraint: "NOT NULL" }),
    real("quantity", "quantity", { optional: true }),
    real("limit_price", "limitPrice", { optional: true }),
    real("stop_price", "stopPrice", { optional: true }),
    real("trail_fraction", "trailFraction", { optional: true }),
    real("trail_amount", "trailAmount", { optional: true }),
    integer("expires_at", "expiresAt", { optional: true }),
    text("reason", "reason", { comment: "CODE: key=value" }),
  ],
};
