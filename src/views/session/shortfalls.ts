import { countUntil } from "../../core/ascending";
import type { Order } from "../../core/orders/order";
import type { SessionCore } from "../../session/core";
import { Holdings } from "./holdings";

/** What a strategy asked for but did not get. */
export interface Shortfalls {
  /** How many orders were refused, by the code of the reason. */
  readonly refused: ReadonlyMap<string, number>;
  /**
   * How many accepted orders, or what was left of them, a trading state, a corporate action or their time in force canceled,
   * by the reason.
   */
  readonly canceled: ReadonlyMap<string, number>;
  /** How many changes of working orders were denied, by `CODE`, or `CODE (rule)` if a risk rule denied them. */
  readonly unchanged: ReadonlyMap<string, number>;
  /** Orders that were filled only as far as the cash went. */
  readonly cut: readonly Order[];
  /** Market orders that expired before they were filled. */
  readonly expired: number;
  /** Refused orders that would have reduced a position, of which no other order took care. */
  readonly exits: readonly Order[];
  /**
   * How many orders found no buying power for a symbol that is not held, while others are held or asked for, and would have
   * found it without these.
   */
  readonly crowdedOut: number;
}

// Reasons that the strategy, its other orders, a liquidation or the end of the session brought about.
const asked = new Set([
  ...["REQUESTED", "REPLACED", "TARGET_CHANGED", "GROUP_FILLED", "POSITION_REDUCED"],
  ...["END_OF_FEED", "STOPPED", "LIQUIDATION"],
]);

const others = new Set([
  ...["TRADING_REDUCING", "TRADING_HALTED", "SPLIT", "DIVIDEND", "DELISTED"],
  ...["IOC", "FOK", "AUCTION_OVER"],
]);

/** Sorts the orders of a session that were not filled by what happened to them. */
export function shortfallsOf({ content, options }: SessionCore): Shortfalls {
  const { events, curve } = content;
  const mostAt = (time: number) => {
    const at = countUntil(curve.time, time, curve.length) - 1;
    return at < 0 ? Number.POSITIVE_INFINITY : curve.equity[at] * (options.leverage ?? 1);
  };
  const refused = new Map<string, number>();
  const canceled = new Map<string, number>();
  const unchanged = new Map<string, number>();
  const cut: Order[] = [];
  const exits = new MissedExits();
  const holdings = new Holdings();
  let [expired, crowdedOut] = [0, 0];
  for (const event of events) {
    exits.goOnTo(event.time, holdings);
    holdings.take(event);
    if (event.kind === "orderChangeDenied") {
      const [code] = event.reason.split(":");
      const rule = ruleOf(event.reason);
      count(unchanged, rule === undefined ? code : `${code} (${rule})`);
    } else if (event.kind === "orderExpired") {
      if (event.order.type === "market") expired++;
    } else if (event.kind === "orderDenied" || event.kind === "orderRejected" || event.kind === "orderCanceled") {
      const { order, reason } = event;
      const code = reason.split(":")[0];
      if (asked.has(code)) continue;
      if (event.kind === "orderCanceled" && others.has(code)) {
        count(canceled, code);
        continue;
      }
      if (code === "INSUFFICIENT_BUYING_POWER" && order.filledQuantity > 0) {
        cut.push(order);
        continue;
      }
      count(refused, code);
      if (code === "INSUFFICIENT_BUYING_POWER" && holdings.isContended(order.symbol))
        if (neededBy(reason) <= mostAt(event.time) * (1 + OF_TEXT)) crowdedOut++;
      exits.add(event.time, order, holdings);
    }
  }
  return { refused, canceled, unchanged, cut, expired, exits: exits.all(holdings), crowdedOut };
}

/** Orders that would have reduced a position and were refused. Those that come after in the same step may still do it. */
class MissedExits {
  readonly #missed: Order[] = [];
  #ofStep: Order[] = [];
  #time = Number.NEGATIVE_INFINITY;

  add(time: number, order: Order, holdings: Holdings): void {
    this.#time = time;
    if (holdings.isMissedExit(order)) this.#ofStep.push(order);
  }

  /** `holdings`: as they were left by what came before that time. */
  goOnTo(time: number, holdings: Holdings): void {
    if (this.#ofStep.length === 0 || time === this.#time) return;
    this.#missed.push(...this.#ofStep.filter((order) => holdings.isMissedExit(order)));
    this.#ofStep = [];
  }

  all(holdings: Holdings): readonly Order[] {
    this.goOnTo(Number.POSITIVE_INFINITY, holdings);
    return this.#missed;
  }
}

// The text has six digits. An order that was rejected when it was to be filled had been paid for when it was placed.
const OF_TEXT = 1e-5;

function neededBy(reason: string): number {
  return Number(/\bneeded=([^,]+)/.exec(reason)?.[1] ?? 0);
}

/** Returns the risk rule that the reason of a denied change names, as its last value; `undefined` if no rule denied it. */
export function ruleOf(reason: string): string | undefined {
  const at = reason.lastIndexOf(RULE);
  return at < 0 ? undefined : reason.slice(at + RULE.length);
}

const RULE = " rule=";

function count(counts: Map<string, number>, code: string): void {
  counts.set(code, (counts.get(code) ?? 0) + 1);
}
