import { defineStrategy } from "../../../src/index";

/** Orders by the bar after which they are placed: signed quantities, and a tag. */
export type Plan = Readonly<Record<number, readonly [signed: number, tag?: string]>>;

/** Places the orders of its plan, and notes each. */
export const planned = defineStrategy({
  name: "planned",
  params: { plan: {} as Plan, symbol: "A" },
  state: () => ({ bars: 0 }),
  onBar({ bar, state, params, buy, sell, record, log }) {
    if (bar.symbol !== params.symbol) return;
    const wanted = params.plan[state.bars++];
    if (wanted === undefined) return;
    const [signed, tag] = wanted;
    record({ asked: signed });
    log(`${signed} at ${bar.close}`);
    if (signed > 0) buy(bar.symbol, signed, { tag });
    else sell(bar.symbol, -signed, { tag });
  },
});
