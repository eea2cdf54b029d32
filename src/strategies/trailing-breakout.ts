import { defineStrategy, param } from "../api/strategy";
import { highest } from "../strategy/indicators/index";

/**
 * Buys a symbol that closes above the highest high of the `entry` bars before, and sells it with a stop that follows the
 * market at a distance of `trail`, a fraction. Each symbol has an even share of the equity.
 * Source: R. Donchian's breakout with a percentage trailing stop, as in P. Kaufman, "Trading Systems and Methods" (2013).
 */
export const trailingBreakout = defineStrategy({
  name: "trailing-breakout",
  params: { entry: param.int(20, { min: 1 }), trail: param.number(0.1, { min: 0.0001, max: 0.9999 }) },
  onBar({ bar, history, params, symbols, position, openOrders, orderTargetWeight }) {
    const level = highest(history(bar.symbol).high, params.entry, 1);
    if (level === undefined || bar.close <= level) return;
    if (position().quantity === 0 && openOrders(bar.symbol).length === 0)
      orderTargetWeight(bar.symbol, 1 / symbols.length);
  },
  onFill({ fill, params, sell }) {
    if (fill.side === "buy")
      sell(fill.symbol, fill.quantity, { type: "trailingStop", trailFraction: params.trail, tag: "trail" });
  },
});
