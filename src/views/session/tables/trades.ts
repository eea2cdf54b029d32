import type { Trade } from "../../../core/orders/trade";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** How trades are written, also on pages. */
export const tradeColumns = columnsOf<Trade>({
  id: ["text", "id"],
  symbol: "text",
  direction: "text",
  quantity: ["quantity", "result"],
  entryOrderId: ["text", "id"],
  exitOrderId: ["text", "id"],
  entryTime: "time",
  exitTime: "time",
  entryPrice: ["price", "result"],
  exitPrice: ["price", "result"],
  entryCommission: ["currency", "detail"],
  exitCommission: ["currency", "detail"],
  slippage: ["currency", "detail"],
  dividends: ["currency", "detail"],
  borrow: ["currency", "detail"],
  grossPnl: ["currency", "part"],
  netPnl: ["currency", "result"],
  returnOnEntry: ["percent", "result"],
  tag: "text",
});

/** Every round trip, first in, first out. */
export const trades = sessionTable(({ content }): readonly Trade[] => [...content.trades], tradeColumns);
