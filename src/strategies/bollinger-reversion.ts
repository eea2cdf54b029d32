import { defineSignals, defineStrategy, param } from "../api/strategy";
import { bollinger } from "../strategy/indicators/index";

const params = { period: param.int(20, { min: 2 }), width: param.number(2, { min: 0.01 }) };

/**
 * Buys a symbol that closes below its lower Bollinger band, and sells it when it closes above the middle one. Each symbol
 * has an even share of the equity. Source: J. Bollinger, "Bollinger on Bollinger Bands" (2001).
 */
export const bollingerReversion = defineStrategy({
  name: "bollinger-reversion",
  params,
  state: () => ({}) as Record<string, boolean>,
  onBar({ bar, history, params, state, symbols, orderTargetWeight }) {
    const bands = bollinger(history(bar.symbol).close, params.period, params.width);
    if (bands === undefined) return;
    const isIn = state[bar.symbol] ?? false;
    if (isIn ? bar.close <= bands.middle : bar.close >= bands.lower) return;
    state[bar.symbol] = !isIn;
    orderTargetWeight(bar.symbol, isIn ? 0 : 1 / symbols.length);
  },
});

/** The same as signals. */
export const bollingerReversionSignals = defineSignals({
  name: "bollinger-reversion signals",
  params,
  signals({ close, params, symbols, bollinger }) {
    const { lower, middle } = bollinger(close, params.period, params.width);
    const entries = close.map((price, row) => price < lower[row]);
    const exits = close.map((price, row) => price > middle[row]);
    return { entries, exits, weight: 1 / symbols.length };
  },
});
