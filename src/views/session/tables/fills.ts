import type { Fill } from "../../../core/orders/fill";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** Every fill. */
export const fills = sessionTable(
  ({ content }): readonly Fill[] => [...content.fills],
  columnsOf<Fill>({
    id: "text",
    orderId: "text",
    symbol: "text",
    side: "text",
    quantity: "quantity",
    price: "price",
    commission: "currency",
    slippage: "currency",
    time: "time",
    tag: "text",
    doubtful: "text",
  }),
);
