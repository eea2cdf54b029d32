import type { Fill } from "../core/fill";

/** What is left of a fill: its quantity, and the costs still attached to it in currency. */
export interface Remainder {
  quantity: number;
  commission: number;
  slippage: number;
}

/**
 * The fills that a position came from, oldest first and open from `head` on; all are buys or all are sales. First in,
 * first out leaves every fill whole but the oldest, of which `rest` is left.
 */
export interface OpenFills {
  readonly fills: Fill[];
  head: number;
  readonly rest: Remainder;
}

/** A lot that is still open. */
export interface OpenLot {
  readonly symbol: string;
  readonly orderId: string;
  readonly fillId: string;
  /** Epoch milliseconds UTC of the entry fill. */
  readonly time: number;
  /** Negative when short. */
  readonly quantity: number;
  readonly price: number;
  /** Part of the fill's commission that has not gone into a trade, currency. */
  readonly commission: number;
  /** Part of the fill's slippage that has not gone into a trade, currency. */
  readonly slippage: number;
}

/** Makes one remainder equal to another, or to all of a fill. */
export function setRemainder(target: Remainder, source: Readonly<Remainder>): void {
  target.quantity = source.quantity;
  target.commission = source.commission;
  target.slippage = source.slippage;
}

/** Opens a fill behind the others; `rest` is what is left of it, all of it unless it is the only one. */
export function openFill(open: OpenFills, fill: Fill, rest: Readonly<Remainder>): void {
  if (open.head === open.fills.length) setRemainder(open.rest, rest);
  open.fills.push(fill);
}

/** Drops the oldest fill, of which nothing is left. */
export function dropOldest(open: OpenFills): void {
  const { fills } = open;
  open.head++;
  if (open.head === fills.length) {
    fills.length = 0;
    open.head = 0;
    return;
  }
  setRemainder(open.rest, fills[open.head]);
  if (open.head >= 1024 && open.head * 2 >= fills.length) {
    fills.splice(0, open.head);
    open.head = 0;
  }
}

/** Returns what is open as lots, oldest first. */
export function lotsOf({ fills, head, rest }: OpenFills): OpenLot[] {
  return fills.slice(head).map((fill, i) => {
    const { quantity, commission, slippage } = i === 0 ? rest : fill;
    const { symbol, orderId, id: fillId, time, price, side } = fill;
    return {
      symbol,
      orderId,
      fillId,
      time,
      quantity: side === "buy" ? quantity : -quantity,
      price,
      commission,
      slippage,
    };
  });
}
