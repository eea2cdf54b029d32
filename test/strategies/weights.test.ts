import assert from "node:assert/strict";
import fc from "fast-check";
import { defineStrategy, type Feed, metricsOf, openLab, replay, strategies, type Weights } from "../../src/index";
import { cases } from "../support/cases";
import { barsOf, wandering } from "./made-bars";

const symbols = ["A", "B", "C", "D"];

interface Seen {
  readonly now: number;
  readonly weights: Weights;
}

/** Runs one of those that weigh symbols, and returns the weights at each time at which it was asked. */
async function weightsOf(name: Weighing, feed: Feed, params: object): Promise<Seen[]> {
  const strategy = strategies[name];
  const seen: Seen[] = [];
  const watched = defineStrategy({
    ...strategy,
    targetWeights(context: never) {
      const weights = strategy.targetWeights?.(context) as Weights;
      seen.push({ now: (context as { now: number }).now, weights });
      return weights;
    },
  } as never);
  const lab = await openLab(":memory:");
  const session = await lab.run(feed, watched as never, { params } as never);
  assert.deepEqual(
    session.orderRows().filter(({ reason }) => reason?.startsWith("NO_PRICE")),
    [],
  );
  return seen;
}

type Weighing = "equalWeight" | "fixedWeights" | "inverseVolatility" | "momentum" | "volatilityTarget";

/** The closes of a symbol up to a time. */
const closesUntil = (feed: Feed, symbol: string, now: number) =>
  barsOf(feed, symbol)
    .filter(({ time }) => time <= now)
    .map(({ close }) => close);

const volatilityOf = (closes: readonly number[], period: number, periodsPerYear: number) =>
  metricsOf({ equity: closes.slice(-period - 1), periodsPerYear }).annualVolatility as number;

const books: Readonly<
  Record<Weighing, { params: object; weigh(closes: Readonly<Record<string, readonly number[]>>): Weights }>
> = {
  equalWeight: {
    params: {},
    weigh: (closes) => {
      const traded = symbols.filter((symbol) => closes[symbol].length > 0);
      return Object.fromEntries(traded.map((symbol) => [symbol, 1 / traded.length]));
    },
  },
  fixedWeights: {
    params: { weights: { A: 0.5, D: 0.3 } },
    weigh: ({ D }): Weights => (D.length > 0 ? { A: 0.5, D: 0.3 } : { A: 0.5 }),
  },
  inverseVolatility: {
    params: { period: 10 },
    weigh: (closes) => {
      const enough = symbols.filter((symbol) => closes[symbol].length > 10);
      const shares = enough.map((symbol) => 1 / volatilityOf(closes[symbol], 10, 1));
      const total = shares.reduce((sum, share) => sum + share, 0);
      return Object.fromEntries(enough.map((symbol, at) => [symbol, shares[at] / total]));
    },
  },
  momentum: {
    params: { lookback: 30, skip: 5, top: 2 },
    weigh: (closes) => {
      const gains = symbols
        .filter((symbol) => closes[symbol].length > 30)
        .map((symbol) => [symbol, (closes[symbol].at(-6) as number) / (closes[symbol].at(-31) as number)] as const);
      const best = gains.filter(([, gain]) => gains.filter(([, other]) => other > gain).length < 2);
      return Object.fromEntries(best.map(([symbol]) => [symbol, 0.5]));
    },
  },
  volatilityTarget: {
    params: { target: 0.1, period: 8, most: 0.9, barsPerYear: 365 },
    weigh: (closes) =>
      Object.fromEntries(
        symbols.map((symbol) => {
          if (closes[symbol].length < 9) return [symbol, 0];
          return [symbol, Math.min(0.9, 0.1 / volatilityOf(closes[symbol], 8, 365)) / 4];
        }),
      ),
  },
};

describe("ready-made strategies that weigh symbols", () => {
  for (const [name, { params, weigh }] of Object.entries(books)) {
    it(`give the weights of the book whenever they are due, of symbols that begin late too: ${name}`, async () => {
      let asked = 0;
      await fc.assert(
        fc.asyncProperty(fc.integer({ min: 1, max: 1e6 }), async (seed) => {
          const feed = late(seed);
          for (const { now, weights } of await weightsOf(name as Weighing, feed, params)) {
            const closes = Object.fromEntries(symbols.map((symbol) => [symbol, closesUntil(feed, symbol, now)]));
            const wanted = weigh(closes);
            assert.deepEqual(Object.keys(weights).sort(), Object.keys(wanted).sort());
            for (const [symbol, weight] of Object.entries(wanted))
              assert.ok(Math.abs(weights[symbol] - weight) < 1e-12, `${symbol} ${weights[symbol]} ${weight}`);
            asked++;
          }
        }),
        { numRuns: cases(4) },
      );
      assert.ok(asked >= 4 * 6);
    }).timeout(60_000);
  }

  it("weigh nothing that has not moved by one over its volatility", async () => {
    const seen = await weightsOf("inverseVolatility", wandering(["A", "B"], 100), { period: 20 });
    for (const { weights } of seen.slice(1))
      assert.ok(Math.abs(Object.values(weights).reduce((sum, weight) => sum + weight, 0) - 1) < 1e-12);
    assert.deepEqual(seen[0].weights, {});
  });

  it("target no volatility that would need more than the leverage", async () => {
    const lab = await openLab(":memory:");
    const created = (most: number, leverage?: number) =>
      lab.createSession(wandering(["A", "B"], 50), strategies.volatilityTarget, { params: { most }, leverage });
    await assert.rejects(created(2), {
      code: "INVALID_OPTION",
      message: "Expected params.most to be at most 1, the leverage, was 2",
    });
    await created(2, 2);
    await created(1);
  });

  it("say which weights are missing", async () => {
    const lab = await openLab(":memory:");
    const created = (weights?: Record<string, number>) =>
      lab.createSession(wandering(["AAPL", "B"], 50), strategies.fixedWeights, weights && { params: { weights } });
    await assert.rejects(created(), {
      code: "INVALID_OPTION",
      message: "Expected params.weights to have the weight of at least one symbol, such as { AAPL: 0.6 }, was empty",
    });
    await assert.rejects(created([0.6] as never), { message: /^Expected params\.weights to be an object/ });
    await assert.rejects(created({ APPL: 1 }), {
      code: "UNKNOWN_SYMBOL",
      message: 'Unknown symbol "APPL" in params.weights. Did you mean "AAPL"?',
    });
    await assert.rejects(created({ AAPL: 0.8, B: 0.8 }), {
      code: "INVALID_OPTION",
      message: "Expected the sum of the sizes of params.weights to be at most 1, the leverage, was 1.6",
    });
    await assert.rejects(created({ AAPL: 0.8, B: -0.2 }), {
      code: "INVALID_OPTION",
      message: "Expected shorting to be true, because params.weights.B is negative, was undefined",
    });
    await created({ AAPL: 0.5, B: 0.5 });
    await assert.rejects(lab.run(wandering(["A"], 50), strategies.momentum, { params: { lookbak: 20 } as never }), {
      code: "UNKNOWN_OPTION",
      message: /Did you mean "lookback"\?/,
    });
  });
});

/** Two hundred days in which D begins late, and bars of the others are missing. */
function late(seed: number): Feed {
  const feed = wandering(symbols, 200, { seed, gap: 9 });
  return replay(
    [...feed.bars()].filter(({ symbol, time }) => symbol !== "D" || time > 80 * 86_400_000),
    { calendar: "always" },
  );
}
