import { marketOnClose, marketOnOpen } from "./auctions";
import type { OrderKind } from "./kind";
import { limit } from "./limit";
import { market } from "./market";
import { stop } from "./stop";
import { stopLimit } from "./stop-limit";
import { trailingStop } from "./trailing-stop";

/**
 * The types of orders, and the only list of them. The words that requests take, the codes of the ledger, checks,
 * prices and slippage follow from it. Add a new type at the end, because ledgers keep its number.
 */
export const orderTypes = {
  market,
  limit,
  stop,
  stopLimit,
  trailingStop,
  marketOnOpen,
  marketOnClose,
} satisfies Record<string, OrderKind>;

/** How an order's price is found. */
export type OrderType = keyof typeof orderTypes;

/** The words of the types, in the order of their numbers. */
export const orderTypeNames = Object.keys(orderTypes) as readonly OrderType[];
