import { defineSignals, defineStrategy, param } from "../api/strategy";
import { rsi } from "../strategy/indicators/index";

const params = {
  period: param.int(14, { min: 1 }),
  oversold: param.number(30, { min: 0, max: 100, below: "overbought" }),
  overbought: param.number(70, { min: 0, max: 100 }),
};

/**
 * Buys a symbol when its relative strength index is below `oversold`, and sells it when it is above `overbought`. Each
 * symbol has an even share of the equity.
 * Source: J. W. Wilder, "New Concepts in Technical Trading Systems" (1978).
 */
export const rsiReversion = defineStrategy({
  name: "rsi-reversion",
  params,
  state: () => ({}) as Record<string, boolean>,
  onBar({ bar, history, params, state, symbols, orderTargetWeight }) {
    const strength = rsi(history(bar.symbol).close, params.period);
    if (strength === undefined) return;
    const isIn = state[bar.symbol] ?? false;
    if (isIn ? strength <= params.overbought : strength >= params.oversold) return;
    state[bar.symbol] = !isIn;
    orderTargetWeight(bar.symbol, isIn ? 0 : 1 / symbols.length);
  },
});

/** The same as signals. */
export const rsiReversionSignals = defineSignals({
  name: "rsi-reversion signals",
  params,
  signals({ close, params, symbols, rsi }) {
    const strength = rsi(close, params.period);
    const entries = strength.map((value) => value < params.oversold);
    const exits = strength.map((value) => value > params.overbought);
    return { entries, exits, weight: 1 / symbols.length };
  },
});
