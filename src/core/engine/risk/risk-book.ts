import type { Commitments } from "../../account/commitments";
import type { Portfolio } from "../../account/portfolio";
import { type RiskView, type RiskViews, signOf } from "../../account/risk";
import type { EngineTerms } from "../../account/terms";
import type { Journal } from "../../journal/journal";
import { withoutDust } from "../../lots";
import type { AppliedAction } from "../../market/corporate-action";
import type { Broker } from "../../orders/broker";
import type { TradingGate, TradingState } from "../../orders/trading-state";
import { unknownSymbol } from "../by-hand";
import { Exposures } from "./exposures";
import { BookView, type RiskFacts } from "./risk-view";

// A loss smaller than this fraction of the money moved is the last bit of a sum.
const ROUNDING = 1e-9;

/** Keeps what risk rules see. A session without rules has none. */
export class RiskBook implements RiskViews, RiskFacts {
  /** The one view of the session. */
  readonly view: RiskView;
  /** End of the trading day of the present step, epoch milliseconds UTC. */
  dayEnd = Number.NEGATIVE_INFINITY;
  /** Steps begun so far. */
  steps = 0;
  /** The highest equity so far, or since the trading state was last set by hand. */
  peakEquity: number;
  /** The last equity of the previous trading day. */
  previousDayEquity: number;
  /** Equity of the present step, currency. */
  equity: number;
  /** Time of the present step, epoch milliseconds UTC. */
  time = Number.NaN;
  /** Whether rules are asked about a working order that is to be changed, so that no other one comes to those that there are. */
  isChange = false;
  gone = 0;
  readonly #portfolio: Portfolio;
  readonly #broker: Broker;
  readonly #commitments: Commitments;
  readonly #journal: Journal;
  readonly #terms: EngineTerms;
  readonly #gate: TradingGate;
  readonly #exposures: Exposures;
  // The symbol that the view was last made for, so that it is not looked up again.
  #symbol = "";
  #symbolIndex = -1;
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
    this.#exposures = new Exposures(portfolio, broker, terms.behavior.seesChangedOrders);
    this.peakEquity = terms.initialCapital;
    this.previousDayEquity = terms.initialCapital;
    this.equity = terms.initialCapital;
    const { length } = portfolio.symbols;
    this.#invested = new Float64Array(length);
    this.#held = new Float64Array(length);
    this.#lossStep = new Float64Array(length).fill(Number.NEGATIVE_INFINITY);
    this.view = new BookView(this, portfolio, terms.behavior.exitsMakeNoRoom);
  }

  /** Notes the equity of a step before the strategy is called. */
  begin(time: number, equity: number): void {
    this.steps++;
    this.time = time;
    if (time > this.dayEnd) {
      const { calendar, behavior } = this.#terms;
      this.dayEnd = behavior.countsDaysOfRules ? calendar.countedEnd(time) : calendar.dayEnd(time);
      this.previousDayEquity = this.equity;
      this.#dayRow = this.#journal.orders.length;
      this.#countedRow = this.#dayRow;
      this.#ordersToday = 0;
    }
    this.equity = equity;
    if (equity > this.peakEquity) this.peakEquity = equity;
    if (this.#fillsSeen < this.#journal.fills.length) this.#seeFills();
  }

  /** Forgets the losses before now, because trading was allowed again by hand. */
  beginAgain(): void {
    this.peakEquity = this.equity;
    this.previousDayEquity = this.equity;
  }

  of(symbol: string, symbolIndex: number, time: number): RiskView {
    this.#symbol = symbol;
    this.#symbolIndex = symbolIndex;
    this.time = time;
    return this.view;
  }

  /** Takes in a corporate action, before the orders of its step are matched. */
  readonly acted = (symbolIndex: number, { quantity, quantityAfter, amount }: AppliedAction): void => {
    this.#held[symbolIndex] = quantityAfter;
    this.#invested[symbolIndex] -= amount;
    if (quantity === 0 || quantityAfter !== 0) return;
    // The step has not begun yet.
    if (this.#invested[symbolIndex] > ROUNDING * Math.abs(amount)) this.#lossStep[symbolIndex] = this.steps + 1;
    this.#invested[symbolIndex] = 0;
  };

  get exposures(): Exposures {
    return this.#exposures.now(this.steps);
  }

  get openOrders(): number {
    return this.#broker.book.count - (this.isChange ? 1 : 0) - this.gone;
  }

  get tradingState(): TradingState {
    return this.#gate.state;
  }

  indexOf(symbol: string): number {
    if (symbol === this.#symbol) return this.#symbolIndex;
    const index = this.#portfolio.indexOf(symbol);
    if (index === undefined && this.#terms.behavior.refusesStrayWords)
      throw unknownSymbol(symbol, this.#portfolio.symbols);
    return index ?? -1;
  }

  projected(symbolIndex: number): number {
    return this.#commitments.projected(symbolIndex);
  }

  stepsSinceLoss(symbolIndex: number): number {
    return this.steps - this.#lossStep[symbolIndex];
  }

  countOrders(): number {
    const { orders } = this.#journal;
    while (this.#countedRow < orders.length) if (!orders.isDenied(this.#countedRow++)) this.#ordersToday++;
    return this.isChange ? Math.max(0, this.#ordersToday - 1) : this.#ordersToday;
  }

  /** Counts the orders of the day anew, because some were denied after they had been counted. */
  countAgain(): void {
    this.#countedRow = this.#dayRow;
    this.#ordersToday = 0;
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
    const lotSize = this.#terms.lotSize(this.#portfolio.symbols[index]);
    const widest = this.#terms.behavior.clearsDustOfDifferences ? Math.max(Math.abs(before), Math.abs(signed)) : 0;
    const after = withoutDust(before + signed, lotSize, Math.abs(signed), widest);
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
