import { defineStrategy } from "../api/strategy";
import { volatility } from "../strategy/indicators/index";

/**
 * Holds less of a symbol the more its price moves: every week, `target` over the volatility of its last `period` returns,
 * at most `most`, and of that an even share for each symbol. Volatilities are fractions a year of `barsPerYear` bars.
 * Source: C. Harvey et al., "The Impact of Volatility Targeting", Journal of Portfolio Management 45 (2018).
 */
export const volatilityTarget = defineStrategy({
  name: "volatility-target",
  params: { target: 0.15, period: 20, most: 1, barsPerYear: 252 },
  rebalance: "weekly",
  targetWeights({ params, symbols, history }) {
    const weightOf = (symbol: string) => {
      const moves = volatility(history(symbol).close, params.period, params.barsPerYear);
      return moves === undefined ? 0 : Math.min(params.most, params.target / moves) / symbols.length;
    };
    return Object.fromEntries(symbols.map((symbol) => [symbol, weightOf(symbol)]));
  },
});
