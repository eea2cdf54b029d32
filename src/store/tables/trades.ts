import type { Trade } from "../../core/orders/trade";
import { columnsOf } from "./columns";
import type { Table } from "./table";

const { id, integer, real, text } = columnsOf<Trade>();

/** Round trips, as rows of `paper_trades`. */
export const tradeTable: Table<Trade> = {
  name: "paper_trades",
  comment: "One row a round trip: an entry order matched first in, first out with an exit order.",
  key: ["number"],
  meeting: "replace",
  columns: [
    ...id("number", "id", "trade", "id"),
    text("symbol", "symbol"),
    text("direction", "direction", { comment: "long or short" }),
    real("quantity", "quantity", { comment: "double, positive" }),
    ...id("entry_order_number", "entryOrderId", "order", "entry_order_id"),
    ...id("exit_order_number", "exitOrderId", "order", "exit_order_id"),
    integer("entry_time", "entryTime"),
    integer("exit_time", "exitTime"),
    real("entry_price", "entryPrice", { comment: "double" }),
    real("exit_price", "exitPrice", { comment: "double" }),
    real("entry_commission", "entryCommission", { comment: "double, money" }),
    real("exit_commission", "exitCommission", { comment: "double, money" }),
    real("slippage", "slippage", { comment: "double, money, of both sides; already in the prices" }),
    real("dividends", "dividends", { comment: "double, money" }),
    real("borrow", "borrow", { comment: "double, money" }),
    real("gross_pnl", "grossPnl", { comment: "double, money, by prices alone" }),
    real("net_pnl", "netPnl", { comment: "double, money, after commissions, dividends and borrow" }),
    real("return_on_entry", "returnOnEntry", { comment: "double, fraction of the entry notional" }),
    text("tag", "tag", { optional: true }),
  ],
};
