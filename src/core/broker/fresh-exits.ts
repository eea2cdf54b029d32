import type { BarColumns } from "../market/bar";
import type { FillRules } from "../orders/types/kind";
import { orderTypes } from "../orders/types/order-types";
import type { WorkingOrder } from "../orders/working-order";
import type { FreshExits } from "./exits";

/**
 * Returns which of the exits that came with an entry fills on the entry's own bar, with its price and doubt set;
 * `undefined` if none does. docs/broker.md, "Exits on the entry's bar".
 */
export function exitOnEntryBar(
  { entry, exits }: FreshExits,
  columns: BarColumns,
  row: number,
  rules: FillRules,
): WorkingOrder | undefined {
  // After the close, or a price that was had somewhere in the bar, nothing is known of what came later.
  if (entry.moment === "close") return undefined;
  const limit = exits.find(({ kind }) => kind.exit === "limit");
  const stop = exits.find(({ kind }) => kind.exit === "stop");
  for (const exit of exits) {
    exit.moment = entry.moment;
    exit.doubt = undefined;
    exit.price = entry.moment === "open" ? exit.kind.findPrice(exit, columns, row, rules) : Number.NaN;
  }
  if (entry.moment === "inside" && stop !== undefined) stop.price = reached(stop, entry.price, columns, row);
  if (entry.moment === "inside" && limit !== undefined && isAwayFrom(entry)) {
    limit.price = limit.kind.findPrice(limit, columns, row, rules);
    // The open was before the entry, and the market stood at the entry's price then.
    if (!Number.isNaN(limit.price)) limit.price = betterOf(limit, entry.price);
    if (stop !== undefined && !Number.isNaN(stop.price)) stop.doubt = "EXIT_ON_ENTRY_BAR";
  } else if (isAwayFrom(entry) && entry.moment === "inside" && stop !== undefined) stop.doubt = "EXIT_ON_ENTRY_BAR";
  return chosen(limit, stop);
}

// A stop entry goes with the market: what is beyond it came after it. A limit entry goes against the market.
function isAwayFrom({ kind, doubt }: WorkingOrder): boolean {
  return kind === orderTypes.stopLimit ? doubt === "STOP_LIMIT_INSIDE_BAR" : kind.exit === "stop";
}

// The price of a stop whose bar goes as far as that, or the entry's if that is beyond it; `NaN` if it does not.
function reached(stop: WorkingOrder, entryPrice: number, { high, low }: BarColumns, row: number): number {
  const { sign } = stop;
  const stopPrice = stop.request.stopPrice as number;
  stop.waiting.triggered = sign > 0 ? high[row] >= stopPrice : low[row] <= stopPrice;
  if (!stop.waiting.triggered) return Number.NaN;
  return sign > 0 ? Math.max(stopPrice, entryPrice) : Math.min(stopPrice, entryPrice);
}

// The price of a limit, or a better one.
function betterOf({ sign, request }: WorkingOrder, price: number): number {
  const limitPrice = request.limitPrice as number;
  return sign > 0 ? Math.min(limitPrice, price) : Math.max(limitPrice, price);
}

// Of two that could fill on one bar, the one at the open was first; else nobody knows, and the stop is the worse one.
function chosen(limit: WorkingOrder | undefined, stop: WorkingOrder | undefined): WorkingOrder | undefined {
  const hasLimit = limit !== undefined && !Number.isNaN(limit.price);
  const hasStop = stop !== undefined && !Number.isNaN(stop.price);
  if (!hasLimit || !hasStop) return hasStop ? stop : hasLimit ? limit : undefined;
  if (limit.moment === "open" && stop.moment !== "open") return limit;
  if (stop.moment !== "open") stop.doubt = "TWO_OF_A_GROUP";
  return stop;
}
