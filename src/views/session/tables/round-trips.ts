import { columnsOf } from "../../tables";
import { type RoundTripRow, roundTripRowsOf } from "../tracking/held";
import { sessionTable } from "./session-table";

/** Every round trip of a symbol from flat to flat. */
export const roundTrips = sessionTable(
  roundTripRowsOf,
  columnsOf<RoundTripRow>({
    id: ["text", "id"],
    symbol: "text",
    direction: "text",
    quantity: ["quantity", "result"],
    fills: ["count", "detail"],
    entryTime: "time",
    exitTime: "time",
    entryNotional: ["currency", "part"],
    commission: ["currency", "detail"],
    slippage: ["currency", "detail"],
    dividends: ["currency", "detail"],
    borrow: ["currency", "detail"],
    grossPnl: ["currency", "part"],
    netPnl: ["currency", "result"],
    returnOnEntry: ["percent", "result"],
    days: ["span", "detail"],
    bars: ["count", "detail"],
    adverseExcursion: ["currency", "finding"],
    favorableExcursion: ["currency", "finding"],
    tag: "text",
  }),
);
