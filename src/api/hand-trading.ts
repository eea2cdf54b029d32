import type { OrderChanges, OrderOptions, OrderRequest } from "../core/orders/order";
import type { TradingState } from "../core/orders/trading-state";
import type { SessionCore } from "../session/core";
import { SessionViews } from "./session-views";

/**
 * What a person can ask a session for from a cell, while it is RUNNING or PAUSED and has taken a step. It is judged
 * between two steps, at the last closes, as what its strategy asks for, and fills on later bars. While the strategy's
 * promise is awaited, it waits for the end of that step. Each call resolves once what it did is stored, so that a session
 * whose process dies, or that is run again, does the same at the same step. A strategy uses what its hooks are given
 * instead.
 */
export class HandTrading extends SessionViews {
  /** @internal */
  override readonly core: SessionCore;

  /** @internal */
  constructor(core: SessionCore) {
    super();
    this.core = core;
  }

  /**
   * Buys by hand. Returns the id of the order, which may still be denied: see `orders()`. Its tag is `"by hand"` unless
   * you give another. Throws INVALID_ORDER, UNKNOWN_OPTION, UNKNOWN_SYMBOL, INVALID_STATE, SESSION_IN_USE.
   */
  async buy(symbol: string, quantity: number, order?: OrderOptions): Promise<string> {
    return this.core.placeByHand(symbol, "buy", quantity, order);
  }

  /** Sells by hand. See `buy`. */
  async sell(symbol: string, quantity: number, order?: OrderOptions): Promise<string> {
    return this.core.placeByHand(symbol, "sell", quantity, order);
  }

  /** Places an order by hand: `session.order({ symbol: "AAPL", side: "buy", quantity: 10 })`. See `buy`. */
  async order(request: OrderRequest): Promise<string> {
    return (await this.core.askByHand({ kind: "order", request })) as string;
  }

  /** Cancels an order by hand, whoever placed it; nothing if it has ended. Throws INVALID_ORDER for an unknown id. */
  async cancel(id: string): Promise<void> {
    await this.core.askByHand({ kind: "cancel", request: { id } });
  }

  /**
   * Changes the terms of a working order by hand, whoever placed it: `session.replace("order-7", { limitPrice: 101 })`.
   * Throws INVALID_ORDER for an unknown id and for terms that make no sense.
   */
  async replace(id: string, changes: OrderChanges): Promise<void> {
    await this.core.askByHand({ kind: "replace", request: { id, changes } });
  }

  /**
   * Closes the position in a symbol by hand, or all positions, at market. Entries that still work are not canceled: one
   * that fills later opens a position again.
   */
  async close(symbol?: string): Promise<void> {
    await this.core.askByHand({ kind: "close", request: { symbol } });
  }

  /**
   * Sets which orders are accepted from now on, the strategy's too: `"ACTIVE"` all, `"REDUCING"` only those that reduce a
   * position, `"HALTED"` none. Working orders that are not accepted any more are canceled. It holds until it is set again
   * or a risk rule asks for another; losses before it no longer count for the rules.
   */
  async setTradingState(state: TradingState): Promise<void> {
    await this.core.askByHand({ kind: "tradingState", request: { state } });
  }
}
