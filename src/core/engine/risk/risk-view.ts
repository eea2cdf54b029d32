import type { Portfolio } from "../../account/portfolio";
import type { Position } from "../../account/position";
import { type RiskView, signOf } from "../../account/risk";
import type { OrderRequest } from "../../orders/order";
import type { TradingState } from "../../orders/trading-state";
import type { Exposures } from "./exposures";

type Request = Readonly<OrderRequest>;

/** The facts that a view shows, by the indices of symbols. */
export interface RiskFacts extends Pick<RiskView, "time" | "equity" | "peakEquity" | "previousDayEquity"> {
  readonly openOrders: number;
  readonly tradingState: TradingState;
  /** What the positions can come to, as of now. */
  readonly exposures: Exposures;
  /** Returns the index of a symbol. Throws UNKNOWN_SYMBOL; under older rules it is -1 for one that the session does not have. */
  indexOf(symbol: string): number;
  /** Returns what will be held of a symbol once all its working orders are filled. */
  projected(symbolIndex: number): number;
  /** Returns how many steps ago a position in a symbol was closed at a loss; `Infinity` for never. */
  stepsSinceLoss(symbolIndex: number): number;
  /** Returns how many orders were accepted on this trading day. */
  countOrders(): number;
}

/**
 * Shows the facts to rules. Getters are on the class, and functions that need no `this` on the object: a rule may take it
 * apart, and the objects of all sessions have one shape, so that reading them stays fast.
 */
export class BookView implements RiskView {
  readonly position: (symbol: string) => Position;
  readonly projectedQuantity: (symbol: string) => number;
  readonly price: (symbol: string) => number;
  readonly quantityAfter: (request: Request) => number;
  readonly weightAfter: (request: Request) => number;
  readonly grossExposureAfter: (request: Request) => number;
  readonly netExposureAfter: (request: Request) => number;
  readonly cashAfter: (request: Request) => number;
  readonly stepsSinceLoss: (symbol: string) => number;
  readonly #book: RiskFacts;
  readonly #portfolio: Portfolio;

  /** `exitsMakeNoRoom`: as in `Behavior`. */
  constructor(book: RiskFacts, portfolio: Portfolio, exitsMakeNoRoom: boolean) {
    this.#book = book;
    this.#portfolio = portfolio;
    const indexOf = (symbol: string) => book.indexOf(symbol);
    const signed = ({ side, quantity }: Request) => signOf(side) * quantity;
    this.position = (symbol) => portfolio.position(indexOf(symbol));
    this.projectedQuantity = (symbol) => book.projected(indexOf(symbol));
    this.price = (symbol) => portfolio.price[indexOf(symbol)];
    this.quantityAfter = (request) => book.exposures.quantityAfter(indexOf(request.symbol), signed(request));
    this.weightAfter = (request) => {
      const index = indexOf(request.symbol);
      const units = exitsMakeNoRoom
        ? book.exposures.quantityAfter(index, signed(request))
        : book.projected(index) + signed(request);
      return Math.abs(units * portfolio.price[index]) / book.equity;
    };
    this.grossExposureAfter = (request) =>
      book.exposures.grossAfter(indexOf(request.symbol), signed(request)) / book.equity;
    this.netExposureAfter = (request) =>
      book.exposures.netAfter(indexOf(request.symbol), signed(request)) / book.equity;
    // Without what shorts brought, and with as much again set aside, the cash is what the equity has beyond all positions.
    this.cashAfter = (request) => book.equity - book.exposures.grossAfter(indexOf(request.symbol), signed(request));
    this.stepsSinceLoss = (symbol) => book.stepsSinceLoss(indexOf(symbol));
  }

  get time(): number {
    return this.#book.time;
  }

  get cash(): number {
    return this.#portfolio.cash;
  }

  get equity(): number {
    return this.#book.equity;
  }

  get peakEquity(): number {
    return this.#book.peakEquity;
  }

  get previousDayEquity(): number {
    return this.#book.previousDayEquity;
  }

  get grossExposure(): number {
    return this.#book.exposures.gross / this.#book.equity;
  }

  get netExposure(): number {
    const { most, least } = this.#book.exposures;
    return (Math.abs(most) >= Math.abs(least) ? most : least) / this.#book.equity;
  }

  get openOrders(): number {
    return this.#book.openOrders;
  }

  get ordersToday(): number {
    return this.#book.countOrders();
  }

  get tradingState(): TradingState {
    return this.#book.tradingState;
  }
}
