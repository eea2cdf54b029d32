import { defineStrategy, param } from "../api/strategy";
import { volatility } from "../strategy/indicators/index";

/**
 * Holds less of a symbol the more its price moves: every week, `target` over the volatility of its last `period` returns,
 * at most `most`, and of that an even share for each symbol. `most` above 1 needs that leverage. Volatilities are fractions a year of `barsPerYear` bars.
 * Source: C. Harvey et al., "The Impact of Volatility Targeting", Journal of Portfolio Management 45 (2018).
 */
export const volatilityTarget = defineStrategy({
  name: "volatility-target",
  params: {
    target: param.number(0.15, { min: 0.001, max: 5 }),
    period: param.int(20, { min: 2 }),
    most: param.number(1, { min: 0.01 }),
    barsPerYear: param.number(252, { min: 1 }),
  },
  rebalance: "weekly",
  targetWeights({ params, symbols, history }) {
    const weightOf = (symbol: string) => {
      const moves = volatility(history(symbol).close, params.period, params.barsPerYear);
      return moves === undefined ? 0 : Math.min(params.most, params.target / moves) / symbols.length;
    };
    return Object.fromEntries(symbols.map((symbol) => [symbol, weightOf(symbol)]));
  },
});
