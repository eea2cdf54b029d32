import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import fc from "fast-check";
import {
  commissionBps,
  commissionFixed,
  defineStrategy,
  gbm,
  latencyBars,
  openLab,
  type RealismStep,
  replay,
  type SessionOptions,
  slippageBps,
  slippageFixed,
} from "../../../src/index";
import type { BarTrace } from "../../../src/output/plotly/figure";
import type { AnyStrategy } from "../../../src/strategy/strategy";

const day = 86_400_000;
// The first bar is a day, known at its end.
const first = Date.UTC(2024, 0, 2);

/** Bars of one symbol at one price each, on days in a row. */
const feedOf = (prices: readonly number[], volume = 1e6) =>
  replay(
    prices.map((price, at) => {
      return { symbol: "A", time: first + (at - 1) * day, open: price, high: price, low: price, close: price, volume };
    }),
    { calendar: "always" },
  );

/** Buys at the first bar, and sells at the third. */
const trader = defineStrategy({
  name: "trader",
  onBar({ bar, buy, sell }) {
    if (bar.time === first) buy("A", 100);
    if (bar.time === first + 2 * day) sell("A", 100);
  },
});

async function stepsOf(prices: readonly number[], strategy: AnyStrategy, options: SessionOptions<never>) {
  const lab = await openLab(":memory:");
  const realism = await lab.realism(await lab.run(feedOf(prices), strategy, { lotSize: 1, ...options }));
  await lab.close();
  return realism.steps;
}

const cents = (amount = 0) => Math.round(amount * 100);

/** The steps lead to the last equity, and both parts make up each of them, to the cent. */
function checkSums(steps: readonly RealismStep[]): void {
  let equity = cents(steps[0].finalEquity);
  for (const { finalEquity, difference, pricedOtherwise, decidedOtherwise } of steps.slice(1)) {
    equity += cents(difference);
    assert.equal(equity, cents(finalEquity));
    assert.equal(cents(pricedOtherwise) + cents(decidedOtherwise), cents(difference));
  }
}

describe("a realism ladder", () => {
  it("adds the frictions of the session one at a time, in their order", async () => {
    const steps = await stepsOf([10, 10, 10, 10, 10], trader, {
      commission: commissionFixed(3),
      slippage: slippageFixed(0.5),
      cashRate: 0.365,
      halts: [{ symbol: "A", from: new Date(first + 2.5 * day).toISOString(), to: "2024-01-20T00:00:00Z" }],
    });
    assert.deepEqual(
      steps.map(({ step }) => step),
      ["frictionless", "slippage", "commission", "carry", "halts"],
    );
    checkSums(steps);
    const [frictionless, slippage, commission, carry, halts] = steps;
    assert.equal(frictionless.finalEquity, 100_000);
    assert.deepEqual([slippage.difference, slippage.pricedOtherwise], [-100, -100]);
    assert.deepEqual([commission.difference, commission.pricedOtherwise, commission.decidedOtherwise], [-6, -6, 0]);
    assert.ok(Number(carry.difference) > 300 && carry.decidedOtherwise === 0);
    // The sale does not happen, so that its costs are not paid.
    assert.notEqual(halts.decidedOtherwise, 0);
  });

  it("tells what latency decides otherwise: an order that no longer fills", async () => {
    const prices = [10, 10, 10, 11, 12];
    const steps = await stepsOf(prices, trader, { latency: latencyBars(2), commission: commissionFixed(1) });
    assert.deepEqual(
      steps.map(({ step, finalEquity }) => [step, finalEquity]),
      // Bought at 10, sold at 11; with latency bought at 11, and not sold any more.
      [
        ["frictionless", 100_100],
        ["commission", 100_098],
        ["latency", 100_099],
      ],
    );
    assert.deepEqual([steps[1].pricedOtherwise, steps[1].decidedOtherwise], [-2, 0]);
    // The purchase costs 100 more. The sale, 1,100 less its fee, was not made, and 1,200 are held.
    assert.deepEqual([steps[2].pricedOtherwise, steps[2].decidedOtherwise], [-100, 101]);
  });

  it("tells what latency only prices otherwise", async () => {
    const steps = await stepsOf([10, 10, 11, 11, 11, 12, 12], trader, { latency: latencyBars(1) });
    assert.deepEqual([steps[1].difference, steps[1].pricedOtherwise, steps[1].decidedOtherwise], [-100, -100, 0]);
  });

  it("counts a smaller quantity as decided otherwise, and a volume limit too", async () => {
    const whole = defineStrategy({
      name: "whole",
      onBar: ({ bar, orderTargetWeight }) => {
        if (bar.time === first) orderTargetWeight("A", 1);
      },
    });
    const [, commission] = await stepsOf([10, 10, 20], whole, { commission: commissionBps(100) });
    assert.equal(commission.pricedOtherwise, 0);
    assert.ok(Number(commission.decidedOtherwise) < -1000);
    const lab = await openLab(":memory:");
    const session = await lab.run(feedOf([10, 10, 20], 100), trader, { volumeLimit: 0.1, lotSize: 1 });
    const { steps } = await lab.realism(session);
    assert.deepEqual([steps[1].step, steps[1].decidedOtherwise], ["volume limit", -900]);
    await lab.close();
  });

  it("names the step at which the strategy throws", async () => {
    const fails = (step: string) => {
      const message = new RegExp(
        `^The step "${step}" of the realism ladder failed: Strategy "picky" failed in onBar .*no$`,
      );
      return { code: "STRATEGY_FAILED", message };
    };
    const picky = (isWrong: (fee: number) => boolean) =>
      defineStrategy({
        name: "picky",
        onBar({ bar, buy, cash }) {
          if (bar.time === first) buy("A", 1);
          else if (isWrong(100_000 - 10 - cash)) throw new Error("no");
        },
      });
    const options = { slippage: slippageFixed(1), commission: commissionFixed(3) };
    await assert.rejects(
      stepsOf(
        [10, 10, 10],
        picky((fee) => fee === 0),
        options,
      ),
      fails("frictionless"),
    );
    await assert.rejects(
      stepsOf(
        [10, 10, 10],
        picky((fee) => fee === 1),
        options,
      ),
      fails("slippage"),
    );
  });

  it("has one step if the session has no friction", async () => {
    const steps = await stepsOf([10, 11], trader, { commission: commissionBps(0) });
    assert.deepEqual(steps, [{ step: "frictionless", finalEquity: 100_000 }]);
  });

  it("sums to the cent whatever is traded", async () => {
    const options = fc.record({
      commission: fc.constantFrom(undefined, commissionBps(7), commissionFixed(1.234)),
      slippage: fc.constantFrom(undefined, slippageBps(3)),
      latency: fc.constantFrom(undefined, latencyBars(1)),
      volumeLimit: fc.constantFrom(undefined, 0.001),
      cashRate: fc.constantFrom(undefined, 0.03),
    });
    const lab = await openLab(":memory:");
    const random = defineStrategy({
      name: "random",
      onBar({ bar, random, orderTargetWeight }) {
        if (random() < 0.3) orderTargetWeight(bar.symbol, Math.round(random() * 10) / 10);
      },
    });
    await fc.assert(
      fc.asyncProperty(options, fc.integer({ min: 1, max: 1e6 }), async (given, seed) => {
        const feed = gbm({ A: { price: 100, volatility: 0.4 } }, { bars: 60, seed });
        const set = Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
        const session = await lab.run(feed, random, { ...set, seed, symbols: ["A"] });
        const { steps } = await lab.realism(session);
        checkSums(steps);
        assert.equal(cents(steps[steps.length - 1].finalEquity), cents(Number(session.metrics().finalEquity)));
      }),
      { numRuns: 25 },
    );
    await lab.close();
  });

  it("prints a table and a waterfall, as a frame and a figure too", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.run(feedOf([10, 10, 10, 11, 12]), trader, { commission: commissionFixed(1), lotSize: 1 });
    const realism = await lab.realism(session.name);
    const frame = realism.table();
    assert.deepEqual([frame.shape, frame.columns.length], [[2, 5], 5]);
    const { data } = realism.plot();
    assert.deepEqual((data[0] as BarTrace).y, ["frictionless", "commission", "as it is"]);
    const { text, html } = realism.card();
    assert.match(text(), /Realism of session-1 {2}\(one friction at a time\)/);
    assert.match(text(), /commission: -2\.00/);
    assert.match(html?.() ?? "", /^<div[\s\S]*<img src="data:image\/svg/);
    await lab.close();
  });
});

describe("a realism ladder of an account of coins", () => {
  it("has steps of as many digits as tell them apart", async () => {
    const lab = await openLab(":memory:");
    const feed = feedOf([10, 10, 10, 11, 12].map((price) => price / 1e6));
    const session = await lab.run(feed, trader, { initialCapital: 0.001, slippage: slippageBps(50), lotSize: 1 });
    const steps = (await lab.realism(session.name)).steps;
    const equity = session.equityRows().at(-1)?.equity ?? Number.NaN;
    assert.ok(Math.abs((steps.at(-1)?.finalEquity ?? Number.NaN) - equity) < 1e-8, `${equity}`);
    assert.ok(steps.some(({ difference = 0 }) => difference !== 0));
    await lab.close();
  });
});

describe("a realism ladder of a stored session", () => {
  const options = { name: "stored", commission: commissionFixed(1), lotSize: 1 };
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "paperlab-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it("needs its strategy, stores nothing, and is the same", async () => {
    const path = join(folder, "lab.db");
    const lab = await openLab(path);
    const before = (await lab.realism(await lab.run(feedOf([10, 10, 10, 11]), trader, options))).steps;
    await lab.close();
    const again = await openLab(path);
    await assert.rejects(again.realism("stored"), {
      code: "INVALID_STATE",
      message: /needs its strategy to run again/,
    });
    const session = await again.session("stored", { strategy: trader });
    assert.deepEqual((await again.realism(session)).steps, before);
    assert.equal((await again.sessions()).shape[0], 1);
    await again.close();
  });

  it("goes as far as a session that is paused", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.createSession(feedOf([10, 10, 10, 11, 20]), trader, options);
    await assert.rejects(lab.realism(session), { code: "INVALID_STATE", message: /was CREATED. Run it first/ });
    await session.step(3);
    const { steps } = await lab.realism(session);
    assert.deepEqual(
      steps.map(({ finalEquity }) => finalEquity),
      [100_000, 99_999],
    );
    assert.equal(session.state, "PAUSED");
    await session.run();
    assert.equal(session.metrics().finalEquity, 100_098);
    await lab.close();
  });

  it("repeats what was asked for by hand", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.createSession(feedOf([10, 10, 10, 11, 20]), trader, options);
    await session.step(2);
    await session.buy("A", 50);
    await session.run();
    const { steps } = await lab.realism(session);
    assert.deepEqual([steps[0].finalEquity, steps[1].difference], [100_600, -3]);
    await lab.close();
  });

  it("is refused if the session decides otherwise when it is run again", async () => {
    const lab = await openLab(":memory:");
    let runs = 0;
    const fickle = defineStrategy({
      name: "fickle",
      onBar: ({ bar, buy }) => {
        if (bar.time === first) buy("A", ++runs);
      },
    });
    const session = await lab.run(feedOf([10, 10]), fickle);
    await assert.rejects(lab.realism(session), { code: "RECOVERY_MISMATCH", message: /decided otherwise/ });
    await lab.close();
  });

  it("ends when its signal is aborted", async () => {
    const lab = await openLab(":memory:");
    const session = await lab.run(feedOf([10, 10]), trader, options);
    const abort = new AbortController();
    abort.abort();
    await assert.rejects(lab.realism(session, { signal: abort.signal }), { code: "INTERRUPTED" });
    await lab.close();
  });
});

describe("the card of a session without costs", () => {
  const warning = /Warning +No commission, slippage or spread: results are better than a market would have given/;

  it("says so once something was traded, and not with costs", async () => {
    const lab = await openLab(":memory:");
    const card = async (options: SessionOptions<never>) => inspect(await lab.run(feedOf([10, 10]), trader, options));
    assert.match(await card({}), warning);
    assert.match(await card({ commission: commissionBps(0) }), warning);
    assert.doesNotMatch(await card({ commission: commissionFixed(1) }), warning);
    assert.doesNotMatch(await card({ slippage: slippageBps(1) }), warning);
    assert.doesNotMatch(await card({ slippage: (price) => price }), warning);
    await lab.close();
  });
});
