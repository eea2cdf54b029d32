import assert from "node:assert/strict";
import {
  type Advantage,
  stationaryError,
  stepwiseTest,
  superiorAbility,
} from "../../../src/analysis/inference/baseline";
import {
  modelConfidenceSet,
  type Resamples,
} from "../../../src/analysis/inference/confidence-set/model-confidence-set";
import { firstsOf } from "../../../src/analysis/inference/copies";
import { metricResamples } from "../../../src/analysis/inference/series-resamples";
import { quantile } from "../../../src/analysis/resampling/quantiles";
import { resampledMeans } from "../../../src/analysis/resampling/resampled-means";
import { featuresOf, type ResampledMetric, resampledMetrics } from "../../../src/analysis/resampling/resampled-metrics";
import { near } from "../near";
import { type Case, golden, type IndexSet, type PairStatistics, type SpaExpected } from "./golden-comparison";

function seriesOf(returns: readonly (readonly number[])[]): Float64Array[] {
  return returns[0].map((_, column) => Float64Array.from(returns, (row) => row[column]));
}

/** The metric of each series and of its resamples on explicit indices. */
function resamplesOf(series: readonly Float64Array[], set: IndexSet, key: ResampledMetric, periodsPerYear = 1) {
  const features = series.map((returns) => featuresOf(returns, 0));
  const means = resampledMeans(features, set.indices.length, (each) => {
    for (const [draw, indices] of set.indices.entries()) each(Int32Array.from(indices), draw);
  });
  return series.map((_, at): Resamples => {
    const found = metricResamples({ features, means, blockLength: set.blockLength }, at, resampledMetrics[key], {
      periodsPerYear,
      riskFree: 0,
    });
    assert.ok(typeof found !== "string", String(found));
    return found;
  });
}

/** Advantages of the columns over column 0: in their own units, or in standard errors. */
function advantagesOf(one: Case, models: readonly number[], studentized: boolean): Advantage[] {
  const series = seriesOf(one.returns);
  const set = golden.indexSets[one.indexSet];
  const means = resamplesOf(series, set, "mean");
  return models.map((k) => {
    const value = means[k].value - means[0].value;
    const resampled = means[k].resampled.map((mean, draw) => mean - means[0].resampled[draw]);
    const differences = series[k].map((r, t) => r - series[0][t]);
    return { value, resampled, error: studentized ? stationaryError(differences, one.blockLength) : 1 };
  });
}

function others(one: Case): number[] {
  return one.returns[0].map((_, k) => k).slice(1);
}

function checkSets(pValues: ArrayLike<number>, wanted: { included05: number[]; included10: number[] }): void {
  const above = (alpha: number) => Array.from(pValues, (_, k) => k).filter((k) => pValues[k] > alpha);
  assert.deepEqual(above(0.05), wanted.included05);
  assert.deepEqual(above(0.1), wanted.included10);
}

/** arch's test is not studentised, but its threshold of what is clearly worse is: here the centres are put in directly. */
function checkSpa(one: Case, { statistic, pValues, criticalValues05, thresholds, omega2 }: SpaExpected): void {
  const raw = advantagesOf(one, others(one), false);
  const studentized = advantagesOf(one, others(one), true);
  const periods = one.returns.length;
  for (const recentring of ["lower", "upper"] as const) {
    const found = superiorAbility(raw, { recentring, floor: Number.NEGATIVE_INFINITY });
    near(found.statistic, statistic, "statistic");
    assert.equal(found.pValue, pValues[recentring]);
    near(stepwiseTest(raw, { alpha: 0.05, recentring }).rounds[0].critical, criticalValues05[recentring], recentring);
  }
  for (const [k, { error }] of studentized.entries()) {
    near(error ** 2 * periods, omega2[k], "omega2");
    near(-error * Math.sqrt(2 * Math.log(Math.log(periods))), thresholds[k], "threshold");
  }
}

describe("the golden comparisons of many series", () => {
  for (const one of golden.cases) {
    it(`are met by the model confidence set of ${one.name}`, () => {
      const set = modelConfidenceSet(resamplesOf(seriesOf(one.returns), golden.indexSets[one.indexSet], "mean"));
      const wanted = one.expected.mcs.R;
      assert.deepEqual([...set.pValues], wanted.pValues);
      assert.deepEqual(set.order, wanted.eliminationOrder);
      checkSets(set.pValues, wanted);
      for (const [step, { statistic, pValue }] of wanted.steps.entries()) {
        near(set.steps[step].statistic, statistic, "statistic");
        assert.equal(set.steps[step].pValue, pValue);
      }
    });

    it(`are met by the tests of ${one.name} against the first`, () => {
      checkSpa(one, one.expected.spa);
      const { spaStudentised, stepmBasic, stepmFixedScale } = one.published;
      for (const recentring of ["lower", "consistent", "upper"] as const) {
        const found = superiorAbility(advantagesOf(one, others(one), true), {
          recentring,
          periods: one.returns.length,
        });
        near(found.statistic, spaStudentised.statistic, "statistic");
        assert.equal(found.pValue, spaStudentised.pValues[recentring]);
      }
      for (const [wanted, studentized] of [[stepmBasic, false] as const, [stepmFixedScale, true] as const]) {
        const { superior, rounds } = stepwiseTest(advantagesOf(one, others(one), studentized), { alpha: 0.05 });
        assert.deepEqual(
          superior.map((k) => k + 1),
          wanted.superior,
        );
        for (const [round, { models, criticalValue, superior: found }] of wanted.rounds.entries()) {
          assert.deepEqual(
            rounds[round].candidates.map((k) => k + 1),
            models,
          );
          assert.deepEqual(
            rounds[round].superior.map((k) => k + 1),
            found,
          );
          near(rounds[round].critical, criticalValue, "critical value");
        }
      }
    });
  }
});

describe("the golden comparisons with copies", () => {
  for (const one of golden.degenerate) {
    const series = seriesOf(one.returns);
    const firsts = firstsOf(series);
    const set = golden.indexSets[one.indexSet];

    it(`are met by ${one.name} when its copies are dropped`, () => {
      assert.deepEqual(firsts, one.collapsed.firstOf);
      const distinct = firsts.filter((first, at) => first === at);
      const { pValues } = modelConfidenceSet(
        resamplesOf(
          distinct.map((at) => series[at]),
          set,
          "mean",
        ),
      );
      const all = firsts.map((first) => pValues[distinct.indexOf(first)]);
      assert.deepEqual(all, one.collapsed.mcs.R.pValues);
      checkSets(all, one.collapsed.mcs.R);
    });

    it(`are met by ${one.name} against the first, without the copies of it`, () => {
      const tested = firsts.map((_, at) => at).filter((at) => firsts[at] !== firsts[0]);
      if (one.collapsed.spa === null || one.collapsed.stepm === null) return assert.deepEqual(tested, []);
      const { models, statistic, pValues } = one.collapsed.spa;
      const advantages = advantagesOf(one, models, false);
      for (const recentring of ["lower", "upper"] as const) {
        const found = superiorAbility(advantages, { recentring, floor: Number.NEGATIVE_INFINITY });
        near(found.statistic, statistic, "statistic");
        assert.equal(found.pValue, pValues[recentring]);
      }
      const { superior } = stepwiseTest(advantagesOf(one, tested, false), { alpha: 0.05 });
      assert.deepEqual(
        superior.map((k) => tested[k]),
        one.collapsed.stepm.superior,
      );
    });
  }
});

describe("the golden differences of two series", () => {
  // Theirs are of one period, ours of a year.
  const keys = { mean: "mean", volatility: "annualVolatility", sharpe: "sharpe", cagr: "cagr" } as const;

  for (const { name, returnsOf, a, b, indexSet, periodsPerYear, expected } of golden.twoSession)
    for (const [theirs, wanted] of Object.entries(expected) as [keyof typeof keys, PairStatistics][])
      it(`are met by ${theirs} of ${name}`, () => {
        const { returns } = [...golden.cases, ...golden.degenerate].find((one) => one.name === returnsOf) as Case;
        const series = seriesOf(returns);
        const periods = theirs === "cagr" ? periodsPerYear : 1;
        const set = golden.indexSets[indexSet];
        const [one, other] = resamplesOf([series[a], series[b]], set, keys[theirs], periods);
        near(one.value, wanted.a, "a");
        near(other.value, wanted.b, "b");
        const differences = one.resampled.map((value, draw) => value - other.resampled[draw]);
        near(one.value - other.value, wanted.difference, "difference");
        for (const [draw, value] of wanted.first3.entries()) near(differences[draw], value, `resample ${draw}`);
        const ascending = differences.slice().sort();
        near(quantile(ascending, 0.025), wanted.lower95, "lower95");
        near(quantile(ascending, 0.975), wanted.upper95, "upper95");
        near(quantile(ascending, 0.05), wanted.lower90, "lower90");
        near(quantile(ascending, 0.95), wanted.upper90, "upper90");
        assert.equal(differences.filter((value) => value > 0).length / differences.length, wanted.shareAGreater);
      });
});
