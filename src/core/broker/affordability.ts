import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import { lotsOf, quantityOf } from "../lots";
import type { SlippageModel } from "../models/slippage";
import type { WorkingOrder } from "../orders/working-order";

/** How much of an order can be paid for when it fills; docs/fills.md, "Money". */
export class Affordability {
  readonly #portfolio: Portfolio;
  readonly #terms: EngineTerms;

  constructor(portfolio: Portfolio, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#terms = terms;
  }

  /**
   * Returns the largest number of units up to `wanted`, in whole lots of `lotSize`, that the account can pay for.
   * Costs grow with the quantity, so it bisects.
   */
  most(order: WorkingOrder, wanted: number, lotSize: number): number {
    if (this.#fits(order, wanted)) return wanted;
    let fits = 0;
    let tooMany = lotsOf(wanted, lotSize);
    while (tooMany - fits > 1) {
      const lots = Math.floor((fits + tooMany) / 2);
      // Beyond 2^53 a double cannot tell one lot from the next.
      if (lots === fits || lots === tooMany) break;
      if (this.#fits(order, quantityOf(lots, lotSize))) fits = lots;
      else tooMany = lots;
    }
    return quantityOf(fits, lotSize);
  }

  /**
   * Whether the account can pay for an order that closes a position of `reducing` units and opens one of `opening` at
   * once: what it closes makes room as large as itself.
   */
  fitsTurn(order: WorkingOrder, reducing: number, opening: number): boolean {
    return this.#fits(order, opening, reducing);
  }

  #fits(order: WorkingOrder, quantity: number, reducing = 0): boolean {
    const { leverage, commission, slippage } = this.#terms;
    const price = slippedPrice(order, quantity + reducing, slippage);
    const charge = commission.commission(quantity + reducing, price, order);
    const needed = (quantity - reducing) * price + leverage * charge;
    return this.#portfolio.hasRoom(needed, leverage, order.symbolIndex, price);
  }
}

/** Returns the price of `quantity` units of an order on the present bar, slippage included. */
export function slippedPrice(order: WorkingOrder, quantity: number, slippage: SlippageModel): number {
  return order.kind.slips ? slippage.slip(order.price, order.request.side, quantity) : order.price;
}
