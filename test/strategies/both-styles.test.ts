import assert from "node:assert/strict";
import fc from "fast-check";
import {
  commissionBps,
  type Feed,
  type Lab,
  maxPositionWeight,
  openLab,
  type SessionOptions,
  sample,
  slippageBps,
  strategies,
} from "../../src/index";
import { countedCases } from "../support/cases";
import { wandering } from "./made-bars";

const least = (value: number) => fc.integer({ min: value, max: 25 });
const fastAndSlow = fc.tuple(least(1), fc.integer({ min: 1, max: 10 })).map(([fast, more]) => {
  return { fast, slow: fast + more };
});

/** Those that have both styles, with params that may be. */
const pairs = {
  smaCross: fastAndSlow,
  emaCross: fastAndSlow,
  macdCross: fc.record({
    fast: fc.integer({ min: 1, max: 9 }),
    slow: fc.integer({ min: 10, max: 20 }),
    signal: least(1),
  }),
  rsiReversion: fc.record({
    period: least(1),
    oversold: fc.integer({ min: 20, max: 49 }),
    overbought: fc.integer({ min: 50, max: 80 }),
  }),
  donchianBreakout: fc.record({ entry: least(1), exit: least(1) }),
  bollingerReversion: fc.record({ period: least(2), width: fc.double({ min: 0.1, max: 3, noNaN: true }) }),
};

type Name = keyof typeof pairs;
const names = Object.keys(pairs) as Name[];

async function sameInBoth(lab: Lab, name: Name, feed: Feed, options: SessionOptions<never>): Promise<number> {
  const byBar = await lab.run(feed, strategies[name] as never, options);
  const bySignals = await lab.run(feed, strategies[`${name}Signals`] as never, options);
  assert.deepEqual(bySignals.fillRows(), byBar.fillRows());
  assert.deepEqual(bySignals.orderRows(), byBar.orderRows());
  assert.deepEqual(bySignals.equityRows(), byBar.equityRows());
  assert.equal(bySignals.fingerprint, byBar.fingerprint);
  return byBar.fillRows().length;
}

describe("ready-made strategies that have both styles", () => {
  it("are all of those that have signals", () => {
    const signals = Object.keys(strategies).filter((name) => name.endsWith("Signals"));
    assert.deepEqual(signals.sort(), names.map((name) => `${name}Signals`).sort());
  });

  for (const name of names) {
    it(`give the same fills: ${name}`, async () => {
      const lab = await openLab(":memory:");
      const inputs = [
        pairs[name] as fc.Arbitrary<object>,
        fc.constantFrom(["A"], ["A", "B", "C"]),
        fc.integer({ min: 2, max: 40 }),
        fc.integer({ min: 1, max: 1e6 }),
        fc.boolean(),
      ] as const;
      let fills = 0;
      await fc.assert(
        fc.asyncProperty(...inputs, async (params, symbols, gap, seed, costs) => {
          const feed = wandering(symbols, 150, { seed, gap });
          const dear = {
            ...{ commission: commissionBps(10), slippage: slippageBps(5), volumeLimit: 0.02 },
            risk: [maxPositionWeight(0.5)],
          };
          fills += await sameInBoth(lab, name, feed, { params, ...(costs && dear) } as never);
        }),
        countedCases(8, inputs),
      );
      assert.ok(fills > 30);
    }).timeout(60_000);

    it(`give the same fills on real stocks: ${name}`, async () => {
      const lab = await openLab(":memory:");
      const feed = sample("us-stocks", { adjust: "splits", from: "2006-01-03" });
      assert.ok((await sameInBoth(lab, name, feed, { commission: commissionBps(1) })) > 50);
    });
  }
});
