import { defineSignals, defineStrategy, param } from "../api/strategy";
import { macd } from "../strategy/indicators/index";

const params = {
  fast: param.int(12, { min: 1, below: "slow" }),
  slow: param.int(26, { min: 1 }),
  signal: param.int(9, { min: 1 }),
};

/**
 * Holds a symbol while its MACD is above the signal line, and cash while it is not. Each symbol has an even share of the
 * equity. Source: G. Appel, "Technical Analysis: Power Tools for Active Investors" (2005).
 */
export const macdCross = defineStrategy({
  name: "macd-cross",
  params,
  state: () => ({}) as Record<string, number>,
  onBar({ bar, history, params, state, symbols, orderTargetWeight }) {
    const lines = macd(history(bar.symbol).close, params.fast, params.slow, params.signal);
    if (lines === undefined) return;
    const weight = lines.macd > lines.signal ? 1 / symbols.length : 0;
    if (weight === state[bar.symbol]) return; // an order only where it changes
    state[bar.symbol] = weight;
    orderTargetWeight(bar.symbol, weight);
  },
});

/** The same as signals. */
export const macdCrossSignals = defineSignals({
  name: "macd-cross signals",
  params,
  signals({ close, params, symbols, macd }) {
    const lines = macd(close, params.fast, params.slow, params.signal);
    const isIn = lines.macd.map((value, row) => value > lines.signal[row]);
    return isIn.map((value, row) => (Number.isNaN(lines.signal[row]) ? Number.NaN : value / symbols.length));
  },
});
