import { lotsOf, quantityOf, roundToLots } from "../lots";
import type { OrderRequest } from "../orders/order";
import type { Target } from "../orders/requests";
import { type Commitments, isOnItsWay } from "./commitments";
import type { Portfolio } from "./portfolio";
import type { Position } from "./position";
import type { EngineTerms } from "./terms";

/** Sizes the orders that bring positions to their targets; docs/fills.md, "Quantity". */
export class Targets {
  readonly #portfolio: Portfolio;
  readonly #commitments: Commitments;
  readonly #terms: EngineTerms;

  constructor(portfolio: Portfolio, commitments: Commitments, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#commitments = commitments;
    this.#terms = terms;
  }

  /** Returns the order that brings a position to its target, or nothing when it is there. */
  toward({ symbol, unit, size }: Target): OrderRequest | undefined {
    return unit === "weight" ? this.#towardWeight(symbol, size) : this.#towardQuantity(symbol, size);
  }

  /** Returns the order that closes what is held of a symbol, less what market orders on their way will close. */
  towardNothing({ symbol, quantity }: Position): OrderRequest | undefined {
    const index = this.#portfolio.indexOf(symbol) as number;
    const closing = this.#commitments.working(index, quantity > 0 ? -1 : 1).filter(isOnItsWay);
    const size = this.#commitments.without(closing, index, Math.abs(quantity));
    return size <= 0 ? undefined : { symbol, side: quantity > 0 ? "sell" : "buy", quantity: size };
  }

  // Working orders counted in; the difference is rounded toward zero to lots.
  #towardQuantity(symbol: string, quantity: number): OrderRequest | undefined {
    const index = this.#portfolio.indexOf(symbol);
    if (index === undefined) return this.#hopeless(symbol, quantity, Math.abs(quantity));
    const difference = quantity - this.#commitments.projected(index);
    const size = roundToLots(Math.abs(difference), this.#terms.lotSize(symbol));
    return size === 0 ? undefined : { symbol, side: difference > 0 ? "buy" : "sell", quantity: size };
  }

  // At the last close. A purchase is as many lots as the weight can pay with slippage and commission, so that a weight of 1
  // fits; a sale leaves costs out.
  #towardWeight(symbol: string, weight: number): OrderRequest | undefined {
    const index = this.#portfolio.indexOf(symbol);
    const price = index === undefined ? Number.NaN : this.#portfolio.price[index];
    if (index === undefined) return this.#hopeless(symbol, weight);
    if (Number.isNaN(price)) return weight === 0 ? undefined : this.#hopeless(symbol, weight);
    const equity = this.#portfolio.equity();
    const wanted = weight * equity;
    const budget = wanted - this.#commitments.projected(index) * price;
    if (budget <= 0) return this.#towardQuantity(symbol, wanted / price);
    // 0.57 of 10,000 is 5,699.999999999999: a last bit is no lot less, unless it is not there to be spent.
    const quantity = this.#payable(symbol, price, Math.max(budget, Math.min(budget * (1 + 1e-12), equity)));
    return quantity === 0 ? undefined : { symbol, side: "buy", quantity };
  }

  // What will be denied with a reason. Without a price there is no size: one lot stands for it.
  #hopeless(symbol: string, direction: number, size = 0): OrderRequest {
    return { symbol, side: direction < 0 ? "sell" : "buy", quantity: size || this.#terms.lotSize(symbol) };
  }

  #payable(symbol: string, price: number, budget: number): number {
    const lotSize = this.#terms.lotSize(symbol);
    let lots = lotsOf(budget / price, lotSize);
    while (lots > 0) {
      const cost = this.#cost(price, quantityOf(lots, lotSize));
      if (cost <= budget) break;
      // Costs are nearly proportional: jump by the share that is over, at least one lot.
      lots = Math.max(0, Math.min(lots - 1, Math.ceil((lots * budget) / cost)));
    }
    return quantityOf(lots, lotSize);
  }

  #cost(price: number, quantity: number): number {
    const paid = this.#terms.slippage.slip(price, "buy", quantity);
    const before = { filledNotional: 0, chargedCommission: 0 };
    return quantity * paid + this.#terms.commission.commission(quantity, paid, before);
  }
}
