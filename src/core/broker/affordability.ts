import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import { lotsOf, mostLotsBelow, mostLotsBetween, quantityOf } from "../lots";
import type { FillMarket } from "../market/liquidity/fill-market";
import type { SlippageModel } from "../models/slippage";
import type { WorkingOrder } from "../orders/working-order";

/** How much of an order can be paid for when it fills; docs/broker.md, "Money". */
export class Affordability {
  readonly #portfolio: Portfolio;
  readonly #terms: EngineTerms;

  constructor(portfolio: Portfolio, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#terms = terms;
  }

  /**
   * Returns the largest number of units up to `wanted`, in whole lots of `lotSize`, that the account can pay for in a
   * market. It bisects where costs grow with the quantity.
   */
  most(order: WorkingOrder, wanted: number, lotSize: number, market: FillMarket): number {
    if (this.#fits(order, wanted, market)) return wanted;
    const fits = (lots: number) => this.#fits(order, quantityOf(lots, lotSize), market);
    const tooMany = lotsOf(wanted, lotSize);
    // The price of a large sale may fall faster than its quantity grows.
    const { costs } = this.#terms;
    const isGrowing = costs === "proportional" || (costs === "growing" && order.sign > 0);
    return quantityOf(isGrowing ? mostLotsBetween(0, tooMany, fits) : mostLotsBelow(tooMany, fits), lotSize);
  }

  /**
   * Whether the account can pay for an order that closes a position of `reducing` units and opens one of `opening` at
   * once: what it closes makes room as large as itself.
   */
  fitsTurn(order: WorkingOrder, reducing: number, opening: number, market: FillMarket): boolean {
    return this.#fits(order, opening, market, reducing);
  }

  #fits(order: WorkingOrder, quantity: number, market: FillMarket, reducing = 0): boolean {
    const { leverage, commission, slippage } = this.#terms;
    const price = slippedPrice(order, quantity + reducing, slippage, market);
    const charge = commission.commission(quantity + reducing, price, order);
    const needed = (quantity - reducing) * Math.abs(price) + leverage * charge;
    return this.#portfolio.hasRoom(needed, leverage, order.symbolIndex, price);
  }
}

/** Returns the price of `quantity` units of an order on the present bar, slippage in its market included. */
export function slippedPrice(
  order: WorkingOrder,
  quantity: number,
  slippage: SlippageModel,
  market: FillMarket,
): number {
  return order.kind.slips ? slippage.slip(order.price, order.request.side, quantity, market) : order.price;
}
