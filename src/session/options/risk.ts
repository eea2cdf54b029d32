import type { RiskRule } from "../../core/account/risk";
import { expected } from "../../core/checks";
import { isOwn } from "../../core/own";
import { checkSymbol } from "../../feeds/bars/symbols";

/** Throws INVALID_OPTION unless `rules` is a list of risk rules. */
export function checkRisk(rules: unknown): void {
  if (!Array.isArray(rules)) throw expected("risk", "an array of rules such as [maxPositionWeight(0.25)]", rules);
  rules.forEach((rule: { check?: unknown; afterStep?: unknown } | null | undefined, at) => {
    if (typeof rule?.check !== "function")
      throw expected(`risk[${at}]`, "a rule such as maxPositionWeight(0.25)", rule);
    if (rule.afterStep !== undefined && typeof rule.afterStep !== "function")
      throw expected(`afterStep of risk[${at}]`, "a function", rule.afterStep);
  });
}

/**
 * Throws UNKNOWN_SYMBOL if one of paperlab's rules is about a symbol that is not among those of its session. Such a rule
 * would do nothing, or forbid everything.
 */
export function checkRuleSymbols(rules: readonly RiskRule[] = [], symbols: readonly string[]): void {
  for (const rule of rules) {
    const named = isOwn(rule) ? rule.params?.symbols : undefined;
    if (!Array.isArray(named)) continue;
    for (const symbol of named) checkSymbol(`${rule.name}, a rule of this session`, symbols, symbol);
  }
}
