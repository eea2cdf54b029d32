import assert from "node:assert/strict";
import fc from "fast-check";
import {
  meanOfSeeds,
  sharpeOfTrial,
  type Tried,
  trialsBeside,
  triedReturns,
  whyNotJudged,
} from "../../../src/analysis/inference/trial-ledger";

const trial: fc.Arbitrary<Tried> = fc
  .record({
    identity: fc.constantFrom("a", "b", "c", "d"),
    symbols: fc.subarray(["X", "Y", "Z"], { minLength: 1 }),
    firstTime: fc.nat(20),
    length: fc.nat(8),
    n: fc.integer({ min: 55, max: 70 }),
    sharpe: fc.option(fc.double({ min: -1, max: 1, noNaN: true }), { nil: undefined }),
  })
  .map(({ length, ...rest }) => ({ ...rest, lastTime: rest.firstTime + 1 + length }));

describe("the trials beside one", () => {
  it("are the distinct combinations on data that overlap with its own", () => {
    fc.assert(
      fc.property(fc.array(trial, { minLength: 1, maxLength: 30 }), (trials) => {
        const beside = trialsBeside(trials);
        for (const own of trials) {
          const near = trials.filter(
            (one) =>
              one.symbols.some((symbol) => own.symbols.includes(symbol)) &&
              Math.max(one.firstTime, own.firstTime) < Math.min(one.lastTime, own.lastTime),
          );
          assert.equal(beside(own).count, new Set(near.map(({ identity }) => identity)).size);
        }
      }),
    );
  });

  it("vary as far as the ratios of those with 60 day returns, each with that of its longest record", () => {
    const all = { symbols: ["X"], firstTime: 0, lastTime: 9 };
    const trials = [
      { ...all, identity: "a", n: 60, sharpe: 1 },
      { ...all, identity: "b", n: 61, sharpe: 100 },
      { ...all, identity: "b", n: 62, sharpe: 3 },
      { ...all, identity: "c", n: 59, sharpe: 50 },
      { ...all, identity: "d", n: 100 },
    ];
    assert.deepEqual(trials.map(trialsBeside(trials)), new Array(5).fill({ count: 4, variance: 2 }));
    assert.deepEqual(trialsBeside(trials.slice(0, 1))(trials[0]), { count: 1, variance: 0 });
  });

  it("have a ratio with moments, or none", () => {
    const own = { identity: "a", symbols: ["X"], firstTime: 0, lastTime: 9, n: 60, sharpe: 1 };
    assert.equal(sharpeOfTrial(own), undefined);
    assert.deepEqual(sharpeOfTrial({ ...own, skewness: -1, kurtosis: 4 }), {
      ...{ count: 60, sharpe: 1, skewness: -1, kurtosis: 4 },
    });
  });

  it("have moments and no ratio where the equity was lost, also where it was lost in one history of several", () => {
    const returns = Float64Array.from({ length: 60 }, (_, at) => (at % 3) / 100);
    const [kept, lost] = [false, true].map((isLost) => triedReturns(returns, isLost));
    assert.ok(Number(kept.sharpe) > 0 && lost.sharpe === undefined && lost.skewness === kept.skewness);
    const alone = { count: 1, variance: 0 };
    assert.equal(whyNotJudged(kept, alone), undefined);
    for (const one of [lost, meanOfSeeds([kept, lost])])
      assert.equal(whyNotJudged(one, alone), "its equity was not always above 0");
  });

  it("are said of 10,000 in groups", () => {
    const trials = Array.from({ length: 10_000 }, (_, at) => ({
      ...{ identity: `${at % 500}`, symbols: ["X"], firstTime: 10 * Math.floor(at / 500), n: 100, sharpe: at },
      lastTime: 10 * Math.floor(at / 500) + 9,
    }));
    const counts = new Set(trials.map(trialsBeside(trials)).map(({ count }) => count));
    assert.deepEqual([...counts], [500]);
  });
});
