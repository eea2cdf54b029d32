import type { Portfolio } from "../account/portfolio";
import type { Position } from "../account/position";
import type { PaperBroker } from "../broker/paper-broker";
import { type CheckedRequest, checkedRequest } from "../orders/requests/checked-request";
import type { TimeInForce } from "../orders/time-in-force";
import { plainRole } from "../orders/working-order";
import type { OrderDesk } from "./order-desk";

/**
 * Ends working orders and positions with orders that the strategy did not place; docs/broker.md, "Marks and the end".
 */
export class Closing {
  readonly #portfolio: Portfolio;
  readonly #broker: PaperBroker;
  readonly #desk: OrderDesk;

  constructor(portfolio: Portfolio, broker: PaperBroker, desk: OrderDesk) {
    this.#portfolio = portfolio;
    this.#broker = broker;
    this.#desk = desk;
  }

  /** Cancels every working order. */
  cancelOrders(reason: string): void {
    for (const order of this.#broker.book.all()) this.#broker.cancel(order, this.#desk.now, reason);
  }

  /**
   * Closes every position, or that of one symbol, at its symbol's next bar, or later: the market may be halted or thin
   * for days.
   */
  closeAtNextBar(only?: number): void {
    for (const position of this.#portfolio.positions()) {
      const { request, symbolIndex } = this.#closingOrder(position, "liquidation", "GTC");
      if (only !== undefined && symbolIndex !== only) continue;
      const row = this.#desk.enter(request, symbolIndex);
      this.#broker.submit(row, request, symbolIndex, this.#desk.now, plainRole);
    }
  }

  /** Reduces a position by some units at its symbol's next bar, or later. It never turns the position. */
  reduceAtNextBar(symbolIndex: number, units: number): void {
    const { symbol, quantity } = this.#portfolio.position(symbolIndex);
    const options = { tag: "liquidation", timeInForce: "GTC" } as const;
    const request = checkedRequest(symbol, quantity > 0 ? "sell" : "buy", units, options);
    const row = this.#desk.enter(request, symbolIndex);
    this.#broker.submit(row, request, symbolIndex, this.#desk.now, { isExit: false, reducing: units });
  }

  /** Closes every position at its symbol's last close, with slippage and commission. */
  closeAtLastClose(): void {
    for (const position of this.#portfolio.positions()) {
      const { request, symbolIndex } = this.#closingOrder(position, "closeAtEnd");
      const row = this.#desk.enter(request, symbolIndex);
      this.#broker.fillAt(row, request, symbolIndex, position.price, this.#desk.now);
    }
  }

  /** Cancels every working order, and closes positions if the next strategy begins flat. Returns whether there were any. */
  handOver(isFlat: boolean): boolean {
    this.cancelOrders("STOPPED");
    if (!isFlat || this.#portfolio.held.length === 0) return false;
    this.closeAtLastClose();
    return true;
  }

  #closingOrder(
    { symbol, quantity }: Position,
    tag: string,
    timeInForce?: TimeInForce,
  ): { request: CheckedRequest; symbolIndex: number } {
    const side = quantity > 0 ? "sell" : "buy";
    const request = checkedRequest(symbol, side, Math.abs(quantity), { tag, timeInForce });
    return { request, symbolIndex: this.#portfolio.indexOf(symbol) as number };
  }
}
