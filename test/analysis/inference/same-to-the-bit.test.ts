import assert from "node:assert/strict";
import { stationaryError } from "../../../src/analysis/inference/baseline";
import { modelConfidenceSet, type Resamples } from "../../../src/analysis/inference/model-confidence-set";
import { pairSquares } from "../../../src/analysis/inference/pair-squares";
import { resampledMeans } from "../../../src/analysis/resampling/resampled-means";
import { seededRandom } from "../../../src/run/seeded-random";

// What is added up several sums at a time is what it would be one after the other, to the bit.
describe("sums that are taken together", () => {
  const chance = seededRandom(1, "together");
  const numbers = (count: number) => Float64Array.from({ length: count }, () => chance() - 0.5);

  it("are those of each pair of rows", () => {
    for (const count of [2, 3, 7]) {
      const rows = Array.from({ length: count }, () => numbers(50));
      const found = new Map<string, number>();
      pairSquares(rows, (one, other, squares) => found.set(`${one} ${other}`, squares));
      assert.equal(found.size, (count * (count - 1)) / 2);
      for (const [pair, squares] of found) {
        const [one, other] = pair.split(" ").map(Number);
        assert.ok(other < one);
        let sum = 0;
        for (let at = 0; at < 50; at++) sum += (rows[one][at] - rows[other][at]) * (rows[one][at] - rows[other][at]);
        assert.equal(squares, sum);
      }
    }
  });

  it("are those of each resample, however many there are", () => {
    const series = [numbers(4 * 30), numbers(4 * 30), numbers(4 * 30)];
    for (const draws of [1, 2, 16, 17, 33]) {
      const indices = Array.from({ length: draws }, () =>
        Int32Array.from({ length: 30 }, () => Math.floor(chance() * 30)),
      );
      const means = resampledMeans(series, draws, (each) => {
        for (const [draw, one] of indices.entries()) each(one, draw);
      });
      for (const [k, features] of series.entries()) {
        assert.equal(means[k].length, draws * 4);
        for (const [place, found] of means[k].entries()) {
          const own = indices[Math.floor(place / 4)];
          let sum = 0;
          for (let at = 0; at < 30; at++) {
            const weight = own.filter((index) => index === at).length;
            sum += weight * features[at * 4 + (place % 4)];
          }
          assert.equal(found, sum / 30);
        }
      }
    }
  });

  it("are those of each lag", () => {
    for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 60, 401])
      for (const blockLength of [1, 2.5, 40]) {
        const values = numbers(n);
        assert.equal(stationaryError(values, blockLength), plainError(values, blockLength), `${n} ${blockLength}`);
      }
  });

  it("are those of each step of a set, also where resamples need not be known any more", () => {
    for (const spread of [0, 0.05, 0.5]) {
      const series = Array.from({ length: 23 }, (_, at) => {
        const value = at * spread + chance() * 0.01;
        return { value, resampled: Float64Array.from({ length: 300 }, () => value + chance() - 0.5) };
      });
      const { order, steps } = modelConfidenceSet(series, (statistic) => statistic * 0.9);
      assert.deepEqual({ order, steps }, plainSet(series, 0.9));
    }
  });
});

function plainError(values: Float64Array, blockLength: number): number {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  const stay = 1 - 1 / blockLength;
  let variance = 0;
  for (let lag = 0; lag < n; lag++) {
    const weight = (1 - lag / n) * stay ** lag + (lag / n) * stay ** (n - lag);
    if (lag > 0 && weight < 1e-18) continue;
    let products = 0;
    for (let at = lag; at < n; at++) products += (values[at] - mean) * (values[at - lag] - mean);
    variance += ((lag === 0 ? 1 : 2 * weight) * products) / n;
  }
  return Math.sqrt(Math.max(0, variance) / n);
}

// As the paper has it: each step by itself.
function plainSet(series: readonly Resamples[], known: number) {
  const deviations = series.map(({ value, resampled }) => resampled.map((one) => one - value));
  const errorOf = (i: number, j: number) => {
    const squares = deviations[i].reduce((sum, one, draw) => sum + (one - deviations[j][draw]) ** 2, 0);
    return 1 / Math.sqrt(squares / deviations[i].length);
  };
  const scales = series.map((_, i) => series.map((__, j) => (i === j ? 0 : errorOf(Math.max(i, j), Math.min(i, j)))));
  const left = series.map((_, at) => at);
  const order: number[] = [];
  const steps: { statistic: number; pValue: number }[] = [];
  while (left.length > 1) {
    const behind = left.map((i) =>
      Math.max(...left.filter((j) => j !== i).map((j) => (series[j].value - series[i].value) * scales[i][j])),
    );
    const statistic = Math.max(...behind);
    const isAbove = (_: number, draw: number) =>
      left.some((i) =>
        left.some((j) => Math.abs(deviations[i][draw] - deviations[j][draw]) * scales[i][j] > statistic * known),
      );
    steps.push({ statistic, pValue: deviations[0].filter(isAbove).length / deviations[0].length });
    order.push(...left.splice(behind.indexOf(statistic), 1));
  }
  return { order: [...order, ...left], steps };
}
