import type { Position } from "../../../core/account/position";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** The positions held now. */
export const positions = sessionTable(
  ({ content }): readonly Position[] => [...content.positions],
  columnsOf<Position>({
    symbol: "text",
    quantity: ["quantity", "result"],
    averagePrice: "price",
    price: "price",
    marketValue: ["currency", "result"],
    unrealizedPnl: ["currency", "result"],
  }),
);
