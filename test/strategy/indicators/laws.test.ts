import assert from "node:assert/strict";
import fc from "fast-check";
import * as indicators from "../../../src/strategy/indicators";
import { Column, column } from "../../../src/strategy/indicators";
import { type Bars, eachBar, walk } from "../../support/histories";

const {
  adx,
  atr,
  bollinger,
  change,
  correlation,
  crossover,
  crossunder,
  donchian,
  ema,
  highest,
  lowest,
  macd,
  obv,
  ols,
  pctChange,
} = indicators;
const { rsi, shift, sma, stdev, stochastic, volatility, vwap, wma, zscore } = indicators;

type Lists = Readonly<Record<keyof Bars, ArrayLike<number>>>;

/** Every indicator: of lists or histories the newest value, of columns the whole series. */
const calls: Readonly<Record<string, (bars: Lists) => unknown>> = {
  adx: (bars) => adx(bars, 5),
  atr: (bars) => atr(bars, 7),
  bollinger: ({ close }) => bollinger(close, 6, 1.5),
  change: ({ close }) => change(close, 2),
  correlation: ({ close, high }) => correlation(close, high, 9),
  donchian: (bars) => donchian(bars, 8, 1),
  ema: ({ close }) => ema(close, 9),
  highest: ({ close }) => highest(close, 8),
  lowest: ({ close }) => lowest(close, 8, 2),
  macd: ({ close }) => macd(close, 4, 9, 3),
  obv: (bars) => obv(bars),
  ols: ({ close, high }) => ols(close, high, 9),
  pctChange: ({ close }) => pctChange(close),
  rsi: ({ close }) => rsi(close, 6),
  shift: ({ close }) => shift(close, 3),
  sma: ({ close }) => sma(close, 10),
  stdev: ({ close }) => stdev(close, 7, 1),
  stochastic: (bars) => stochastic(bars, 6, 2, 3),
  volatility: ({ close }) => volatility(close, 7),
  vwap: (bars) => vwap(bars, 5),
  wma: ({ close }) => wma(close, 6),
  zscore: ({ close }) => zscore(close, 7),
};

// What each of these says is decided by so many bars: nothing that came before leaves a trace.
const windows: Readonly<Record<string, number>> = {
  bollinger: 6,
  change: 3,
  correlation: 9,
  donchian: 9,
  highest: 8,
  lowest: 10,
  ols: 9,
  pctChange: 2,
  shift: 4,
  sma: 10,
  stdev: 7,
  stochastic: 9,
  volatility: 8,
  vwap: 5,
  wma: 6,
  zscore: 7,
};

/** The row of a series as the newest value is given: an object of several, `undefined` if one is missing. */
function rowOf(series: unknown, at: number): unknown {
  if (series instanceof Float64Array) return Number.isNaN(series[at]) ? undefined : series[at];
  const entries = Object.entries(series as Record<string, Column>).map(([name, values]) => [name, values[at]] as const);
  return entries.some(([, value]) => Number.isNaN(value)) ? undefined : Object.fromEntries(entries);
}

function part({ high, low, close, volume }: Bars, from: number, to: number): Lists {
  return {
    high: Float64Array.from(high.subarray(from, to)),
    low: Float64Array.from(low.subarray(from, to)),
    close: Float64Array.from(close.subarray(from, to)),
    volume: Float64Array.from(volume.subarray(from, to)),
  };
}

// Of a column and of one that follows it, which cross every few bars.
const crossed =
  (crossing: typeof indicators.crossover) =>
  ({ close, high }: Lists) =>
    crossing(close as Column, shift(high as Column, 2));

const seed = fc.integer({ min: 1, max: 2_000_000_000 });

describe("indicators", () => {
  it("are all here", () => {
    const others = ["Column", "column", "crossover", "crossunder"];
    assert.deepEqual(
      Object.keys(calls),
      Object.keys(indicators)
        .filter((name) => !others.includes(name))
        .sort(),
    );
  });

  for (const [name, call] of Object.entries(calls)) {
    it(`${name} at each bar of a history, of a list, and of a whole column are one value, to the last bit`, () => {
      fc.assert(
        fc.property(seed, (start) => {
          const bars = walk(90, start);
          const series = call(bars);
          eachBar(bars, (history, at) => {
            const newest = call(history);
            assert.deepEqual(newest, rowOf(series, at));
            if (at % 9 === 0) assert.deepEqual(call(part(bars, 0, at + 1)), newest);
          });
          assert.notEqual(rowOf(series, 89), undefined);
        }),
        { numRuns: 15 },
      );
    });
  }

  for (const [name, window] of Object.entries(windows)) {
    it(`${name} is that of its window alone, to the last bit, after huge numbers have left it`, () => {
      const huge = fc.double({ noNaN: true, min: -1e99, max: 1e99 });
      fc.assert(
        fc.property(seed, fc.array(fc.oneof(huge, fc.constant(Number.NaN)), { maxLength: 30 }), (start, before) => {
          const bars = walk(40, start);
          const behind = (values: Column) => column([...before, ...values]);
          const { high, low, close, volume } = bars;
          const longer = { high: behind(high), low: behind(low), close: behind(close), volume: behind(volume) };
          const series = calls[name](longer);
          for (let end = window; end <= 40; end++)
            assert.deepEqual(rowOf(series, before.length + end - 1), calls[name](part(bars, end - window, end)));
          assert.equal(calls[name](part(bars, 1, window)), undefined);
        }),
        { numRuns: 30 },
      );
    });
  }

  it("given a missing value in the middle, are missing with it, and not for ever", () => {
    const bars = walk(120);
    const holed = { ...bars, close: column(bars.close), high: column(bars.high) };
    holed.close[50] = Number.NaN;
    holed.high[50] = Infinity;
    for (const [name, call] of Object.entries(calls)) {
      const series = call(holed);
      if (name !== "shift" && name !== "lowest" && name !== "donchian")
        assert.equal(rowOf(series, 50), undefined, name);
      assert.notEqual(rowOf(series, 119), undefined, name);
    }
  });

  const everywhere = { ...calls, crossover: crossed(crossover), crossunder: crossed(crossunder) };
  for (const [name, call] of Object.entries(everywhere)) {
    it(`${name} takes what is not finite for missing, in every column`, () => {
      const hole = fc.record({
        key: fc.constantFrom<keyof Bars>("high", "low", "close", "volume"),
        row: fc.integer({ min: 0, max: 89 }),
        value: fc.constantFrom(Infinity, -Infinity),
      });
      fc.assert(
        fc.property(seed, fc.array(hole, { minLength: 1, maxLength: 6 }), (start, holes) => {
          const [infinite, missing] = [walk(90, start), walk(90, start)];
          for (const { key, row, value } of holes) [infinite[key][row], missing[key][row]] = [value, Number.NaN];
          assert.deepEqual(call(infinite), call(missing));
        }),
        { numRuns: 30 },
      );
    });
  }

  it("given a column that starts with missing values, start with the first that is there", () => {
    const { close } = walk(60);
    const late = column([Number.NaN, Number.NaN, ...close]);
    for (const call of [ema, rsi, wma, stdev, highest])
      assert.deepEqual([...call(late, 5)].slice(2), [...call(close, 5)]);
    assert.deepEqual([...macd(late, 3, 7, 4).signal].slice(2), [...macd(close, 3, 7, 4).signal]);
    assert.deepEqual([...sma(sma(close, 5), 3)].slice(0, 6), Array(6).fill(Number.NaN));
  });

  it("of a column answer yes and no as 1 and 0, and what is made of them is a column", () => {
    const { close } = walk(50);
    const rising = pctChange(close).map((change, row) => change > 0 && row > 10);
    const subarray = rising.subarray(3);
    for (const made of [rising, rising.slice(3), subarray, rising.filter((one) => one > 0)])
      assert.ok(Column.is(made) && Column.is(sma(made, 2)) && sma(made, 2).length === made.length);
    assert.ok(subarray.buffer === rising.buffer);
    assert.deepEqual(
      [...rising],
      [...close].map((value, at) => (at > 10 && value > close[at - 1] ? 1 : 0)),
    );
  });
});
