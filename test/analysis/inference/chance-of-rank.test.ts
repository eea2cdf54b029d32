import assert from "node:assert/strict";
import fc from "fast-check";
import { chanceOfRanks } from "../../../src/analysis/inference/chance-of-rank";
import { expectedMaximumSharpe } from "../../../src/analysis/inference/sharpe-ratio";
import { normalProbability } from "../../../src/core/chance/normal-probability";

/** The probability that at least `count + 1 − rank` of `count` variables are below x: that the one of this rank is. */
function probabilityBelow(x: number, rank: number, count: number): number {
  const p = normalProbability(x);
  let [term, sum] = [p ** count, 0];
  for (let above = 0; above < rank; above++) {
    sum += term;
    term *= (((count - above) / (above + 1)) * (1 - p)) / p;
  }
  return sum;
}

describe("what chance gives by rank", () => {
  it("has the quantiles that the binomial distribution says", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0, max: 1, noNaN: true }), (count, share) => {
        const rank = 1 + Math.floor(share * (count - 1));
        const { low, middle, high } = chanceOfRanks(count, [rank]);
        // The sum of the test itself loses digits where p^count is tiny.
        for (const [value, wanted] of [
          [low[0], 0.05],
          [middle[0], 0.5],
          [high[0], 0.95],
        ])
          if (normalProbability(value) ** count > 1e-290)
            assert.ok(Math.abs(probabilityBelow(value, rank, count) - wanted) < 1e-7, `${rank} of ${count}`);
      }),
      { numRuns: 200 },
    );
  });

  it("is the same from below as from above, and falls from rank to rank", () => {
    const ranks = Array.from({ length: 57 }, (_, at) => at + 1);
    const { low, middle, high } = chanceOfRanks(57, ranks);
    for (const [at, rank] of ranks.entries()) {
      const mirrored = 57 - rank;
      assert.ok(Math.abs(low[at] + high[mirrored]) < 1e-9);
      assert.ok(Math.abs(middle[at] + middle[mirrored]) < 1e-9);
      assert.ok(low[at] < middle[at] && middle[at] < high[at]);
      if (at > 0) assert.ok(middle[at] < middle[at - 1]);
    }
  });

  it("has the expected best of the deflated Sharpe ratio within its band", () => {
    for (const count of [2, 10, 100, 10_000]) {
      const { low, high } = chanceOfRanks(count, [1]);
      const expected = expectedMaximumSharpe({ count, variance: 1 });
      assert.ok(low[0] < expected && expected < high[0]);
    }
  });
});
