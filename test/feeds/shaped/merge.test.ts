import assert from "node:assert/strict";
import { inspect } from "node:util";
import fc from "fast-check";
import { Feed, merge, replay, sample } from "../../../src/api/feed";
import type { CorporateAction } from "../../../src/core/market/corporate-action";
import { isOfMemory, keptSource } from "../../../src/feeds/kept";
import { sampleSource } from "../../../src/feeds/made/sample";
import { replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { mergeSource } from "../../../src/feeds/shaped/merge";
import { resampleSource } from "../../../src/feeds/shaped/resample";
import { Walk } from "../endless";
import { useFolder } from "../files";

const prices = { open: 2, high: 4, low: 1, close: 3 };
const minute = 60_000;

const one = (symbol: string, times: readonly (string | number)[], options = {}) =>
  replaySource(
    times.map((time) => ({ symbol, time, ...prices })),
    options,
  );

const split = (symbol: string, ex_date: string): CorporateAction => ({ ex_date, symbol, type: "split", value: 2 });

describe("a merge", () => {
  const file = useFolder();

  it("has the symbols and bars of all, in the order of time and then of symbols", () => {
    const [stocks, index] = [sampleSource("us-stocks"), sampleSource("us-daily", { symbols: ["SPX"] })];
    const feed = mergeSource([index, stocks]);
    assert.deepEqual(feed.symbols, ["SPX", "AAPL", "GOOG", "IBM", "MSFT"]);
    assert.deepEqual([feed.length, feed.indexes], [index.length + stocks.length, ["SPX"]]);
    assert.deepEqual([feed.calendar.name, feed.daily, feed.interval], ["XNYS", true, 86_400_000]);
    assert.equal(feed.name, "us-daily + us-stocks");
    assert.deepEqual(feed.actions, stocks.actions);
  });

  it("of the parts of a feed is the feed", () => {
    const symbols = ["A", "B", "C", "D"];
    const times = fc.uniqueArray(fc.nat(40), { minLength: 1 }).map((list) => list.sort((a, b) => a - b));
    fc.assert(
      fc.property(fc.array(times, { minLength: 4, maxLength: 4 }), fc.integer({ min: 1, max: 3 }), (lists, at) => {
        let volume = 0;
        const bars = lists.flatMap((list, place) =>
          list.map((step) => ({ symbol: symbols[place], time: step * minute, volume: volume++, ...prices })),
        );
        const options = { calendar: "always", stamp: "close", interval: "1m" } as const;
        const part = (chosen: string[]) => replaySource(bars, { ...options, symbols: chosen });
        const merged = mergeSource([part(symbols.slice(0, at)), part(symbols.slice(at))]);
        assert.deepEqual(merged.columns, part(symbols).columns);
        assert.deepEqual(merged.symbols, symbols);
      }),
    );
  });

  it("is cut as its parts are", () => {
    const [a, b] = [sampleSource("us-stocks", { symbols: ["MSFT"] }), sampleSource("us-stocks", { symbols: ["AAPL"] })];
    const cut = mergeSource([a, b]).slice("2003-01-02", "2005-12-30");
    const parts = mergeSource([a.slice("2003-01-02", "2005-12-30"), b.slice("2003-01-02", "2005-12-30")]);
    assert.deepEqual(cut.columns, parts.columns);
    assert.deepEqual([cut.actions, cut.actions?.length], [parts.actions, 2]);
  });

  it("sorts the actions of all, and says what was adjusted", () => {
    const dates = ["2014-06-02", "2014-06-03", "2014-06-04"];
    const a = one("A", dates, { actions: [split("A", "2014-06-04")], calendar: "weekdays" });
    const b = one("B", dates, { actions: [split("B", "2014-06-03")], calendar: "weekdays" });
    assert.deepEqual(mergeSource([a, b]).actions, [split("B", "2014-06-03"), split("A", "2014-06-04")]);
    const actions = [split("C", "2014-06-04")];
    const adjusted = one("C", dates, { actions, adjust: "splits", calendar: "weekdays" });
    const feed = new Feed(mergeSource([a, adjusted]));
    assert.match(inspect(feed), /Adjusted +for 1 split \(C 1\)\n/);
    assert.match(inspect(feed), /Actions +1 split \(A 1\)/);
  });

  it("refuses a symbol of two feeds, one feed alone, and a feed without an end", () => {
    const message =
      'Expected each symbol in one feed, was "AAPL" in "us-daily" and "us-stocks". Choose others with the option symbols';
    assert.throws(() => merge(sample("us-daily"), sample("us-stocks")), { code: "INVALID_OPTION", message });
    assert.throws(() => merge(sample("us-daily")), {
      message: "Expected merge to be called with two feeds or more, was 1",
    });
    assert.throws(() => mergeSource([new Walk(), sampleSource("us-daily")]), {
      message: /^Expected feed "walk" to have an end for a merge/,
    });
    assert.throws(() => merge(sample("us-daily"), 5 as never), { message: /^Expected feed to be a feed/ });
  });

  it("refuses declared calendars that differ, and zones", () => {
    const day = ["2014-06-02"];
    const message =
      'Expected feeds of one calendar and zone, was XNYS (America/New_York) in "us-daily" and weekdays, found, (UTC) in "bars". ' +
      "Say calendar and timezone where you make them";
    assert.throws(() => mergeSource([sampleSource("us-daily"), one("B", day)]), { code: "INVALID_OPTION", message });
    const [always, weekdays] = (["always", "weekdays"] as const).map((calendar) => one(calendar, day, { calendar }));
    assert.throws(() => mergeSource([always, weekdays]), { code: "INVALID_OPTION" });
    assert.throws(() => mergeSource([one("A", day), one("B", day, { timezone: "Asia/Tokyo" })]), {
      code: "INVALID_OPTION",
    });
  });

  it("takes the wider of calendars that were found, and says so", () => {
    const daysFrom = (from: string, count: number) =>
      Array.from({ length: count }, (_, at) => new Date(Date.parse(from) + at * 86_400_000).toISOString().slice(0, 10));
    const everyDay = one("B", daysFrom("2014-06-02", 30));
    const weekdays = one("A", ["2014-06-02", "2014-06-03", "2014-06-04"]);
    assert.deepEqual([weekdays.calendar.name, everyDay.calendar.name], ["weekdays", "always"]);
    const feed = new Feed(mergeSource([weekdays, everyDay]));
    assert.equal(feed.calendar, "always");
    assert.match(inspect(feed), /Merged +calendars weekdays, always; it has the days of all/);
    assert.equal(mergeSource([weekdays, one("C", ["2014-06-02"])]).found?.calendar?.widerThan, undefined);
  });

  it("warns of an assumed stamp beside a series of another length", () => {
    const rows = (step: number) =>
      Array.from(
        { length: 9 },
        (_, at) => `${new Date(Date.UTC(2014, 5, 2, 10) + at * step * minute).toISOString()},3`,
      );
    const [a, b] = [1, 5].map((step) => file(`M${step}.csv`, `time,price\n${rows(step).join("\n")}`));
    const options = { columns: { open: "price", high: "price", low: "price", close: "price" } };
    const [short, long] = [replay(a, options), replay(b, options)];
    assert.equal(short.source.found?.stamp?.by, "assumption");
    assert.match(inspect(merge(short, long)), /Warning +series of other lengths stand beside assumed stamps/);
    const other = replay(b, { ...options, symbol: "N", interval: "5m" });
    assert.doesNotMatch(inspect(merge(long, other)), /Warning/);
  });

  it("can be made again from its manifest, also of merged and resampled feeds and cut", () => {
    const stocks = resampleSource(sampleSource("us-stocks", { symbols: ["MSFT", "AAPL"] }), "1w");
    const feed = mergeSource([stocks, resampleSource(sampleSource("us-daily", { symbols: ["SPX"] }), "1w")]);
    for (const made of [feed, feed.slice("2005-01-01", "2005-03-01")]) {
      const again = remakeSource(JSON.parse(JSON.stringify(made.manifest)));
      assert.deepEqual([again.manifest, again.indexes], [made.manifest, ["SPX"]]);
    }
  });

  it("of bars in memory is kept with its bars", () => {
    const options = { calendar: "weekdays", actions: [split("A", "2014-06-03")] } as const;
    const feed = mergeSource([
      one("A", ["2014-06-02", "2014-06-03"], options),
      one("B", ["2014-06-03"], { calendar: "weekdays" }),
    ]);
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    assert.equal(isOfMemory(manifest), true);
    assert.equal(isOfMemory(resampleSource(feed, "1w").manifest), true);
    assert.equal(isOfMemory(resampleSource(sampleSource("us-daily"), "1w").manifest), false);
    assert.throws(() => remakeSource(manifest), { code: "EMPTY_DATA" });
    const kept = keptSource(manifest, feed.columns);
    assert.deepEqual([kept.manifest, kept.actions], [feed.manifest, feed.actions]);
  });
});
