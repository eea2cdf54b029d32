import type { MaintenanceMargin } from "../../account/carry/rates";
import { reductionOf, requiredBy } from "../../account/carry/requirement";
import type { Portfolio } from "../../account/portfolio";
import type { EngineTerms } from "../../account/terms";
import type { PaperBroker } from "../../broker/paper-broker";
import type { Journal } from "../../journal/journal";
import { roundToLots } from "../../lots";
import type { TradingGate } from "../../orders/trading-state";
import type { Closing } from "../closing";

/**
 * Calls for margin when the equity at the end of a step is less than what the positions require, and has the broker
 * reduce all of them in proportion at the next bars of their symbols: by 1 − equity / required, rounded up to lots. What
 * market orders on their way will reduce anyway is counted. docs/cash.md.
 */
export class MarginCalls {
  readonly #margin: MaintenanceMargin;
  readonly #terms: EngineTerms;
  readonly #portfolio: Portfolio;
  readonly #broker: PaperBroker;
  readonly #journal: Journal;
  readonly #gate: TradingGate;
  readonly #closing: Closing;
  // Whether the present shortage has been told, and nothing could be done about it.
  #isTold = false;

  constructor(
    margin: MaintenanceMargin,
    terms: EngineTerms,
    portfolio: Portfolio,
    broker: PaperBroker,
    journal: Journal,
    gate: TradingGate,
    closing: Closing,
  ) {
    this.#margin = margin;
    this.#terms = terms;
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#journal = journal;
    this.#gate = gate;
    this.#closing = closing;
  }

  /** Looks at the portfolio at the end of a step, after the orders of the strategy were accepted. */
  afterStep(time: number): void {
    if (this.#portfolio.held.length === 0) return;
    const equity = this.#portfolio.equity();
    const required = requiredBy(this.#portfolio, this.#margin);
    // Short of it by the last bits of a sum is not short of it.
    if (equity >= required * (1 - LAST_BITS) || equity <= 0) {
      this.#isTold = false;
      return;
    }
    const isHalted = this.#gate.state === "HALTED";
    const reductions = isHalted ? [] : this.#reductions(1 - equity / required);
    // What is on its way is enough.
    if (reductions.length === 0 && (!isHalted || this.#isTold)) return;
    this.#isTold = isHalted;
    this.#journal.marginCalled({ time, equity, required });
    for (const [index, units] of reductions) this.#closing.reduceAtNextBar(index, units);
  }

  #reductions(share: number): [index: number, units: number][] {
    const { held, quantity, symbols } = this.#portfolio;
    const reductions: [number, number][] = [];
    for (const index of held) {
      const lotSize = this.#terms.lotSize(symbols[index]);
      const needed = reductionOf(Math.abs(quantity[index]), share, lotSize) - this.#onTheirWay(index);
      const units = roundToLots(needed, lotSize);
      if (units > 0) reductions.push([index, units]);
    }
    return reductions;
  }

  // Units of a position that market orders will close.
  #onTheirWay(index: number): number {
    let units = 0;
    for (let order = this.#broker.book.oldestOf(index); order !== undefined; order = order.next)
      if (order.kind.anyPrice && order.sign * this.#portfolio.quantity[index] < 0) units += order.remaining;
    return units;
  }
}

const LAST_BITS = 1e-12;
