import { wholeQuantity, withDecimalsOf } from "../../core/lots";
import type { FillRows } from "../record/fill-rows";
import type { ShareRatios } from "./share-ratios";
import type { UnitSums } from "./unit-sums";

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
  readonly ratios: ShareRatios;
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
  /** What it has got so far, negative if it is short and paid, currency. */
  readonly dividends: number;
  /** What it has paid so far for being borrowed, currency. */
  readonly borrow: number;
  /** The tag of its entry. */
  readonly tag?: string;
}

/** What the units of a position have got and paid. */
export interface Carried {
  readonly dividends: UnitSums;
  readonly borrowed: UnitSums;
}

/** Returns the quantity of a whole fill in the shares of now. */
export function quantityNow({ ratios }: OpenFills, fills: FillRows, row: number): number {
  const ratio = ratios.of(row);
  return ratio === 1 ? fills.quantity(row) : wholeQuantity(fills.quantity(row) * ratio);
}

/** Returns the units that are open. `keepsDust`: whether their sum (0.1 + 0.2) keeps the dust of its last bits. */
export function openQuantity(open: OpenFills, fills: FillRows, keepsDust = true): number {
  let quantity = 0;
  for (let at = open.head; at < open.rows.length; at++) {
    const one = at === open.head ? open.rest.quantity : quantityNow(open, fills, open.rows[at]);
    quantity = keepsDust ? quantity + one : withDecimalsOf(quantity + one, quantity, one);
  }
  return quantity;
}

/** Sets a remainder to a whole fill, as it was traded. */
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
  open.ratios.open(row);
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
  open.rest.quantity = quantityNow(open, fills, rows[open.head]);
  if (open.head >= 1024 && open.head * 2 >= rows.length) {
    rows.splice(0, open.head);
    open.head = 0;
  }
}

/** Returns the open fills as lots, oldest first. */
export function lotsOf(open: OpenFills & Carried, fills: FillRows): OpenLot[] {
  const { rows, head, rest, ratios, dividends, borrowed } = open;
  return rows.slice(head).map((row, i) => {
    const left = { ...rest };
    if (i > 0) setWhole(left, fills, row);
    const { commission, slippage } = left;
    const quantity = i > 0 ? quantityNow(open, fills, row) : rest.quantity;
    const tag = fills.tag(row);
    return {
      symbol: fills.symbol(row),
      orderId: fills.orderId(row),
      time: fills.time(row),
      quantity: fills.side(row) === "buy" ? quantity : -quantity,
      price: fills.price(row) / ratios.of(row),
      commission,
      slippage,
      dividends: dividends.of(row, quantity),
      borrow: borrowed.of(row, quantity),
      ...(tag !== undefined && { tag }),
    };
  });
}
