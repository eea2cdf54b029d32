import assert from "node:assert/strict";
import { overfittingOf } from "../../../src/analysis/inference/overfitting";
import { jobsonKorkieMemmel } from "../../../src/analysis/inference/sharpe-difference";
import { streamOf } from "../../../src/feeds/chance/streams";
import { near } from "../near";

function noise(name: string, count: number, mean = 0): Float64Array {
  const { normal } = streamOf("overfitting", name);
  return Float64Array.from({ length: count }, () => mean + 0.01 * normal());
}

function sharpe(values: readonly number[]): number {
  const mean = values.reduce((sum, one) => sum + one, 0) / values.length;
  return mean / Math.sqrt(values.reduce((sum, one) => sum + (one - mean) ** 2, 0) / (values.length - 1));
}

describe("the probability of backtest overfitting", () => {
  it("is that of going through all splits by hand", () => {
    const trials = ["a", "b", "c"].map((name) => noise(name, 41));
    const found = overfittingOf(trials, 4);
    assert.equal(found?.leftOut, 1);
    const blocks = trials.map((returns) => [0, 1, 2, 3].map((at) => [...returns.slice(1 + at * 10, 11 + at * 10)]));
    const ranks: number[] = [];
    for (const [i, j] of [
      [0, 1],
      [0, 2],
      [0, 3],
      [1, 2],
      [1, 3],
      [2, 3],
    ]) {
      const inside = blocks.map((own) => sharpe([i, j].flatMap((at) => own[at])));
      const outside = blocks.map((own) =>
        sharpe([0, 1, 2, 3].filter((at) => at !== i && at !== j).flatMap((at) => own[at])),
      );
      const best = outside[inside.indexOf(Math.max(...inside))];
      ranks.push((outside.filter((one) => one < best).length + 1) / 4);
    }
    assert.deepEqual([...(found?.ranks ?? [])].sort(), ranks.sort());
    near(found?.probability ?? null, ranks.filter((rank) => rank <= 0.5).length / 6, "probability");
  });

  it("is small where one trial is far better, and 1/2 where all are copies", () => {
    const far = overfittingOf([noise("a", 400), noise("b", 400, 0.01), noise("c", 400)]);
    assert.equal(far?.ranks.length, 12_870);
    assert.equal(far?.probability, 0);
    const one = noise("a", 400);
    assert.equal(
      overfittingOf([one, one, one])?.ranks.every((rank) => rank === 0.5),
      true,
    );
  });

  it("is not known of one trial, or of a record too short for its blocks", () => {
    assert.equal(overfittingOf([noise("a", 400)]), null);
    assert.equal(overfittingOf([noise("a", 31), noise("b", 31)]), null);
  });
});

describe("the test of Jobson and Korkie, as Memmel corrected it", () => {
  it("is that of its formula, of independent series without a mean: an error of √(2/n)", () => {
    // Orthogonal, of mean 0: all Sharpe ratios and correlations are 0.
    const [a, b] = [
      [1, 1, -1, -1],
      [1, -1, 1, -1],
    ].map((cycle) => Float64Array.from({ length: 400 }, (_, at) => cycle[at % 4]));
    const found = jobsonKorkieMemmel(a, b);
    near(found?.error ?? null, Math.sqrt(2 / 400), "error");
    near(found?.pValue ?? null, 1, "p");
  });

  it("changes its sign with the order, and does not answer for copies and flat series", () => {
    const [a, b] = [noise("a", 250, 0.002), noise("b", 250)];
    const [one, other] = [jobsonKorkieMemmel(a, b), jobsonKorkieMemmel(b, a)];
    near(one?.difference ?? null, -(other?.difference ?? Number.NaN), "difference");
    near(one?.pValue ?? null, other?.pValue, "p");
    assert.equal(jobsonKorkieMemmel(a, a.slice()), null);
    assert.equal(jobsonKorkieMemmel(a, new Float64Array(250)), null);
  });
});
