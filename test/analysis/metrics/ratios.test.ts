import assert from "node:assert/strict";
import { annualVolatility } from "../../../src/analysis/metrics/annual-volatility";
import { cagr } from "../../../src/analysis/metrics/cagr";
import { calmar } from "../../../src/analysis/metrics/calmar";
import { downsideDeviation } from "../../../src/analysis/metrics/downside-deviation";
import { excessKurtosis } from "../../../src/analysis/metrics/excess-kurtosis";
import { omega } from "../../../src/analysis/metrics/omega";
import { profitFactorPeriods } from "../../../src/analysis/metrics/profit-factor-periods";
import { sharpe } from "../../../src/analysis/metrics/sharpe";
import { skewness } from "../../../src/analysis/metrics/skewness";
import { sortino } from "../../../src/analysis/metrics/sortino";
import { totalReturn } from "../../../src/analysis/metrics/total-return";
import { winRatePeriods } from "../../../src/analysis/metrics/win-rate-periods";
import { growthOfLevels } from "../../../src/analysis/statistics/growth";
import { materialOf } from "./material";

const equal = materialOf(new Float64Array(252).fill(0.001));

describe("the Sharpe ratio", () => {
  it("is null, and not 7e16, of 252 equal returns", () => {
    assert.equal(sharpe.measure(equal), null);
    assert.equal(annualVolatility.measure(equal), 0);
  });

  it("is null below two returns", () => {
    assert.equal(sharpe.measure(materialOf([0.01])), null);
    assert.equal(annualVolatility.measure(materialOf([0.01])), null);
  });

  it("takes the risk-free return off the mean", () => {
    const material = materialOf([0.01, 0.03], { periodsPerYear: 1, riskFree: 0.01 });
    assert.ok(Math.abs(sharpe.measure(material)! - Math.SQRT1_2) < 1e-12);
  });
});

describe("the Sortino ratio", () => {
  it("counts all returns in its deviation, those above the target too", () => {
    assert.equal(downsideDeviation.measure(materialOf([0.05, -0.02, 0.01, 0.03], { periodsPerYear: 1 })), 0.01);
  });

  it("is null where no return is below the target", () => assert.equal(sortino.measure(equal), null));
});

describe("growth", () => {
  it("is null without a return", () => {
    const none = materialOf([]);
    assert.deepEqual(
      [totalReturn.measure(none), cagr.measure(none), growthOfLevels(Float64Array.of(1))],
      [null, null, null],
    );
  });

  it("is -1 a year after a total loss, and null after a greater one", () => {
    assert.equal(cagr.measure(materialOf([0.5, -1])), -1);
    assert.equal(cagr.measure(materialOf([-1.5])), null);
  });

  it("is null where it is too large for a number", () => {
    assert.equal(cagr.measure(materialOf([1], { periodsPerYear: 525_600 })), null);
  });
});

describe("ratios of gains and losses", () => {
  it("are null without a loss", () => {
    const gains = materialOf([0.01, 0, 0.02]);
    assert.deepEqual(
      [omega, profitFactorPeriods, calmar].map((metric) => metric.measure(gains)),
      [null, null, null],
    );
  });

  it("leave returns of 0 out of the share of winning periods", () => {
    assert.equal(winRatePeriods.measure(materialOf([0.01, 0, 0, -0.01])), 0.5);
    assert.equal(winRatePeriods.measure(materialOf([0, 0, 0, 0, 0])), null);
  });
});

describe("the shape of returns", () => {
  it("needs three returns for its skewness and four for its kurtosis", () => {
    assert.equal(skewness.measure(materialOf([1, 2])), null);
    assert.equal(excessKurtosis.measure(materialOf([1, 2, 4])), null);
    assert.ok(Math.abs(excessKurtosis.measure(materialOf([-1, -1, 1, 1]))! - -2) < 1e-12);
  });

  it("is null at zero variance", () => {
    assert.deepEqual([skewness.measure(equal), excessKurtosis.measure(equal)], [null, null]);
  });
});
