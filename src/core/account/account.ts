import { nearest } from "../checks";
import { roundToLots } from "../lots";
import type { Broker } from "../orders/broker";
import { type Denial, denialText } from "../orders/denial";
import { isOnItsWay } from "../orders/order-book";
import type { CheckedRequest } from "../orders/requests/checked-request";
import { hasFractionExits, wrongExit } from "../orders/requests/exits-of-entry";
import { passivePrice } from "../orders/requests/passive-price";
import type { TradingGate } from "../orders/trading-state";
import { orderTypes } from "../orders/types/order-types";
import { areSharesOfPrice } from "../orders/types/share-of-price";
import { orderPriceNames } from "../orders/types/terms";
import { plainRole, type Role, type WorkingOrder } from "../orders/working-order";
import type { Commitments } from "./commitments";
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
  /** What it is to the position of its symbol. */
  readonly role: Role;
}

const none: readonly WorkingOrder[] = [];
const exitRole: Role = { isExit: true, reducing: 0 };

/** Judges requests before they reach the broker; docs/broker.md, "Quantity" and "Money". */
export class Account {
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #idOf: (row: number) => string;
  readonly #commitments: Commitments;
  readonly #terms: EngineTerms;
  readonly #gate: TradingGate;
  readonly #views: RiskViews | undefined;
  readonly #lotSizes: Float64Array;
  // The rule that denied the last request that one denied.
  #denier: string | undefined;

  /** `idOf`: the id of the order in a row. `views`: what risk rules see; absent if there are none. */
  constructor(
    portfolio: Portfolio,
    broker: Broker,
    idOf: (row: number) => string,
    commitments: Commitments,
    terms: EngineTerms,
    gate: TradingGate,
    views: RiskViews | undefined,
  ) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#idOf = idOf;
    this.#commitments = commitments;
    this.#terms = terms;
    this.#gate = gate;
    this.#views = views;
    this.#lotSizes = Float64Array.from(portfolio.symbols, (symbol) => terms.lotSize(symbol));
  }

  /** Accepts or denies one request. `denial`: why it is denied, if that is known already. */
  judge(asked: CheckedRequest, time: number, denial?: Denial): Judgment {
    const index = this.#portfolio.indexOf(asked.symbol);
    if (index === undefined) return judgment(asked, -1, this.#unknown(asked.symbol));
    if (Number.isNaN(this.#portfolio.price[index])) return judgment(asked, index, "NO_PRICE");
    if (denial !== undefined) return judgment(asked, index, denialText(denial));
    const request = this.#rounded(asked, index);
    if (request.quantity === 0) {
      const details = { quantity: asked.quantity, lotSize: this.#terms.lotSize(asked.symbol) };
      return judgment(asked, index, denialText({ code: "QUANTITY_BELOW_LOT_SIZE", details }));
    }
    if (orderTypes[request.type].auction !== undefined && !this.#broker.knowsSessions)
      return judgment(request, index, "SESSION_HOURS_UNKNOWN");
    if (this.#gate.state === "HALTED") return judgment(request, index, "TRADING_HALTED");
    const meaningless = this.#terms.negativePrices ? this.#fractionDenial(request, index) : undefined;
    const trailing = request.rare === undefined ? undefined : this.#trailDenial(request, index);
    const denied = meaningless ?? trailing ?? this.#tickDenial(asked, request);
    if (denied !== undefined) return judgment(request, index, denied);
    return this.#weigh(request, index, time);
  }

  /**
   * Returns how much of an order toward a weight the buying power pays for, units. Sales round down to lots, and costs are
   * paid in cash, so that purchases of whole weights lack a little. Of an order that is not part of a whole portfolio
   * (`isOfAll`), at most half is left out, or a lot; if more is missing, it will be denied.
   */
  fitting(index: number, sign: number, quantity: number, isOfAll: boolean): number {
    const { book } = this.#broker;
    if (!this.#terms.behavior.judgesWithoutReplaced || book.sum(index, sign, "waiting") === 0)
      return this.#fitting(index, sign, quantity, isOfAll);
    const replaced = this.#replaced({ type: "market", quantity }, index, sign);
    return book.without(replaced.filter(takesPower), () => this.#fitting(index, sign, quantity, isOfAll));
  }

  #fitting(index: number, sign: number, quantity: number, isOfAll: boolean): number {
    const price = this.#portfolio.price[index];
    const opening = quantity - this.#free(index, sign);
    if (opening <= 0) return quantity;
    const power = this.#commitments.buyingPower() + (quantity - opening) * price;
    // A weight has no meaning without a positive price.
    if (price <= 0) return quantity;
    const missing = opening * price - power * (1 + 1e-12);
    const lotSize = this.#lotSizes[index];
    const large = this.#terms.behavior.shrinksTargetsToHalf ? 0.5 * opening * price : 0.01 * this.#commitments.equity();
    const most = isOfAll ? Infinity : Math.max(lotSize * price, large);
    // Without a price nothing is known, and the order is denied for that.
    if (!(missing > 0 && missing <= most)) return quantity;
    return Math.max(0, quantity - opening) + roundToLots(Math.max(0, power) / price, lotSize);
  }

  /**
   * Judges a market order without terms of its own while no order works: accepted, because it only opens a position or only
   * reduces one. `undefined`: `judge` must say more.
   */
  judgeAlone(index: number, sign: number, quantity: number): "opens" | "reduces" | undefined {
    const { price } = this.#portfolio;
    if (!(price[index] > 0 && quantity > 0) || this.#gate.state !== "ACTIVE") return undefined;
    if (roundToLots(quantity, this.#lotSizes[index]) !== quantity) return undefined;
    const held = this.#portfolio.quantity[index];
    if (held * sign < 0) return quantity <= Math.abs(held) ? "reduces" : undefined;
    if (sign < 0 && !this.#terms.shorting) return undefined;
    return isPaidBy(quantity * price[index], this.#commitments.buyingPower()) ? "opens" : undefined;
  }

  /**
   * Returns the verdict on a request that takes back `units` of what market orders are to reduce, if the risk rules deny
   * these as an order that opens a position; otherwise `undefined`.
   */
  denialOfTakingBack(request: CheckedRequest, symbolIndex: number, units: number, time: number): Judgment | undefined {
    if (this.#views === undefined) return undefined;
    const view = this.#views.of(request.symbol, symbolIndex, time);
    const reason = this.#riskDenial({ ...request, quantity: units }, view);
    return reason === undefined ? undefined : judgment(request, symbolIndex, reason, none, this.#denier);
  }

  // The part that reduces the position passes. The part that opens one must pass shorting, buying power and the risk
  // rules.
  #weigh(request: CheckedRequest, symbolIndex: number, time: number): Judgment {
    const sign = request.side === "buy" ? 1 : -1;
    const replaces = this.#replaced(request, symbolIndex, sign);
    const reducible = this.#commitments.reducible(symbolIndex, sign);
    const free = this.#isMeantToClose(request)
      ? reducible
      : replaces.length > 0
        ? this.#commitments.left(reducible, symbolIndex, sign, "closing")
        : this.#free(symbolIndex, sign);
    const opening = request.quantity - free;
    if (opening <= 0) return this.#reducing(request, symbolIndex, sign, replaces);
    if (this.#gate.state === "REDUCING")
      return judgment(request, symbolIndex, "TRADING_REDUCING", none, this.#gate.rule);
    const gone = this.#terms.behavior.judgesWithoutReplaced ? replaces : none;
    const denied = this.#broker.book.without(gone.filter(takesPower), () =>
      this.#openingDenied(request, symbolIndex, opening, gone.length, time),
    );
    return denied ?? judgment(request, symbolIndex, undefined, replaces, undefined, this.#roleOf(free));
  }

  // `gone`: how many orders it replaces that risk rules do not count.
  #openingDenied(
    request: CheckedRequest,
    symbolIndex: number,
    opening: number,
    gone: number,
    time: number,
  ): Judgment | undefined {
    const reason =
      this.#shortingDenial(request, opening) ??
      this.#costDenial(request, symbolIndex) ??
      this.#slippageDenial(request, symbolIndex) ??
      this.#powerDenial(request, symbolIndex, opening) ??
      this.#exitsDenial(request, symbolIndex);
    if (reason !== undefined) return judgment(request, symbolIndex, reason);
    if (this.#views === undefined) return undefined;
    this.#views.gone += gone;
    const denial = this.#riskDenial(request, this.#views.of(request.symbol, symbolIndex, time));
    this.#views.gone -= gone;
    return denial === undefined ? undefined : judgment(request, symbolIndex, denial, none, this.#denier);
  }

  // Where shorting is allowed, a limit or stop order for what is held is meant to close it, whatever else works.
  #isMeantToClose({ type }: CheckedRequest): boolean {
    const { behavior, shorting } = this.#terms;
    return shorting && behavior.exitsAreReduceOnly && orderTypes[type].exit !== undefined;
  }

  // An order that was accepted to reduce a position, by some of it at least. Older rules do not tell it from others.
  #roleOf(reducing: number): Role {
    return reducing > 0 && this.#terms.behavior.exitsAreReduceOnly ? { isExit: false, reducing } : plainRole;
  }

  // Judges an order that only reduces a position. A limit or stop order is an exit. The exits of one kind may cover the
  // position once.
  #reducing(request: CheckedRequest, symbolIndex: number, sign: number, replaces: readonly WorkingOrder[]): Judgment {
    const { exit } = orderTypes[request.type];
    const { rare } = request;
    if (rare !== undefined && (rare.takeProfit ?? rare.stopLoss) !== undefined)
      return judgment(request, symbolIndex, "EXIT_WITHOUT_ENTRY");
    if (exit === undefined || !this.#terms.behavior.exitsAreReduceOnly)
      return judgment(
        this.#outliving(request),
        symbolIndex,
        undefined,
        replaces,
        undefined,
        this.#roleOf(request.quantity),
      );
    const available = this.#commitments.left(this.#commitments.reducible(symbolIndex, sign), symbolIndex, sign, exit);
    if (request.quantity <= available) return judgment(request, symbolIndex, undefined, none, undefined, exitRole);
    const first = this.#firstExit(symbolIndex, sign, exit);
    const details = { quantity: request.quantity, available, replace: first };
    return judgment(request, symbolIndex, denialText({ code: "EXIT_EXCEEDS_POSITION", details }));
  }

  // Units of a position that an order in one direction can still reduce: less what other orders will that are no exits.
  #free(symbolIndex: number, sign: number): number {
    const reducible = this.#commitments.reducible(symbolIndex, sign);
    return reducible === 0 ? 0 : this.#commitments.left(reducible, symbolIndex, sign, "none");
  }

  #firstExit(symbolIndex: number, sign: number, kind: "limit" | "stop"): string {
    const order = this.#broker.book.oldestExit(symbolIndex, sign, kind);
    return order === undefined ? "" : this.#idOf(order.row);
  }

  // The exits that come with an entry at any price must be on the right sides of the market.
  #exitsDenial({ side, type, rare }: CheckedRequest, symbolIndex: number): string | undefined {
    if (rare === undefined || !orderTypes[type].anyPrice) return undefined;
    const price = this.#portfolio.price[symbolIndex];
    const wrong = wrongExit(side, price, rare);
    return wrong && denialText({ code: "EXIT_ON_WRONG_SIDE", details: { [wrong.name]: wrong.price, price } });
  }

  // An order that reduces and has no time in force of its own must not be left half done at the end of its day.
  #outliving(request: CheckedRequest): CheckedRequest {
    if (!request.isDayByDefault || !this.#terms.behavior.exitsOutliveTheirDay) return request;
    return { ...request, timeInForce: "GTC" };
  }

  // An order at any price for the whole position, less what others on their way will close, replaces the exits.
  #replaced(
    { type, quantity }: Pick<CheckedRequest, "type" | "quantity">,
    symbolIndex: number,
    sign: number,
  ): readonly WorkingOrder[] {
    if (!orderTypes[type].anyPrice) return none;
    const reducible = this.#commitments.reducible(symbolIndex, sign);
    if (reducible === 0) return none;
    const { exitsAreReduceOnly } = this.#terms.behavior;
    const left = this.#commitments.left(reducible, symbolIndex, sign, "closing");
    const closes = exitsAreReduceOnly ? left > 0 && quantity >= left : quantity === left;
    if (!closes) return none;
    const { book } = this.#broker;
    // An order that is being changed has nothing left meanwhile.
    if (exitsAreReduceOnly && book.sum(symbolIndex, sign, "waiting") === 0)
      return book.exitsOf(symbolIndex, sign).filter(({ remaining }) => remaining > 0);
    const isReplaced = exitsAreReduceOnly
      ? (order: WorkingOrder) => order.isExit || (order.reducing > 0 && book.isWaiting(order))
      : (order: WorkingOrder) => !isOnItsWay(order);
    const replaced: WorkingOrder[] = [];
    for (let order = book.oldestOf(symbolIndex); order !== undefined; order = order.next)
      if (order.sign === sign && order.remaining > 0 && isReplaced(order)) replaced.push(order);
    return replaced;
  }

  #shortingDenial({ side, quantity }: CheckedRequest, opening: number): string | undefined {
    if (side === "buy" || this.#terms.shorting) return undefined;
    return denialText({ code: "SHORTING_NOT_ALLOWED", details: { quantity, available: quantity - opening } });
  }

  // Costs that are a share of the price have no meaning without a positive one.
  #costDenial({ type, limitPrice, stopPrice }: CheckedRequest, symbolIndex: number): string | undefined {
    if (!this.#terms.negativePrices || !areSharesOfPrice(this.#terms, orderTypes[type].slips)) return undefined;
    return notPositive(limitPrice ?? stopPrice ?? this.#portfolio.price[symbolIndex]);
  }

  // Nor have fractions of it, of a trailing stop and of exits.
  #fractionDenial({ limitPrice, stopPrice, rare }: CheckedRequest, symbolIndex: number): string | undefined {
    if (rare === undefined) return undefined;
    const price = this.#portfolio.price[symbolIndex];
    if (rare.trailFraction !== undefined) return notPositive(price);
    return hasFractionExits(rare) ? notPositive(limitPrice ?? stopPrice ?? price) : undefined;
  }

  // A price under a tick would be moved to 0, at which nothing is traded.
  #tickDenial(asked: CheckedRequest, rounded: CheckedRequest): string | undefined {
    const { behavior, negativePrices, tickSize } = this.#terms;
    if (asked === rounded || !behavior.deniesPricesUnderATick || negativePrices) return undefined;
    const under = orderPriceNames.find((name) => rounded[name] === 0);
    if (under === undefined) return undefined;
    const details = { [under]: asked[under] as number, tickSize: tickSize(rounded.symbol) };
    return denialText({ code: "PRICE_NOT_POSITIVE", details });
  }

  // A trailing stop to sell whose level would be at or below zero waits for a price that no market has.
  #trailDenial({ side, rare }: CheckedRequest, symbolIndex: number): string | undefined {
    const { behavior, negativePrices } = this.#terms;
    const trailAmount = rare?.trailAmount;
    if (trailAmount === undefined || side === "buy" || negativePrices || !behavior.deniesTrailsBeyondPrice)
      return undefined;
    const price = this.#portfolio.price[symbolIndex];
    return trailAmount < price
      ? undefined
      : denialText({ code: "TRAIL_EXCEEDS_PRICE", details: { trailAmount, price } });
  }

  // The slippage model knows too little to price a fill at the next bar.
  #slippageDenial({ type, side }: CheckedRequest, symbolIndex: number): string | undefined {
    const { slippage } = this.#terms;
    if (slippage.refusal === undefined || !orderTypes[type].slips) return undefined;
    const denial = slippage.refusal(this.#portfolio.fillMarket(symbolIndex, side === "buy" ? 1 : -1));
    return denial && denialText(denial);
  }

  #powerDenial({ quantity }: CheckedRequest, symbolIndex: number, opening: number): string | undefined {
    // Exposure counts, whatever the sign of the price.
    const price = Math.abs(this.#portfolio.price[symbolIndex]);
    const needed = opening * price;
    if (this.#commitments.surelyHas(needed - (quantity - opening) * price)) return undefined;
    const power = this.#commitments.buyingPower() + (quantity - opening) * price;
    if (isPaidBy(needed, power)) return undefined;
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

  #rounded(request: CheckedRequest, symbolIndex: number): CheckedRequest {
    const { symbol, side } = request;
    const tickSize = this.#terms.tickSize(symbol);
    const quantity = this.#inLots(request, symbolIndex);
    if (quantity === request.quantity && tickSize === 0) return request;
    const rounded = { ...request, quantity };
    for (const name of orderPriceNames) {
      const price = request[name];
      if (price !== undefined) rounded[name] = passivePrice(name, price, side, tickSize);
    }
    return rounded;
  }

  // In whole lots, unless it takes all that is held: a split may have left an odd lot.
  #inLots({ symbol, side, quantity }: CheckedRequest, symbolIndex: number): number {
    const inLots = roundToLots(quantity, this.#terms.lotSize(symbol));
    if (inLots === quantity || !this.#terms.behavior.closesOddLots) return inLots;
    const sign = side === "buy" ? 1 : -1;
    const takesAll =
      quantity === this.#commitments.reducible(symbolIndex, sign) || quantity === this.#free(symbolIndex, sign);
    return takesAll ? quantity : inLots;
  }

  #unknown(symbol: string): string {
    const near = nearest(symbol, this.#portfolio.symbols);
    return denialText({ code: "SYMBOL_UNKNOWN", details: near === undefined ? { symbol } : { symbol, near } });
  }
}

// Exits only reduce.
function takesPower({ isExit }: WorkingOrder): boolean {
  return !isExit;
}

// An order that was sized to fit is not denied because of the last bit of a sum.
function isPaidBy(needed: number, power: number): boolean {
  return needed <= power * (1 + 1e-12);
}

function notPositive(price: number): string | undefined {
  return price > 0 ? undefined : denialText({ code: "PRICE_NOT_POSITIVE", details: { price } });
}

// All have the same shape, so that reading them is fast.
function judgment(
  request: CheckedRequest,
  symbolIndex: number,
  reason?: string,
  replaces = none,
  rule?: string,
  role = plainRole,
): Judgment {
  return { request, symbolIndex, reason, rule, replaces, role };
}
