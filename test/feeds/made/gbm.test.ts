import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import type { BarColumns } from "../../../src/core/market/bar";
import { columnKeys } from "../../../src/feeds/bars/columns";
import { remakeSource } from "../../../src/feeds/remake";
import { joinedBlocks, seriesOf } from "../../../src/feeds/source/series";
import { type FeedSource, withEnd } from "../../../src/feeds/source/source";
import { type GbmOptions, gbm } from "../../../src/index";
import { cases } from "../../support/cases";
import { bitsOf, meanOf } from "../numbers";

const all = (feed: { source: FeedSource }, symbols?: readonly string[]) => joinedBlocks(feed.source.blocks(symbols));
const closes = (feed: { source: FeedSource }, symbol: string) => seriesOf(withEnd(feed.source, "it"), symbol);

/** Logarithmic returns from close to close, the first from the price before all bars. */
function returnsOf({ close }: BarColumns, price = 100): Float64Array {
  return close.map((value, at) => Math.log(value / (at === 0 ? price : close[at - 1])));
}

/** Asserts that a mean is within three standard errors of the truth. */
function near(values: Float64Array, truth: number, name = ""): void {
  const { mean, error } = meanOf(values);
  assert(Math.abs(mean - truth) <= 3 * error, `${name}: ${mean}, not ${truth}, with an error of ${error}`);
}

const year = { bars: 20_000, seed: "law" } as const;

describe("gbm", () => {
  it("makes the same bars from the same seed, to the last bit, on every machine", () => {
    const feed = gbm(
      { AAPL: { price: 100, drift: 0.08, volatility: 0.25 }, KO: { price: 50, volatility: 0.15 } },
      {
        ...{ seed: 7, interval: "1h", calendar: "XNYS", bars: 300, correlation: 0.4, overnight: 0.3 },
        jumps: { perYear: 50, mean: -0.01, volatility: 0.02 },
      },
    );
    const { time, open, high, low, close, volume } = all(feed);
    const row = (at: number) => [open, high, low, close, volume].map((column) => bitsOf(column[at]));
    assert.deepEqual(
      [time[599], row(0), row(1), row(599)],
      [
        1583353800000,
        ["4059000000000000", "405913efeafb32a8", "4058ecec0e267350", "4059032444092253", "4105eae800000000"],
        ["4049000000000000", "404910bb6f6fe78d", "4048f904232ffeee", "40490c35fbd34d3e", "41032f1800000000"],
        ["40474cfa31c74bac", "4047565485df1f7a", "40473a585bf68d46", "40474965a02bf836", "40ff910000000000"],
      ],
    );
  });

  it("has the drift and the volatility that were asked for", () => {
    const days = 261;
    const feed = gbm({ A: { drift: 0.1, volatility: 0.3 } }, year);
    const returns = returnsOf(closes(feed, "A"));
    near(returns, (0.1 - 0.3 ** 2 / 2) / days, "drift");
    near(
      returns.map((value) => (value - (0.1 - 0.045) / days) ** 2),
      0.3 ** 2 / days,
      "variance",
    );
    near(returns.map(Math.exp), Math.exp(0.1 / days), "growth");
  });

  it("has the correlations that were asked for, all at once", () => {
    const correlation = [
      [1, 0.9, -0.3],
      [0.9, 1, 0],
      [-0.3, 0, 1],
    ];
    const feed = gbm({ A: {}, B: { volatility: 0.1 }, C: { volatility: 0.4 } }, { ...year, correlation });
    const each = ["A", "B", "C"].map((symbol, at) => {
      const returns = returnsOf(closes(feed, symbol));
      const deviation = [0.2, 0.1, 0.4][at] / Math.sqrt(261);
      return returns.map((value) => value / deviation);
    });
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < i; j++)
        near(
          each[i].map((value, at) => value * each[j][at]),
          correlation[i][j],
          `${i} ${j}`,
        );
    assert.deepEqual(feed.truth?.correlation, correlation);
  });

  it("has bars whose range says what their closes say: Parkinson's and Garman and Klass' estimators", () => {
    for (const options of [{}, { interval: "1h", calendar: "XNYS" }, { calendar: "always", interval: "4h" }] as const) {
      const feed = gbm({ A: { volatility: 0.3, drift: 0.045 } }, { ...year, ...options });
      const { open, high, low, close } = all(feed);
      const from = (column: Float64Array) => column.map((value, at) => Math.log(value / open[at]));
      const [h, l, c] = [high, low, close].map(from);
      const byCloses = c.map((value) => value ** 2);
      const parkinson = h.map((value, at) => (value - l[at]) ** 2 / (4 * Math.LN2));
      const klass = h.map((value, at) => {
        return 0.5 * (value - l[at]) ** 2 - (2 * Math.LN2 - 1) * c[at] ** 2;
      });
      // The three are made of the same path, so their differences are less noisy than each.
      near(
        parkinson.map((value, at) => value - byCloses[at]),
        0,
        "Parkinson",
      );
      near(
        klass.map((value, at) => value - byCloses[at]),
        0,
        "Garman and Klass",
      );
    }
  });

  it("is one path whether all of it is asked for, or a symbol, and whoever stands behind", () => {
    const correlation = { "A/B": 0.5, "B/C": -0.2 } as const;
    const options: GbmOptions = { bars: 3000, jumps: { perYear: 20, volatility: 0.05 }, overnight: 0.2 };
    const three = gbm({ A: {}, B: {}, C: {} }, { ...options, correlation });
    const two = gbm({ A: {}, B: {} }, { ...options, correlation: { "A/B": 0.5 } });
    for (const symbol of ["A", "B"]) {
      const [of3, of2, alone] = [closes(three, symbol), closes(two, symbol), all(three, [symbol])];
      for (const key of columnKeys) {
        if (key === "symbol") continue;
        assert.deepEqual([of3[key], alone[key]], [of2[key], of2[key]], `${symbol} ${key}`);
      }
    }
    assert.deepEqual(
      all(three, ["C", "A"]).close.slice(0, 2),
      Float64Array.of(all(three).close[2], all(three).close[0]),
    );
  });

  it("goes on as it began, however much is asked for", () => {
    const options = { seed: 3, jumps: { perYear: 30, mean: 0.01, volatility: 0.02 } };
    const [long, short] = [gbm({ A: {} }, { ...options, bars: 5000 }), gbm({ A: {} }, { ...options, bars: 100 })];
    assert.deepEqual(all(long).close.subarray(0, 100), all(short).close);
    const endless = gbm({ A: {} }, { ...options, bars: Infinity }).source.blocks();
    assert.deepEqual(endless.next().value.close.subarray(0, 100), all(short).close);
  });

  it("has sound bars whatever is asked for", () => {
    const number = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
    const anyOptions = fc.record({
      bars: fc.integer({ min: 1, max: 60 }),
      seed: fc.integer(),
      interval: fc.constantFrom("1d", "1h", "7m", "1s"),
      calendar: fc.constantFrom("XNYS", "weekdays", "always", "FX", "sunday-thursday"),
      correlation: number(-0.99, 1),
      overnight: number(0, 1),
      jumps: fc.record({ perYear: number(0, 5000), mean: number(-0.2, 0.2), volatility: number(0, 0.2) }),
    });
    fc.assert(
      fc.property(anyOptions, number(0, 2), number(-1, 1), (options, volatility, drift) => {
        const made = gbm({ A: { volatility, drift }, B: { price: 3 } }, options as GbmOptions);
        const { time, open, high, low, close, volume, length } = all(made);
        assert.equal(length, 2 * options.bars);
        assert.deepEqual([time[0], time[length - 1]], [withEnd(made.source, "").first, withEnd(made.source, "").last]);
        const { calendar } = made.source;
        for (let row = 0; row < length; row++) {
          assert(low[row] > 0 && low[row] <= Math.min(open[row], close[row]));
          assert(high[row] < Infinity && high[row] >= Math.max(open[row], close[row]));
          assert(Number.isInteger(volume[row]) && volume[row] >= 0);
          assert(calendar.isTradingDay(calendar.dayOf(time[row])));
          assert(time[row] <= calendar.endOf(calendar.dayOf(time[row])));
          if (row >= 2) assert(row % 2 === 0 ? time[row] > time[row - 1] : time[row] === time[row - 1]);
          if (row >= 2 && options.overnight === 0) assert.equal(open[row], close[row - 2]);
        }
      }),
      { numRuns: cases(50) },
    );
  });

  it("begins with the prices that were given", () => {
    const { open } = all(gbm({ A: { price: 12.5 }, B: {} }, { bars: 2, overnight: 0.5 }));
    assert.deepEqual([open[0], open[1]], [12.5, 100]);
  });

  it("has a tenth of a day's variance overnight where that is asked for, and its volatility nonetheless", () => {
    const feed = gbm({ A: { volatility: 0.3 } }, { ...year, overnight: 0.1 });
    const { open, close } = all(feed);
    const nights = open.subarray(1).map((value, at) => Math.log(value / close[at]) ** 2);
    near(nights, (0.1 * 0.09) / 261, "nights");
    near(
      returnsOf(all(feed))
        .subarray(1)
        .map((value) => value ** 2),
      0.09 / 261 + (0.045 / 261) ** 2,
      "days",
    );
    const hours = all(gbm({ A: {} }, { bars: 50, interval: "1h", calendar: "XNYS", overnight: 0.5 }));
    const gaps = Array.from(hours.open.subarray(1), (value, at) => value !== hours.close[at]);
    // Seven bars a day, the last one of half an hour.
    assert.deepEqual(
      gaps.flatMap((isGap, at) => (isGap ? [at + 1] : [])),
      [7, 14, 21, 28, 35, 42, 49],
    );
  });

  it("jumps as often and as far as asked for, and grows by its drift nonetheless", () => {
    const jumps = { perYear: 100, mean: -0.02, volatility: 0.03 };
    const feed = gbm({ A: { volatility: 0.1, drift: 0.05 } }, { ...year, bars: 40_000, jumps });
    const returns = returnsOf(closes(feed, "A"));
    near(returns.map(Math.exp), Math.exp(0.05 / 261), "growth");
    const variance = (0.1 ** 2 + 100 * (0.02 ** 2 + 0.03 ** 2)) / 261;
    const { mean } = meanOf(returns);
    near(
      returns.map((value) => (value - mean) ** 2),
      variance,
      "variance",
    );
    assert(Math.abs((feed.truth?.symbols.A.volatility ?? 0) - Math.sqrt(variance * 261)) < 1e-12);
    const simple = returns.map((value) => Math.exp(value) - 1);
    const found = meanOf(simple);
    const sharpe = (found.mean / found.deviation) * Math.sqrt(261);
    assert(Math.abs(sharpe - (feed.truth?.symbols.A.sharpe ?? 0)) < 3 * Math.sqrt(261 / simple.length));
  });

  it("lets jumps be seen in the extremes of their bar, and moves nothing else", () => {
    const jumps = { perYear: 20, mean: 0.2 };
    const [plain, jumping] = [gbm({ A: {} }, { bars: 3000 }), gbm({ A: {} }, { bars: 3000, jumps })].map((feed) =>
      all(feed),
    );
    const [smooth, rough] = [plain, jumping].map((bars) => returnsOf(bars));
    const taken = (20 * (Math.exp(0.2) - 1)) / 261;
    const moved = rough.map((value, at) => Math.round((value - smooth[at] + taken) / 0.2));
    const off = rough.map((value, at) => value - smooth[at] + taken - moved[at] * 0.2);
    assert(off.every((value) => Math.abs(value) < 1e-12));
    const count = moved.reduce((sum, jump) => sum + jump, 0);
    assert(Math.abs(count - (20 * 3000) / 261) < 4 * Math.sqrt((20 * 3000) / 261), `${count} jumps`);
    for (const [at, jump] of moved.entries())
      if (jump > 0) assert(jumping.high[at] / jumping.low[at] >= Math.exp(0.2 * 0.999));
  });

  it("splits and pays at given dates, and grows by its drift for who keeps both", () => {
    const actions = [
      { ex_date: "2020-03-02", symbol: "A", type: "split", value: 4 },
      { ex_date: "2020-06-01", symbol: "A", type: "dividend", value: 0.5 },
      { ex_date: "2020-06-01", symbol: "B", type: "split", value: 0.1 },
    ] as const;
    const options = { bars: 400, calendar: "XNYS", overnight: 0.2, correlation: 0.5 } as const;
    const [plain, made] = [gbm({ A: {}, B: {} }, options), gbm({ A: {}, B: {} }, { ...options, actions })];
    const [without, acted] = [plain, made].map((feed) => closes(feed, "A"));
    const dates = Array.from(acted.time, (time) => new Date(time).toISOString().slice(0, 10));
    const [split, paid] = [dates.indexOf("2020-03-02"), dates.indexOf("2020-06-01")];
    const same = (at: number) => Math.abs(acted.close[at] / without.close[at] - 1);
    assert(same(split - 1) === 0 && Math.abs(4 * acted.close[split] - without.close[split]) < 1e-9);
    const left = 1 - 0.5 / acted.close[paid - 1];
    assert(Math.abs((4 * acted.close[399]) / left / without.close[399] - 1) < 1e-12);
    assert(meanOf(acted.volume.subarray(split)).mean > 3 * meanOf(without.volume).mean);
    assert.deepEqual(made.source.actions, actions);
    assert.match(inspect(made), /Actions +2 splits \(A 1, B 1\), 1 dividend \(A 1\)/);
    assert.deepEqual(made.truth, plain.truth);
    for (const feed of [made, made.slice("2020-05-01"), made.slice("2020-05-01", "2020-05-29")]) {
      const again = remakeSource(JSON.parse(JSON.stringify(feed.manifest)));
      assert.deepEqual([again.manifest, again.actions], [feed.manifest, feed.source.actions]);
      assert.deepEqual(joinedBlocks(again.blocks()), joinedBlocks(feed.source.blocks()));
    }
    const refuse = (action: object, code: string, message: RegExp) =>
      assert.throws(() => all(gbm({ A: {} }, { ...options, correlation: 0, actions: [action as never] })), {
        code,
        message,
      });
    refuse(
      { ...actions[0], ex_date: "2020-01-02" },
      "INVALID_OPTION",
      /^Expected ex_date of the split of A to be after the first day, 2020-01-02/,
    );
    refuse(
      { ...actions[1], value: 500 },
      "INVALID_DATA",
      /^Expected the dividend of A on 2020-06-01 to be less than the price/,
    );
    refuse({ ...actions[0], symbol: "Z" }, "UNKNOWN_SYMBOL", /Unknown symbol "Z" in feed "gbm"/);
    refuse({ ...actions[0], ex_date: "2020-03-01" }, "INVALID_DATA", /a trading day of the calendar XNYS/);
  });

  it("has the same closes without extremes, and bars of open and close alone", () => {
    const options = { bars: 500, jumps: { perYear: 50, mean: 0.01 }, overnight: 0.1 };
    const [whole, bare] = [gbm({ A: {} }, options), gbm({ A: {} }, { ...options, extremes: false })].map((feed) =>
      all(feed),
    );
    assert.deepEqual([bare.open, bare.volume], [whole.open, whole.volume]);
    const far = bare.close.map((value, at) => Math.abs(value / whole.close[at] - 1));
    assert(Math.max(...far) < 1e-12);
    const still = bare.high.filter((high, at) => high === Math.max(bare.open[at], bare.close[at]));
    assert(still.length > 400 && still.length < 500);
    assert.throws(() => gbm({ A: {} }, { extremes: 1 as never }), {
      message: /^Expected extremes to be true or false, was 1$/,
    });
  });

  it("tells its truth, which its card shows", () => {
    const feed = gbm({ A: { drift: 0.08, volatility: 0.25 }, B: { volatility: 0 } }, { calendar: "XNYS", seed: "s" });
    const growth = Math.exp(0.08 / 252);
    const sharpe = ((growth - 1) / (growth * Math.sqrt(Math.exp(0.0625 / 252) - 1))) * Math.sqrt(252);
    assert.deepEqual(feed.truth?.symbols.B, { drift: 0, volatility: 0, sharpe: Number.NaN });
    assert(Math.abs((feed.truth?.symbols.A.sharpe ?? 0) - sharpe) < 1e-9);
    assert.match(inspect(feed), /Seed +s\n +A +drift 8\.00 % and volatility 25\.0 % a year, Sharpe ratio 0\.32/);
    assert.equal(feed.slice("2020-01-02", "2020-01-31").truth, feed.truth);
  });

  it("takes a correlation that is singular, and prices that do not move", () => {
    const same = gbm({ A: {}, B: {} }, { correlation: 1, bars: 100 });
    assert.deepEqual(closes(same, "A").close, closes(same, "B").close);
    const three = gbm({ A: {}, B: {}, C: {} }, { correlation: -0.5, bars: 500 });
    const sum = ["A", "B", "C"].map((symbol) => returnsOf(closes(three, symbol)));
    // Three that are each correlated by -1/2 add up to nothing.
    sum[0].forEach((value, at) => {
      assert(Math.abs(value + sum[1][at] + sum[2][at] + (3 * 0.02) / 261) < 1e-9);
    });
    const flat = all(gbm({ A: { volatility: 0 } }, { bars: 5, jumps: { perYear: 0 } }));
    assert.deepEqual([...flat.high, ...flat.low], Array(10).fill(100));
  });
});
