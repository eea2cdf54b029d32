import type { Trade } from "../../core/orders/trade";
import type { Cells } from "../database/connection";
import { double, numberOf, type RowKind } from "./table";

/** Round trips, as rows of `paper_trades`. */
export const tradeRows: RowKind<Trade> = {
  table: "paper_trades",
  columns: [
    "number",
    "symbol",
    "direction",
    "quantity",
    "entry_order_number",
    "exit_order_number",
    "entry_time",
    "exit_time",
    "entry_price",
    "exit_price",
    "entry_commission",
    "exit_commission",
    "slippage",
    "dividends",
    "borrow",
    "gross_pnl",
    "net_pnl",
    "return_on_entry",
    "tag",
  ],
  key: ["number"],
  replaces: true,
  write(record, trade) {
    record.integer(numberOf(trade.id));
    record.text(trade.symbol);
    record.text(trade.direction);
    record.real(trade.quantity);
    record.integer(numberOf(trade.entryOrderId));
    record.integer(numberOf(trade.exitOrderId));
    record.integer(trade.entryTime);
    record.integer(trade.exitTime);
    record.real(trade.entryPrice);
    record.real(trade.exitPrice);
    record.real(trade.entryCommission);
    record.real(trade.exitCommission);
    record.real(trade.slippage);
    record.real(trade.dividends);
    record.real(trade.borrow);
    record.real(trade.grossPnl);
    record.real(trade.netPnl);
    record.real(trade.returnOnEntry);
    record.text(trade.tag);
  },
};

/** Returns the round trip in a row of `paper_trades`. */
export function readTrade(cells: Cells): Trade {
  const trade: { -readonly [Key in keyof Trade]: Trade[Key] } = {
    id: `trade-${cells.number}`,
    symbol: cells.symbol as string,
    direction: cells.direction as Trade["direction"],
    quantity: double(cells.quantity),
    entryOrderId: `order-${cells.entry_order_number}`,
    exitOrderId: `order-${cells.exit_order_number}`,
    entryTime: double(cells.entry_time),
    exitTime: double(cells.exit_time),
    entryPrice: double(cells.entry_price),
    exitPrice: double(cells.exit_price),
    entryCommission: double(cells.entry_commission),
    exitCommission: double(cells.exit_commission),
    slippage: double(cells.slippage),
    dividends: double(cells.dividends),
    borrow: double(cells.borrow),
    grossPnl: double(cells.gross_pnl),
    netPnl: double(cells.net_pnl),
    returnOnEntry: double(cells.return_on_entry),
  };
  if (cells.tag !== null) trade.tag = cells.tag as string;
  return trade;
}
