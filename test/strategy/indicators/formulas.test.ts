import assert from "node:assert/strict";
import fc from "fast-check";
import {
  atr,
  bollinger,
  column,
  correlation,
  ema,
  highest,
  lowest,
  macd,
  obv,
  ols,
  rsi,
  stdev,
  stochastic,
  volatility,
  vwap,
  wma,
  zscore,
} from "../../../src/strategy/indicators";
import { walk } from "../../support/histories";

/** Whole numbers, so that the formulas can be computed without rounding. */
const whole = fc.integer({ min: -1_000_000, max: 1_000_000 });
const far = fc.bigInt({ min: 0n, max: 1n << 50n });

function sumOf<Value>(values: readonly Value[], by: (value: Value, at: number) => bigint): bigint {
  return values.reduce((sum, value, at) => sum + by(value, at), 0n);
}

/** `n` squared times the covariance. */
function spread(a: readonly bigint[], b: readonly bigint[]): bigint {
  const products = sumOf(a, (value, at) => value * b[at]);
  return BigInt(a.length) * products - sumOf(a, (value) => value) * sumOf(b, (value) => value);
}

function assertNear(value: number | undefined, wanted: number, tolerance: number): void {
  const near = value !== undefined && Math.abs(value - wanted) <= tolerance;
  assert.ok(near, `${value}, ${wanted}`);
}

/** The average of Wilder and the exponential one, as books write them. */
function smoothed(values: readonly number[], period: number, share: number): number[] {
  let mean = values.slice(0, period).reduce((sum, value) => sum + value, 0) / period;
  return values.map((value, at) => {
    if (at >= period) mean += (value - mean) * share;
    return at < period - 1 ? Number.NaN : mean;
  });
}

// Quarters, so that the sums at the start are exact in any order.
const quarters = [...walk(200).close].map((close) => Math.round(close * 4) / 4);

describe("indicators by their plain formulas", () => {
  it("windowed ones are these to 1e-12, however far from 0 the values lie", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(whole, whole), { minLength: 2, maxLength: 40 }), far, (pairs, away) => {
        const a = pairs.map(([value]) => BigInt(value) + away);
        const b = pairs.map(([, value]) => BigInt(value));
        const [as, bs] = [a.map(Number), b.map(Number)];
        const n = a.length;
        const deviation = Math.sqrt(Number(spread(a, a))) / n;
        assertNear(stdev(as, n), deviation, 1e-12 * deviation);
        const weighted = Number(sumOf(a, (value, at) => value * BigInt(at + 1))) / ((n * (n + 1)) / 2);
        assertNear(wma(as, n), weighted, 1e-12 * Math.abs(weighted));
        if (spread(a, a) === 0n || spread(b, b) === 0n) return;
        const scale = Math.sqrt(Number(spread(a, a))) * Math.sqrt(Number(spread(b, b)));
        assertNear(correlation(as, bs, n), Number(spread(a, b)) / scale, 1e-12);
        const fromMean = Number(a[n - 1] * BigInt(n) - sumOf(a, (value) => value)) / n;
        assertNear(zscore(as, n), fromMean / deviation, 1e-12 * (1 + Number(away) / deviation));
        const { slope, r2, deviation: left } = ols(bs, as, n) as { slope: number; r2: number; deviation: number };
        assertNear(slope, Number(spread(a, b)) / Number(spread(a, a)), 1e-12 * (scale / Number(spread(a, a))));
        assertNear(r2, (Number(spread(a, b)) / scale) ** 2, 1e-12);
        const unexplained = spread(b, b) * spread(a, a) - spread(a, b) ** 2n;
        assertNear(
          left,
          Math.sqrt(Number(unexplained) / Number(spread(a, a))) / n,
          1e-12 * Math.sqrt(Number(spread(b, b))),
        );
      }),
      { numRuns: 300 },
    );
  });

  it("vwap is the traded value over the volume, to 1e-12", () => {
    const bar = fc.tuple(fc.integer({ min: 3, max: 1000 }), fc.integer({ min: 1, max: 1_000_000 }));
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 30 }), (bars) => {
        const close = bars.map(([price]) => price * 3);
        const volume = bars.map(([, traded]) => traded);
        const worth = close.reduce((sum, price, at) => sum + price * volume[at], 0);
        const wanted = worth / volume.reduce((sum, traded) => sum + traded, 0);
        assertNear(vwap({ high: close, low: close, close, volume }, bars.length), wanted, 1e-12 * wanted);
      }),
    );
  });

  it("volatility is the sample deviation of the returns, a year, to 1e-12", () => {
    const price = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(fc.array(price, { minLength: 4, maxLength: 40 }), fc.constantFrom(12, 252), (prices, bars) => {
        const returns = prices.slice(1).map((value, at) => (value - prices[at]) / prices[at]);
        const n = returns.length;
        const mean = returns.reduce((sum, value) => sum + value, 0) / n;
        const squares = returns.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        const wanted = Math.sqrt(squares / (n - 1)) * Math.sqrt(bars);
        const largest = Math.max(...returns.map(Math.abs));
        assertNear(volatility(prices, n, bars), wanted, 1e-12 * (wanted + largest * bars));
      }),
    );
    assert.equal(volatility([2, 4, 8, 16, 32], 3), 0);
    assert.equal(volatility([1, 0, 1, 2], 3), undefined);
    assert.equal(volatility([1, 2, 3], 3), undefined);
  });

  it("highest and lowest are those of the window that ends before the offset", () => {
    const n = fc.integer({ min: 1, max: 30 });
    fc.assert(
      fc.property(fc.array(whole, { minLength: 60, maxLength: 90 }), n, n, (values, period, offset) => {
        const end = values.length - offset;
        const window = values.slice(end - period, end);
        const series = column(values);
        assert.equal(highest(series, period, offset).at(-1), Math.max(...window));
        assert.equal(lowest(series, period, offset).at(-1), Math.min(...window));
      }),
    );
  });

  it("recursive ones are these to the last bit", () => {
    const close = column(quarters);
    const wide = { close, high: close.map((value) => value + 1), low: close.map((value) => value - 0.5) };
    assert.deepEqual([...ema(close, 8)], smoothed(quarters, 8, 2 / 9));
    const changes = quarters.slice(1).map((value, at) => value - quarters[at]);
    const gains = smoothed(
      changes.map((value) => Math.max(value, 0)),
      4,
      1 / 4,
    );
    const losses = smoothed(
      changes.map((value) => Math.max(-value, 0)),
      4,
      1 / 4,
    );
    const strength = gains.map((gain, at) => 100 * (gain / (gain + losses[at])));
    assert.deepEqual([...rsi(close, 4)], [Number.NaN, ...strength]);
    const ranges = quarters.slice(1).map((value, at) => {
      const before = quarters[at];
      return Math.max(1.5, Math.abs(value + 1 - before), Math.abs(value - 0.5 - before));
    });
    const average = smoothed(ranges, 8, 1 / 8);
    for (let at = 1; at < 200; at++)
      assert.equal(
        atr(
          {
            high: [...wide.high].slice(0, at + 1),
            low: [...wide.low].slice(0, at + 1),
            close: quarters.slice(0, at + 1),
          },
          8,
        ) ?? Number.NaN,
        average[at - 1],
      );
  });
});

describe("indicators of a flat line", () => {
  it("are exactly the price, or 0, or missing where they are 0 / 0", () => {
    const period = fc.integer({ min: 1, max: 40 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 10_000_000 }),
        period,
        fc.integer({ min: 1, max: 1e6 }),
        (cents, n, traded) => {
          const price = cents / 100;
          const close = Array(120).fill(price);
          const bars = { high: close, low: close, close, volume: Array(120).fill(traded) };
          for (const average of [ema, wma]) assert.equal(average(close, n), price);
          assert.equal(vwap(bars, n), price);
          assert.equal(stdev(close, n), 0);
          assert.deepEqual(bollinger(close, n), { upper: price, middle: price, lower: price });
          assert.equal(zscore(close, n), undefined);
          assert.equal(rsi(close, n), undefined);
          assert.equal(atr(bars, n), 0);
          assert.equal(stochastic(bars, n), undefined);
          assert.deepEqual(macd(close), { macd: 0, signal: 0, histogram: 0 });
          assert.equal(obv(bars), traded);
          assert.equal(
            correlation(
              close,
              close.map((_, at) => at),
              n + 1,
            ),
            undefined,
          );
          assert.equal(
            ols(
              close.map((_, at) => at),
              close,
              n + 1,
            ),
            undefined,
          );
          const { slope, r2, deviation } =
            ols(
              close,
              close.map((_, at) => at),
              n + 1,
            ) ?? {};
          assert.deepEqual({ slope, r2, deviation }, { slope: 0, r2: 0, deviation: 0 });
        },
      ),
    );
  });

  it("are 100 and 0 where a line only rises or falls", () => {
    const rising = Array.from({ length: 30 }, (_, at) => 10 + at / 7);
    assert.equal(rsi(rising, 14), 100);
    assert.equal(rsi(rising.reverse(), 14), 0);
  });

  it("are missing where nothing was traded", () => {
    assert.equal(vwap({ high: [1, 2], low: [1, 2], close: [1, 2], volume: [0, 0] }, 2), undefined);
  });
});
