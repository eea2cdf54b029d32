import { defineSignals, defineStrategy, param } from "../api/strategy";
import { sma } from "../strategy/indicators/index";

const params = { fast: param.int(10, { min: 1, below: "slow" }), slow: param.int(30, { min: 1 }) };

/**
 * Holds a symbol while the simple average of `fast` closes is above that of `slow` closes, and cash while it is not. Each
 * symbol has an even share of the equity.
 * Source: W. Brock, J. Lakonishok and B. LeBaron, "Simple Technical Trading Rules and the Stochastic Properties of Stock
 * Returns", Journal of Finance 47 (1992), without the band and the short side.
 */
export const smaCross = defineStrategy({
  name: "sma-cross",
  params,
  state: () => ({}) as Record<string, number>,
  onBar({ bar, history, params, state, symbols, orderTargetWeight }) {
    const { close } = history(bar.symbol);
    const [fast, slow] = [sma(close, params.fast), sma(close, params.slow)];
    if (fast === undefined || slow === undefined) return;
    const weight = fast > slow ? 1 / symbols.length : 0;
    if (weight === state[bar.symbol]) return; // an order only where it changes
    state[bar.symbol] = weight;
    orderTargetWeight(bar.symbol, weight);
  },
});

/** The same as signals. */
export const smaCrossSignals = defineSignals({
  name: "sma-cross signals",
  params,
  signals({ close, params, symbols, sma }) {
    const [fast, slow] = [sma(close, params.fast), sma(close, params.slow)];
    const start = Math.max(params.fast, params.slow) - 1;
    return fast.map((value, row) => (row < start ? Number.NaN : value > slow[row] ? 1 / symbols.length : 0));
  },
});
