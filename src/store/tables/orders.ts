import type { Order, OrderStatus, OrderType, Side, TimeInForce } from "../../core/orders/order";
import type { StoredOrder } from "../batch";
import type { Cells } from "../database/connection";
import { double, type RowKind } from "./table";

/** Orders, as rows of `paper_orders`. */
export const orderRows: RowKind<StoredOrder> = {
  table: "paper_orders",
  columns: [
    "number",
    "symbol",
    "side",
    "quantity",
    "type",
    "limit_price",
    "stop_price",
    "time_in_force",
    "status",
    "reason",
    "filled_quantity",
    "average_price",
    "created_at",
    "ended_at",
    "tag",
    "accepted_sequence",
    "ended_sequence",
  ],
  key: ["number"],
  replaces: true,
  write(record, { number, order, acceptedSequence, endedSequence }) {
    record.integer(number);
    record.text(order.symbol);
    record.text(order.side);
    record.real(order.quantity);
    record.text(order.type);
    record.real(order.limitPrice);
    record.real(order.stopPrice);
    record.text(order.timeInForce);
    record.text(order.status);
    record.text(order.reason);
    record.real(order.filledQuantity);
    record.real(order.averagePrice);
    record.integer(order.createdAt);
    record.integer(order.endedAt);
    record.text(order.tag);
    record.integer(acceptedSequence);
    record.integer(endedSequence);
  },
};

/** Returns the order in a row of `paper_orders`. */
export function readOrder(cells: Cells): StoredOrder {
  const order: { -readonly [Key in keyof Order]: Order[Key] } = {
    id: `order-${cells.number}`,
    symbol: cells.symbol as string,
    side: cells.side as Side,
    quantity: double(cells.quantity),
    type: cells.type as OrderType,
    timeInForce: cells.time_in_force as TimeInForce,
    status: cells.status as OrderStatus,
    filledQuantity: double(cells.filled_quantity),
    createdAt: double(cells.created_at),
  };
  if (cells.limit_price !== null) order.limitPrice = cells.limit_price as number;
  if (cells.stop_price !== null) order.stopPrice = cells.stop_price as number;
  if (cells.reason !== null) order.reason = cells.reason as string;
  if (cells.average_price !== null) order.averagePrice = cells.average_price as number;
  if (cells.ended_at !== null) order.endedAt = cells.ended_at as number;
  if (cells.tag !== null) order.tag = cells.tag as string;
  const stored: { -readonly [Key in keyof StoredOrder]: StoredOrder[Key] } = {
    number: cells.number as number,
    order,
    acceptedSequence: cells.accepted_sequence as number,
  };
  if (cells.ended_sequence !== null) stored.endedSequence = cells.ended_sequence as number;
  return stored;
}
