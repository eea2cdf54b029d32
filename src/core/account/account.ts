import { nearest } from "../checks";
import { roundToLots, roundToTick } from "../lots";
import type { CheckedRequest } from "../orders/checked-request";
import { type Denial, denialText } from "../orders/denial";
import { orderTypes } from "../orders/types/order-types";
import { orderPriceNames, orderPrices } from "../orders/types/prices";
import type { WorkingOrder } from "../orders/working-order";
import { type Commitments, isOnItsWay } from "./commitments";
import type { Portfolio } from "./portfolio";
import type { RiskView } from "./risk";
import type { EngineTerms } from "./terms";

/** The account's verdict on a request: the form in which it is accepted, or why it is denied. */
export interface Judgment {
  /** The request, rounded to lots and ticks if it is accepted. */
  readonly request: CheckedRequest;
  /** Index of its symbol; -1 when the session does not have it. */
  readonly symbolIndex: number;
  /** Why it is denied; `undefined` when it is accepted. */
  readonly reason: string | undefined;
  /** Working orders that it replaces. */
  readonly replaces: readonly WorkingOrder[];
}

const none: readonly WorkingOrder[] = [];

/** Judges requests before they reach the broker; docs/fills.md, "Quantity" and "Money". */
export class Account {
  readonly #portfolio: Portfolio;
  readonly #commitments: Commitments;
  readonly #terms: EngineTerms;

  constructor(portfolio: Portfolio, commitments: Commitments, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#commitments = commitments;
    this.#terms = terms;
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
    return this.#weigh(request, index, time);
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
    const reason =
      this.#shortingDenial(request, opening) ??
      this.#powerDenial(request, symbolIndex, opening) ??
      this.#riskDenial(request, time);
    return judgment(request, symbolIndex, reason);
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

  #riskDenial(request: CheckedRequest, time: number): string | undefined {
    for (const rule of this.#terms.risk) {
      const denial = rule.check(request, this.#view(time));
      if (denial !== undefined) return denialText(denial);
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

  #view(time: number): RiskView {
    const portfolio = this.#portfolio;
    const indexOf = (symbol: string) => portfolio.indexOf(symbol) as number;
    return {
      time,
      cash: portfolio.cash,
      equity: this.#commitments.equity(),
      position: (symbol) => portfolio.position(indexOf(symbol)),
      projectedQuantity: (symbol) => this.#commitments.projected(indexOf(symbol)),
      price: (symbol) => portfolio.price[indexOf(symbol)],
    };
  }

  #unknown(symbol: string): string {
    const near = nearest(symbol, this.#portfolio.symbols);
    return denialText({ code: "SYMBOL_UNKNOWN", details: near === undefined ? { symbol } : { symbol, near } });
  }
}

// All have the same shape, so that reading them is fast.
function judgment(request: CheckedRequest, symbolIndex: number, reason?: string, replaces = none): Judgment {
  return { request, symbolIndex, reason, replaces };
}
