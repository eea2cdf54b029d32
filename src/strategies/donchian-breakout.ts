import { defineSignals, defineStrategy, param } from "../api/strategy";
import { highest, lowest } from "../strategy/indicators/index";

const params = { entry: param.int(20, { min: 1 }), exit: param.int(10, { min: 1 }) };

/**
 * Buys a symbol that closes above the highest high of the `entry` bars before, and sells it when it closes below the
 * lowest low of the `exit` bars before. Each symbol has an even share of the equity.
 * Source: R. Donchian's rule, as system 1 of the Turtles had it: C. Faith, "Way of the Turtle" (2007), long only.
 */
export const donchianBreakout = defineStrategy({
  name: "donchian-breakout",
  params,
  state: () => ({}) as Record<string, boolean>,
  onBar({ bar, history, params, state, symbols, orderTargetWeight }) {
    const { high, low } = history(bar.symbol);
    const isIn = state[bar.symbol] ?? false;
    const level = isIn ? lowest(low, params.exit, 1) : highest(high, params.entry, 1);
    if (level === undefined || (isIn ? bar.close >= level : bar.close <= level)) return;
    state[bar.symbol] = !isIn;
    orderTargetWeight(bar.symbol, isIn ? 0 : 1 / symbols.length);
  },
});

/** The same as signals. */
export const donchianBreakoutSignals = defineSignals({
  name: "donchian-breakout signals",
  params,
  signals({ close, high, low, params, symbols, highest, lowest }) {
    const [upper, lower] = [highest(high, params.entry, 1), lowest(low, params.exit, 1)];
    const entries = close.map((price, row) => price > upper[row]);
    const exits = close.map((price, row) => price < lower[row]);
    return { entries, exits, weight: 1 / symbols.length };
  },
});
