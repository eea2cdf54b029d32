import assert from "node:assert/strict";
import { inspect } from "node:util";
import { remakeSource } from "../../../src/feeds/remake";
import { resampleSource } from "../../../src/feeds/shaped/resample";
import { joinedBlocks } from "../../../src/feeds/source/series";
import type { FeedSource } from "../../../src/feeds/source/source";
import { cointegrated, type Feed, gbm, merge, randomWalk, resample } from "../../../src/index";

const firstBars = (feed: FeedSource) => feed.blocks().next().value.close.slice(0, 100);
const again = (feed: { manifest: object }) => remakeSource(JSON.parse(JSON.stringify(feed.manifest)));
const date = (time: number | undefined) => new Date(time ?? Number.NaN).toISOString();

describe("a feed that is made", () => {
  const bars = { bars: 300, seed: 5 };
  const feeds: Record<string, (bars: object) => Feed> = {
    gbm: (options) =>
      gbm(
        { A: { drift: 0.1 }, B: {} },
        { ...options, correlation: { "A/B": 0.3 }, overnight: 0.2, jumps: { perYear: 9 } },
      ),
    randomWalk: (options) => randomWalk([{ symbol: "A", price: 50, step: 0.5 }], options),
    cointegrated: (options) => cointegrated({ A: {}, B: { price: 30 } }, { ...options, halfLife: 3 }),
  };
  for (const [name, make] of Object.entries(feeds)) {
    it(`is made again from its manifest, which has no bars: ${name}`, () => {
      for (const feed of [
        make(bars),
        make({ ...bars, bars: Infinity }),
        make({ seed: "text", bars: 9, calendar: ["2020-01-02"], interval: "1h" }),
      ]) {
        const remade = again(feed);
        assert.deepEqual(remade.manifest, feed.manifest);
        assert.deepEqual(firstBars(remade), firstBars(feed.source));
        assert.deepEqual(remade.truth, feed.truth);
        assert(JSON.stringify(feed.manifest).length < 1000);
      }
    });

    it(`can be cut, resampled, merged and made again then: ${name}`, () => {
      const feed = make({ ...bars, bars: Infinity });
      const cut = feed.slice("2020-03-02", "2020-06-30");
      const other = merge(cut, gbm({ Z: {} }, bars));
      for (const one of [
        cut,
        make(bars).slice(),
        make(bars).slice("2020-02-03"),
        resample(make(bars), "1w"),
        resample(cut, "1w"),
        other,
      ]) {
        const remade = again(one);
        assert.deepEqual(remade.manifest, one.manifest);
        assert.deepEqual(joinedBlocks(remade.blocks()), joinedBlocks(one.source.blocks()));
      }
      assert.deepEqual(
        [date(cut.source.first), date(cut.source.last)],
        ["2020-03-03T00:00:00.000Z", "2020-07-01T00:00:00.000Z"],
      );
    });
  }

  it("begins and ends where its calendar says", () => {
    const ends = (options: object) => {
      const { first, last } = gbm({ A: {} }, options).source as { first?: number; last?: number };
      return [date(first), date(last)];
    };
    const first = { bars: 3, start: "2020-07-02" };
    assert.deepEqual(ends(first), ["2020-07-03T00:00:00.000Z", "2020-07-07T00:00:00.000Z"]);
    assert.deepEqual(ends({ ...first, calendar: "XNYS" }), ["2020-07-02T20:00:00.000Z", "2020-07-07T20:00:00.000Z"]);
    assert.deepEqual(ends({ ...first, calendar: "XNYS", interval: "4h" }), [
      "2020-07-02T17:30:00.000Z",
      "2020-07-06T17:30:00.000Z",
    ]);
    assert.deepEqual(ends({ ...first, calendar: "always", interval: "1s" }), [
      "2020-07-02T00:00:01.000Z",
      "2020-07-02T00:00:03.000Z",
    ]);
    assert.deepEqual(ends({ ...first, calendar: "FX", interval: "12h" }), [
      "2020-07-02T09:00:00.000Z",
      "2020-07-03T09:00:00.000Z",
    ]);
    // A day of 23 hours, and a half day at the exchange.
    assert.deepEqual(
      ends({ bars: 24, start: "2020-03-08", calendar: "always", interval: "1h" })[1],
      "2020-03-09T00:00:00.000Z",
    );
    assert.deepEqual(ends({ bars: 7, start: "2020-11-27", calendar: "XNYS", interval: "1h" }), [
      "2020-11-27T15:30:00.000Z",
      "2020-11-30T17:30:00.000Z",
    ]);
  });

  it("moves less within a half day, in proportion to its hours", () => {
    const feed = gbm({ A: { volume: 0 } }, { start: "2020-11-27", calendar: "XNYS", interval: "1h", bars: 4, seed: 1 });
    const whole = gbm(
      { A: { volume: 0 } },
      { start: "2020-11-30", calendar: "XNYS", interval: "1h", bars: 4, seed: 1 },
    );
    const [half, full] = [feed, whole].map((one) => joinedBlocks(one.source.blocks()));
    assert.deepEqual(half.close.slice(0, 3), full.close.slice(0, 3));
    assert.notEqual(half.close[3], full.close[3]);
    assert.deepEqual([...half.volume], [0, 0, 0, 0]);
  });

  it("hands out small blocks first, and never more rows than a block may have", () => {
    const { source } = gbm({ A: {}, B: {}, C: {} }, { bars: 100_000 });
    const lengths = Array.from(source.blocks(), ({ length }) => length);
    assert(lengths[0] <= 1024 && Math.max(...lengths) <= 65_536);
    assert(lengths.every((length) => length % 3 === 0));
    assert.equal(
      lengths.reduce((sum, length) => sum + length, 0),
      300_000,
    );
  });

  it("says what has no end where an end is needed", () => {
    const endless = gbm({ A: {} }, { bars: Infinity });
    for (const ask of [
      () => endless.length,
      () => endless.toFrame(),
      () => endless.plot(),
      () => endless.describe(),
      () => merge(endless, randomWalk({ B: {} })),
    ])
      assert.throws(ask, { code: "INVALID_OPTION", message: /^Expected feed "gbm A" to have an end for / });
    assert.throws(() => endless.slice("2020-01-02"), {
      code: "INVALID_OPTION",
      message: /which has no end, to have one: give to$/,
    });
    assert.throws(() => endless.slice("2021-01-02", "2020-01-02"), { code: "INVALID_OPTION" });
    assert.throws(() => endless.slice("2010-01-02", "2011-01-02"), {
      code: "EMPTY_DATA",
      message: /it has 2020-01-01 to/,
    });
    assert.match(inspect(endless), /Bars +without end/);
    assert.equal(resampleSource(endless.source, "1w").bounded, false);
  });

  it("ends where dates end", () => {
    const { source } = gbm({ A: { volatility: 0.01 } }, { bars: Infinity, start: "9999-12-30", calendar: "always" });
    assert.equal(source.blocks().next().value.length, 1024);
  });
});
