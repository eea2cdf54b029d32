import assert from "node:assert/strict";
import fc from "fast-check";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import type { RecordedSource } from "../../../src/feeds/source/source";
import { cases } from "../../support/cases";
import { useFolder } from "../files";

const header = "date,open,high,low,close,volume\n";

/** The bars of a feed, one text each. */
function lines({ columns, symbols }: RecordedSource): string[] {
  return Array.from(columns.time, (time, row) => {
    const { open, high, low, close, volume } = columns;
    const numbers = [open, high, low, close, volume].map((column) => column[row]).join(" ");
    return `${symbols[columns.symbol[row]]} ${new Date(time).toISOString().replace(":00.000Z", "Z")} ${numbers}`;
  });
}

describe("a CSV file", () => {
  const write = useFolder();
  const read = (text: string, options?: ReplayOptions) => lines(replaySource(write("x.csv", text), options));

  it("is read with the name of the file as symbol, and dates as days known at their end", () => {
    const feed = replaySource(write("AAPL.csv", `${header}2013-05-13,2,4,1,3,100\n2013-05-14,3,5,2,4.5,200\n`));
    assert.deepEqual(lines(feed), ["AAPL 2013-05-14T00:00Z 2 4 1 3 100", "AAPL 2013-05-15T00:00Z 3 5 2 4.5 200"]);
    assert.deepEqual(
      [feed.name, feed.daily, feed.interval, feed.calendar.name],
      ["AAPL", true, 86_400_000, "weekdays"],
    );
  });

  it("may have a byte order mark, CRLF, quotes, spaces, blank lines and no newline at its end", () => {
    const text =
      '\uFEFF"Date", Open ,HIGH,low,"close","vol"\r\n"2013-05-13",2, 4,1 ,"3",100\r\n\r\n2013-05-14,2,4,1,3,5';
    assert.deepEqual(read(text), ["x 2013-05-14T00:00Z 2 4 1 3 100", "x 2013-05-15T00:00Z 2 4 1 3 5"]);
    assert.equal(read(`${text}\r\n\r\n\n`).length, 2);
  });

  it("may have quoted cells with separators, quotes and newlines in them", () => {
    const text = 'note,date,o,h,l,c\n"a, ""b""\nc",2013-05-13,2,4,1,3\n"",2013-05-14,2,4,1,9\n';
    assert.throws(() => read(text), { message: "x.csv:4: Expected close to be within low 1 and high 4, was 9" });
    assert.deepEqual(read(text.replace("1,9", "1,3")).length, 2);
  });

  it("may be separated by semicolons or tabs", () => {
    assert.equal(read("date;open;high;low;close\n2013-05-13;2;4;1;3\n").length, 1);
    assert.equal(read("date\topen\thigh\tlow\tclose\n2013-05-13\t2\t4\t1\t3\n").length, 1);
  });

  it("has volume 0 where it has no column of volumes, and close is not the adjusted one", () => {
    assert.deepEqual(read("Date,Open,High,Low,Close,Adj Close\n2013-05-13,2,4,1,3,9\n"), [
      "x 2013-05-14T00:00Z 2 4 1 3 0",
    ]);
  });

  it("may call its columns anything that `columns` tells", () => {
    const options = { columns: { time: "ts", close: "Last" } };
    assert.deepEqual(read("ts,date,open,high,low,last\n2013-05-13,x,2,4,1,3\n", options), [
      "x 2013-05-14T00:00Z 2 4 1 3 0",
    ]);
  });

  it("may hold ticks, bars whose prices are equal", () => {
    const text = "timestamp,symbol,price,size\n2013-01-01T00:04:19.486096Z,BTC,13.5,36.8\n";
    assert.deepEqual(read(text), ["BTC 2013-01-01T00:04:19.486Z 13.5 13.5 13.5 13.5 36.8"]);
  });

  it("takes a time of day as the start of a bar, in the zone of the feed where none is written", () => {
    const text = "time,open,high,low,close\n2013-07-01 09:31:00,2,4,1,3\n2013-07-01T13:32:00Z,2,4,1,3\n";
    const expected = ["x 2013-07-01T13:32Z 2 4 1 3 0", "x 2013-07-01T13:33Z 2 4 1 3 0"];
    assert.deepEqual(read(text, { timezone: "America/New_York" }), expected);
    assert.deepEqual(read(text, { calendar: "XNYS" }), expected);
  });

  it("may have dates and times of day in two columns", () => {
    const text = "Date,Time,Open,High,Low,Close\n2013-07-01,9:31,2,4,1,3\n2013-07-01,9:32,2,4,1,3\n";
    assert.deepEqual(read(text), ["x 2013-07-01T09:32Z 2 4 1 3 0", "x 2013-07-01T09:33Z 2 4 1 3 0"]);
  });

  it("is daily when all its times are midnights, on their own clock or that of the feed", () => {
    const daily = "time,open,high,low,close\n2013-05-13T00:00:00Z,2,4,1,3\n2013-05-14T00:00:00Z,2,4,1,3\n";
    assert.deepEqual(read(daily, { calendar: "XNYS" }), [
      "x 2013-05-13T20:00Z 2 4 1 3 0",
      "x 2013-05-14T20:00Z 2 4 1 3 0",
    ]);
    const local = daily.replaceAll("T00:00:00Z", "T04:00:00Z");
    assert.deepEqual(read(local, { calendar: "XNYS" }), read(daily, { calendar: "XNYS" }));
  });

  it("is not daily when one time is no midnight, or its interval is shorter", () => {
    const text = "time,open,high,low,close\n2013-05-13T00:00:00Z,2,4,1,3\n2013-05-13T00:01:00Z,2,4,1,3\n";
    assert.deepEqual(read(text), ["x 2013-05-13T00:01Z 2 4 1 3 0", "x 2013-05-13T00:02Z 2 4 1 3 0"]);
    const first = text.split("\n").slice(0, 2).join("\n");
    assert.deepEqual(read(first, { interval: "1m" }), ["x 2013-05-13T00:01Z 2 4 1 3 0"]);
  });

  it("ends a short day of New York at 13:00", () => {
    assert.deepEqual(read(`${header}2013-07-03,2,4,1,3,0\n`, { calendar: "XNYS" }), ["x 2013-07-03T17:00Z 2 4 1 3 0"]);
  });

  it("may have lines that end with a carriage return alone", () => {
    const rows = ["date,open,high,low,close,note", '2013-05-13,1,4,1,2,"a, b"', "2013-05-14,2,4,1,3,c", ""];
    const feed = replaySource(write("x.csv", rows.join("\r")));
    assert.deepEqual([...feed.columns.close], [2, 3]);
    const bad = write("bad.csv", rows.join("\r").replace("2,4,1,3", "2,4,1,x"));
    assert.throws(() => replaySource(bad), { message: 'bad.csv:3: Expected close to be a number, was "x"' });
  });

  it("may be sorted by symbol and then time", () => {
    const rows = ["B,2013-05-13", "B,2013-05-14", "A,2013-05-13", "A,2013-05-15", "C,2013-05-14"];
    const feed = replaySource(write("x.csv", `symbol,date,o,h,l,c\n${rows.map((row) => `${row},2,4,1,3\n`).join("")}`));
    const days = lines(feed).map((line) => line.slice(0, 12));
    assert.deepEqual(days, ["B 2013-05-14", "A 2013-05-14", "B 2013-05-15", "C 2013-05-15", "A 2013-05-16"]);
    assert.deepEqual(feed.symbols, ["B", "A", "C"]);
  });

  it("comes out the same however long its rows and however they lie in the chunks it is read in", () => {
    const note = "n".repeat(700_000);
    const rows = Array.from({ length: 30 }, (_, at) => `2013-05-${at + 1},${at + 1},40,1,${at + 2},${at},"${note}"`);
    const text = rows.map((row) => row.replace(/-(\d),/, "-0$1,")).join("\n");
    const feed = replaySource(write("x.csv", `date,open,high,low,close,volume,note\n${text}`));
    assert.deepEqual(
      [...feed.columns.open],
      Array.from({ length: 30 }, (_, at) => at + 1),
    );
  });

  it("gives back any bars that are written into it", () => {
    const price = fc.double({ min: 1e-6, max: 1e9, noNaN: true });
    const bar = fc.tuple(fc.nat(5), price, price, price, price, fc.nat()).map(([gap, a, b, c, d, volume]) => {
      const [low, open, close, high] = [a, b, c, d].sort((x, y) => x - y);
      return { gap: gap + 1, open, high, low, close, volume };
    });
    fc.assert(
      fc.property(fc.array(bar, { minLength: 1, maxLength: 30 }), (bars) => {
        let time = Date.parse("2013-05-13T00:00:30Z");
        const rows = bars.map(({ gap, open, high, low, close, volume }) => {
          time += gap * 60_000;
          return [new Date(time).toISOString(), open, high, low, close, volume].join(",");
        });
        const { columns } = replaySource(write("x.csv", `time,open,high,low,close,volume\n${rows.join("\n")}\n`));
        for (const key of ["open", "high", "low", "close", "volume"] as const)
          assert.deepEqual(
            [...columns[key]],
            bars.map((each) => each[key]),
          );
      }),
      { numRuns: cases(20) },
    );
  });
});

describe("a bad CSV file", () => {
  const write = useFolder();
  const bad = (name: string, code: string, message: string, text: string, options?: ReplayOptions) =>
    it(name, () => assert.throws(() => replaySource(write("daily.csv", text), options), { code, message }));
  const row = (cells: string) => `date,open,high,low,close,volume\n2013-05-13,2,4,1,3,100\n${cells}\n`;

  it("that is not text", () => {
    const message = "daily.csv is not text: it has bytes of zero. Save it as CSV in UTF-8";
    for (const text of ["date,close\n2013-05-13,1\n", "PK\u0003\u0004"])
      for (const encoding of ["utf16le", "utf8"] as const) {
        const bytes = Buffer.concat([Buffer.from(text, encoding), Buffer.alloc(encoding === "utf8" ? 3 : 0)]);
        assert.throws(() => replaySource(write("daily.csv", bytes)), { code: "INVALID_DATA", message });
      }
  });
  it("whose path cannot be one", () => {
    assert.throws(() => replaySource("a\0b.csv"), {
      code: "MISSING_FILE",
      message: /^Expected a\\0b.csv to be a readable/,
    });
  });
  bad(
    "cell of letters",
    "INVALID_DATA",
    'daily.csv:3: Expected close to be a number, was "n/a"',
    row("2013-05-14,2,4,1,n/a,1"),
  );
  bad("empty cell", "INVALID_DATA", 'daily.csv:3: Expected open to be a number, was ""', row("2013-05-14,,4,1,3,1"));
  bad(
    "price of zero",
    "INVALID_DATA",
    "daily.csv:3: Expected low to be a positive number, was 0. If it is a price, say allowNegativePrices: true",
    row("2013-05-14,2,4,0,3,1"),
  );
  bad(
    "infinite price",
    "INVALID_DATA",
    "daily.csv:3: Expected high to be a positive number, was Infinity",
    row("2013-05-14,2,1e999,1,3,1"),
  );
  bad(
    "negative volume",
    "INVALID_DATA",
    "daily.csv:3: Expected volume to be a number of at least 0, was -1",
    row("2013-05-14,2,4,1,3,-1"),
  );
  bad(
    "low above high",
    "INVALID_DATA",
    "daily.csv:3: Expected low to be at most high 4, was 5",
    row("2013-05-14,2,4,5,3,1"),
  );
  bad(
    "open outside",
    "INVALID_DATA",
    "daily.csv:3: Expected open to be within low 1 and high 4, was 0.5",
    row("2013-05-14,.5,4,1,3,1"),
  );
  bad("ragged row", "INVALID_DATA", "daily.csv:3: Expected 6 cells, was 5", row("2013-05-14,2,4,1,3"));
  bad(
    "date that is none",
    "INVALID_DATA",
    'daily.csv:3: Expected time to be a date such as 2013-05-13, an ISO time or epoch seconds or milliseconds, was "2013-02-30"',
    row("2013-02-30,2,4,1,3,1"),
  );
  bad(
    "date of two meanings",
    "INVALID_DATA",
    'daily.csv:3: Expected time to be a date whose month and day cannot be confused, such as 2013-05-13, was "05/06/2013"',
    row("05/06/2013,2,4,1,3,1"),
  );
  bad(
    "bar before the last one",
    "BARS_OUT_OF_ORDER",
    "Bars must be in time order: daily 2013-05-12 came after 2013-05-13 (daily.csv:3)",
    row("2013-05-12,2,4,1,3,1\n2013-05-14,2,4,1,3,1"),
  );
  bad(
    "bar that comes again",
    "REPEATED_BAR",
    "Bars of a symbol must differ in time: daily 2013-05-13 came twice (daily.csv:3)",
    row("2013-05-13,2,4,1,3,1"),
  );
  bad(
    "holiday",
    "INVALID_DATA",
    "daily.csv:3: Expected a trading day of the calendar XNYS, was 2013-05-27",
    row("2013-05-27,2,4,1,3,1"),
    { calendar: "XNYS" },
  );
  bad(
    "date among times",
    "INVALID_DATA",
    'daily.csv:2: Expected time to have a time of day, as other rows do, was "2013-05-13"',
    row("2013-05-14T10:00Z,2,4,1,3,1"),
  );
  bad(
    "instants out of order",
    "BARS_OUT_OF_ORDER",
    "Bars must be in time order: daily 2013-05-13T10:00:00.000Z came after 2013-05-13T10:01:00.000Z (daily.csv:3)",
    "time,o,h,l,c\n2013-05-13T10:01Z,2,4,1,3\n2013-05-13T10:00Z,2,4,1,3\n2013-05-13T10:02Z,2,4,1,3\n",
  );
  bad(
    "empty symbol",
    "INVALID_DATA",
    'daily.csv:2: Expected symbol to be a name, was ""',
    "time,symbol,o,h,l,c\n2013-05-13,,2,4,1,3\n",
  );
  bad(
    "tick without a price",
    "INVALID_DATA",
    'daily.csv:2: Expected price to be a number, was "?"',
    "time,price,size\n2013-05-13T10:00Z,?,1\n",
  );
  bad("empty file", "EMPTY_DATA", "Expected daily.csv to hold bars, but it is empty", "");
  bad(
    "header alone",
    "EMPTY_DATA",
    "Expected daily.csv to hold bars, but it has only a header",
    "date,open,high,low,close\n",
  );
  bad(
    "header that lacks a column",
    "INVALID_COLUMNS",
    'daily.csv:1: Expected columns for close in the header, which has "date", "open", "high", "low", "end". If they have other names, say columns: { close: "..." }',
    "date,open,high,low,end\n2013-05-13,2,4,1,3\n",
  );
  bad(
    "column that comes twice",
    "INVALID_COLUMNS",
    'daily.csv:1: Expected each column once, was "open" twice',
    "date,open,high,low,close,open\n",
  );
  bad(
    "two columns of one meaning",
    "INVALID_COLUMNS",
    'daily.csv:1: Both "timestamp" and "date" could be time. Say columns: { time: "timestamp" }',
    "timestamp,date,open,high,low,close\n",
  );
  bad(
    "named column that is not there",
    "UNKNOWN_COLUMN",
    'daily.csv:1: Unknown column "clos". Did you mean "close"?',
    "date,open,high,low,close\n",
    { columns: { close: "clos" } },
  );

  it("that does not exist is named as it was typed", () => {
    const message = "Expected nowhere/prices.csv to be a file, but there is none";
    assert.throws(() => replaySource("nowhere/prices.csv"), { code: "MISSING_FILE", message });
  });

  it("without a name is still named", () => {
    for (const path of ["", " "]) {
      const message = `Expected "${path}" to be a file, but there is none`;
      assert.throws(() => replaySource(path), { code: "MISSING_FILE", message });
      assert.throws(() => replaySource([path]), { code: "MISSING_FILE", message });
    }
  });
});
