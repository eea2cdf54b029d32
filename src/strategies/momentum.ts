import { defineStrategy, param } from "../api/strategy";

/**
 * Holds the `top` symbols that have risen most, with even weights, and ranks them anew every month. What counts is the
 * return from `lookback` to `skip` bars ago: a year without its last month. As long as fewer symbols have that many bars,
 * the rest is cash.
 * Source: N. Jegadeesh and S. Titman, "Returns to Buying Winners and Selling Losers", Journal of Finance 48 (1993), long
 * only; the month is left out as in E. Fama and K. French, Journal of Finance 51 (1996).
 */
export const momentum = defineStrategy({
  name: "momentum",
  params: {
    lookback: param.int(252, { min: 1 }),
    skip: param.int(21, { min: 0, below: "lookback" }),
    top: param.int(2, { min: 1 }),
  },
  rebalance: "monthly",
  targetWeights({ params, symbols, history }) {
    const ranked = symbols
      .map((symbol) => {
        const { close } = history(symbol);
        const [from = Number.NaN, to = Number.NaN] = [close.at(-1 - params.lookback), close.at(-1 - params.skip)];
        return { symbol, gain: to / from };
      })
      .filter(({ gain }) => Number.isFinite(gain))
      .sort((one, other) => other.gain - one.gain);
    return Object.fromEntries(ranked.slice(0, params.top).map(({ symbol }) => [symbol, 1 / params.top]));
  },
});
