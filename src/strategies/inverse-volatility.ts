import { defineStrategy, param } from "../api/strategy";
import { volatility } from "../strategy/indicators/index";

/**
 * Holds all symbols, each with a weight in proportion to one over the volatility of its last `period` returns, and weighs
 * them anew every month. Symbols with too few bars, or whose price has not moved, are left out.
 * Source: R. Leote de Carvalho, X. Lu and P. Moulin, "Demystifying Equity Risk-Based Strategies", Journal of Portfolio
 * Management 38 (2012).
 */
export const inverseVolatility = defineStrategy({
  name: "inverse-volatility",
  params: { period: param.int(60, { min: 2 }) },
  rebalance: "monthly",
  targetWeights({ params, symbols, history }) {
    const shares = symbols
      .map((symbol) => [symbol, 1 / (volatility(history(symbol).close, params.period) ?? Number.NaN)] as const)
      .filter(([, share]) => Number.isFinite(share));
    const total = shares.reduce((sum, [, share]) => sum + share, 0);
    return Object.fromEntries(shares.map(([symbol, share]) => [symbol, share / total]));
  },
});
