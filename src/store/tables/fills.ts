import type { DoubtCode, Fill } from "../../core/orders/fill";
import type { Side } from "../../core/orders/order";
import type { StoredFill } from "../batch";
import type { Cells } from "../database/connection";
import { double, numberOf, type RowKind } from "./table";

/** Fills, as rows of `paper_fills`. */
export const fillRows: RowKind<StoredFill> = {
  table: "paper_fills",
  columns: [
    "number",
    "order_number",
    "symbol",
    "side",
    "quantity",
    "price",
    "commission",
    "slippage",
    "time",
    "tag",
    "doubtful",
    "sequence",
  ],
  key: ["number"],
  replaces: false,
  write(record, { sequence, fill }) {
    record.integer(numberOf(fill.id));
    record.integer(numberOf(fill.orderId));
    record.text(fill.symbol);
    record.text(fill.side);
    record.real(fill.quantity);
    record.real(fill.price);
    record.real(fill.commission);
    record.real(fill.slippage);
    record.integer(fill.time);
    record.text(fill.tag);
    record.text(fill.doubtful);
    record.integer(sequence);
  },
};

/** Returns the fill in a row of `paper_fills`. */
export function readFill(cells: Cells): StoredFill {
  const fill: { -readonly [Key in keyof Fill]: Fill[Key] } = {
    id: `fill-${cells.number}`,
    orderId: `order-${cells.order_number}`,
    symbol: cells.symbol as string,
    side: cells.side as Side,
    quantity: double(cells.quantity),
    price: double(cells.price),
    commission: double(cells.commission),
    slippage: double(cells.slippage),
    time: double(cells.time),
  };
  if (cells.tag !== null) fill.tag = cells.tag as string;
  if (cells.doubtful !== null) fill.doubtful = cells.doubtful as DoubtCode;
  return { sequence: cells.sequence as number, fill };
}
