import { defineStrategy } from "../api/strategy";

/**
 * Buys each symbol once, at its first bar, for an even share of the initial capital, and never sells. What a strategy
 * has to beat. The share of a symbol that begins later stays in cash until then.
 */
export const buyAndHold = defineStrategy({
  name: "buy-and-hold",
  state: () => ({ capital: 0, bought: new Set<string>() }),
  onStart({ state, equity }) {
    state.capital = equity;
  },
  onBar({ bar, state, symbols, equity, orderTargetWeight }) {
    if (state.bought.has(bar.symbol)) return;
    state.bought.add(bar.symbol);
    orderTargetWeight(bar.symbol, state.capital / symbols.length / equity);
  },
});
