import assert from "node:assert/strict";
import { resolve } from "node:path";
import { type ReplayInput, type ReplayOptions, replaySource } from "../../src/feeds/read/replay";
import { remakeSource } from "../../src/feeds/remake";
import { recorded, useFolder } from "./files";

const numbers = { open: 2, high: 4, low: 1, close: 3, volume: 5 };
const bar = (symbol: string, time: number | string | Date) => ({ symbol, time, ...numbers });
const day = 86_400_000;
const start = Date.parse("2013-05-13T00:00:00Z");
/** Bars of one symbol at some multiples of an interval after a Monday. */
const series = (symbol: string, places: number[], interval = 60_000) =>
  places.map((place) => bar(symbol, start + place * interval));

describe("an array of bars", () => {
  it("is taken as it is: time is the end already", () => {
    const feed = replaySource(series("A", [1, 2, 3]));
    assert.deepEqual([...feed.columns.time], [start + 60_000, start + 120_000, start + 180_000]);
    assert.deepEqual([feed.first, feed.last, feed.length, feed.interval], [start + 60_000, start + 180_000, 3, 60_000]);
  });

  it("may have Dates and ISO texts as times; a date alone is a trading day", () => {
    const instants = replaySource([bar("A", new Date(start)), bar("A", "2013-05-13T10:00:00Z")]);
    assert.deepEqual([...instants.columns.time], [start, start + 36_000_000]);
    const days = replaySource([bar("A", "2013-05-13"), bar("A", "2013-05-14")], { calendar: "XNYS" });
    assert.equal(new Date(days.first ?? 0).toISOString(), "2013-05-13T20:00:00.000Z");
    assert.equal(days.daily, true);
  });

  it("may mix dates with instants: the end of a day stands among the others", () => {
    const mixed = [bar("A", "2013-05-13T14:00:00Z"), bar("A", "2013-05-13"), bar("A", "2013-05-14T14:00:00Z")];
    const feed = replaySource(mixed, { calendar: "XNYS" });
    assert.deepEqual(
      [...feed.columns.time].map((time) => new Date(time).toISOString()),
      ["2013-05-13T14:00:00.000Z", "2013-05-13T20:00:00.000Z", "2013-05-14T14:00:00.000Z"],
    );
    assert.equal(replaySource([...mixed, bar("A", "2013-05-18")]).calendar.name, "always");
  });

  it("may name its symbol in the options, and leave out the volume", () => {
    const feed = replaySource([{ time: start, open: 2, high: 4, low: 1, close: 3 }], { symbol: "A" });
    assert.deepEqual([feed.symbols, feed.columns.volume[0]], [["A"], 0]);
  });

  it("keeps the order in which symbols first appear, also within a step", () => {
    const feed = replaySource([...series("B", [1, 2]), ...series("A", [2, 3])]);
    assert.deepEqual(
      [feed.symbols, [...feed.columns.symbol]],
      [
        ["B", "A"],
        [0, 0, 1, 1],
      ],
    );
  });

  const bad: [string, unknown[], string, string][] = [
    ["a bar that is none", [5], "INVALID_DATA", "bars[0]: Expected a bar, was 5"],
    [
      "a price that is text",
      [bar("A", 1), { ...bar("A", 2), close: "3" }],
      "INVALID_DATA",
      'bars[1]: Expected close to be a number, was "3"',
    ],
    [
      "a time that is none",
      [{ ...numbers, symbol: "A" }],
      "INVALID_DATA",
      "bars[0]: Expected time to be epoch milliseconds, a Date or an ISO text, was undefined",
    ],
    [
      "a date that could be either way around",
      [bar("A", "01/02/2013")],
      "INVALID_DATA",
      'bars[0]: Expected time to be a date whose month and day cannot be confused, such as 2013-05-13, was "01/02/2013"',
    ],
    ["no symbol", [{ ...numbers, time: 1 }], "INVALID_DATA", "bars[0]: Expected symbol to be a name, was undefined"],
    [
      "a wrong order",
      series("A", [2, 1, 3]),
      "BARS_OUT_OF_ORDER",
      "Bars must be in time order: A 2013-05-13T00:01:00.000Z came after 2013-05-13T00:02:00.000Z (bars[1])",
    ],
    [
      "a repeated bar",
      series("A", [1, 1]),
      "REPEATED_BAR",
      "Bars of a symbol must differ in time: A 2013-05-13T00:01:00.000Z came twice (bars[1])",
    ],
    ["nothing in it", [], "EMPTY_DATA", "Expected the source to hold bars, but it is an empty array"],
  ];
  for (const [what, bars, code, message] of bad)
    it(`with ${what} is an error`, () => assert.throws(() => replaySource(bars as ReplayInput), { code, message }));
});

describe("a DataFrame", () => {
  const columns = ["date", "symbol", "open", "high", "low", "close"];

  it("is read as a file of the same cells", () => {
    const values = [
      ["2013-05-13", "A", 2, 4, 1, "3"],
      ["2013-05-14", "A", 2, 4, 1, 3.5],
    ];
    const feed = replaySource({ columns, values });
    assert.deepEqual([...feed.columns.time], [start + day, start + 2 * day]);
    assert.deepEqual([...feed.columns.close], [3, 3.5]);
  });

  it("may have an instant and a date for each bar, as our own frames have", () => {
    const values = [["2013-05-13T20:00:00.000Z", "2013-05-13", "A", 2, 4, 1, 3]];
    const feed = replaySource({ columns: ["time", ...columns], values });
    assert.equal(feed.first, Date.parse("2013-05-13T20:00:00Z"));
  });

  it("may have epoch numbers and Dates as times", () => {
    const cells = ["A", 2, 4, 1, 3];
    const seconds = replaySource({
      columns,
      values: [
        [1368475200, ...cells],
        [1368475260, ...cells],
      ],
    });
    const dates = replaySource({
      columns,
      values: [
        [new Date(1368475200000), ...cells],
        [new Date(1368475260000), ...cells],
      ],
    });
    assert.deepEqual(seconds.columns.time, dates.columns.time);
  });

  it("with a bad cell is an error that names the row", () => {
    const message = "frame[0]: Expected close to be a number, was null";
    const frame = { columns, values: [["2013-05-13", "A", 2, 4, 1, null]] };
    assert.throws(() => replaySource(frame), { code: "INVALID_DATA", message });
  });

  it("without symbols needs the option", () => {
    const frame = { columns: columns.filter((name) => name !== "symbol"), values: [["2013-05-13", 2, 4, 1, 3]] };
    const message = "Expected symbol to be given, because the frame has no column of symbols";
    assert.throws(() => replaySource(frame), { code: "INVALID_OPTION", message });
    assert.deepEqual(replaySource(frame, { symbol: "A" }).symbols, ["A"]);
  });
});

describe("several files", () => {
  const write = useFolder();
  const rows = "2013-05-13,2,4,1,3\n2013-05-14,2,4,1,3\n";

  it("make one feed, one symbol each", () => {
    const files = ["B", "A"].map((name) => write(`${name}.csv`, `date,open,high,low,close\n${rows}`));
    const feed = replaySource(files);
    assert.deepEqual([feed.name, feed.symbols, [...feed.columns.symbol]], ["B, A", ["B", "A"], [0, 1, 0, 1]]);
    assert.deepEqual(feed.manifest.source, { files: files.map((file) => resolve(file)) });
  });

  it("may follow each other with bars of one symbol", () => {
    const first = write("1.csv", `date,open,high,low,close\n${rows}`);
    const second = write("2.csv", "date,open,high,low,close\n2013-05-15,2,4,1,3\n");
    assert.equal(replaySource([first, second], { symbol: "A" }).length, 3);
    const message = "Bars must be in time order: A 2013-05-13 came after 2013-05-15 (1.csv:2)";
    assert.throws(() => replaySource([second, first], { symbol: "A" }), { message });
  });

  it("may be daily and by the minute: the day is known at its end", () => {
    const daily = write("D.csv", `date,open,high,low,close\n${rows}`);
    const minutes = write(
      "M.csv",
      "time,open,high,low,close\n2013-05-13T23:58Z,2,4,1,3\n2013-05-14T00:01Z,2,4,1,3\n2013-05-14T00:02Z,2,4,1,3\n",
    );
    const feed = replaySource([daily, minutes]);
    assert.deepEqual([...feed.columns.symbol], [1, 0, 1, 1, 0]);
    assert.equal(feed.daily, false);
  });

  it("can be made again from the manifest, written as JSON", () => {
    const file = write("A.csv", `date,open,high,low,close\n${rows}`);
    const feed = replaySource(file, { timezone: "Asia/Tokyo", from: "2013-05-14" });
    const again = recorded(remakeSource(JSON.parse(JSON.stringify(feed.manifest))));
    assert.deepEqual(again.manifest, feed.manifest);
    assert.deepEqual([again.length, again.first, again.calendar.name], [1, feed.first, "weekdays"]);
    assert.notEqual(feed.manifest.sha256, replaySource(file).manifest.sha256);
  });
});

describe("the options of replay", () => {
  const bars = [...series("A", [0, 1, 2, 3], day), ...series("B", [1, 2], day)];

  it("choose symbols and their order", () => {
    const feed = replaySource(bars, { symbols: ["B", "A"] });
    assert.deepEqual(
      [feed.symbols, [...feed.columns.symbol]],
      [
        ["B", "A"],
        [1, 0, 1, 0, 1, 1],
      ],
    );
    assert.equal(replaySource(bars, { symbols: ["B"] }).length, 2);
  });

  it("choose days, both inclusive", () => {
    const feed = replaySource(bars, { from: "2013-05-13", to: "2013-05-14" });
    assert.deepEqual([feed.first, feed.last, feed.length], [start + day, start + 2 * day, 3]);
  });

  it("have a calendar, which is chosen by whether there are bars on weekends", () => {
    const weekend = series("A", [0, 4, 5, 6], day);
    assert.deepEqual(
      [replaySource(bars), replaySource(weekend)].map((feed) => feed.calendar.name),
      ["weekdays", "always"],
    );
    assert.equal(
      replaySource(weekend, { calendar: ["2013-05-13", "2013-05-17", "2013-05-18", "2013-05-19"] }).calendar.name,
      "list",
    );
  });

  it("have an interval, which is the most common distance of bars", () => {
    const found = (places: number[]) => replaySource(series("A", places)).interval;
    assert.deepEqual(
      [found([1, 2, 3, 9]), found([1, 3, 5, 6]), found([1, 2, 4, 8]), found([1])],
      [60_000, 120_000, undefined, undefined],
    );
    assert.equal(replaySource(series("A", [1, 2, 3]), { interval: "5m" }).interval, 300_000);
  });

  const bad: [string, ReplayOptions, string, string][] = [
    [
      "a misspelled one",
      { simbol: "A" } as never,
      "UNKNOWN_OPTION",
      'Unknown option "simbol" of replay. Did you mean "symbol"?',
    ],
    [
      "an unknown symbol",
      { symbols: ["A", "C"] },
      "UNKNOWN_SYMBOL",
      'Unknown symbol "C" in feed "bars". It has also B',
    ],
    [
      "a bad date",
      { from: "2013-05-32" },
      "INVALID_OPTION",
      'Expected from to be a date such as "2013-05-13", was "2013-05-32"',
    ],
    [
      "a range that is empty",
      { from: "2014-01-01" },
      "EMPTY_DATA",
      'Expected feed "bars" to have bars from 2014-01-01, but it has 2013-05-13 to 2013-05-16',
    ],
    [
      "a range turned around",
      { from: "2013-05-14", to: "2013-05-13" },
      "INVALID_OPTION",
      "Expected from to be a date no later than to (2013-05-13), was 2013-05-14",
    ],
    [
      "a bad interval",
      { interval: "daily" },
      "INVALID_OPTION",
      'Expected interval to be an interval such as "1d", "1h" or "5m", or a positive number of milliseconds, was "daily"',
    ],
    [
      "a bad choice",
      { onBadRow: "ignore" } as never,
      "INVALID_OPTION",
      'Expected onBadRow to be "error" or "skip", was "ignore"',
    ],
    [
      "a bad column",
      { columns: { price_close: "x" } } as never,
      "UNKNOWN_OPTION",
      'Unknown option "price_close" of columns. Known: time, date, symbol, open, high, low, close, volume, price, size',
    ],
  ];
  for (const [what, options, code, message] of bad)
    it(`may not be ${what}`, () => assert.throws(() => replaySource(bars, options), { code, message }));

  it("need a source of a kind that is known", () => {
    const message = "Expected the source to be a path, a list of paths, an array of bars or a DataFrame, was 5";
    assert.throws(() => replaySource(5 as never), { code: "INVALID_OPTION", message });
  });
});

describe("an array of bars with times of another unit than milliseconds", () => {
  const barsAt = (times: readonly number[]) =>
    times.map((time) => ({ symbol: "A", time, open: 1, high: 2, low: 1, close: 2 }));
  const start = 1_704_153_600;

  it("is refused with what to do", () => {
    const days = [start, start + 86_400, start + 172_800];
    const refused = (factor: number, message: RegExp) =>
      assert.throws(() => replaySource(barsAt(days.map((at) => at * factor))), { code: "INVALID_DATA", message });
    refused(
      1,
      /^bars\[0\]: Expected time to be epoch milliseconds, was 1704153600, which looks like seconds: multiply/,
    );
    refused(1e6, /was 1704153600000000, which looks like microseconds: divide them by 1000$/);
    refused(1e9, /which looks like nanoseconds: divide them by 1,000,000$/);
    assert.throws(() => replaySource(barsAt([start + 1, start + 2])), { message: /looks like seconds/ });
  });

  it("is taken where milliseconds are meant, also of 1970", () => {
    assert.equal(replaySource(barsAt([start * 1000, start * 1000 + 60_000])).first, start * 1000);
    const early = [2, 3, 4].map((day) => day * 86_400_000);
    assert.equal(replaySource(barsAt(early)).length, 3);
  });
});
