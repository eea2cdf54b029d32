import { displayable } from "../notebook/display";
import { defineSignals as definePlainSignals } from "../strategy/define-signals";
import { defineStrategy as definePlain, rememberOriginal } from "../strategy/define-strategy";
import type { SignalStrategy } from "../strategy/signals";
import type { Params, Strategy } from "../strategy/strategy";
import { strategyCard } from "../views/strategy-card";

export { needsMost, needsPair, needsWeights, withNeeds } from "../strategy/needs";
export { param } from "../strategy/param";

/**
 * Checks a strategy and returns it frozen. It prints itself with its params and hooks. Throws INVALID_STRATEGY if a
 * part is misspelled or of the wrong kind, or if there is no hook.
 */
export function defineStrategy<P extends Params = Record<string, never>, S = undefined>(
  strategy: Strategy<P, S>,
): Strategy<P, S> {
  const defined = { ...definePlain(strategy) };
  rememberOriginal(defined, strategy);
  return Object.freeze(displayable(defined, strategyCard));
}

/**
 * Checks a strategy of functions over whole columns and returns it frozen:
 * `defineSignals({ name: "cross", signals: ({ close, sma }) => sma(close, 10).map((fast, at) => ...) })`. What `signals`
 * returns for a symbol is traded on the next bar, by an order on each row whose value differs from the last one. Throws
 * INVALID_STRATEGY if a part is misspelled, missing or of the wrong kind.
 */
export function defineSignals<P extends Params = Record<string, never>>(
  strategy: SignalStrategy<P>,
): Strategy<P, undefined> & SignalStrategy<P> {
  const defined = { ...definePlainSignals(strategy) };
  return Object.freeze(displayable(defined, strategyCard));
}
