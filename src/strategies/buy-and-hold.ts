import { defineStrategy } from "../api/strategy";

/**
 * Buys each symbol at its first bar, for an even share of the initial capital, and never sells. What a strategy has to
 * beat. The share of a symbol that begins later stays in cash until then. An order that ends without a fill is repeated.
 */
export const buyAndHold = defineStrategy({
  name: "buy-and-hold",
  state: () => ({ capital: 0, bought: new Set<string>() }),
  onStart({ state, equity }) {
    state.capital = equity;
  },
  onFill({ fill, state }) {
    state.bought.add(fill.symbol);
  },
  onBar({ bar, state, symbols, equity, openOrders, orderTargetWeight }) {
    if (state.bought.has(bar.symbol) || openOrders(bar.symbol).length > 0) return;
    orderTargetWeight(bar.symbol, state.capital / symbols.length / equity);
  },
});
