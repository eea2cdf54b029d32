import { displayable } from "../notebook/display";
import { cardDisplay } from "../output/cards";
import { paramsText } from "../output/short-text";
import { defineStrategy as definePlain } from "../strategy/define-strategy";
import type { Params, Strategy } from "../strategy/strategy";

/**
 * Checks a strategy and returns it frozen; it prints itself with its params and hooks. Throws INVALID_STRATEGY when a part
 * is misspelled or of the wrong kind, or when there is no hook at all.
 */
export function defineStrategy<P extends Params = Record<string, never>, S = undefined>(
  strategy: Strategy<P, S>,
): Strategy<P, S> {
  const defined = { ...definePlain(strategy) };
  return Object.freeze(displayable(defined, strategyDisplay));
}

function strategyDisplay<P extends Params, S>(strategy: Strategy<P, S>) {
  const hooks = Object.entries(strategy).filter(([part, value]) => part !== "state" && typeof value === "function");
  const pairs = [
    ["Params", paramsText(strategy.params ?? {}) || "none"],
    ["Hooks", hooks.map(([part]) => part).join(", ")],
  ] as const;
  return cardDisplay({ title: strategy.name, note: "strategy", pairs });
}
