import type { FillRows } from "../record/fill-rows";

/** What is left of a fill: its quantity, and the costs that still belong to it, currency. */
export interface Remainder {
  quantity: number;
  commission: number;
  slippage: number;
}

/**
 * The fills that a position came from, by row: oldest first, open from `head` on, all buys or all sales. First in,
 * first out leaves every fill whole except the oldest, of which `rest` is left.
 */
export interface OpenFills {
  readonly rows: number[];
  head: number;
  readonly rest: Remainder;
}

/** A lot that is still open. */
export interface OpenLot {
  readonly symbol: string;
  readonly orderId: string;
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

/** Sets a remainder to a whole fill. */
export function setWhole(rest: Remainder, fills: FillRows, row: number): void {
  rest.quantity = fills.quantity(row);
  rest.commission = fills.commission(row);
  rest.slippage = fills.slippage(row);
}

/** Opens a fill after the others. `rest` is what is left of it, which is all of it unless it is the only one. */
export function openFill(open: OpenFills, row: number, rest: Readonly<Remainder>): void {
  if (open.head === open.rows.length) {
    open.rest.quantity = rest.quantity;
    open.rest.commission = rest.commission;
    open.rest.slippage = rest.slippage;
  }
  open.rows.push(row);
}

/** Drops the oldest fill, which is used up. */
export function dropOldest(open: OpenFills, fills: FillRows): void {
  const { rows } = open;
  open.head++;
  if (open.head === rows.length) {
    rows.length = 0;
    open.head = 0;
    return;
  }
  setWhole(open.rest, fills, rows[open.head]);
  if (open.head >= 1024 && open.head * 2 >= rows.length) {
    rows.splice(0, open.head);
    open.head = 0;
  }
}

/** Returns the open fills as lots, oldest first. */
export function lotsOf({ rows, head, rest }: OpenFills, fills: FillRows): OpenLot[] {
  return rows.slice(head).map((row, i) => {
    const left = { ...rest };
    if (i > 0) setWhole(left, fills, row);
    const { quantity, commission, slippage } = left;
    return {
      symbol: fills.symbol(row),
      orderId: fills.orderId(row),
      time: fills.time(row),
      quantity: fills.side(row) === "buy" ? quantity : -quantity,
      price: fills.price(row),
      commission,
      slippage,
    };
  });
}
