import type { StoredFill } from "../rows/batch";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { id, integer, real, text } = storedColumnsOf<StoredFill>();

/** Fills, as rows of `paper_fills`. */
export const fillTable: StoredTable<StoredFill> = {
  name: "paper_fills",
  comment: "One row per execution of an order, or of part of it.",
  key: ["number"],
  meeting: "add",
  columns: [
    ...id("number", "id", "fill", "id"),
    ...id("order_number", "orderId", "order", "order_id", { comment: "paper_orders.number" }),
    text("symbol", "symbol"),
    text("side", "side", { comment: "buy or sell" }),
    real("quantity", "quantity", { comment: "positive" }),
    real("price", "price", { comment: "of one unit, including slippage" }),
    real("commission", "commission", { comment: "money" }),
    real("slippage", "slippage", { comment: "money, compared with the price before slippage" }),
    integer("time", "time"),
    text("tag", "tag", { optional: true }),
    text("doubtful", "doubtful", {
      comment: "why the fill may be better than the market would have given",
      optional: true,
    }),
    integer("sequence", "sequence", { comment: "number of its event", constraint: "NOT NULL" }),
  ],
};
