import type { Trade } from "../../core/orders/trade";
import { storedColumnsOf } from "../rows/columns";
import type { StoredTable } from "../rows/table";

const { id, integer, real, text } = storedColumnsOf<Trade>();

/** Round trips, as rows of `paper_trades`. */
export const tradeTable: StoredTable<Trade> = {
  name: "paper_trades",
  comment: "One row per round trip: an entry order matched with an exit order, first in, first out.",
  key: ["number"],
  meeting: "replace",
  columns: [
    ...id("number", "id", "trade", "id"),
    text("symbol", "symbol"),
    text("direction", "direction", { comment: "long or short" }),
    real("quantity", "quantity", { comment: "positive" }),
    ...id("entry_order_number", "entryOrderId", "order", "entry_order_id"),
    ...id("exit_order_number", "exitOrderId", "order", "exit_order_id"),
    integer("entry_time", "entryTime"),
    integer("exit_time", "exitTime"),
    real("entry_price", "entryPrice"),
    real("exit_price", "exitPrice"),
    real("entry_commission", "entryCommission", { comment: "money" }),
    real("exit_commission", "exitCommission", { comment: "money" }),
    real("slippage", "slippage", { comment: "money, of both sides; already in the prices" }),
    real("dividends", "dividends", { comment: "money" }),
    real("borrow", "borrow", { comment: "money" }),
    real("gross_pnl", "grossPnl", { comment: "money, from prices alone" }),
    real("net_pnl", "netPnl", { comment: "money, after commissions, dividends and borrow" }),
    real("return_on_entry", "returnOnEntry", { comment: "fraction of the entry notional" }),
    text("tag", "tag", { optional: true }),
  ],
};
