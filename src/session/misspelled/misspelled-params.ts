import { nearest } from "../../core/checks";
import { inheritedFunctions } from "../../strategy/define-strategy";
import { readParams } from "./read-params";

/** Functions that are given the params themselves, not a context. */
const ofParams = ["rebalance", "warmUp"];

/**
 * Returns a sentence for each param that a function of a strategy reads of its context although the strategy does not
 * declare it, if it declares one of nearly that name. In JavaScript such a param is `undefined`, and what is computed of
 * it is NaN. Others may be optional on purpose, as is one that the function provides for: `params.extra ?? 3`.
 */
export function misspelledParams(strategy: { readonly name: string; readonly params?: object }): string[] {
  const declared = Object.keys(strategy.params ?? {});
  if (declared.length === 0) return [];
  const said = new Map<string, string>();
  for (const [part, value] of [...Object.entries(strategy), ...inheritedFunctions(strategy)]) {
    if (typeof value !== "function") continue;
    for (const name of readParams(String(value), ofParams.includes(part) ? "params" : "context")) {
      const near = declared.includes(name) || name in Object.prototype ? undefined : nearest(name, declared);
      if (near === undefined || said.has(name)) continue;
      said.set(
        name,
        `${part} reads params.${name}, which "${strategy.name}" does not declare: did you mean "${near}"?`,
      );
    }
  }
  return [...said.values()];
}
