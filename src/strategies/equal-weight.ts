import { defineStrategy } from "../api/strategy";

/**
 * Holds the same weight of each symbol that has had a bar, and brings the portfolio back to it every month.
 * Source: the 1/N of V. DeMiguel, L. Garlappi and R. Uppal, "Optimal Versus Naive Diversification", Review of Financial
 * Studies 22 (2009).
 */
export const equalWeight = defineStrategy({
  name: "equal-weight",
  rebalance: "monthly",
  targetWeights({ symbols, history }) {
    const traded = symbols.filter((symbol) => history(symbol).length > 0);
    return Object.fromEntries(traded.map((symbol) => [symbol, 1 / traded.length]));
  },
});
