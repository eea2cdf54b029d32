import { expected } from "../../core/checks";
import type { Fill } from "../../core/orders/fill";
import type { Trade } from "../../core/orders/trade";
import { fillRowsOf } from "../record/fill-rows";
import { TradeLedger } from "./trade-ledger";

/**
 * Returns the round trips of fills that are given in the order in which they happened: first in, first out by symbol,
 * one row per pair of entry and exit order. Open positions are not included. A negative commission is a rebate. Throws
 * INVALID_DATA with the index of a fill that cannot be right.
 */
export function roundTrips(fills: readonly Fill[]): Trade[] {
  if (!Array.isArray(fills)) throw expected("fills", "an array of fills", fills);
  let last = Number.NEGATIVE_INFINITY;
  fills.forEach((fill: Fill, i) => {
    checkFill(fill, `fills[${i}]`);
    if (fill.time < last) throw expected(`fills[${i}].time`, `at or after ${last}`, fill.time, "INVALID_DATA");
    last = fill.time;
  });
  return new TradeLedger(fillRowsOf(fills)).trades.all();
}

function checkFill(fill: Fill, name: string): void {
  if (typeof fill !== "object" || fill === null) throw expected(name, "a fill", fill, "INVALID_DATA");
  const check = (field: keyof Fill, wanted: string, right: boolean) => {
    if (!right) throw expected(`${name}.${field}`, wanted, fill[field], "INVALID_DATA");
  };
  check("orderId", "the id of its order", isText(fill.orderId));
  check("symbol", "a symbol", isText(fill.symbol));
  check("side", '"buy" or "sell"', fill.side === "buy" || fill.side === "sell");
  check("quantity", "a positive number", Number.isFinite(fill.quantity) && fill.quantity > 0);
  check("price", "a number", Number.isFinite(fill.price));
  check("commission", "a number", Number.isFinite(fill.commission));
  check("slippage", "a number", Number.isFinite(fill.slippage));
  check("time", "epoch milliseconds", Number.isFinite(fill.time));
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value !== "";
}
