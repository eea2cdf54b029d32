import type { Fill } from "../../core/orders/fill";
import type { Side } from "../../core/orders/order";

/** Fills by row, in the order in which they happened. Trades are matched from them. More may follow. */
export interface FillRows {
  readonly length: number;
  orderId(row: number): string;
  /** What tells the order of a fill from the others, of other symbols too: a number from 0 on, of which few are left out. */
  orderKey(row: number): number;
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
  const orderKey = orderKeysOf(fills);
  return {
    get length() {
      return fills.length;
    },
    orderId: (row) => fills[row].orderId,
    orderKey,
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

// Orders are numbered as they come. A list that is not a session's may have one id for orders of several symbols and sides.
function orderKeysOf(fills: readonly Fill[]): (row: number) => number {
  const keys: number[] = [];
  const numbers = new Map<string, number>();
  return (row) => {
    while (keys.length <= row) {
      const { symbol, side, orderId } = fills[keys.length];
      const name = `${symbol}\n${side}\n${orderId}`;
      const key = numbers.get(name) ?? numbers.size;
      numbers.set(name, key);
      keys.push(key);
    }
    return keys[row];
  };
}
