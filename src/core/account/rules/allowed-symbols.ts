import { checkNoMore, expected } from "../../checks";
import { type Maker, own } from "../../own";
import type { RiskRule } from "../risk";

/**
 * Denies orders that open a position in any other symbol. Throws INVALID_OPTION unless `symbols` is a list of at least one
 * symbol, and its session throws UNKNOWN_SYMBOL for one that it does not have.
 */
export function allowedSymbols(symbols: readonly string[]): RiskRule;
export function allowedSymbols(symbols: readonly string[], ...more: readonly unknown[]): RiskRule {
  checkNoMore("allowedSymbols", more);
  const allowed: readonly unknown[] | undefined = Array.isArray(symbols) ? symbols : undefined;
  if (allowed === undefined || allowed.length === 0)
    throw expected("symbols of allowedSymbols", "a list of at least one symbol", symbols);
  allowed.forEach((symbol, at) => {
    if (typeof symbol !== "string" || symbol === "")
      throw expected(`symbols[${at}] of allowedSymbols`, "a symbol", symbol);
  });
  const known = new Set(symbols);
  return own({
    name: "allowedSymbols",
    params: Object.freeze({ symbols: Object.freeze([...symbols]) }),
    check: ({ symbol }) => (known.has(symbol) ? undefined : { code: "SYMBOL_NOT_ALLOWED", details: { symbol } }),
  } satisfies RiskRule);
}

/** Makes `allowedSymbols` again from its params. */
export const allowedSymbolsMaker: Maker<RiskRule, { readonly symbols: readonly string[] }> = ({ symbols }) =>
  allowedSymbols(symbols);
