import assert from "node:assert/strict";
import * as indicators from "../../../src/strategy/indicators";

type Call = (...given: unknown[]) => unknown;

const close = [1, 2, 3, 4, 5];
const bars = { high: close, low: close, close, volume: close };

/** What each indicator is of, and its parameters, with the least that a whole number may be. */
const calls: Readonly<
  Record<string, readonly [given: readonly unknown[], parameters: Readonly<Record<string, number>>]>
> = {
  adx: [[bars], { period: 1 }],
  atr: [[bars], { period: 1 }],
  bollinger: [[close], { period: 1 }],
  change: [[close], { bars: 1 }],
  correlation: [[close, close], { period: 2 }],
  donchian: [[bars], { period: 1, offset: 0 }],
  ema: [[close], { period: 1 }],
  highest: [[close], { period: 1, offset: 0 }],
  lowest: [[close], { period: 1, offset: 0 }],
  macd: [[close], { fast: 1, slow: 1, signal: 1 }],
  ols: [[close, close], { period: 2 }],
  pctChange: [[close], { bars: 1 }],
  rsi: [[close], { period: 1 }],
  shift: [[close], { bars: 1 }],
  sma: [[close], { period: 1 }],
  stdev: [[close], { period: 1, ddof: 0 }],
  stochastic: [[bars], { period: 1, smoothing: 1, signal: 1 }],
  volatility: [[close], { period: 2 }],
  vwap: [[bars], { period: 1 }],
  wma: [[close], { period: 1 }],
  zscore: [[close], { period: 1, ddof: 0 }],
};

describe("indicators refuse at the call", () => {
  for (const [name, [given, parameters]] of Object.entries(calls)) {
    const call = (indicators as unknown as Record<string, Call>)[name];

    it(`${name} whose parameters are not whole numbers`, () => {
      Object.entries(parameters).forEach(([parameter, least], at) => {
        const before = Object.values({ fast: 1, slow: 20, signal: 3 }).slice(0, at);
        for (const wrong of [least - 1, 1.5, Number.NaN, Infinity, "10"])
          assert.throws(() => call(...given, ...before, wrong), {
            code: "INVALID_OPTION",
            message: new RegExp(`^Expected ${parameter} of ${name} to be a whole number of at least ${least}, was `),
          });
      });
    });

    it(`${name} of what is no column`, () => {
      for (const wrong of [undefined, null, 3, "close", () => close]) {
        const others = given.slice(1);
        assert.throws(() => call(wrong, ...others, 2), {
          code: "INVALID_OPTION",
          message: new RegExp(`of ${name} to be a`),
        });
      }
    });
  }

  for (const [name, [given, parameters]] of [...Object.entries(calls), ["crossover", [[close, close], {}]] as const]) {
    const call = (indicators as unknown as Record<string, Call>)[name];
    const windows = "fast" in parameters ? [1, 2, 1] : "ddof" in parameters ? [3, 0] : [2, 1, 1];
    const asked = windows.slice(0, Object.keys(parameters).length);
    const refuses = (changed: readonly unknown[]) => {
      try {
        return call(...changed, ...asked) === null;
      } catch {
        return true;
      }
    };
    const withNewest = (value: unknown) => [...close.slice(0, -1), value];

    it(`${name} of a list in which something is no number, but not of one in which it is missing`, () => {
      for (const [place, list] of given.entries())
        for (const key of list === bars ? (Object.keys(bars) as (keyof typeof bars)[]) : [undefined]) {
          const replaced = (value: unknown) =>
            given.map((one, at) => (at !== place ? one : key === undefined ? value : { ...bars, [key]: value }));
          if (key !== undefined && !refuses(replaced(undefined))) continue; // a column that it does not need
          for (const wrong of ["2", "x", true, 2n, {}, [2], new Date(0)])
            assert.throws(() => call(...replaced(withNewest(wrong)), ...asked), {
              code: "INVALID_OPTION",
              message: new RegExp(`^Expected element 4 of (the \\w+ )?\\w+ of ${name} to be a number, was `),
            });
          for (const missing of [undefined, null, Number.NaN]) call(...replaced(withNewest(missing)), ...asked);
        }
    });
  }

  it("the first element of a whole column that is no number", () => {
    const { column, obv, sma } = indicators;
    const message = (name: string, at: number, was: string) => {
      return {
        code: "INVALID_OPTION",
        message: `Expected element ${at} of values of ${name} to be a number, was ${was}`,
      };
    };
    assert.throws(() => sma(["1", "2"] as never, 2), message("sma", 0, '"1"'));
    assert.throws(() => column([1, null, "3", "4"] as never), message("column", 2, '"3"'));
    assert.throws(
      () => obv({ close, volume: [1, 2, 3, 4, {}] } as never),
      /^PaperLabError: Expected element 4 of volume of obv/,
    );
    assert.deepEqual([...column([1, undefined, null, 4] as never)], [1, Number.NaN, Number.NaN, 4]);
    // Only what decides the newest value is looked at, so that a long list costs no more.
    assert.equal(sma(["1", 2, 4] as never, 2), 3);
  });

  it("one column where bars are needed", () => {
    const { atr, column, crossover } = indicators;
    for (const wrong of [close, column(close)])
      assert.throws(
        () => atr(wrong as never, 2),
        /Expected bars of atr to be a history, such as history\(symbol\), or \{ high/,
      );
    assert.throws(() => crossover(close, "close" as never), /Expected lines of bars in crossover to be asked of bars/);
  });

  it("pairs and bars whose columns differ in length or are not there", () => {
    const { atr, correlation, obv, vwap } = indicators;
    const short = [1, 2];
    assert.throws(() => correlation(close, short, 2), { message: /to be as many as the first, 5, was 2$/ });
    assert.throws(() => atr({ ...bars, low: short }, 2), {
      message: /^Expected low of atr to be as long as high, 5, was 2$/,
    });
    assert.throws(() => vwap({ high: close, low: close, close } as never, 2), {
      message: /^Expected volume of vwap to be a list/,
    });
    assert.throws(() => obv(close as never), { message: /^Expected bars of obv to be a history/ });
  });

  it("parameters that do not fit together", () => {
    const { bollinger, macd, stdev, zscore } = indicators;
    assert.throws(() => macd(close, 26, 12), { message: "Expected fast of macd to be less than slow, 12, was 26" });
    assert.throws(() => stdev(close, 2, 2), { message: "Expected ddof of stdev to be less than its period, 2, was 2" });
    assert.throws(() => zscore(close, 1, 1), {
      message: "Expected ddof of zscore to be less than its period, 1, was 1",
    });
    assert.throws(() => bollinger(close, 20, -1), {
      message: /^Expected width of bollinger to be a positive number, was -1$/,
    });
  });

  it("no window that is longer than there are bars: there is no value yet", () => {
    for (const [name, [given, parameters]] of Object.entries(calls)) {
      const call = (indicators as unknown as Record<string, Call>)[name];
      const windows = "slow" in parameters ? [5, 1e9] : [1e9];
      assert.equal(call(...given, ...windows), undefined, name);
    }
  });
});
