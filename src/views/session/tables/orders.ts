import type { Order } from "../../../core/orders/order";
import { columnsOf } from "../../tables";
import { sessionTable } from "./session-table";

/** Every request, including denied ones. */
export const orders = sessionTable(
  ({ content }): readonly Order[] => [...content.orders],
  columnsOf<Order>({
    id: ["text", "id"],
    symbol: "text",
    side: ["text", "result"],
    quantity: ["quantity", "result"],
    type: "text",
    limitPrice: "price",
    stopPrice: "price",
    trailFraction: "number",
    trailAmount: "price",
    takeProfit: "text",
    stopLoss: "text",
    timeInForce: ["text", "detail"],
    expiresAt: "time",
    status: ["text", "result"],
    reason: "text",
    filledQuantity: ["quantity", "result"],
    averagePrice: ["price", "result"],
    createdAt: ["time", "result"],
    endedAt: "time",
    tag: "text",
    ocoGroup: "text",
  }),
);
