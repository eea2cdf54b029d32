import type { Fill } from "../../core/orders/fill";
import type { Side } from "../../core/orders/order";

/** The row of an order, or its id where orders have no rows. */
export type OrderKey = number | string;

/** Fills by row, in the order in which they happened. Trades are matched from them. More may follow. */
export interface FillRows {
  readonly length: number;
  orderId(row: number): string;
  /** What tells the order of a fill from the others: quicker to find than its id. */
  orderKey(row: number): OrderKey;
  symbol(row: number): string;
  side(row: number): Side;
  quantity(row: number): number;
  price(row: number): number;
  /** Currency. */
  commission(row: number): number;
  /** Currency. */
  slippage(row: number): number;
  /** Epoch milliseconds UTC. */
  time(row: number): number;
  tag(row: number): string | undefined;
}

/** Reads a list of fills by row, including fills that are added to the list later. */
export function fillRowsOf(fills: readonly Fill[]): FillRows {
  return {
    get length() {
      return fills.length;
    },
    orderId: (row) => fills[row].orderId,
    orderKey: (row) => fills[row].orderId,
    symbol: (row) => fills[row].symbol,
    side: (row) => fills[row].side,
    quantity: (row) => fills[row].quantity,
    price: (row) => fills[row].price,
    commission: (row) => fills[row].commission,
    slippage: (row) => fills[row].slippage,
    time: (row) => fills[row].time,
    tag: (row) => fills[row].tag,
  };
}
