import type { Portfolio } from "../account/portfolio";
import type { EngineTerms } from "../account/terms";
import type { PaperBroker } from "../broker/paper-broker";
import type { Journal } from "../journal/journal";
import type { TradingGate, TradingStateChange } from "../orders/trading-state";
import type { Closing } from "./closing";

/** Changes the trading state, and ends the orders that the new state does not allow. */
export class Trading {
  readonly gate: TradingGate;
  readonly #portfolio: Portfolio;
  readonly #broker: PaperBroker;
  readonly #journal: Journal;
  readonly #closing: Closing;

  readonly #isHaltable: boolean;
  readonly #hasActions: boolean;
  #isLost = false;
  // Whether it must be looked for what is held and not being closed.
  #leavesSome = false;

  constructor(
    gate: TradingGate,
    portfolio: Portfolio,
    broker: PaperBroker,
    journal: Journal,
    closing: Closing,
    { behavior, actions }: Pick<EngineTerms, "behavior" | "actions">,
  ) {
    this.#isHaltable = behavior.haltsLiquidations;
    this.#hasActions = actions.length > 0;
    this.gate = gate;
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#journal = journal;
    this.#closing = closing;
  }

  /** Changes the state, or notes another reason for the present one. */
  change(change: TradingStateChange): void {
    this.gate.state = change.state;
    this.#journal.stateChanged(change);
    if (change.state === "HALTED") this.#closing.cancelOrders("TRADING_HALTED");
    if (change.state === "REDUCING") this.#cancelOpenings(change.time);
  }

  /** Cancels every working order and closes every position at its symbol's next bar. */
  liquidate(): void {
    this.#closing.cancelOrders("LIQUIDATION");
    this.#closing.closeAtNextBar();
  }

  /**
   * Called at each step once everything is lost: closes every position at its symbol's next bar, once trading is not HALTED.
   */
  closeLost(): void {
    const isFirst = !this.#isLost;
    this.#isLost = true;
    if (isFirst) this.#closing.cancelOrders("BANKRUPT");
    if (this.gate.state === "HALTED" && this.#isHaltable) this.#leavesSome = true;
    else if (isFirst) this.#closing.closeAtNextBar();
    else if (this.#leavesSome || this.#hasActions) {
      this.goOnLiquidating();
      this.#leavesSome = false;
    }
  }

  /** Closes what is held and is not being closed, because the strategy canceled an order that would have. */
  goOnLiquidating(): void {
    for (const index of this.#portfolio.held) if (!this.#isClosing(index)) this.#closing.closeAtNextBar(index);
  }

  #isClosing(index: number): boolean {
    let left = this.#portfolio.quantity[index];
    for (let order = this.#broker.book.oldestOf(index); order !== undefined; order = order.next)
      if (order.kind.anyPrice) left += order.signedRemaining;
    return left * this.#portfolio.quantity[index] <= 0;
  }

  // An order that reduces a position and would go beyond it is cut by the broker when it fills.
  #cancelOpenings(time: number): void {
    const { quantity } = this.#portfolio;
    for (const order of this.#broker.book.all())
      if (quantity[order.symbolIndex] * order.sign >= 0) this.#broker.cancel(order, time, "TRADING_REDUCING");
  }
}
