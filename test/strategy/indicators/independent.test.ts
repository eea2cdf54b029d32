import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as indicators from "../../../src/strategy/indicators";
import type { Column } from "../../../src/strategy/indicators/mechanism/column";

interface Golden {
  readonly madeBy: string;
  readonly bars: Readonly<Record<"high" | "low" | "close" | "volume" | "other", number[]>>;
  readonly expected: Readonly<Record<string, (number | null)[]>>;
}

const path = join(__dirname, "../../../fixtures/independent/indicators.json");
const golden = JSON.parse(readFileSync(path, "utf8")) as Golden;

const high = indicators.column(golden.bars.high);
const low = indicators.column(golden.bars.low);
const close = indicators.column(golden.bars.close);
const volume = indicators.column(golden.bars.volume);
const other = indicators.column(golden.bars.other);
const bars = { high, low, close, volume };

const { macd, bollinger, donchian, adx, stochastic, ols } = indicators;
const series: Readonly<Record<string, Column>> = {
  "sma 10": indicators.sma(close, 10),
  "ema 10": indicators.ema(close, 10),
  "wma 10": indicators.wma(close, 10),
  "rsi 14": indicators.rsi(close, 14),
  "atr 14": indicators.atr(bars, 14),
  macd: macd(close).macd,
  "macd signal": macd(close, 12, 26, 9).signal,
  "macd histogram": macd(close).histogram,
  "bollinger upper": bollinger(close, 20, 2).upper,
  "bollinger middle": bollinger(close).middle,
  "bollinger lower": bollinger(close, 20).lower,
  "stdev 10": indicators.stdev(close, 10),
  "stdev 10 sample": indicators.stdev(close, 10, 1),
  "zscore 10": indicators.zscore(close, 10),
  "highest 10": indicators.highest(close, 10),
  "lowest 10": indicators.lowest(close, 10),
  "donchian upper": donchian(bars, 20).upper,
  "donchian lower": donchian(bars).lower,
  "adx 14": adx(bars, 14).adx,
  "plus di 14": adx(bars, 14).plusDi,
  "minus di 14": adx(bars).minusDi,
  "stochastic k": stochastic(bars, 14, 3, 3).k,
  "stochastic d": stochastic(bars).d,
  obv: indicators.obv(bars),
  "vwap 10": indicators.vwap(bars, 10),
  "pct change 3": indicators.pctChange(close, 3),
  "change 3": indicators.change(close, 3),
  "correlation 15": indicators.correlation(close, other, 15),
  "ols slope": ols(close, other, 15).slope,
  "ols intercept": ols(close, other, 15).intercept,
  "ols r2": ols(close, other, 15).r2,
  "ols residual": ols(close, other, 15).residual,
  "ols deviation": ols(close, other, 15).deviation,
};

// Ours are given from where the average is there, TA-Lib's two from the bar at which they start alone.
const later = new Set(["plus di 14", "minus di 14"]);

describe("indicators of TA-Lib and NumPy", () => {
  it("has a value to compare with for every series", () => {
    assert.deepEqual(Object.keys(series).sort(), Object.keys(golden.expected).sort());
  });

  for (const [name, values] of Object.entries(golden.expected)) {
    it(`${name} is theirs to 1e-10, and starts where theirs does`, () => {
      assert.equal(series[name].length, values.length);
      const start = series[name].findIndex((value) => !Number.isNaN(value));
      assert.equal(start, later.has(name) ? 27 : values.findIndex((value) => value !== null));
      values.slice(start).forEach((value, at) => {
        const ours = series[name][start + at];
        assert.ok(
          value !== null && Math.abs(ours - value) <= 1e-10 * Math.max(1, Math.abs(value)),
          `${start + at}: ${ours}, ${value}`,
        );
      });
    });
  }
});
