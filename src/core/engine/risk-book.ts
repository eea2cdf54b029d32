import type { Commitments } from "../account/commitments";
import type { Portfolio } from "../account/portfolio";
import { type RiskView, type RiskViews, signOf } from "../account/risk";
import type { EngineTerms } from "../account/terms";
import type { Journal } from "../journal/journal";
import { withoutDust } from "../lots";
import type { Broker } from "../orders/broker";
import type { OrderRequest } from "../orders/order";
import type { TradingGate } from "../orders/trading-state";
import { Exposures } from "./exposures";

// A loss smaller than this fraction of the money moved is the last bit of a sum.
const ROUNDING = 1e-9;

/** Keeps what risk rules see. A session without rules has none. */
export class RiskBook implements RiskViews {
  /** The one view of the session. */
  readonly view: RiskView;
  /** End of the trading day of the present step, epoch milliseconds UTC. */
  dayEnd = Number.NEGATIVE_INFINITY;
  /** Steps begun so far. */
  steps = 0;
  peakEquity: number;
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #commitments: Commitments;
  readonly #journal: Journal;
  readonly #terms: EngineTerms;
  readonly #gate: TradingGate;
  readonly #exposures: Exposures;
  #time = Number.NaN;
  // The symbol that the view was last made for, so that it is not looked up again.
  #symbol = "";
  #symbolIndex = -1;
  #previousDayEquity: number;
  #equity: number;
  // The first order of the day, the next one to be counted, and how many were accepted between.
  #dayRow = 0;
  #countedRow = 0;
  #ordersToday = 0;
  // Money that went into the position of a symbol since nothing was held, what is held, and the step of the last loss.
  readonly #invested: Float64Array;
  readonly #held: Float64Array;
  readonly #lossStep: Float64Array;
  #fillsSeen = 0;

  constructor(
    portfolio: Portfolio,
    broker: Broker,
    commitments: Commitments,
    journal: Journal,
    terms: EngineTerms,
    gate: TradingGate,
  ) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#commitments = commitments;
    this.#journal = journal;
    this.#terms = terms;
    this.#gate = gate;
    this.#exposures = new Exposures(portfolio, broker);
    this.peakEquity = terms.initialCapital;
    this.#previousDayEquity = terms.initialCapital;
    this.#equity = terms.initialCapital;
    const { length } = portfolio.symbols;
    this.#invested = new Float64Array(length);
    this.#held = new Float64Array(length);
    this.#lossStep = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    this.view = this.#newView();
  }

  /** Notes the equity of a step before the strategy is called. */
  begin(time: number, equity: number): void {
    this.steps++;
    this.#time = time;
    if (time > this.dayEnd) {
      this.dayEnd = this.#terms.calendar.dayEnd(time);
      this.#previousDayEquity = this.#equity;
      this.#dayRow = this.#journal.orders.length;
      this.#countedRow = this.#dayRow;
      this.#ordersToday = 0;
    }
    this.#equity = equity;
    if (equity > this.peakEquity) this.peakEquity = equity;
    if (this.#fillsSeen < this.#journal.fills.length) this.#seeFills();
  }

  /** Forgets the losses before now, because trading was allowed again by hand. */
  beginAgain(): void {
    this.peakEquity = this.#equity;
    this.#previousDayEquity = this.#equity;
  }

  of(symbol: string, symbolIndex: number, time: number): RiskView {
    this.#symbol = symbol;
    this.#symbolIndex = symbolIndex;
    this.#time = time;
    return this.view;
  }

  // One object with functions that need no `this`, so that a rule may take it apart.
  #newView(): RiskView {
    const portfolio = this.#portfolio;
    const exposures = this.#exposures;
    const book = this;
    const indexOf = (symbol: string) => this.#indexOf(symbol);
    const after = (request: Readonly<OrderRequest>) => signOf(request.side) * request.quantity;
    return {
      get time() {
        return book.#time;
      },
      get cash() {
        return portfolio.cash;
      },
      get equity() {
        return book.#equity;
      },
      get peakEquity() {
        return book.peakEquity;
      },
      get previousDayEquity() {
        return book.#previousDayEquity;
      },
      get grossExposure() {
        return exposures.now(book.steps).gross / book.#equity;
      },
      get netExposure() {
        const { most, least } = exposures.now(book.steps);
        return (most >= -least ? most : least) / book.#equity;
      },
      get openOrders() {
        return book.#broker.working.length;
      },
      get ordersToday() {
        return book.#countOrders();
      },
      get tradingState() {
        return book.#gate.state;
      },
      position: (symbol) => portfolio.position(indexOf(symbol)),
      projectedQuantity: (symbol) => this.#commitments.projected(indexOf(symbol)),
      price: (symbol) => portfolio.price[indexOf(symbol)],
      quantityAfter: (request) => exposures.now(this.steps).quantityAfter(indexOf(request.symbol), after(request)),
      grossExposureAfter: (request) =>
        exposures.now(this.steps).grossAfter(indexOf(request.symbol), after(request)) / book.#equity,
      netExposureAfter: (request) =>
        exposures.now(this.steps).netAfter(indexOf(request.symbol), after(request)) / book.#equity,
      cashAfter: (request) => exposures.now(this.steps).cashAfter(indexOf(request.symbol), after(request)),
      stepsSinceLoss: (symbol) => this.steps - this.#lossStep[indexOf(symbol)],
    };
  }

  #indexOf(symbol: string): number {
    if (symbol === this.#symbol) return this.#symbolIndex;
    return this.#portfolio.indexOf(symbol) ?? -1;
  }

  #countOrders(): number {
    const { orders } = this.#journal;
    while (this.#countedRow < orders.length) if (!orders.isDenied(this.#countedRow++)) this.#ordersToday++;
    return this.#ordersToday;
  }

  // Books the new fills once more, symbol by symbol from nothing to nothing, to see which positions ended at a loss.
  #seeFills(): void {
    const { fills, orders } = this.#journal;
    for (; this.#fillsSeen < fills.length; this.#fillsSeen++) {
      const row = this.#fillsSeen;
      const index = orders.symbolIndex(fills.orderRow(row));
      const signed = signOf(fills.side(row)) * fills.quantity(row);
      this.#seeFill(index, signed, fills.price(row), fills.commission(row));
    }
  }

  #seeFill(index: number, signed: number, price: number, commission: number): void {
    const before = this.#held[index];
    const after = withoutDust(before + signed, this.#terms.lotSize(this.#portfolio.symbols[index]));
    this.#held[index] = after;
    if (before * signed >= 0 || before * after > 0) {
      this.#invested[index] += signed * price + commission;
      return;
    }
    const opening = after / signed;
    const result = before * price - commission * (1 - opening) - this.#invested[index];
    if (result < -ROUNDING * Math.abs(before * price)) this.#lossStep[index] = this.steps;
    this.#invested[index] = after * price + commission * opening;
  }
}
