import assert from "node:assert/strict";
import { type Comparison, defineStrategy, gbm } from "../../src/index";

/** Buys or sells a share of its capital by chance. */
export const noise = defineStrategy({
  name: "noise",
  params: { often: 0.1 },
  onBar({ random, params, bar, orderTargetWeight }) {
    if (random() < params.often) orderTargetWeight(bar.symbol, random());
  },
});

/** Holds nine tenths of its capital in its first symbol. */
export const holding = defineStrategy({
  name: "holding",
  onBars: ({ symbols, orderTargetWeight }) => orderTargetWeight(symbols[0], 0.9),
});

/** 400 days of one symbol. */
export const one = gbm({ A: { price: 100, drift: 0.1, volatility: 0.2 } }, { bars: 400, interval: "1d", seed: "one" });

/** Returns the row of the winner of a metric, which there must be. */
export function winner(comparison: Comparison, metric: string) {
  const found = comparison.winnerRows().find((row) => row.metric === metric);
  assert.ok(found !== undefined);
  return found;
}
