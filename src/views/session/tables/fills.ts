import type { Fill } from "../../../core/orders/fill";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** Every fill. */
export const fills = sessionTable(
  ({ content }): readonly Fill[] => [...content.fills],
  columnsOf<Fill>({
    id: ["text", "id"],
    orderId: ["text", "id"],
    symbol: "text",
    side: "text",
    quantity: ["quantity", "result"],
    price: ["price", "result"],
    commission: ["currency", "result"],
    slippage: ["currency", "result"],
    time: "time",
    tag: "text",
    doubtful: ["text", "result"],
  }),
);
