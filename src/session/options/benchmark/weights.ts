import { type BasketRebalance, basketLevels } from "../../../analysis/returns/basket";
import { expected, expectedOf } from "../../../core/checks";
import { listText } from "../../../core/short-text";
import { chosenSymbols } from "../../../feeds/bars/symbols";
import type { FeedSource } from "../../../feeds/source/source";
import { heldLevels } from "./held-levels";

/** Weights of symbols, fractions that sum to 1 at most: `{ SPY: 0.6, AGG: 0.4 }`. The rest is cash that earns nothing. */
export type BenchmarkWeights = Readonly<Record<string, number>>;

/** How often weights are restored, by name. */
export const rebalances: readonly BasketRebalance[] = ["daily", "weekly", "monthly", "quarterly", "never"];

// More symbols are counted in a name.
const mostNamed = 3;

/** Returns the levels of a basket of symbols, its name, and which of the symbols have dividends. */
export function weightedLevels(
  feed: FeedSource,
  weights: BenchmarkWeights,
  rebalance: BasketRebalance,
  holds: boolean,
) {
  checkWeights(feed, weights);
  const symbols = Object.keys(weights);
  const held = symbols.map((symbol) => ({ symbol, weight: weights[symbol], ...heldLevels(feed, symbol, holds) }));
  const parts = held.map(({ series, weight }) => ({ levels: series, weight }));
  const series = basketLevels(parts, rebalance, feed.calendar);
  if (series.time.length < 2) {
    throw expected("benchmark", "symbols that have bars at the same times", symbols);
  }
  return { name: nameOf(weights, rebalance), series, held };
}

/** Throws INVALID_OPTION if a basket is not restored at one of the intervals there are. */
export function checkBasketRebalance(rebalance: unknown): asserts rebalance is BasketRebalance {
  if (!(rebalances as readonly unknown[]).includes(rebalance))
    throw expectedOf(
      "benchmark.rebalance",
      `one of ${rebalances.map((one) => `"${one}"`).join(", ")}`,
      rebalance as string,
      rebalances,
    );
}

function checkWeights({ name, symbols }: FeedSource, weights: unknown): asserts weights is BenchmarkWeights {
  if (typeof weights !== "object" || weights === null || Object.keys(weights).length === 0)
    throw expected("benchmark.weights", "weights of symbols, such as { SPY: 0.6, AGG: 0.4 }", weights);
  chosenSymbols(name, symbols, Object.keys(weights));
  let sum = 0;
  for (const [symbol, weight] of Object.entries(weights)) {
    if (!(typeof weight === "number" && weight > 0 && weight <= 1))
      throw expected(`benchmark.${symbol}`, "a weight above 0 and at most 1", weight);
    sum += weight;
  }
  if (sum > 1 + 1e-9) throw expected("benchmark.weights", "fractions that sum to 1 at most", sum);
}

function nameOf(weights: BenchmarkWeights, rebalance: BasketRebalance): string {
  const percent = (weight: number) => `${Number((weight * 100).toFixed(2))} %`;
  const parts = Object.entries(weights).map(([symbol, weight]) => `${percent(weight)} ${symbol}`);
  const cash = 1 - Object.values(weights).reduce((sum, weight) => sum + weight, 0);
  if (cash > 1e-9) parts.push(`${percent(cash)} cash`);
  const what = parts.length > mostNamed ? `${parts.length} weights` : listText(parts);
  return `${what}, ${rebalance === "never" ? "never rebalanced" : `rebalanced ${rebalance}`}`;
}
