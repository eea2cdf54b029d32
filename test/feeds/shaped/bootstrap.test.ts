import assert from "node:assert/strict";
import { inspect } from "node:util";
import { remakeSource } from "../../../src/feeds/remake";
import { seriesOf } from "../../../src/feeds/source/series";
import { bootstrap, type Feed, gbm, merge, perturb, replay, sample } from "../../../src/index";
import { recorded } from "../files";
import { meanOf } from "../numbers";

const columnsOf = (feed: Feed) => recorded(feed.source).columns;
const date = (time: number) => new Date(time - 1).toISOString().slice(0, 10);

/** Prices of a symbol's bars over the close before, as text without the last digits. */
function shapes(feed: Feed, symbol: string): string[] {
  if (!feed.source.bounded) return assert.fail();
  const { open, high, low, close, length } = seriesOf(feed.source, symbol);
  return Array.from({ length: length - 1 }, (_, at) =>
    [open, high, low, close].map((column) => (column[at + 1] / close[at]).toPrecision(10)).join(" "),
  );
}

describe("bootstrap", () => {
  const stocks = sample("us-stocks", { symbols: ["AAPL", "MSFT", "IBM"], adjust: "all" });

  it("draws bars of the feed, of all symbols together, in blocks", () => {
    const feed = bootstrap(stocks, { block: 10, seed: 3 });
    const places = new Map(shapes(stocks, "IBM").map((shape, at) => [shape, at]));
    const drawn = shapes(feed, "IBM").map((shape) => places.get(shape) ?? assert.fail(shape));
    const others = ["AAPL", "MSFT"].map((symbol) => [shapes(feed, symbol), shapes(stocks, symbol)]);
    for (const [at, place] of drawn.entries()) for (const [there, here] of others) assert.equal(there[at], here[place]);
    const blocks = 1 + drawn.slice(1).filter((place, at) => place !== (drawn[at] + 1) % places.size).length;
    // A geometric number of bars each, of mean 10.
    const mean = drawn.length / blocks;
    assert(Math.abs(mean - 10) < 4 * Math.sqrt((90 * 10) / drawn.length) * 3, `${mean}`);
    assert.deepEqual(columnsOf(feed).time, columnsOf(stocks).time);
    assert.deepEqual(columnsOf(feed).open.slice(0, 3), columnsOf(stocks).open.slice(0, 3));
  });

  it("is the same for the same seed, and another for another", () => {
    const [one, same, other] = [1, 1, 2].map((seed) => columnsOf(bootstrap(stocks, { seed })).close);
    assert.deepEqual(one, same);
    assert.notDeepEqual(one, other);
  });

  it("has the mean and the deviation of the returns that it draws from", () => {
    const returns = (feed: Feed) => Float64Array.from(shapes(feed, "IBM"), (shape) => Number(shape.split(" ")[3]) - 1);
    const truth = meanOf(returns(stocks));
    const means = Array.from({ length: 12 }, (_, seed) => meanOf(returns(bootstrap(stocks, { seed, block: 5 }))));
    const found = meanOf(Float64Array.from(means, ({ mean }) => mean));
    assert(Math.abs(found.mean - truth.mean) < 3 * found.error);
    const deviations = meanOf(Float64Array.from(means, ({ deviation }) => deviation));
    assert(Math.abs(deviations.mean / truth.deviation - 1) < 0.05);
  });

  it("has no jumps of splits, which are gone", () => {
    const traded = sample("us-stocks", { symbols: ["AAPL"] });
    const feed = bootstrap(traded, { seed: 5 });
    assert.equal(feed.source.actions, undefined);
    const own = new Set(shapes(sample("us-stocks", { symbols: ["AAPL"], adjust: "splits" }), "AAPL"));
    const drawn = shapes(feed, "AAPL");
    assert(drawn.every((shape) => own.has(shape)));
    assert(new Set(drawn).size > 1000);
  });

  it("draws whole days of shorter bars, and puts their bars at the same time of day", () => {
    const hours = gbm({ A: {} }, { interval: "30m", calendar: "XNYS", bars: 13 * 200, start: "2020-10-01" });
    const feed = bootstrap(hours, { block: 3 });
    const [drawn, own] = [columnsOf(feed), columnsOf(hours.slice())];
    const { calendar } = feed.source;
    for (let at = 0; at < drawn.length; at++) {
      const day = calendar.dayOf(drawn.time[at]);
      assert((drawn.time[at] - (calendar.openOf?.(day) ?? 0)) % 1_800_000 === 0);
      assert(drawn.time[at] <= calendar.endOf(day) && (at === 0 || drawn.time[at] > drawn.time[at - 1]));
    }
    assert.deepEqual(new Set(Array.from(drawn.time, date)), new Set(Array.from(own.time, date)));
    assert.equal(feed.interval, hours.interval);
  });

  it("lets no symbol vanish: it draws from the days on which all have begun and none has ended", () => {
    const some = sample("us-stocks", { symbols: ["IBM", "GOOG"], adjust: "splits" });
    const feed = bootstrap(some, { seed: 2 });
    const [ibm, goog] = ["IBM", "GOOG"].map((symbol) => shapes(feed, symbol).length);
    assert.equal(goog, ibm - 1);
    for (const price of columnsOf(feed).low) assert(price > 0);
    const own = columnsOf(some);
    const firstOfBoth = [...own.time.keys()].find((row) => own.symbol[row] === 1) as number;
    const drawn = new Set(shapes(feed, "IBM").slice(1));
    const whole = shapes(some, "IBM");
    const before = Array.from(own.time.subarray(0, firstOfBoth)).filter((_, row) => own.symbol[row] === 0).length;
    // Two days of one shape are rare.
    assert(whole.slice(1, before - 1).filter((shape) => drawn.has(shape)).length < 5);
  });

  it("is made again from its manifest, also of feeds of feeds, and says what it is", () => {
    for (const feed of [
      bootstrap(stocks),
      bootstrap(merge(sample("us-daily", { symbols: ["SPX"] }), stocks), { block: 4, seed: "x" }),
      bootstrap(gbm({ A: {} })),
      bootstrap(stocks).slice("2005-01-03", "2006-01-03"),
      perturb(bootstrap(stocks), { from: "2010-01-04" }),
      perturb(stocks, { from: Date.UTC(2010, 0, 4), seed: 3 }),
    ]) {
      const again = recorded(remakeSource(JSON.parse(JSON.stringify(feed.manifest))));
      assert.deepEqual(again.manifest, feed.manifest);
    }
    assert.match(
      inspect(bootstrap(stocks, { block: 7, seed: 9 })),
      /bootstrapped.*\n[\s\S]*Seed +9\n +Blocks +7 bars on average/,
    );
  });

  it("needs something to draw from", () => {
    const bar = (day: number) => ({ symbol: "A", time: `2020-01-0${day}`, open: 1, high: 2, low: 1, close: 2 });
    const refuse = (make: () => unknown, message: RegExp) => assert.throws(make, { code: "INVALID_OPTION", message });
    refuse(() => bootstrap(replay([bar(2), bar(3)])), /to have at least 3 bars to draw from, but it has 2 bars$/);
    refuse(
      () => bootstrap(gbm({ A: {} }, { interval: "1h", bars: 20 })),
      /at least 3 days to draw from, but it has 1 day$/,
    );
    const apart = [2, 3, 6, 7, 8, 9].map((day) => ({ ...bar(day), symbol: day < 7 ? "A" : "B" }));
    refuse(() => bootstrap(replay(apart)), /on which all its symbols have begun and none has ended/);
    refuse(() => bootstrap(gbm({ A: {} }, { bars: Infinity })), /to have an end for a bootstrap/);
    refuse(() => bootstrap(stocks, { block: 0 }), /^Expected block to be a number of at least 1, was 0$/);
    refuse(() => bootstrap(stocks, { block: Number.NaN }), /^Expected block/);
    refuse(() => bootstrap(stocks, { seed: null as never }), /^Expected seed/);
    refuse(() => bootstrap([] as never), /^Expected feed to be a feed/);
    assert.throws(() => bootstrap(stocks, { blocks: 3 } as never), { code: "UNKNOWN_OPTION" });
  });
});

describe("perturb", () => {
  const stocks = sample("us-stocks");

  it("keeps every bar before a day, or up to an instant, to the last bit, and changes all that come after", () => {
    const own = columnsOf(stocks);
    for (const from of [
      "2008-06-02",
      Date.UTC(2008, 5, 2),
      new Date(Date.UTC(2008, 5, 2, 23)),
      "2008-06-02T12:00:00Z",
    ]) {
      const drawn = columnsOf(perturb(stocks, { from, seed: 1 }));
      const kept = own.time.findIndex((time) => time > Date.parse("2008-06-02T00:00Z"));
      const isKept = from instanceof Date ? kept + 4 : kept;
      for (const key of ["time", "symbol", "open", "high", "low", "close", "volume"] as const)
        assert.deepEqual(drawn[key].subarray(0, isKept), own[key].subarray(0, isKept));
      assert.notDeepEqual(drawn.close.subarray(isKept, isKept + 4), own.close.subarray(isKept, isKept + 4));
    }
  });

  it("loses no symbol that was listed in between, and revives none that has ended", () => {
    const of = (feed: ReturnType<typeof perturb>) => {
      const { symbol, time } = columnsOf(feed);
      return feed.symbols.map((_, place) => [...time.keys()].filter((row) => symbol[row] === place).length);
    };
    assert.deepEqual(of(perturb(stocks, { from: "2010-01-04" })), of(stocks));
    const ended = merge(stocks.slice("2000-03-01", "2005-03-01"), sample("us-daily", { symbols: ["SPX"] }));
    const changed = perturb(ended, { from: "2010-01-04" });
    assert.deepEqual(of(changed), of(ended));
    assert.equal(changed.symbols.length, 5);
  });

  it("goes on from the last prices, without what was to be split", () => {
    const feed = perturb(sample("us-stocks", { symbols: ["AAPL"] }), { from: "2003-01-02" });
    assert.deepEqual(
      feed.source.actions?.map(({ ex_date }) => ex_date),
      ["2000-06-21"],
    );
    const own = new Set(shapes(sample("us-stocks", { symbols: ["AAPL"], adjust: "splits" }), "AAPL"));
    const { time } = columnsOf(feed);
    const after = shapes(feed, "AAPL").filter((_, at) => date(time[at + 1]) > "2003");
    assert(after.length > 2500 && after.every((shape) => own.has(shape)));
  });

  it("begins within a day where its bars are shorter", () => {
    const minutes = gbm({ A: {} }, { interval: "5m", calendar: "XNYS", bars: 78 * 30 });
    const from = "2020-01-15T18:00:00Z";
    const [drawn, own] = [columnsOf(perturb(minutes, { from })), columnsOf(minutes.slice())];
    const kept = own.time.filter((time) => time <= Date.parse(from)).length;
    assert.deepEqual(drawn.close.subarray(0, kept), own.close.subarray(0, kept));
    assert.deepEqual(drawn.time, own.time);
    assert.notEqual(drawn.close[kept], own.close[kept]);
  });

  it("begins at a time of the feed's zone where it names none, and can be made again", () => {
    const minutes = gbm({ A: {} }, { interval: "5m", calendar: "XNYS", bars: 78 * 30 });
    const there = perturb(minutes, { from: "2020-01-15 13:00" });
    assert.deepEqual(columnsOf(there), columnsOf(perturb(minutes, { from: "2020-01-15T18:00:00Z" })));
    assert.equal(there.manifest.options.after, Date.UTC(2020, 0, 15, 18));
  });

  it("keeps the times of days that are cut short: the last one, and half days", () => {
    // Thanksgiving and Christmas are in it, and the last day has an hour.
    const symbols = { A: {}, B: {} };
    for (const [calendar, start, bars] of [
      ["XNYS", "2019-11-04", 390 * 50 + 60],
      ["weekdays", "2019-11-04", 1440 * 12 + 60],
    ] as const) {
      const minutes = gbm(symbols, { seed: "s", interval: "1m", calendar, start, bars });
      const own = columnsOf(minutes.slice());
      for (let seed = 1; seed <= 2; seed++) {
        for (const feed of [perturb(minutes, { from: "2019-11-08", seed, block: 3 }), bootstrap(minutes, { seed })]) {
          assert.deepEqual(columnsOf(feed).time, own.time);
          assert.deepEqual(columnsOf(feed).symbol, own.symbol);
        }
      }
    }
  });

  it("is what it was, when it is made again from a manifest of before", () => {
    const minutes = gbm({ A: {} }, { seed: "s", interval: "1m", calendar: "XNYS", bars: 2000 });
    const { manifest } = perturb(minutes, { from: "2020-01-06", seed: 3 });
    const { wholeDays, ...options } = manifest.options;
    assert.equal(wholeDays, true);
    const before = recorded(remakeSource({ ...manifest, options }));
    // By the version before.
    assert.equal(before.manifest.sha256, "4b2cb400bab84427859c9ae914963302b3d35b70410b5d529eab94186c95c874");
    assert.deepEqual(before.manifest.options, options);
    assert.equal("wholeDays" in perturb(stocks, { from: "2010-01-04" }).manifest.options, false);
  });

  it("refuses an instant at which nothing is left, or that is none", () => {
    const refuse = (options: unknown, message: RegExp) =>
      assert.throws(() => perturb(stocks, options as never), { code: "INVALID_OPTION", message });
    refuse(
      { from: "2014-01-02" },
      /^Expected from to be before the end of feed "us-stocks", 2013-03-01T21:00:00\.000Z, was 2014-01-02$/,
    );
    refuse({ from: "soon" }, /^Expected from to be a date such as "2023-10-10", a time such as .*, was "soon"$/);
    refuse({}, /^Expected from/);
    refuse(undefined, /^Expected options of perturb/);
    assert.deepEqual(columnsOf(perturb(stocks, { from: "1999-01-04" })).time.length > 10_000, true);
  });
});
