import { PaperLabError } from "../../errors";
import { didYouMean, expected, expectedOf } from "../checks";
import type { HandRequest } from "../journal/inputs";
import type { Calendar } from "../market/calendar";
import { instantsOf } from "../market/instant";
import type { OrderOptions, Side } from "../orders/order";
import { checkChanges } from "../orders/requests/changed-terms";
import { checkedLiteral, checkedRequest } from "../orders/requests/checked-request";
import { tradingStates } from "../orders/trading-state";
import type { Desk } from "./desk";

/** The tag of an order by hand, unless it was given another. */
export const handTag = "by hand";

/** What is asked of the desk of a session: everything but its trading state. */
export type DeskRequest = Exclude<HandRequest, { kind: "tradingState" }>;

/** Thrown when requests by hand could be settled only in part, because a rule or model threw. That is its cause. */
export class Unsettled extends Error {}

/**
 * Returns the request for one order. `allowsNegative`: whether its prices may be at or below zero. Throws INVALID_ORDER or UNKNOWN_OPTION as a strategy's `buy` and `sell`
 * do.
 */
export function orderByHand(
  symbol: string,
  side: Side,
  quantity: number,
  options: OrderOptions | undefined,
  calendar: Calendar,
  allowsNegative: boolean,
): HandRequest {
  checkedRequest(symbol, side, quantity, options, instantsOf(calendar), allowsNegative);
  return { kind: "order", request: { ...options, symbol, side, quantity } };
}

/**
 * Returns a copy of a request by hand, as it is stored, once it makes sense. `symbols`: the session's. `allowsNegative`:
 * whether prices may be at or below zero. Throws
 * INVALID_ORDER, UNKNOWN_OPTION, UNKNOWN_SYMBOL.
 */
export function checkedByHand(
  asked: HandRequest,
  symbols: readonly string[],
  calendar: Calendar,
  allowsNegative: boolean,
): HandRequest {
  if (asked.kind === "order")
    checkSymbol(checkedLiteral(asked.request, instantsOf(calendar), allowsNegative).symbol, symbols);
  else if (asked.kind === "close" && asked.request.symbol !== undefined) checkSymbol(asked.request.symbol, symbols);
  else if (asked.kind === "replace") checkChanges(asked.request.changes, instantsOf(calendar), allowsNegative);
  else if (asked.kind === "cancel" && typeof asked.request.id !== "string")
    throw expected("id of an order to cancel", "the id of an order of this session", asked.request.id, "INVALID_ORDER");
  else if (asked.kind === "tradingState" && !tradingStates.includes(asked.request.state)) {
    const known = tradingStates.map((state) => `"${state}"`).join(", ");
    throw expectedOf("state of setTradingState", `one of ${known}`, asked.request.state, tradingStates);
  }
  return JSON.parse(JSON.stringify(asked)) as HandRequest;
}

/** Asks a desk for what a person wants, as a strategy does. Returns the id of the new order, if it is one. */
export function askByHand(desk: Desk, asked: DeskRequest): string | undefined {
  switch (asked.kind) {
    case "order":
      return desk.request({ ...asked.request, tag: asked.request.tag ?? handTag });
    case "cancel":
      desk.cancel(asked.request.id);
      return undefined;
    case "replace":
      desk.replace(asked.request.id, asked.request.changes);
      return undefined;
    case "close":
      desk.close(asked.request.symbol);
      return undefined;
  }
}

/** Returns the error of a symbol that a session does not have. */
export function unknownSymbol(symbol: string, symbols: readonly string[]): PaperLabError {
  const near = typeof symbol === "string" ? didYouMean(symbol, symbols) : "";
  return new PaperLabError(
    "UNKNOWN_SYMBOL",
    `Unknown symbol "${symbol}".${near || ` The session has ${symbols.join(", ")}; its option symbols can name others of the feed`}`,
  );
}

function checkSymbol(symbol: string, symbols: readonly string[]): void {
  if (!symbols.includes(symbol)) throw unknownSymbol(symbol, symbols);
}
