import type { Trade } from "../../../core/orders/trade";
import { type ColumnFormats, columnsOf } from "../../tables";
import { type TradeRow, tradeRowsOf } from "../tracking/held";
import { sessionTable } from "./session-table";

const formats: ColumnFormats<Trade> = {
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
};

/** How trades are written, also on pages. */
export const tradeColumns = columnsOf<Trade>(formats);

/** Every round trip, first in, first out, how long it was held, and how far its profit went meanwhile. */
export const trades = sessionTable(
  tradeRowsOf,
  columnsOf<TradeRow>({
    ...formats,
    days: ["span", "detail"],
    bars: ["count", "detail"],
    adverseExcursion: ["currency", "finding"],
    favorableExcursion: ["currency", "finding"],
  }),
);
