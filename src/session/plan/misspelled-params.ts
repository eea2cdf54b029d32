import { nearest } from "../../core/checks";
import { inheritedFunctions } from "../../strategy/define-strategy";
import { readsOf } from "../../strategy/reach/reads";

/**
 * Returns a sentence for each param that a function of a strategy reads as `params.name` although the strategy does not
 * declare it, if it declares one of nearly that name. In JavaScript such a param is `undefined`, and what is computed of
 * it is NaN. Others may be optional on purpose.
 */
export function misspelledParams(strategy: { readonly name: string; readonly params?: object }): string[] {
  const declared = Object.keys(strategy.params ?? {});
  if (declared.length === 0) return [];
  const said = new Map<string, string>();
  for (const [part, value] of [...Object.entries(strategy), ...inheritedFunctions(strategy)]) {
    if (typeof value !== "function") continue;
    for (const name of paramsRead(String(value))) {
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

// What stands after `params.` in the text of a function, comments and texts left out.
function paramsRead(source: string): Set<string> {
  const tokens = readsOf(source)?.tokens ?? [];
  const isRead = (at: number) => tokens[at].text === "params" && [".", "?."].includes(tokens[at + 1]?.text);
  const places = tokens.flatMap((_, at) => (isRead(at) ? [tokens[at + 2].text] : []));
  return new Set(places);
}
