import assert from "node:assert/strict";
import fc from "fast-check";
import type { Desk } from "../../../src/core/engine/desk";
import type { CorporateAction } from "../../../src/core/market/corporate-action";
import type { History } from "../../../src/core/market/history";
import { atr, correlation, ema, macd, rsi, sma } from "../../../src/strategy/indicators";
import { bars, day, type Prices, start } from "../../support/bars";
import { play } from "../../support/play";

const keys = ["time", "open", "high", "low", "close", "volume"] as const;
type Rows = Readonly<Record<(typeof keys)[number], readonly number[]>>;

const rowsOf = (history: History): Rows => {
  return Object.fromEntries(keys.map((key) => [key, Array.from(history[key])])) as unknown as Rows;
};

const dateOfBar = (bar: number) => new Date(start + bar * day).toISOString().slice(0, 10);
const splitAt = (bar: number, value: number, symbol = "A"): CorporateAction => {
  return { ex_date: dateOfBar(bar), symbol, type: "split", value };
};

const price = fc.integer({ min: 100, max: 100_000 }).map((cents) => cents / 100);
const row = fc.tuple(price, price, fc.integer({ min: 0, max: 5000 })).map(([open, close, volume]): Prices => {
  return [open, Math.max(open, close) + 1, Math.min(open, close) / 2, close, volume];
});
const ratio = fc.constantFrom(2, 7, 1.5, 0.1, 20);

/** The bars of A up to one, in the shares of that one, by the plain formula. */
function adjusted(feed: ReturnType<typeof bars>, splits: readonly { at: number; ratio: number }[], last: number): Rows {
  const known = feed.slice(0, last + 1);
  const done = splits.filter(({ at }) => at > 0 && at <= last);
  const price = (value: number, bar: number) =>
    done.reduce((sum, { at, ratio }) => (bar < at ? sum / ratio : sum), value);
  const volume = (value: number, bar: number) =>
    done.reduce((sum, { at, ratio }) => (bar < at ? sum * ratio : sum), value);
  return {
    time: known.map(({ time }) => time),
    open: known.map(({ open }, bar) => price(open, bar)),
    high: known.map(({ high }, bar) => price(high, bar)),
    low: known.map(({ low }, bar) => price(low, bar)),
    close: known.map(({ close }, bar) => price(close, bar)),
    volume: known.map((bar, at) => volume(bar.volume, at)),
  };
}

describe("history across splits", () => {
  it("is at each bar in the shares of that bar, raw as traded, and indicators go along: laws", () => {
    const input = fc.record({
      rows: fc.array(row, { minLength: 2, maxLength: 60 }),
      splits: fc.uniqueArray(fc.record({ at: fc.integer({ min: 0, max: 60 }), ratio }), {
        maxLength: 4,
        selector: ({ at }) => at,
      }),
      looks: fc.func(fc.boolean()),
      others: fc.boolean(),
    });
    fc.assert(
      fc.property(input, ({ rows, splits: all, looks, others }) => {
        const feed = bars("A", rows);
        const splits = all.filter(({ at }) => at < rows.length).sort((a, b) => a.at - b.at);
        const script = (engine: { desk: Desk }) => {
          let step = 0;
          const check = () => {
            const last = step++;
            if (!looks(last)) return;
            const history = engine.desk.history("A");
            const expected = adjusted(feed, splits, last);
            assert.deepEqual(rowsOf(history), expected);
            for (const key of keys)
              assert.deepEqual(
                Array.from(history.raw[key]),
                feed.slice(0, last + 1).map((bar) => bar[key]),
              );
            const close = [...expected.close];
            assert.equal(sma(history.close, 5), sma(close, 5));
            assert.equal(ema(history.close, 5), ema(close, 5));
            assert.equal(rsi(history.close, 5), rsi(close, 5));
            assert.deepEqual(macd(history.close), macd(close));
            assert.equal(atr(history, 4), atr({ ...expected }, 4));
            assert.equal(correlation(history.close, history.volume, 6), correlation(close, [...expected.volume], 6));
          };
          return { name: "looks", onBars: check };
        };
        const beside = others
          ? bars(
              "B",
              rows.map(() => 5),
            )
          : [];
        play([...feed, ...beside], script, { actions: splits.map(({ at, ratio }) => splitAt(at, ratio)) });
      }),
      { numRuns: 300 },
    );
  });

  it("leaves views that were taken as they were", () => {
    let taken: Float64Array | undefined;
    const feed = bars("A", [100, 102, 51, 52]);
    play(
      feed,
      {
        1: (desk) => (taken = desk.history("A").close),
        2: (desk) => assert.deepEqual([...desk.history("A").close], [50, 51, 51]),
      },
      { actions: [splitAt(2, 2)] },
    );
    assert.deepEqual([...(taken as Float64Array)], [100, 102]);
  });

  it("keeps its limit", () => {
    const feed = bars("A", [100, 102, 104, 53, 54]);
    const script = { 4: (desk: Desk) => assert.deepEqual([...desk.history("A").close], [52, 53, 54]) };
    play(feed, script, { actions: [splitAt(3, 2)], historyBars: 3 });
  });

  it("is the same for longer bars, aligned histories and what is as traded of them", () => {
    const closes = [100, 110, 120, 130, 140, 150, 160, 170, 180, 190, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31];
    const feed = [
      ...bars("A", closes),
      ...bars(
        "B",
        closes.map((_, at) => (at % 3 === 0 ? undefined : 7)),
      ),
    ];
    for (const first of [0, 8, 12]) {
      const script = Object.fromEntries(
        closes.map((_, step) => [
          step,
          (desk: Desk) => {
            if (step < first) return;
            const factor = step >= 10 ? 10 : 1;
            const weekly = desk.longerHistory("A", "1w");
            const ends = [6, 13, 20].filter((end) => end <= step);
            const weekClose = (end: number) => (end < 10 ? closes[end] / factor : closes[end]);
            assert.deepEqual([...weekly.close], ends.map(weekClose));
            assert.deepEqual(
              [...weekly.raw.close],
              ends.map((end) => closes[end]),
            );
            if (step >= 13) assert.equal(weekly.high[1], 23);
            const { A } = desk.histories(["A", "B"]);
            const both = closes.map((_close, at) => at).filter((at) => at % 3 !== 0 && at <= step);
            assert.deepEqual(
              [...A.close],
              both.map((at) => (at < 10 ? closes[at] / factor : closes[at])),
            );
            assert.deepEqual(
              [...A.raw.close],
              both.map((at) => closes[at]),
            );
          },
        ]),
      );
      play(feed, script, { actions: [splitAt(10, 10)] });
    }
  });
});
