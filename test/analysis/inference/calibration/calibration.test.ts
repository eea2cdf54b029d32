import assert from "node:assert/strict";
import { labErrors } from "./labs";
import { trueMetrics } from "./markets";
import { worlds } from "./worlds";

describe("a comparison of equal strategies", () => {
  // The short version of `npm run calibrate`. Seeds are fixed, so that it fails when the procedures change, not by chance.
  it("excludes one, or calls one better, in no more labs than promised", () => {
    const options = { labs: 60, strategies: 10, days: 120, draws: 120, alpha: 0.05 };
    for (const [metric, errors] of labErrors(worlds[0], options))
      for (const [question, rate] of Object.entries(errors)) {
        assert.equal(rate.count, options.labs);
        const most = options.alpha + 3 * rate.errorAt(options.alpha);
        assert.ok(rate.share <= most, `${question} by ${metric}: ${rate.share}, at most ${most}`);
      }
  });

  it("is of markets whose Sharpe ratio is the truth that the feed tells", () => {
    // Of days: growth exp(mu/N) - 1 over its deviation.
    const { sharpe, mean, annualVolatility } = trueMetrics({ drift: 0.1, volatility: 0.2, sharpe: 0 });
    assert.ok(Math.abs(sharpe - (mean * 252) / annualVolatility) < 1e-12);
    assert.ok(Math.abs(sharpe - 0.5) < 0.001 && Math.abs(annualVolatility - 0.2) < 0.001);
  });
});
