import { defineStrategy, gbm } from "../../../src/index";
import { lab, year } from "../../api/labs";
import { crossover } from "../../api/strategies";
import { gridOf, type SweptInMemory, type SweptOptions, type SweptRun, sweptBy } from "../../support/swept";

const apple = { symbols: ["AAPL"] };

/** Twelve crossovers on a year of Apple, as a sweep would have them. */
export async function crossovers(options: SweptOptions = {}, runs: readonly SweptRun[] = grid): Promise<SweptInMemory> {
  return sweptBy(await lab(), year, crossover as never, runs, { session: apple, ...options });
}

/** Params of the twelve crossovers: `fast` 3, 5, 7, 9 by `slow` 15, 25, 35. */
export const grid = gridOf({ fast: [3, 5, 7, 9], slow: [15, 25, 35] });

/** Fails with some params, and never trades with others. */
export const moody = defineStrategy({
  name: "moody",
  params: { size: 1 },
  onBar({ bar, params, history, buy }) {
    if (params.size > 3) throw new Error(`No more than 3 of <${bar.symbol}>, was ${params.size}\nat all`);
    if (params.size > 0 && history(bar.symbol).length === 30) buy(bar.symbol, params.size);
  },
});

const made = { start: "2020-01-01", bars: 300 } as const;
const terms = { AAA: { price: 100, drift: 0.1, volatility: 0.2 } };

/** Buys and holds over some histories of made prices. */
export async function ensemble(seeds: number, options: SweptOptions = {}): Promise<SweptInMemory> {
  const feed = gbm(terms, { ...made, seed: "h" });
  const runs = Array.from({ length: seeds }, (_, at): SweptRun => {
    const seed = `h/${at + 1}`;
    return { seed, feed: gbm(terms, { ...made, seed }) };
  });
  const holding = defineStrategy({
    name: "holding",
    onBar: ({ bar, orderTargetWeight }) => orderTargetWeight(bar.symbol, 1),
  });
  return sweptBy(await lab(), feed, holding as never, runs, { name: "seeds", truth: feed.truth, ...options });
}
