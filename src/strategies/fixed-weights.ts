import { defineStrategy } from "../api/strategy";

/**
 * Holds fixed weights, such as `params: { weights: { AAPL: 0.6, IBM: 0.3 } }`, and brings the portfolio back to them
 * every month. What the weights leave, and the weight of a symbol that has had no bar yet, is cash.
 * Source: the constant mix of A. Perold and W. Sharpe, "Dynamic Strategies for Asset Allocation", Financial Analysts
 * Journal 44 (1988).
 */
export const fixedWeights = defineStrategy({
  name: "fixed-weights",
  params: { weights: {} as Readonly<Record<string, number>> },
  rebalance: "monthly",
  onStart({ params }) {
    if (Object.keys(params.weights).length === 0)
      throw new Error("Expected params.weights to have the weight of a symbol, such as { AAPL: 0.6 }, was empty");
  },
  targetWeights({ params, history }) {
    return Object.fromEntries(Object.entries(params.weights).filter(([symbol]) => history(symbol).length > 0));
  },
});
