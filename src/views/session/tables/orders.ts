import type { ExitPrice, Order } from "../../../core/orders/order";
import { frameOfRows } from "../../frames";
import { columnsOf } from "../../tables";
import { dayOf } from "../days";
import type { SessionTable } from "./session-table";

/** Every request, including denied ones. The frame writes the exits of an entry as text. */
export const orders: SessionTable<readonly Order[]> = {
  rows: ({ content }) => [...content.orders],
  frame: (core) => frameOfRows(core.content.orders.map(flatOrder), columns, dayOf(core)),
};

/** An order as a row. */
interface OrderRow extends Omit<Order, "takeProfit" | "stopLoss"> {
  readonly takeProfit?: string;
  readonly stopLoss?: string;
}

const columns = columnsOf<OrderRow>({
  id: ["text", "id"],
  symbol: "text",
  side: ["text", "result"],
  quantity: ["quantity", "result"],
  type: "text",
  limitPrice: "price",
  stopPrice: "price",
  trailFraction: ["number", "detail"],
  trailAmount: ["price", "detail"],
  takeProfit: ["text", "detail"],
  stopLoss: ["text", "detail"],
  timeInForce: ["text", "detail"],
  expiresAt: ["time", "detail"],
  status: ["text", "result"],
  reason: "text",
  filledQuantity: ["quantity", "result"],
  averagePrice: ["price", "result"],
  createdAt: ["time", "result"],
  endedAt: "time",
  tag: "text",
  ocoGroup: ["text", "detail"],
});

function flatOrder({ takeProfit, stopLoss, ...order }: Order): OrderRow {
  return {
    ...order,
    ...(takeProfit !== undefined && { takeProfit: exitText(takeProfit) }),
    ...(stopLoss !== undefined && { stopLoss: exitText(stopLoss) }),
  };
}

function exitText(exit: ExitPrice): string {
  return typeof exit === "number" ? String(exit) : `fraction ${exit.fraction}`;
}
