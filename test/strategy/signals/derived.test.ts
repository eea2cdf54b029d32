import assert from "node:assert/strict";
import fc from "fast-check";
import {
  atr,
  Column,
  column,
  correlation,
  crossover,
  defineSignals,
  defineStrategy,
  ema,
  gbm,
  macd,
  openLab,
  type SignalColumns,
  type SignalStrategy,
  sma,
} from "../../../src/index";
import { cases } from "../../support/cases";

const feed = gbm({ A: { volatility: 0.3 }, B: {} }, { bars: 300, seed: 4 });

/** What a function gives when it is called with the columns of A, as signals are. */
async function inSignals<Result>(call: (columns: SignalColumns<Record<string, never>>) => Result): Promise<Result> {
  let result: Result | undefined;
  const signals: SignalStrategy<Record<string, never>>["signals"] = (columns) => {
    if (columns.symbol === "A" && columns.length === 300) result = call(columns);
    return columns.close.map(() => 0);
  };
  const lab = await openLab(":memory:");
  await lab.run(feed, defineSignals({ name: "x", signals }), { symbols: ["A"] });
  await lab.close();
  return result as Result;
}

describe("indicators of what signals make of their columns", () => {
  it("are the whole series, whatever kind of list it is", async () => {
    const forms: ((close: Column) => ArrayLike<number>)[] = [
      (close) => close.map(Math.log),
      (close) => close.slice().map(Math.log),
      (close) => close.subarray(0).map(Math.log),
      (close) => close.filter(() => true).map(Math.log),
      (close) => Array.from(close, Math.log),
      (close) => [...close].map((price) => Math.log(price)),
      (close) => Float64Array.from(close, Math.log),
      (close) => ({ ...Array.from(close, Math.log), length: close.length }),
    ];
    for (const form of forms) {
      const [list, own] = await inSignals(({ close, sma, macd, atr, correlation, crossover }) => {
        const values = form(close);
        const bars = { high: values, low: values, close: values };
        const cross = crossover(values, [sma, 5], [sma, 20]);
        return [
          [
            sma(values, 5),
            macd(values).signal,
            atr(bars, 5),
            correlation(values, close, 9),
            correlation(close, values, 9),
            cross,
          ],
          (() => {
            const whole = column(values);
            const bars = { high: whole, low: whole, close: whole };
            const cross = crossover(whole, [sma, 5], [sma, 20]);
            return [
              sma(whole, 5),
              macd(whole).signal,
              atr(bars, 5),
              correlation(whole, close, 9),
              correlation(close, whole, 9),
              cross,
            ];
          })(),
        ];
      });
      assert.deepEqual(list, own);
      for (const series of list)
        assert.ok(Column.is(series) && series.length === 300 && series.some((value) => value > 0));
    }
  });

  it("are the same for indicators that are imported, and newest values again outside", async () => {
    const series = await inSignals(({ close }) => sma([...close], 5));
    assert.ok(Column.is(series));
    assert.equal(sma([1, 2, 3], 2), 2.5);
    await assert.rejects(
      inSignals(({ close }) => {
        sma([...close], 5);
        throw new Error("no");
      }),
    );
    assert.equal(sma([1, 2, 3], 2), 2.5);
  });

  it("trade as bar by bar", () =>
    fc.assert(
      fc.asyncProperty(fc.integer({ min: 2, max: 40 }), fc.integer({ min: 1, max: 1000 }), async (period, seed) => {
        const feed = gbm({ A: { volatility: 0.3 } }, { bars: 250, seed });
        const lab = await openLab(":memory:");
        const signals = defineSignals({
          name: "signals",
          signals({ close, ema }) {
            const returns = close.map((price, row) => (row > 0 ? price / close[row - 1] - 1 : Number.NaN));
            const mean = ema(returns, period);
            return close.map((_, row) => (Number.isNaN(mean[row]) ? Number.NaN : mean[row] > 0 ? 1 : 0));
          },
        });
        const byBar = defineStrategy({
          name: "by bar",
          state: () => ({ returns: [] as number[], last: -1 }),
          onBar({ history, state, orderTargetWeight }) {
            const [before = Number.NaN, now = Number.NaN] = [history().close.at(-2), history().close.at(-1)];
            state.returns.push(now / before - 1);
            const mean = ema(state.returns, period);
            if (mean === undefined || Number(mean > 0) === state.last) return;
            state.last = Number(mean > 0);
            orderTargetWeight("A", state.last);
          },
        });
        const [one, other] = [await lab.run(feed, signals), await lab.run(feed, byBar)];
        assert.ok(one.fillRows().length > 0);
        assert.deepEqual(one.fillRows(), other.fillRows());
        await lab.close();
      }),
      { numRuns: cases(5) },
    ));

  it("of another length are refused, and can be made of a column of their own", async () => {
    const message =
      /Expected the number of values of sma in signals to be one a bar, 300 \(of another length, say column\(values\)\), was 50$/;
    const part = (close: Column) => Array.from(close.subarray(0, 50));
    await assert.rejects(
      inSignals(({ close, sma }) => sma(part(close), 5)),
      { code: "INVALID_SIGNALS", message },
    );
    assert.equal((await inSignals(({ close, sma }) => sma(column(part(close)), 5))).length, 50);
    assert.equal((await inSignals(({ close, sma }) => sma(close.subarray(0, 50), 5))).length, 50);
    const high = (close: Column) => ({ high: part(close), low: part(close), close: part(close) });
    await assert.rejects(
      inSignals(({ close, atr }) => atr(high(close), 5)),
      { message: /number of high of atr in signals/ },
    );
  });

  it("of signals of all symbols can be as long as any of them", async () => {
    const strategy = defineSignals({
      name: "x",
      signalsAll({ symbols: { A, B } }) {
        const ratio = A.close.map((price, row) => price / B.close[row]);
        const mean = sma(ratio, 20);
        return { A: ratio.map((value, row) => value > mean[row]) };
      },
    });
    const lab = await openLab(":memory:");
    assert.ok((await lab.run(feed, strategy)).fillRows().length > 5);
  });

  it("mean the same in messages of every indicator", () => {
    const columns = { high: column([1, 2]), low: column([1, 2]), close: column([1, 2]) };
    assert.ok(Column.is(atr(columns, 1)) && Column.is(macd(columns.close).macd));
    assert.ok(
      Column.is(correlation(columns.close, columns.high, 2)) && Column.is(crossover(columns.close, columns.high)),
    );
  });
});

describe("names that functions of signals do not get", () => {
  const refused = async (strategy: object, message: RegExp) => {
    const lab = await openLab(":memory:");
    const run = lab.run(feed, defineSignals({ name: "x", ...strategy } as SignalStrategy<Record<string, never>>));
    await assert.rejects(run, { code: "STRATEGY_FAILED", message });
    await lab.close();
  };
  type Columns = Readonly<Record<string, never>>;

  it("are errors with the near match", async () => {
    await refused(
      { signals: ({ smaa }: Columns) => smaa },
      /^Strategy "x" failed in signals: Unknown member "smaa" of what signals is called with\. Did you mean "sma"\?$/,
    );
    await refused({ signals: ({ closes }: Columns) => closes }, /Unknown member "closes" .* Did you mean "close"\?$/);
    await refused(
      { signals: ({ ohlcv }: Columns) => ohlcv },
      /Unknown member "ohlcv" .* Known: .*params, symbols, .*close/,
    );
    await refused(
      { signalsAll: ({ symbol }: Columns) => symbol },
      /Unknown member "symbol" of what signalsAll is called with\. Did you mean "symbols"\?$/,
    );
    await refused(
      { signalsAll: ({ symbols: { AA } }: Readonly<Record<string, Columns>>) => AA },
      /Unknown symbol "AA" of what signalsAll is called with\. Did you mean "A"\?$/,
    );
    await refused(
      { signalsAll: ({ symbols: { A } }: Readonly<Record<string, Record<string, Columns>>>) => A.closes },
      /Unknown member "closes" of the columns of A\. Did you mean "close"\?$/,
    );
  });

  it("leave what the language asks of any object", async () => {
    await inSignals((columns) => {
      assert.equal("smaa" in columns, false);
      assert.equal(String(columns), "[object Object]");
      assert.ok(Object.keys(columns).includes("close") && { ...columns }.close.length === 300);
      assert.ok(JSON.stringify(columns.params) === "{}" && JSON.stringify({ columns }).includes('"symbol":"A"'));
    });
  });

  it("include lookAhead among the options of a session or a sweep, which is told where it belongs", async () => {
    const strategy = defineSignals({ name: "x", signals: ({ close }) => close.map(() => 0) });
    const lab = await openLab(":memory:");
    const options = { lookAhead: "allow" } as object;
    const place = "It is a part of the strategy: defineSignals({ name, signals, lookAhead })";
    const refused = (where: string) => ({
      code: "UNKNOWN_OPTION",
      message: `Unknown option "lookAhead" of ${where}. ${place}`,
    });
    await assert.rejects(lab.run(feed, strategy, options), refused("a session"));
    await assert.rejects(lab.sweep(feed, strategy, { ...options, list: [{}] }), refused("a sweep"));
  });
});
