import assert from "node:assert/strict";
import fc from "fast-check";
import {
  type Bar,
  correlation,
  defineStrategy,
  type Feed,
  gbm,
  type History,
  ols,
  replay,
  resample,
  type StrategyContext,
  sma,
} from "../../../src/index";
import { lab, leaveNothing } from "../../api/labs";
import { bars, day, minute, start } from "../../support/bars";
import { cases } from "../../support/cases";

const keys = ["time", "open", "high", "low", "close", "volume"] as const;
type Rows = number[][];

function rowsOf(history: History): Rows {
  return Array.from({ length: history.length }, (_, at) => keys.map((key) => history[key][at]));
}

function barRows(all: Iterable<Bar>, symbol: string): Rows {
  return [...all].filter((bar) => bar.symbol === symbol).map((bar) => keys.map((key) => bar[key]));
}

/** Runs a function as `onBars` over a feed. */
async function each(feed: Feed, onBars: (context: StrategyContext) => void, options = {}) {
  return (await lab()).run(feed, defineStrategy({ name: "each", onBars, onStop: onBars }), options);
}

/** Bars of two symbols that are missing now and then, and some at odd times where the market is always open. */
function holed(calendar: "XNYS" | "always" | "FX", seed: number) {
  const whole = [...gbm({ A: { price: 50 }, B: { price: 9 } }, { bars: 2400, interval: "5m", calendar, seed }).bars()];
  const kept = whole.filter((_, at) => (at * 7919 + seed) % 11 < 8);
  const late = kept
    .filter((_, at) => calendar === "always" && at % 97 === 0)
    .map((bar) => ({ ...bar, time: bar.time + 4 * 60 * minute + 1 }));
  const all = [...kept, ...late].sort((a, b) => a.time - b.time || a.symbol.localeCompare(b.symbol));
  const unique = all.filter(
    (bar, at) => at === 0 || bar.time !== all[at - 1].time || bar.symbol !== all[at - 1].symbol,
  );
  return replay(unique, { calendar, interval: "5m" });
}

describe("history at another interval", () => {
  afterEach(leaveNothing);

  it("is at each step what resample makes, as far as it is over: any calendar and interval", async () => {
    for (const [calendar, seed] of [
      ["XNYS", 1],
      ["always", 2],
      ["FX", 3],
    ] as const) {
      const feed = holed(calendar, seed);
      const intervals = ["5m", "15m", "1h", "4h", "1d", "1w"].map((interval) => {
        const longer = [...resample(feed, interval).bars()];
        const [a, b] = ["A", "B"].map((symbol) => barRows(longer, symbol));
        return { interval, a, b, seenA: 0, seenB: 0 };
      });
      let step = 0;
      await each(feed, ({ history, now }) => {
        step++;
        for (const one of intervals) {
          const { interval, a, b } = one;
          while (one.seenA < a.length && a[one.seenA][0] <= now) one.seenA++;
          while (one.seenB < b.length && b[one.seenB][0] <= now) one.seenB++;
          const { seenA, seenB } = one;
          // B is only looked at now and then.
          if (step % 40 === 0) assert.deepEqual(rowsOf(history("B", interval)), b.slice(0, seenB));
          const { length, time, close } = history("A", interval);
          assert.equal(length, seenA);
          if (length === 0) continue;
          assert.equal(time[length - 1], a[seenA - 1][0]);
          assert.equal(close[length - 1], a[seenA - 1][4]);
          if (step % 100 === 0) assert.deepEqual(rowsOf(history("A", interval)), a.slice(0, seenA));
        }
      });
      for (const { interval, seenA, seenB } of intervals) assert.ok(seenA > 0 && seenB > 0, interval);
    }
  });

  it("serves indicators, each with the value of the plain list", async () => {
    const feed = holed("XNYS", 5);
    let compared = 0;
    await each(feed, ({ history }) => {
      const { close } = history("A", "1h");
      const mean = sma(close, 7);
      assert.equal(mean, sma(Array.from(close), 7));
      if (mean !== undefined) compared++;
    });
    assert.ok(compared > 100);
  });

  it("shows weeks on daily bars once the week's last trading day is over", async () => {
    const feed = gbm({ A: { price: 10 } }, { bars: 40, calendar: "XNYS", start: "2024-03-18", seed: 4 });
    const weeks = new Map<string, number>();
    await each(feed, ({ history, now }) => {
      const { length } = history(undefined, "1w");
      if (!weeks.has(`${length}`)) weeks.set(`${length}`, now);
    });
    const days = [...weeks.values()].map((time) => new Date(time).toISOString().slice(0, 10));
    // 2024-03-29 was Good Friday, so the week was over on Thursday.
    assert.deepEqual(days.slice(1, 4), ["2024-03-22", "2024-03-28", "2024-04-05"]);
  });

  it("leaves out the longer bar whose first bars are no longer kept", async () => {
    const feed = gbm({ A: { price: 10 } }, { bars: 3000, interval: "1m", calendar: "always", seed: 4 });
    const hours = barRows(resample(feed, "1h").bars(), "A");
    let step = 0;
    await each(
      feed,
      ({ history, now }) => {
        if (++step !== 1000) return;
        const over = hours.filter(([time]) => time <= now);
        assert.deepEqual(rowsOf(history("A", "1h")), over.slice(-4));
      },
      { historyBars: 300 },
    );
    assert.equal(step, 3001);
  });

  it("refuses intervals that the bars cannot make", async () => {
    const asked = (interval: unknown, feed: Feed = holed("XNYS", 1)) =>
      each(feed, ({ history }) => void history("A", interval as string));
    const message = (text: string) => ({ message: new RegExp(`Expected interval of history to be ${text}`) });
    await assert.rejects(asked("7m"), message('a multiple of 5m, the length of the bars, was "7m"'));
    await assert.rejects(asked("1m"), message('at least as long as the bars, which are 5m in the feed, was "1m"'));
    await assert.rejects(asked("2d"), message('a day at most, or "1w", was "2d"'));
    await assert.rejects(asked("1hour"), message('an interval such as "1d", "1h" or "5m"'));
    await assert.rejects(asked({}), message('an interval such as "1d", "1h" or "5m"'));
    const daily = gbm({ A: { price: 10 } }, { bars: 9 });
    await assert.rejects(
      asked("1h", daily),
      message('at least as long as the bars, which are 1d in the feed, was "1h"'),
    );
    const days = bars(
      "A",
      Array.from({ length: 30 }, () => 2),
    );
    const minutes = bars(
      "B",
      Array.from({ length: 5000 }, () => 3),
      { interval: minute, first: start + minute },
    );
    const both = replay(
      [...days, ...minutes].sort((a, b) => a.time - b.time),
      { calendar: "always" },
    );
    await assert.rejects(asked("1h", both), message('at least as long as the bars, which are 1d in A, was "1h"'));
  });
});

describe("histories", () => {
  afterEach(leaveNothing);

  it("has the times at which all symbols have a bar, whenever it is asked: any gaps", async () => {
    const has = fc.array(fc.tuple(fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()), {
      minLength: 5,
      maxLength: 40,
    });
    await fc.assert(
      fc.asyncProperty(has, async (steps) => {
        const all = steps.flatMap((at, index) =>
          ["A", "B", "C"].flatMap((symbol, place) =>
            at[place] || index === 0
              ? bars(symbol, [index + 1 + place], { first: start + (index + 1) * day - 5 * minute })
              : [],
          ),
        );
        const expected = (now: number) => {
          const times = (symbol: string) => all.filter((bar) => bar.symbol === symbol).map(({ time }) => time);
          return times("A").filter((time) => time <= now && times("C").includes(time));
        };
        let step = 0;
        await each(replay(all, { calendar: "always" }), ({ histories, now }) => {
          if (!steps[step++]?.[3]) return;
          const { A, C } = histories(["A", "C"]);
          assert.deepEqual([...A.time], expected(now));
          assert.deepEqual([...C.time], expected(now));
          assert.deepEqual(
            rowsOf(C),
            barRows(all, "C").filter(([time]) => expected(now).includes(time)),
          );
          assert.equal(histories(["A", "C"]).A, A);
          assert.deepEqual(Object.keys(histories()), ["A", "B", "C"]);
        });
      }),
      { numRuns: cases(12) },
    );
  });

  it("serves indicators of two columns, and has longer bars too", async () => {
    const feed = holed("XNYS", 8);
    let compared = 0;
    await each(feed, ({ histories }) => {
      for (const interval of [undefined, "30m"]) {
        const { A, B } = histories(["A", "B"], interval);
        const [a, b] = [A.close, B.close];
        assert.deepEqual(A.time, B.time);
        assert.equal(correlation(a, b, 20), correlation(Array.from(a), Array.from(b), 20));
        assert.deepEqual(ols(a, b, 20), ols(Array.from(a), Array.from(b), 20));
        if (ols(a, b, 20) !== undefined) compared++;
      }
    });
    assert.ok(compared > 300);
  }).timeout(120_000);

  it("begins anew where bars are no longer kept", async () => {
    const feed = gbm({ A: { price: 10 }, B: { price: 20 } }, { bars: 200, seed: 4 });
    const closes = barRows(feed.bars(), "B").map((row) => row[4]);
    let step = 0;
    await each(
      feed,
      ({ histories }) => {
        step++;
        if (![5, 6, 100, 101].includes(step)) return;
        const { B } = histories(["A", "B"]);
        const from = step < 10 ? 0 : Math.max(0, step - 20);
        assert.deepEqual([...B.close], closes.slice(from, step).slice(-20));
      },
      { historyBars: 20 },
    );
    assert.equal(step, 201);
  });

  it("refuses what is no list, and symbols that there are not", async () => {
    const feed = gbm({ A: { price: 10 }, B: { price: 20 } }, { bars: 3 });
    const asked = (symbols: unknown) => each(feed, ({ histories }) => void histories(symbols as string[]));
    await assert.rejects(asked("A"), { message: /Expected symbols of histories to be a list of symbols, such as/ });
    await assert.rejects(asked([]), { message: /Expected symbols of histories to be a list of symbols, such as/ });
    await assert.rejects(asked(["A", "Bb"]), { message: /Unknown symbol "Bb"\. Did you mean "B"\?/ });
  });
});
