import { defineStrategy } from "../api/strategy";

/**
 * Holds the same weight of each symbol that has had a bar, and brings the portfolio back to it every month. `invested` is
 * the sum of the weights: without a rest of cash, rounding to whole lots makes the last purchase of a month too dear.
 * Source: the 1/N of V. DeMiguel, L. Garlappi and R. Uppal, "Optimal Versus Naive Diversification", Review of Financial
 * Studies 22 (2009).
 */
export const equalWeight = defineStrategy({
  name: "equal-weight",
  params: { invested: 0.98 },
  rebalance: "monthly",
  targetWeights({ params, symbols, history }) {
    const traded = symbols.filter((symbol) => history(symbol).length > 0);
    return Object.fromEntries(traded.map((symbol) => [symbol, params.invested / traded.length]));
  },
});
