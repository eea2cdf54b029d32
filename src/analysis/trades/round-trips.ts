import { checkKeys, expected } from "../../core/checks";
import { dayLength, dayOfDate } from "../../core/days";
import { sizeBySymbol } from "../../core/lots";
import type { AppliedAction, CorporateAction } from "../../core/market/corporate-action";
import type { Fill } from "../../core/orders/fill";
import type { Trade } from "../../core/orders/trade";
import { fillRowsOf } from "../record/fill-rows";
import type { ShareAction } from "../record/position-entries";
import { newestForm, TradeLedger } from "./trade-ledger";

/** What else round trips depend on. */
export interface RoundTripOptions {
  /**
   * Corporate actions of the symbols: those that a session applied (`events()` has them), or those of a feed. The latter come
   * before the fills of their ex-date, a day in UTC, and leave fractions of shares as they are.
   */
  readonly actions?: readonly (CorporateAction | AppliedAction)[];
  /**
   * The lot size, as of a session: what is left of a lot is something from half of it on. Without it, what is under 1e-12 of a fill
   * is nothing.
   */
  readonly lotSize?: number | Readonly<Record<string, number>>;
}

/**
 * Returns the round trips of fills that are given in the order in which they happened: first in, first out by symbol,
 * one row per pair of entry and exit order. Open positions are not included. A negative commission is a rebate. With
 * `actions`, trades are in the shares of their exit, and have their dividends. Throws INVALID_DATA with the index of a fill
 * or an action that cannot be right.
 */
export function roundTrips(fills: readonly Fill[], options: RoundTripOptions = {}): Trade[] {
  if (!Array.isArray(fills)) throw expected("fills", "an array of fills", fills);
  let last = Number.NEGATIVE_INFINITY;
  fills.forEach((fill: Fill, i) => {
    checkFill(fill, `fills[${i}]`);
    if (fill.time < last) throw expected(`fills[${i}].time`, `at or after ${last}`, fill.time, "INVALID_DATA");
    last = fill.time;
  });
  checkKeys("roundTrips", options, ["actions", "lotSize"]);
  const { actions, lotSize } = options;
  const form = lotSize === undefined ? newestForm : { ...newestForm, lotSize: sizeBySymbol("lotSize", lotSize, 1) };
  return new TradeLedger(fillRowsOf(fills), [], actions && shareActionsOf(actions), form).trades.all();
}

const types = ["split", "dividend", "delisting"] as const;

function shareActionsOf(actions: readonly (CorporateAction | AppliedAction)[]): ShareAction[] {
  if (!Array.isArray(actions)) throw expected("actions", "an array of corporate actions", actions);
  const all = actions.map((action, i) => shareActionOf(action, `actions[${i}]`));
  return all.sort((one, other) => one.time - other.time || types.indexOf(one.type) - types.indexOf(other.type));
}

function shareActionOf(action: CorporateAction | AppliedAction, name: string): ShareAction {
  if (typeof action !== "object" || action === null)
    throw expected(name, "{ ex_date, symbol, type, value }", action, "INVALID_DATA");
  const { symbol, type, value } = action;
  const check = (field: string, wanted: string, was: unknown, right: boolean) => {
    if (!right) throw expected(`${name}.${field}`, wanted, was, "INVALID_DATA");
  };
  check("symbol", "a symbol", symbol, isText(symbol));
  check("type", types.map((one) => `"${one}"`).join(" or "), type, types.includes(type));
  check("value", "a positive number", value, Number.isFinite(value) && (type === "delisting" ? value >= 0 : value > 0));
  if ("time" in action) {
    const { time, amount, quantityAfter } = action;
    check("time", "epoch milliseconds", time, Number.isFinite(time));
    return { symbol, type, value, time, amount, quantityAfter };
  }
  // A bar that ends at midnight is of the day before.
  return { symbol, type, value, time: dayOfDate(action.ex_date, `${name}.ex_date`) * dayLength + 1 };
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
