import { defineStrategy, param } from "../api/strategy";
import { sma } from "../strategy/indicators/index";

const fraction = { min: 0.0001, max: 0.9999 };

/**
 * Buys a symbol that closes more than `below` under its mean of `period` bars, together with a limit exit at `target` above
 * the entry and a stop exit at `stop` below it, all fractions. Each symbol has an even share of the equity.
 * Source: mean reversion with a bracket order, the textbook form; see E. Chan, "Algorithmic Trading" (2013), chapter 2.
 */
export const bracketReversion = defineStrategy({
  name: "bracket-reversion",
  params: {
    period: param.int(20, { min: 1 }),
    below: param.number(0.05, fraction),
    target: param.number(0.05, fraction),
    stop: param.number(0.05, fraction),
  },
  onBar({ bar, history, params, symbols, equity, position, openOrders, buy }) {
    const mean = sma(history(bar.symbol).close, params.period);
    if (mean === undefined || bar.close >= mean * (1 - params.below)) return;
    if (position().quantity !== 0 || openOrders(bar.symbol).length > 0) return;
    const exits = { takeProfit: { fraction: params.target }, stopLoss: { fraction: params.stop } };
    buy(bar.symbol, equity / symbols.length / bar.close, exits);
  },
});
