import { nearest } from "../checks";
import { roundToLots, roundToTick } from "../lots";
import type { CheckedRequest } from "../orders/checked-request";
import { type Denial, denialText } from "../orders/denial";
import type { OrderRequest } from "../orders/order";
import type { TradingGate } from "../orders/trading-state";
import { orderTypes } from "../orders/types/order-types";
import { orderPriceNames, orderPrices } from "../orders/types/prices";
import type { WorkingOrder } from "../orders/working-order";
import { type Commitments, isOnItsWay } from "./commitments";
import type { Portfolio } from "./portfolio";
import type { RiskView, RiskViews } from "./risk";
import type { EngineTerms } from "./terms";

/** The account's verdict on a request: the form in which it is accepted, or why it is denied. */
export interface Judgment {
  /** The request, rounded to lots and ticks if it is accepted. */
  readonly request: CheckedRequest;
  /** Index of its symbol; -1 when the session does not have it. */
  readonly symbolIndex: number;
  /** Why it is denied; `undefined` when it is accepted. */
  readonly reason: string | undefined;
  /** The risk rule that denied it. */
  readonly rule: string | undefined;
  /** Working orders that it replaces. */
  readonly replaces: readonly WorkingOrder[];
}

const none: readonly WorkingOrder[] = [];

/** Judges requests before they reach the broker; docs/fills.md, "Quantity" and "Money". */
export class Account {
  readonly #portfolio: Portfolio;
  readonly #commitments: Commitments;
  readonly #terms: EngineTerms;
  readonly #gate: TradingGate;
  readonly #views: RiskViews | undefined;
  // The rule that denied the last request that one denied.
  #denier: string | undefined;

  /** `views`: what risk rules see; absent if there are none. */
  constructor(
    portfolio: Portfolio,
    commitments: Commitments,
    terms: EngineTerms,
    gate: TradingGate,
    views: RiskViews | undefined,
  ) {
    this.#portfolio = portfolio;
    this.#commitments = commitments;
    this.#terms = terms;
    this.#gate = gate;
    this.#views = views;
  }

  /** Accepts or denies one request. `denial`: why it is denied, if that is known already. */
  judge(asked: CheckedRequest, time: number, denial?: Denial): Judgment {
    const index = this.#portfolio.indexOf(asked.symbol);
    if (index === undefined) return judgment(asked, -1, this.#unknown(asked.symbol));
    if (Number.isNaN(this.#portfolio.price[index])) return judgment(asked, index, "NO_PRICE");
    if (denial !== undefined) return judgment(asked, index, denialText(denial));
    const request = this.#rounded(asked);
    if (request.quantity === 0) {
      const details = { quantity: asked.quantity, lotSize: this.#terms.lotSize(asked.symbol) };
      return judgment(asked, index, denialText({ code: "QUANTITY_BELOW_LOT_SIZE", details }));
    }
    if (this.#gate.state === "HALTED") return judgment(request, index, "TRADING_HALTED");
    return this.#weigh(request, index, time);
  }

  /**
   * Returns how much of an order toward a weight the buying power pays for, units. Sales round down to lots, and costs are
   * paid in cash, so that purchases of whole weights lack a little. Of an order that is not part of a whole portfolio
   * (`isOfAll`), at most half is left out, or a lot; if more is missing, it will be denied.
   */
  fitting({ side, quantity, symbol }: OrderRequest, isOfAll: boolean): number {
    const index = this.#portfolio.indexOf(symbol) as number;
    const price = this.#portfolio.price[index];
    const sign = side === "buy" ? 1 : -1;
    const held = this.#portfolio.quantity[index];
    const reducible = held * sign < 0 ? Math.abs(held) : 0;
    const reducing = reducible > 0 ? this.#commitments.working(index, sign) : none;
    const opening = quantity - Math.max(0, this.#commitments.without(reducing, index, reducible));
    if (opening <= 0) return quantity;
    const power = this.#commitments.buyingPower() + (quantity - opening) * price;
    const missing = opening * price - power * (1 + 1e-12);
    const lotSize = this.#terms.lotSize(symbol);
    const large = this.#terms.behavior.shrinksTargetsToHalf ? 0.5 * opening * price : 0.01 * this.#commitments.equity();
    const most = isOfAll ? Infinity : Math.max(lotSize * price, large);
    // Without a price nothing is known, and the order is denied for that.
    if (!(missing > 0 && missing <= most)) return quantity;
    return Math.max(0, quantity - opening) + roundToLots(Math.max(0, power) / price, lotSize);
  }

  // The part that reduces the position passes. The part that opens one must pass shorting, buying power and the risk
  // rules.
  #weigh(request: CheckedRequest, symbolIndex: number, time: number): Judgment {
    const sign = request.side === "buy" ? 1 : -1;
    const held = this.#portfolio.quantity[symbolIndex];
    const reducible = held * sign < 0 ? Math.abs(held) : 0;
    const reducing = reducible > 0 ? this.#commitments.working(symbolIndex, sign) : none;
    if (reducing.length > 0 && this.#closes(request, symbolIndex, reducible, reducing)) {
      const replaced = reducing.filter((order) => !isOnItsWay(order));
      return judgment(this.#outliving(request), symbolIndex, undefined, replaced);
    }
    const opening = request.quantity - Math.max(0, this.#commitments.without(reducing, symbolIndex, reducible));
    if (opening <= 0) return judgment(this.#outliving(request), symbolIndex);
    if (this.#gate.state === "REDUCING")
      return judgment(request, symbolIndex, "TRADING_REDUCING", none, this.#gate.rule);
    const reason = this.#shortingDenial(request, opening) ?? this.#powerDenial(request, symbolIndex, opening);
    if (reason !== undefined || this.#views === undefined) return judgment(request, symbolIndex, reason);
    const denial = this.#riskDenial(request, this.#views.of(request.symbol, symbolIndex, time));
    return judgment(request, symbolIndex, denial, none, denial === undefined ? undefined : this.#denier);
  }

  // An order that reduces and has no time in force of its own must not be left half done at the end of its day.
  #outliving(request: CheckedRequest): CheckedRequest {
    if (!request.isDayByDefault || !this.#terms.behavior.exitsOutliveTheirDay) return request;
    return { ...request, timeInForce: "GTC" };
  }

  // A market order for the whole position, less what others on their way will close, replaces the exits.
  #closes(
    { type, quantity }: CheckedRequest,
    symbolIndex: number,
    reducible: number,
    reducing: readonly WorkingOrder[],
  ): boolean {
    if (!orderTypes[type].anyPrice) return false;
    return quantity === this.#commitments.without(reducing.filter(isOnItsWay), symbolIndex, reducible);
  }

  #shortingDenial({ side, quantity }: CheckedRequest, opening: number): string | undefined {
    if (side === "buy" || this.#terms.shorting) return undefined;
    return denialText({ code: "SHORTING_NOT_ALLOWED", details: { quantity, available: quantity - opening } });
  }

  #powerDenial({ quantity }: CheckedRequest, symbolIndex: number, opening: number): string | undefined {
    const price = this.#portfolio.price[symbolIndex];
    const power = this.#commitments.buyingPower() + (quantity - opening) * price;
    const needed = opening * price;
    // Do not deny an order that was sized to fit because of the last bit of a sum.
    if (needed <= power * (1 + 1e-12)) return undefined;
    return denialText({ code: "INSUFFICIENT_BUYING_POWER", details: { needed, available: Math.max(0, power) } });
  }

  #riskDenial(request: CheckedRequest, view: RiskView): string | undefined {
    for (const rule of this.#terms.risk) {
      const denial = rule.check(request, view);
      if (denial === undefined) continue;
      this.#denier = rule.name;
      return denialText(denial);
    }
    return undefined;
  }

  #rounded(request: CheckedRequest): CheckedRequest {
    const { symbol, side } = request;
    const tickSize = this.#terms.tickSize(symbol);
    const quantity = roundToLots(request.quantity, this.#terms.lotSize(symbol));
    if (quantity === request.quantity && tickSize === 0) return request;
    const rounded = { ...request, quantity };
    for (const name of orderPriceNames) {
      const price = request[name];
      const down = (orderPrices[name] === "down") === (side === "buy");
      if (price !== undefined) rounded[name] = roundToTick(price, tickSize, down ? "down" : "up");
    }
    return rounded;
  }

  #unknown(symbol: string): string {
    const near = nearest(symbol, this.#portfolio.symbols);
    return denialText({ code: "SYMBOL_UNKNOWN", details: near === undefined ? { symbol } : { symbol, near } });
  }
}

// All have the same shape, so that reading them is fast.
function judgment(
  request: CheckedRequest,
  symbolIndex: number,
  reason?: string,
  replaces = none,
  rule?: string,
): Judgment {
  return { request, symbolIndex, reason, rule, replaces };
}
