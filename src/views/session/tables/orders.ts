import type { Order } from "../../../core/orders/order";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** Every request, denied ones too. */
export const orders = sessionTable(
  ({ content }): readonly Order[] => [...content.orders],
  columnsOf<Order>({
    id: "text",
    symbol: "text",
    side: "text",
    quantity: "quantity",
    type: "text",
    limitPrice: "price",
    stopPrice: "price",
    timeInForce: ["text", "detail"],
    status: "text",
    reason: "text",
    filledQuantity: ["quantity", "detail"],
    averagePrice: ["price", "detail"],
    createdAt: "time",
    endedAt: "time",
    tag: "text",
  }),
);
