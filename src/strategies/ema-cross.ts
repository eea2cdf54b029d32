import { defineSignals, defineStrategy, param } from "../api/strategy";
import { ema } from "../strategy/indicators/index";

const params = { fast: param.int(12, { min: 1, below: "slow" }), slow: param.int(26, { min: 1 }) };

/**
 * Holds a symbol while the exponential average of its closes over `fast` bars is above that over `slow`, and cash while
 * it is not. Each symbol has an even share of the equity.
 * Source: J. Murphy, "Technical Analysis of the Financial Markets" (1999), chapter 9.
 */
export const emaCross = defineStrategy({
  name: "ema-cross",
  params,
  state: () => ({}) as Record<string, number>,
  onBar({ bar, history, params, state, symbols, orderTargetWeight }) {
    const { close } = history(bar.symbol);
    const [fast, slow] = [ema(close, params.fast), ema(close, params.slow)];
    if (fast === undefined || slow === undefined) return;
    const weight = fast > slow ? 1 / symbols.length : 0;
    if (weight === state[bar.symbol]) return; // an order only where it changes
    state[bar.symbol] = weight;
    orderTargetWeight(bar.symbol, weight);
  },
});

/** The same as signals. */
export const emaCrossSignals = defineSignals({
  name: "ema-cross signals",
  params,
  signals({ close, params, symbols, ema }) {
    const [fast, slow] = [ema(close, params.fast), ema(close, params.slow)];
    const start = Math.max(params.fast, params.slow) - 1;
    return fast.map((value, row) => (row < start ? Number.NaN : value > slow[row] ? 1 / symbols.length : 0));
  },
});
