import assert from "node:assert/strict";
import * as fc from "fast-check";
import { gbm } from "../../src/api/feed";
import { openLab } from "../../src/api/lab";
import type { Bar } from "../../src/core/market/bar";
import { strategies } from "../../src/strategies/index";
import { countedCases } from "../support/cases";

/** A purchase or a sale: at which bar, and at what price. */
type Deal = readonly [bar: number, side: "buy" | "sell", price: number];

const seeds = fc.integer({ min: 1, max: 1_000_000 });
const share = (most: number) => fc.integer({ min: 1, max: most * 100 }).map((percent) => percent / 100);

async function dealsOf(
  strategy: object,
  params: object,
  seed: number,
): Promise<{ bars: readonly Bar[]; deals: Deal[] }> {
  const feed = gbm({ A: { price: 100, drift: 0, volatility: 0.5 } }, { seed, bars: 300, calendar: "always" });
  const lab = await openLab(":memory:");
  const session = await lab.run(feed, strategy as never, { params, initialCapital: 1e6 } as never);
  const bars = [...feed.bars()];
  const deals = session.fillRows().map(({ time, side, price }): Deal => {
    return [bars.findIndex((bar) => bar.time === time), side, price];
  });
  await lab.close();
  return { bars, deals };
}

/** The trailing breakout once more, as a loop over bars. */
function trailed(bars: readonly Bar[], entry: number, trail: number): Deal[] {
  const deals: Deal[] = [];
  let best = Number.NaN;
  let isOrdered = false;
  for (const [at, { open, high, low, close }] of bars.entries()) {
    if (isOrdered) {
      deals.push([at, "buy", open]);
      isOrdered = false;
      best = close;
    } else if (best > 0) {
      const level = best * (1 - trail);
      if (low <= level) {
        deals.push([at, "sell", Math.min(open, level)]);
        best = Number.NaN;
      } else best = Math.max(best, high);
    }
    const before = bars.slice(Math.max(0, at - entry), at);
    const isOut = Number.isNaN(best) && !isOrdered;
    if (isOut && before.length === entry && close > Math.max(...before.map((bar) => bar.high)))
      isOrdered = at < bars.length - 1;
  }
  return deals;
}

/** The reversion with a bracket once more, as a loop over bars. */
function bracketed(
  bars: readonly Bar[],
  { period, below, target, stop }: Readonly<Record<"period" | "below" | "target" | "stop", number>>,
): Deal[] {
  const deals: Deal[] = [];
  let entry = Number.NaN;
  let isOrdered = false;
  for (const [at, { open, high, low, close }] of bars.entries()) {
    if (isOrdered) {
      deals.push([at, "buy", open]);
      isOrdered = false;
      entry = open;
    }
    const [lower, upper] = [entry * (1 - stop), entry * (1 + target)];
    const price = open >= upper ? open : low <= lower ? Math.min(open, lower) : high >= upper ? upper : undefined;
    if (price !== undefined) {
      deals.push([at, "sell", price]);
      entry = Number.NaN;
    }
    const closes = bars.slice(Math.max(0, at - period + 1), at + 1).map((bar) => bar.close);
    const mean = closes.reduce((sum, value) => sum + value, 0) / period;
    if (Number.isNaN(entry) && closes.length === period && close < mean * (1 - below)) isOrdered = at < bars.length - 1;
  }
  return deals;
}

function near(deals: readonly Deal[], wanted: readonly Deal[]): void {
  assert.deepEqual(
    deals.map(([bar, side]) => [bar, side]),
    wanted.map(([bar, side]) => [bar, side]),
  );
  // Levels are rounded to 12 digits.
  for (const [at, [, , price]] of deals.entries()) assert.ok(Math.abs(price / wanted[at][2] - 1) < 1e-11);
}

describe("ready strategies with exits", () => {
  it("the breakout sells where its trailing stop was", async () => {
    const inputs = [seeds, fc.integer({ min: 1, max: 30 }), share(0.3)] as const;
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(...inputs, async (seed, entry, trail) => {
        const { bars, deals } = await dealsOf(strategies.trailingBreakout, { entry, trail }, seed);
        near(deals, trailed(bars, entry, trail));
        seen += deals.length;
      }),
      countedCases(10, inputs),
    );
    assert.ok(seen > 20);
  });

  it("the reversion sells at its target or its stop, the stop where a bar has both", async () => {
    const given = fc.record({
      period: fc.integer({ min: 2, max: 30 }),
      below: share(0.1),
      target: share(0.2),
      stop: share(0.2),
    });
    let seen = 0;
    await fc.assert(
      fc.asyncProperty(seeds, given, async (seed, params) => {
        const { bars, deals } = await dealsOf(strategies.bracketReversion, params, seed);
        near(deals, bracketed(bars, params));
        seen += deals.length;
      }),
      countedCases(10, [seeds, given]),
    );
    assert.ok(seen > 30);
  });
});
