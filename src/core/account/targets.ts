import { askedFor } from "../checks";
import {
  finiteQuantity,
  lotsOf,
  mostLotsBelow,
  mostLotsBetween,
  mostUnits,
  quantityOf,
  roundToLots,
  withoutDust,
} from "../lots";
import type { Denial } from "../orders/denial";
import type { OrderRequest } from "../orders/order";
import type { Target } from "../orders/requests/queued";
import { nothingCharged } from "../orders/working-order";
import type { Commitments } from "./commitments";
import { minimumTradeValue } from "./minimum-trade";
import type { Portfolio } from "./portfolio";
import type { Position } from "./position";
import type { Suppressed } from "./suppressed";
import type { EngineTerms } from "./terms";

/** An order that a target leads to, and why it will be denied, if that is known. */
export interface SizedRequest {
  readonly target: Target;
  readonly request: OrderRequest;
  readonly denial: Denial | undefined;
}

/** Sizes the orders that bring positions to their targets; docs/broker.md, "Quantity". */
export class Targets {
  readonly #portfolio: Portfolio;
  readonly #commitments: Commitments;
  readonly #terms: EngineTerms;
  // Symbols that have had a target under a lot denied.
  readonly #denied = new Set<number>();
  readonly #lotSizes: Float64Array;
  #corrections = 0;
  #belowLot = 0;

  constructor(portfolio: Portfolio, commitments: Commitments, terms: EngineTerms) {
    this.#portfolio = portfolio;
    this.#commitments = commitments;
    this.#terms = terms;
    this.#lotSizes = Float64Array.from(portfolio.symbols, (symbol) => terms.lotSize(symbol));
  }

  /** How many targets ordered nothing although the position was not there yet; `undefined` for none. */
  get suppressed(): Suppressed | undefined {
    if (this.#corrections === 0 && this.#belowLot === 0) return undefined;
    return { minimumTrade: this.#corrections, belowLot: this.#belowLot };
  }

  /**
   * Returns the orders that bring positions to their targets, each of another symbol. Sales go first, so that the
   * account counts their proceeds before it judges the purchases. Small corrections are left out, except for sales
   * that purchases need.
   */
  toward(targets: Iterable<Target>): SizedRequest[] {
    const sales: SizedRequest[] = [];
    const purchases: SizedRequest[] = [];
    const small: SizedRequest[] = [];
    for (const target of targets) {
      const sized = this.#sized(target);
      if (sized === undefined) continue;
      if (sized.denial === undefined && this.#isSmall(target)) small.push(sized);
      else (sized.request.side === "sell" ? sales : purchases).push(sized);
    }
    if (small.length > 0) this.#leaveOut(small, sales, purchases);
    return sales.length === 0 ? purchases : sales.concat(purchases);
  }

  /** Returns what `toward` returns of a single target. */
  towardOne(target: Target): SizedRequest | undefined {
    const units = this.unitsToward(target);
    if (Number.isNaN(units)) return this.#sized(target);
    return units === 0 ? undefined : sizedTo(target, units);
  }

  /**
   * Returns the units that a single target orders, negative to sell, 0 for nothing; `NaN` if `towardOne` must say more. A step
   * that orders nothing leaves nothing behind.
   */
  unitsToward(target: Target): number {
    const { index } = target;
    if (index < 0 || Number.isNaN(this.#portfolio.price[index]) || this.#isMeaningless(target)) return Number.NaN;
    const signed = this.#size(target);
    if (signed === 0) return target.size === 0 || this.#isBegun(index) ? 0 : Number.NaN;
    const isLeft = signed > 0 || this.#terms.behavior.shrinksTargets || !(this.#commitments.buyingPower() < 0);
    if (!isLeft || !this.#isSmall(target)) return signed;
    this.#corrections++;
    return 0;
  }

  /** Returns the order that closes a position, less what market orders on their way will close. */
  towardNothing({ symbol, quantity }: Position): OrderRequest | undefined {
    const index = this.#portfolio.indexOf(symbol) as number;
    const size = this.#commitments.left(Math.abs(quantity), index, quantity > 0 ? -1 : 1, "closing");
    return size <= 0 ? undefined : { symbol, side: quantity > 0 ? "sell" : "buy", quantity: size };
  }

  #sized(target: Target): SizedRequest | undefined {
    const { index } = target;
    if (index < 0 || Number.isNaN(this.#portfolio.price[index])) return this.#unpriced(target);
    if (this.#isMeaningless(target)) return this.#notPositive(target);
    const signed = this.#size(target);
    return signed === 0 ? this.#belowALot(target, this.#aimed(target)) : sizedTo(target, signed);
  }

  // A weight of a price at or below zero, except that of nothing.
  #isMeaningless({ index, unit, size }: Target): boolean {
    return unit === "weight" && size !== 0 && this.#portfolio.price[index] <= 0;
  }

  #notPositive(target: Target): SizedRequest {
    const details = { price: this.#portfolio.price[target.index] };
    return { ...this.#hopeless(target), denial: { code: "PRICE_NOT_POSITIVE", details } };
  }

  // Without a price, or without the symbol.
  #unpriced(target: Target): SizedRequest | undefined {
    const { index, unit, size } = target;
    if (unit === "weight") return index >= 0 && size === 0 ? undefined : this.#hopeless(target);
    if (index < 0) return this.#hopeless(target, Math.abs(size));
    const signed = this.#toward(index, size);
    return signed === 0 ? this.#belowALot(target, size) : sizedTo(target, signed);
  }

  // Units that a target comes to at the last close.
  #aimed({ index, unit, size }: Target): number {
    return unit === "quantity" ? size : (size * this.#commitments.equity()) / this.#portfolio.price[index];
  }

  // Returns the units to order, negative to sell, at the last close. A purchase is as many lots as the weight pays for,
  // slippage and commission included, so that a weight of 1 fits. A sale leaves costs out.
  #size({ index, unit, size }: Target): number {
    if (unit === "quantity" || (size === 0 && this.#terms.behavior.closesShortsInFull))
      return this.#toward(index, size);
    const price = this.#portfolio.price[index];
    const equity = this.#commitments.equity();
    const wanted = size * equity;
    const budget = wanted - this.#commitments.projected(index) * price;
    if (budget <= 0) return this.#toward(index, wanted / price);
    // 0.57 of 10,000 is 5,699.999999999999. A missing last bit does not cost a lot, unless that money is not there.
    return this.#payable(index, price, Math.max(budget, Math.min(budget * (1 + 1e-12), equity)));
  }

  // Includes working orders. The difference is rounded toward zero to lots, except to nothing: a split may have left an odd lot.
  #toward(index: number, quantity: number): number {
    const aimed = Math.max(-mostUnits, Math.min(quantity, mostUnits));
    const projected = this.#commitments.projected(index);
    const { clearsDustOfDifferences, closesOddLots } = this.#terms.behavior;
    const widest = clearsDustOfDifferences ? Math.max(Math.abs(aimed), Math.abs(projected)) : 0;
    const exact = aimed - projected;
    const difference = widest === 0 ? exact : withoutDust(exact, this.#lotSizes[index], widest, widest);
    const units = finiteQuantity(Math.abs(difference));
    const size = aimed === 0 && closesOddLots ? units : roundToLots(units, this.#lotSizes[index]);
    return difference > 0 ? size : -size;
  }

  // Less than a lot is missing and nothing is held: denied with a reason the first time, and counted after that.
  #belowALot(target: Target, aimed: number): SizedRequest | undefined {
    const { index, symbol } = target;
    if (!this.#terms.behavior.deniesTargetsUnderALot || aimed === 0 || this.#isBegun(index)) return undefined;
    if (this.#denied.has(index)) {
      this.#belowLot++;
      return undefined;
    }
    this.#denied.add(index);
    const lotSize = this.#terms.lotSize(symbol);
    const price = this.#portfolio.price[index];
    // If the target is a lot or more, the weight does not pay for the costs.
    const costs = this.#cost(index, price, lotSize) - lotSize * price;
    const details: Denial["details"] = aimed < lotSize ? { target: aimed, lotSize } : { target: aimed, lotSize, costs };
    return {
      target,
      request: { symbol, side: aimed < 0 ? "sell" : "buy", quantity: Math.abs(aimed) },
      denial: { code: "QUANTITY_BELOW_LOT_SIZE", details },
    };
  }

  // Whether a symbol is held or has an order on its way.
  #isBegun(index: number): boolean {
    return this.#portfolio.quantity[index] !== 0 || this.#commitments.works(index);
  }

  // Whether a weight differs by too little to trade. Orders that open, close or turn a position never do.
  #isSmall({ index, unit, size: weight }: Target): boolean {
    const { minimumTrade } = this.#terms;
    if (minimumTrade === 0 || unit !== "weight") return false;
    if (index < 0 || !this.#isBegun(index)) return false;
    const held = this.#commitments.projected(index) * this.#portfolio.price[index];
    const equity = this.#commitments.equity();
    const aimed = weight * equity;
    if (weight === 0 || held * aimed < 0) return false;
    return Math.abs(aimed - held) < minimumTradeValue(minimumTrade, equity, held, aimed);
  }

  // Small sales are still made if the purchases need more cash than there is.
  #leaveOut(small: readonly SizedRequest[], sales: SizedRequest[], purchases: readonly SizedRequest[]): void {
    let power = this.#commitments.buyingPower();
    for (const { request, denial, target } of sales)
      if (denial === undefined) power += request.quantity * Math.abs(this.#portfolio.price[target.index]);
    for (const { request, denial, target } of purchases)
      if (denial === undefined)
        power -= this.#cost(target.index, this.#portfolio.price[target.index], request.quantity);
    // The last bits of the cash may be below zero where it was all spent.
    const isShort = power < 0 && (purchases.length > 0 || !this.#terms.behavior.shrinksTargets);
    for (const sized of small) {
      if (isShort && sized.request.side === "sell") sales.push(sized);
      else this.#corrections++;
    }
  }

  // A request that will be denied with a reason. Without a price there is no size, so one lot stands for it.
  #hopeless(target: Target, size = 0): SizedRequest {
    const quantity = size || this.#terms.lotSize(target.symbol);
    return sizedTo(target, target.size < 0 ? -quantity : quantity);
  }

  #payable(index: number, price: number, budget: number): number {
    const lotSize = this.#lotSizes[index];
    // A position and what is added to it must stay a number.
    const most = mostUnits - Math.max(0, this.#commitments.projected(index));
    let lots = finiteQuantity(lotsOf(Math.min(budget / price, most), lotSize));
    if (this.#terms.costs !== "proportional") {
      const fits = (some: number) => this.#cost(index, price, quantityOf(some, lotSize)) <= budget;
      if (lots > 0 && !fits(lots)) lots = this.#mostLots(lots, fits);
      return quantityOf(lots, lotSize);
    }
    while (lots > 0) {
      const cost = this.#cost(index, price, quantityOf(lots, lotSize));
      if (cost <= budget) break;
      // Costs are nearly proportional: reduce by the excess share, and by at least one lot.
      // Beyond 2^53 a double cannot tell one lot less.
      const product = lots * budget;
      const share = product < Infinity ? product / cost : lots * (budget / cost);
      const fewer = Math.min(lots - Math.max(1, lots * 2 ** -52), Math.ceil(share));
      // Neither costs nor a budget that are no numbers let anything be bought.
      lots = Number.isNaN(fewer) ? 0 : Math.max(0, fewer);
    }
    return quantityOf(lots, lotSize);
  }

  // A purchase may cost less than a smaller one only by a user's own model.
  #mostLots(tooMany: number, fits: (lots: number) => boolean): number {
    return this.#terms.costs === "any" ? mostLotsBelow(tooMany, fits) : mostLotsBetween(0, tooMany, fits);
  }

  // What a purchase is expected to cost at the next bar.
  #cost(index: number, price: number, quantity: number): number {
    const market = this.#portfolio.fillMarket(index, 1);
    try {
      const paid = this.#terms.slippage.slip(price, "buy", quantity, market);
      return quantity * paid + this.#terms.commission.commission(quantity, paid, nothingCharged);
    } catch (thrown) {
      throw askedFor(thrown, () => `the size of a target of ${this.#portfolio.symbols[index]}`);
    }
  }
}

function sizedTo(target: Target, signed: number): SizedRequest {
  const { symbol } = target;
  const request: OrderRequest = { symbol, side: signed > 0 ? "buy" : "sell", quantity: Math.abs(signed) };
  return { target, request, denial: undefined };
}
