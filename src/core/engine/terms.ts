import type { AccountTerms } from "../account/account";
import type { BrokerTerms } from "../broker/broker";

/** Everything an engine is told once: the market, the money and the rules. */
export interface EngineTerms extends BrokerTerms, AccountTerms {
  readonly symbols: readonly string[];
  /** Currency, positive. */
  readonly initialCapital: number;
  /** Whether bars are trading days, so that messages show dates. */
  readonly daily: boolean;
  /** Newest bars kept a symbol for `history`; `Infinity` for all. */
  readonly historyBars: number;
  /** Whether open positions are closed at their last close when the run ends. */
  readonly closeAtEnd: boolean;
}
