import assert from "node:assert/strict";
import { annualVolatility } from "../../../src/analysis/metrics/annual-volatility";
import { cagr } from "../../../src/analysis/metrics/cagr";
import { calmar } from "../../../src/analysis/metrics/calmar";
import { momentsOf } from "../../../src/analysis/metrics/moments";
import { omega } from "../../../src/analysis/metrics/omega";
import { periodSumsOf } from "../../../src/analysis/metrics/period-sums";
import { profitFactorPeriods } from "../../../src/analysis/metrics/profit-factor-periods";
import { excessKurtosis, skewness } from "../../../src/analysis/metrics/shape";
import { sharpe } from "../../../src/analysis/metrics/sharpe";
import { downsideDeviation, sortino } from "../../../src/analysis/metrics/sortino";
import { totalReturn, totalReturnOfLevels } from "../../../src/analysis/metrics/total-return";
import { winRatePeriods } from "../../../src/analysis/metrics/win-rate-periods";

const terms = { periodsPerYear: 252, riskFree: 0 };
const none = new Float64Array(0);
const one = Float64Array.of(0.01);
const equal = new Float64Array(252).fill(0.001);

describe("the Sharpe ratio", () => {
  it("is null, and not 7e16, of 252 equal returns", () => {
    assert.equal(sharpe(momentsOf(equal), terms), null);
    assert.equal(annualVolatility(momentsOf(equal), 252), 0);
  });

  it("is null below two returns", () => {
    assert.equal(sharpe(momentsOf(one), terms), null);
    assert.equal(annualVolatility(momentsOf(one), 252), null);
  });

  it("takes the risk-free return off the mean", () => {
    const returns = momentsOf(Float64Array.of(0.01, 0.03));
    assert.ok(Math.abs(sharpe(returns, { periodsPerYear: 1, riskFree: 0.01 })! - Math.SQRT1_2) < 1e-12);
  });
});

describe("the Sortino ratio", () => {
  it("counts all returns in its deviation, those above the target too", () => {
    assert.equal(downsideDeviation(Float64Array.of(0.05, -0.02, 0.01, 0.03), { periodsPerYear: 1, riskFree: 0 }), 0.01);
  });

  it("is null where no return is below the target", () => {
    assert.equal(sortino(momentsOf(equal), downsideDeviation(equal, terms), terms), null);
  });
});

describe("growth", () => {
  it("is null without a return", () => {
    assert.deepEqual([totalReturn(none), totalReturnOfLevels(one), cagr(null, 0, 252)], [null, null, null]);
  });

  it("is -1 a year after a total loss, and null after a greater one", () => {
    assert.equal(cagr(totalReturn(Float64Array.of(0.5, -1)), 2, 252), -1);
    assert.equal(cagr(totalReturn(Float64Array.of(-1.5)), 1, 252), null);
  });

  it("is null where it is too large for a number", () => {
    assert.equal(cagr(1, 1, 525_600), null);
  });
});

describe("ratios of gains and losses", () => {
  it("are null without a loss", () => {
    const gains = Float64Array.of(0.01, 0, 0.02);
    assert.equal(omega(gains, 0), null);
    assert.equal(profitFactorPeriods(periodSumsOf(gains)), null);
    assert.equal(calmar(0.1, 0), null);
  });

  it("leave returns of 0 out of the share of winning periods", () => {
    assert.equal(winRatePeriods(periodSumsOf(Float64Array.of(0.01, 0, 0, -0.01))), 0.5);
    assert.equal(winRatePeriods(periodSumsOf(new Float64Array(5))), null);
  });
});

describe("the shape of returns", () => {
  it("needs three returns for its skewness and four for its kurtosis", () => {
    assert.equal(skewness(momentsOf(Float64Array.of(1, 2))), null);
    assert.equal(excessKurtosis(momentsOf(Float64Array.of(1, 2, 4))), null);
    assert.ok(Math.abs(excessKurtosis(momentsOf(Float64Array.of(-1, -1, 1, 1)))! - -2) < 1e-12);
  });

  it("is null at zero variance", () => {
    assert.deepEqual([skewness(momentsOf(equal)), excessKurtosis(momentsOf(equal))], [null, null]);
  });
});
