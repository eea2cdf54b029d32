import { displayable } from "../notebook/display";
import { defineStrategy as definePlain } from "../strategy/define-strategy";
import type { Params, Strategy } from "../strategy/strategy";
import { strategyCard } from "../views/strategy-card";

/**
 * Checks a strategy and returns it frozen. It prints itself with its params and hooks. Throws INVALID_STRATEGY if a
 * part is misspelled or of the wrong kind, or if there is no hook.
 */
export function defineStrategy<P extends Params = Record<string, never>, S = undefined>(
  strategy: Strategy<P, S>,
): Strategy<P, S> {
  const defined = { ...definePlain(strategy) };
  return Object.freeze(displayable(defined, strategyCard));
}
