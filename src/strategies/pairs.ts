import { defineStrategy, param } from "../api/strategy";
import { ols } from "../strategy/indicators/index";

/**
 * Trades the spread of two symbols: what the line of least squares through the last `period` closes leaves of the first,
 * in standard deviations. Beyond `entry` it sells the dear one and buys the cheap one, `slope` units of the second against
 * one of the first, together worth the equity. Within `exit`, or if one could not be traded, it closes. Needs shorting.
 * Source: E. Gatev et al., "Pairs Trading", Review of Financial Studies 19 (2006); E. Chan, "Algorithmic Trading" (2013).
 */
export const pairs = defineStrategy({
  name: "pairs",
  params: {
    period: param.int(60, { min: 3 }),
    entry: param.number(2, { min: 0 }),
    exit: param.number(0.5, { min: 0, below: "entry" }),
  },
  state: () => ({ one: [] as number[], other: [] as number[], side: 0 }),
  onStart({ symbols }) {
    if (symbols.length !== 2) throw new Error(`Expected a session of two symbols, was one of ${symbols.join(", ")}`);
  },
  onBars({ bars, params, state, symbols: [a, b], position, openOrders, rebalanceTo }) {
    const isHalf = state.side !== 0 && openOrders().length === 0 && !(position(a).quantity && position(b).quantity);
    if (isHalf) {
      state.side = 0;
      rebalanceTo({});
    }
    if (bars.length < 2 || isHalf) return; // only bars at which both have a price are compared
    const [one, other] = [bars[0].close, bars[1].close];
    state.one = [...state.one.slice(1 - params.period), one];
    state.other = [...state.other.slice(1 - params.period), other];
    const line = ols(state.one, state.other, params.period);
    if (line === undefined || line.deviation === 0) return;
    const score = line.residual / line.deviation;
    if (state.side === 0 ? Math.abs(score) < params.entry || line.slope <= 0 : Math.abs(score) > params.exit) return;
    state.side = state.side === 0 ? -Math.sign(score) : 0;
    const unit = state.side / (one + line.slope * other);
    rebalanceTo({ [a]: unit * one, [b]: -unit * line.slope * other });
  },
});
