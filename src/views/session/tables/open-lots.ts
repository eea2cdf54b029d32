import { ledgerAt } from "../../../analysis/tracking/ledger-at";
import { dayLength } from "../../../core/days";
import type { SessionCore } from "../../../session/core";
import { columnsOf } from "../../tables";
import { ledgerMaterialOf } from "../tracking/times";
import { sessionTable } from "./session-table";

/** What is left of an entry fill, at the last close. Money is currency. */
export interface OpenLotRow {
  readonly symbol: string;
  readonly direction: "long" | "short";
  /** Units, positive. */
  readonly quantity: number;
  readonly entryOrderId: string;
  /** Epoch milliseconds UTC of the entry fill. */
  readonly entryTime: number;
  /** In the shares of now. */
  readonly entryPrice: number;
  /** The last close. */
  readonly price: number;
  /** Negative when short. */
  readonly marketValue: number;
  /** What is left of the costs of its entry; slippage is already in the price. */
  readonly entryCommission: number;
  readonly slippage: number;
  /** What it has got so far, negative if it is short and paid. */
  readonly dividends: number;
  readonly borrow: number;
  /** Profit from prices alone. */
  readonly grossPnl: number;
  /** Profit so far after the commission of its entry, dividends and borrow. */
  readonly netPnl: number;
  /** From the entry to the last step. */
  readonly days: number;
  readonly tag?: string;
}

/** What is still open, by entry fill, the oldest of each symbol first. */
export const openLots = sessionTable(
  openLotRows,
  columnsOf<OpenLotRow>({
    symbol: "text",
    direction: "text",
    quantity: ["quantity", "result"],
    entryOrderId: ["text", "id"],
    entryTime: "time",
    entryPrice: ["price", "result"],
    price: ["price", "result"],
    marketValue: ["currency", "part"],
    entryCommission: ["currency", "detail"],
    slippage: ["currency", "detail"],
    dividends: ["currency", "detail"],
    borrow: ["currency", "detail"],
    grossPnl: ["currency", "part"],
    netPnl: ["currency", "result"],
    days: ["span", "detail"],
    tag: "text",
  }),
);

function openLotRows(core: SessionCore): OpenLotRow[] {
  const { curve, positions } = core.content;
  const prices = new Map(positions.map(({ symbol, price }) => [symbol, price]));
  const now = curve.length === 0 ? Number.NaN : curve.time[curve.length - 1];
  return ledgerAt(ledgerMaterialOf(core), Number.POSITIVE_INFINITY)
    .openLots()
    .map(({ symbol, orderId, time, quantity, price: entryPrice, commission, slippage, dividends, borrow, tag }) => {
      const price = prices.get(symbol) ?? Number.NaN;
      const grossPnl = quantity * (price - entryPrice);
      const days = (now - time) / dayLength;
      return {
        ...{ symbol, direction: quantity > 0 ? "long" : "short", quantity: Math.abs(quantity), entryOrderId: orderId },
        ...{ entryTime: time, entryPrice, price, marketValue: quantity * price, entryCommission: commission, slippage },
        ...{ dividends, borrow, grossPnl, netPnl: grossPnl - commission + dividends - borrow },
        days: core.daily ? Math.round(days) : days,
        ...(tag !== undefined && { tag }),
      };
    });
}
