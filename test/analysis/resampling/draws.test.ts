import assert from "node:assert/strict";
import fc from "fast-check";
import { drawdownBand } from "../../../src/analysis/resampling/drawdown-band";
import { circularDraws, stationaryDraws } from "../../../src/analysis/resampling/draws";
import { percentileInterval, quantile } from "../../../src/analysis/resampling/quantiles";
import { type ResampledTrade, tradeIntervals } from "../../../src/analysis/resampling/trade-intervals";
import { streamOf } from "../../../src/feeds/chance/streams";

const terms = { draws: 300, seed: 7, alpha: 0.05 };

function trade(entryDay: number, netPnl: number, daysHeld = 1): ResampledTrade {
  return { entryDay, daysHeld, netPnl, won: netPnl > 0 };
}

describe("the indices of a resample", () => {
  it("are those of blocks that go on from the beginning, as long on average as was asked", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 60, max: 300 }),
        fc.integer({ min: 1, max: 20 }),
        fc.integer(),
        (n, length, seed) => {
          let [blocks, places] = [0, 0];
          stationaryDraws(n, { draws: 60, seed, blockLength: length }, (indices) => {
            assert.ok(indices.every((index) => index >= 0 && index < n));
            for (let at = 1; at < n; at++) if (indices[at] !== (indices[at - 1] + 1) % n) blocks++;
            places += n - 1;
          });
          // A block that begins where the last one went on is not seen.
          const share = (1 - 1 / n) / length;
          const error = Math.sqrt((share * (1 - share)) / places);
          assert.ok(Math.abs(blocks / places - share) <= 5 * error, `${blocks / places}, not ${share}`);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("fall on every return alike", () => {
    const counts = new Float64Array(100);
    stationaryDraws(100, { draws: 4000, seed: 1, blockLength: 1 }, (indices) => {
      for (const index of indices) counts[index]++;
    });
    circularDraws(100, { draws: 4000, seed: 1, blockLength: 1 }, (starts) => {
      for (const start of starts) counts[start]++;
    });
    const chiSquare = counts.reduce((sum, count) => sum + (count - 8000) ** 2 / 8000, 0);
    assert.ok(chiSquare < 99 + 4 * Math.sqrt(2 * 99), String(chiSquare));
  });

  it("are the same for the same seed, and others for another", () => {
    const of = (seed: number) => {
      const all: number[] = [];
      stationaryDraws(50, { draws: 3, seed, blockLength: 4 }, (indices) => all.push(...indices));
      return all;
    };
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
  });
});

describe("quantiles", () => {
  it("are of type 7", () => {
    const ascending = Float64Array.from([1, 2, 4, 8]);
    assert.deepEqual(
      [0, 0.5, 1, 0.75].map((p) => quantile(ascending, p)),
      [1, 3, 8, 5],
    );
    assert.deepEqual(percentileInterval(Float64Array.from([8, 1, 4, 2]), 1), { low: 3, high: 3 });
  });
});

describe("the band of drawdowns", () => {
  it("is predictive, has the deepest at its low end, and no drawdown where nothing was lost", () => {
    const { normal } = streamOf("band");
    const returns = Float64Array.from({ length: 250 }, () => 0.01 * normal());
    const band = drawdownBand(returns, { ...terms, blockLength: 5 });
    assert.equal(band.kind, "predictive");
    assert.ok(-1 < band.low && band.low < band.median && band.median < band.high && band.high < 0);
    const gains = drawdownBand(returns.map(Math.abs), { ...terms, blockLength: 5 });
    assert.deepEqual(gains, { kind: "predictive", low: 0, median: 0, high: 0 });
  });

  it("is that of the one drawdown there can be", () => {
    // Any resample loses half once or more, or never: of two returns.
    const band = drawdownBand(Float64Array.from([-0.5, -0.5]), { ...terms, blockLength: 1 });
    assert.deepEqual(band, { kind: "predictive", low: -0.75, median: -0.75, high: -0.75 });
  });
});

describe("intervals of trades", () => {
  const { normal } = streamOf("trades");
  const trades = Array.from({ length: 120 }, (_, at) => trade(Math.floor(at / 2) * 3, 10 + 50 * normal()));

  it("hold the metrics of the trades", () => {
    const found = tradeIntervals(trades, terms);
    const profits = trades.map(({ netPnl }) => netPnl);
    const sum = (values: readonly number[]) => values.reduce((total, one) => total + one, 0);
    const wanted = {
      winRate: profits.filter((one) => one > 0).length / 120,
      expectancy: sum(profits) / 120,
      profitFactor: sum(profits.filter((one) => one > 0)) / -sum(profits.filter((one) => one < 0)),
    };
    for (const key of ["winRate", "expectancy", "profitFactor"] as const) {
      const interval = found[key];
      assert.ok(interval.kind === "interval");
      assert.ok(Math.abs(interval.value - wanted[key]) < 1e-9, key);
      assert.ok(interval.low < interval.value && interval.value < interval.high, key);
    }
  });

  it("have blocks as long as the median trade was held", () => {
    const held = trades.map((one) => ({ ...one, daysHeld: 9 }));
    const { winRate } = tradeIntervals(held, terms);
    assert.ok(winRate.kind === "interval" && winRate.blockLength >= 9);
    const long = tradeIntervals(
      trades.map((one) => ({ ...one, daysHeld: 40 })),
      terms,
    );
    assert.match(long.winRate.kind === "none" ? long.winRate.reason : "", /held for 40 days, too long for 60 days/);
  });

  it("keep the trades of a day together, so that many on few days are no answer", () => {
    const few = Array.from({ length: 290 }, (_, at) => trade(at % 29, normal()));
    const { expectancy } = tradeIntervals(few, terms);
    assert.deepEqual(expectancy, { kind: "none", reason: "29 days of entry are too few, it takes 30" });
  });

  it("have no profit factor where a resample has no loss", () => {
    const rarely = Array.from({ length: 60 }, (_, day) => trade(day, day === 7 ? -1 : 1));
    const found = tradeIntervals(rarely, terms);
    assert.equal(found.profitFactor.kind, "none");
    assert.equal(found.winRate.kind, "interval");
  });
});
