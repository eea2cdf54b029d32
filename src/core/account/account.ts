import type { Broker } from "../broker/broker";
import { nearest } from "../checks";
import { lotsOf, quantityOf, roundToLots, roundToTick, withoutDust } from "../lots";
import type { CommissionModel } from "../models/commission";
import type { SlippageModel } from "../models/slippage";
import type { OrderRequest } from "../orders/order";
import type { Target } from "../orders/requests";
import type { OrderTerms, WorkingOrder } from "../orders/working-order";
import type { Portfolio } from "./portfolio";
import type { Position } from "./position";
import { denialText, type RiskRule, type RiskView } from "./risk";

/** What the account is told once. */
export interface AccountTerms {
  readonly shorting: boolean;
  readonly leverage: number;
  readonly risk: readonly RiskRule[];
  readonly commission: CommissionModel;
  readonly slippage: SlippageModel;
  lotSize(symbol: string): number;
  tickSize(symbol: string): number;
}

/** What the account makes of a request: the terms it would be accepted under, or why it is denied. */
export interface Judgment {
  readonly terms: OrderTerms;
  /** Place of its symbol; -1 when the session does not have it. */
  readonly place: number;
  /** Why it is denied; `undefined` when it is accepted. */
  readonly reason: string | undefined;
  /** Working orders whose place it takes. */
  readonly replaces: readonly WorkingOrder[];
}

const none: readonly WorkingOrder[] = [];

/** Judges requests before they reach the broker, and sizes targets; docs/fills.md, "Quantity and money". */
export class Account {
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #terms: AccountTerms;
  readonly #places: ReadonlyMap<string, number>;

  constructor(portfolio: Portfolio, broker: Broker, terms: AccountTerms) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#terms = terms;
    this.#places = new Map(portfolio.symbols.map((symbol, place) => [symbol, place]));
  }

  /** Accepts or denies one request. */
  judge(asked: OrderTerms, time: number): Judgment {
    const place = this.#places.get(asked.symbol);
    if (place === undefined) return judgment(asked, -1, this.#unknown(asked.symbol));
    if (Number.isNaN(this.#portfolio.price[place])) return judgment(asked, place, "NO_PRICE");
    const terms = this.#rounded(asked);
    if (terms.quantity === 0) {
      const details = { quantity: asked.quantity, lotSize: this.#terms.lotSize(asked.symbol) };
      return judgment(asked, place, denialText({ code: "QUANTITY_BELOW_LOT_SIZE", details }));
    }
    return this.#weigh(terms, place, time);
  }

  /** Returns the order that brings a position to its target, or nothing when it is there. */
  toward({ symbol, unit, size }: Target): OrderRequest | undefined {
    return unit === "weight" ? this.#towardWeight(symbol, size) : this.#towardQuantity(symbol, size);
  }

  /** Returns the order that closes what is held of a symbol, less what market orders on their way will close. */
  towardNothing({ symbol, quantity }: Position): OrderRequest | undefined {
    const place = this.#places.get(symbol) as number;
    const closing = this.#working(place, quantity > 0 ? -1 : 1).filter(isOnItsWay);
    const size = this.#without(closing, place, Math.abs(quantity));
    return size <= 0 ? undefined : { symbol, side: quantity > 0 ? "sell" : "buy", quantity: size };
  }

  // Working orders counted in; the difference is rounded toward zero to lots.
  #towardQuantity(symbol: string, quantity: number): OrderRequest | undefined {
    const place = this.#placeOf(symbol);
    if (place === undefined) return this.#hopeless(symbol, quantity, Math.abs(quantity));
    const difference = quantity - this.#projected(place);
    const size = roundToLots(Math.abs(difference), this.#terms.lotSize(symbol));
    return size === 0 ? undefined : { symbol, side: difference > 0 ? "buy" : "sell", quantity: size };
  }

  // At the last close. A purchase is as many lots as the weight can pay with slippage and commission, so that a weight of 1
  // fits; a sale leaves costs out.
  #towardWeight(symbol: string, weight: number): OrderRequest | undefined {
    const place = this.#placeOf(symbol);
    const price = place === undefined ? Number.NaN : this.#portfolio.price[place];
    if (place === undefined) return this.#hopeless(symbol, weight);
    if (Number.isNaN(price)) return weight === 0 ? undefined : this.#hopeless(symbol, weight);
    const equity = this.#portfolio.equity();
    const wanted = weight * equity;
    const budget = wanted - this.#projected(place) * price;
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

  // What reduces the position passes; what opens one meets shorting, buying power and the risk rules.
  #weigh(terms: OrderTerms, place: number, time: number): Judgment {
    const sign = terms.side === "buy" ? 1 : -1;
    const held = this.#portfolio.quantity[place];
    const reducible = held * sign < 0 ? Math.abs(held) : 0;
    const reducing = reducible > 0 && this.#broker.working.length > 0 ? this.#working(place, sign) : none;
    if (reducing.length > 0 && this.#closes(terms, place, reducible, reducing)) {
      const replaced = reducing.filter((order) => !isOnItsWay(order));
      return judgment(terms, place, undefined, replaced);
    }
    const opening = terms.quantity - Math.max(0, this.#without(reducing, place, reducible));
    if (opening <= 0) return judgment(terms, place);
    const reason =
      this.#shortingDenial(terms, opening) ?? this.#powerDenial(terms, place, opening) ?? this.#riskDenial(terms, time);
    return judgment(terms, place, reason);
  }

  // A market order for all that is held, but for what other market orders will close: it takes the place of the exits.
  #closes(terms: OrderTerms, place: number, reducible: number, reducing: readonly WorkingOrder[]): boolean {
    return terms.type === "market" && terms.quantity === this.#without(reducing.filter(isOnItsWay), place, reducible);
  }

  #shortingDenial(terms: OrderTerms, opening: number): string | undefined {
    if (terms.side === "buy" || this.#terms.shorting) return undefined;
    const details = { quantity: terms.quantity, available: terms.quantity - opening };
    return denialText({ code: "SHORTING_NOT_ALLOWED", details });
  }

  #powerDenial(terms: OrderTerms, place: number, opening: number): string | undefined {
    const price = this.#portfolio.price[place];
    const power = this.#buyingPower() + (terms.quantity - opening) * price;
    const needed = opening * price;
    // The last bit of a sum is no reason to deny what was sized to fit.
    if (needed <= power * (1 + 1e-12)) return undefined;
    return denialText({ code: "INSUFFICIENT_BUYING_POWER", details: { needed, available: Math.max(0, power) } });
  }

  #riskDenial(terms: OrderTerms, time: number): string | undefined {
    for (const rule of this.#terms.risk) {
      const denial = rule.check(terms as OrderRequest, this.#view(time));
      if (denial !== undefined) return denialText(denial);
    }
    return undefined;
  }

  // At the last closes, costs left out, with what working orders will bring and take.
  #buyingPower(): number {
    const { quantity, price } = this.#portfolio;
    let power = this.#portfolio.headroom(this.#terms.leverage, -1, 0);
    if (this.#broker.working.length === 0) return power;
    const reducible = new Map<number, number>();
    for (const order of this.#broker.working) {
      const { place, sign } = order;
      const left = reducible.get(place) ?? Math.abs(quantity[place]);
      const reduces = quantity[place] * sign < 0 ? Math.min(order.remaining, left) : 0;
      if (reduces > 0) reducible.set(place, left - reduces);
      power += (2 * reduces - order.remaining) * price[place];
    }
    return power;
  }

  // The working orders of a symbol in one direction.
  #working(place: number, sign: number): WorkingOrder[] {
    return this.#broker.working.filter((order) => order.place === place && order.sign === sign);
  }

  // A quantity of a symbol, less what some orders will take of it.
  #without(orders: readonly WorkingOrder[], place: number, quantity: number): number {
    if (orders.length === 0) return quantity;
    const left = orders.reduce((sum, order) => sum - order.remaining, quantity);
    return withoutDust(left, this.#terms.lotSize(this.#portfolio.symbols[place]));
  }

  #projected(place: number): number {
    const { quantity, symbols } = this.#portfolio;
    let sum = quantity[place];
    for (const order of this.#broker.working) if (order.place === place) sum += order.signedRemaining;
    return withoutDust(sum, this.#terms.lotSize(symbols[place]));
  }

  #placeOf(symbol: string): number | undefined {
    return this.#places.get(symbol);
  }

  #rounded(terms: OrderTerms): OrderTerms {
    const lotSize = this.#terms.lotSize(terms.symbol);
    const tickSize = this.#terms.tickSize(terms.symbol);
    const quantity = roundToLots(terms.quantity, lotSize);
    if (quantity === terms.quantity && tickSize === 0) return terms;
    const { side, limitPrice, stopPrice } = terms;
    return {
      ...terms,
      quantity,
      limitPrice: limitPrice && roundToTick(limitPrice, tickSize, side === "buy" ? "down" : "up"),
      stopPrice: stopPrice && roundToTick(stopPrice, tickSize, side === "buy" ? "up" : "down"),
    };
  }

  #view(time: number): RiskView {
    const portfolio = this.#portfolio;
    const at = (symbol: string) => this.#places.get(symbol) as number;
    return {
      time,
      cash: portfolio.cash,
      equity: portfolio.equity(),
      position: (symbol) => portfolio.position(at(symbol)),
      projectedQuantity: (symbol) => this.#projected(at(symbol)),
      price: (symbol) => portfolio.price[at(symbol)],
    };
  }

  #unknown(symbol: string): string {
    const near = nearest(symbol, this.#places.keys());
    return denialText({ code: "SYMBOL_UNKNOWN", details: near === undefined ? { symbol } : { symbol, near } });
  }
}

// All of one shape, so that reading them is one path.
function judgment(terms: OrderTerms, place: number, reason?: string, replaces = none): Judgment {
  return { terms, place, reason, replaces };
}

// A market order that no bar has met yet: to replace it would set it back to the start of its way, bar after bar.
function isOnItsWay(order: WorkingOrder): boolean {
  return order.terms.type === "market" && !order.met;
}
