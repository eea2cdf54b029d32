import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { useFolder } from "../files";

describe("a file as a vendor writes it", () => {
  const write = useFolder();

  /** The bars of a file, one text each, which must be the same when the feed is made again. */
  const read = (text: string | Buffer, options?: ReplayOptions, name = "x.csv") => {
    const feed = replaySource(write(name, text), options);
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    assert.deepEqual(JSON.parse(JSON.stringify(remakeSource(manifest).manifest)), manifest);
    const { columns, symbols } = feed;
    const bars = Array.from(columns.time, (time, row) => {
      const { open, high, low, close, volume } = columns;
      const numbers = [open, high, low, close, volume].map((column) => column[row]).join(" ");
      return `${symbols[columns.symbol[row]]} ${new Date(time).toISOString().slice(0, 16)} ${numbers}`;
    });
    return { bars, texts: feed.found?.texts };
  };
  const two = ["x 2024-01-03T00:00 2 4 1 3 100", "x 2024-01-04T00:00 3 5 2 4.5 200"];

  const cases: [name: string, text: string, bars: readonly string[], texts?: object][] = [
    [
      "Yahoo",
      "Date,Open,High,Low,Close,Adj Close,Volume\n2024-01-02,2,4,1,3,2.9,100\n2024-01-03,3,5,2,4.5,4.4,200\n",
      two,
      { leftOut: ["Adj Close"] },
    ],
    [
      "yfinance",
      "Price,Close,High,Low,Open,Volume\nTicker,AAPL,AAPL,AAPL,AAPL,AAPL\nDate,,,,,\n2024-01-02,3,4,1,2,100\n2024-01-03,4.5,5,2,3,200\n",
      two.map((bar) => bar.replace("x", "AAPL")),
      { tickers: 2 },
    ],
    [
      "yfinance, several tickers",
      "Ticker,A,A,A,A,A,B,B,B,B,B\nPrice,Open,High,Low,Close,Volume,Open,High,Low,Close,Volume\nDate,,,,,,,,,,\n2024-01-02,2,4,1,3,100,,,,,\n2024-01-03,3,5,2,4.5,200,6,7,5,6.5,9\n",
      [...two.map((bar) => bar.replace("x", "A")), "B 2024-01-04T00:00 6 7 5 6.5 9"],
      { header: 2, tickers: 1 },
    ],
    [
      "Stooq",
      "<TICKER>,<PER>,<DATE>,<TIME>,<OPEN>,<HIGH>,<LOW>,<CLOSE>,<VOL>,<OPENINT>\nX.US,D,20240102,000000,2,4,1,3,100,0\nX.US,D,20240103,000000,3,5,2,4.5,200,0\n",
      two.map((bar) => bar.replace("x", "X.US")),
      { leftOut: ["<PER>", "<OPENINT>"] },
    ],
    [
      "MetaTrader",
      "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>\r\n2024.01.02\t10:00:00\t2.00000\t4.00000\t1.00000\t3.00000\t100\t0\t2\r\n2024.01.02\t11:00:00\t3.00000\t5.00000\t2.00000\t4.50000\t200\t0\t2\r\n",
      ["x 2024-01-02T11:00 2 4 1 3 100", "x 2024-01-02T12:00 3 5 2 4.5 200"],
      { separator: "tab", columns: { volume: "<TICKVOL>" }, leftOut: ["<VOL>", "<SPREAD>"] },
    ],
    [
      "MetaTrader 4",
      "2024.01.02,00:00,2,4,1,3,100\n2024.01.02,00:01,3,5,2,4.5,200\n",
      ["x 2024-01-02T00:01 2 4 1 3 100", "x 2024-01-02T00:02 3 5 2 4.5 200"],
      { header: false },
    ],
    [
      "HistData",
      "20240102 000000;2.0000;4.0000;1.0000;3.0000;100\n20240102 000100;3.0000;5.0000;2.0000;4.5000;200\n",
      ["x 2024-01-02T00:01 2 4 1 3 100", "x 2024-01-02T00:02 3 5 2 4.5 200"],
      { separator: ";", header: false },
    ],
    [
      "Excel, hours of one digit",
      "Date,Open,High,Low,Close,Volume\n1/13/2024 9:30,2,4,1,3,100\n1/13/2024 10:30,3,5,2,4.5,200\n",
      ["x 2024-01-13T10:30 2 4 1 3 100", "x 2024-01-13T11:30 3 5 2 4.5 200"],
      { dates: "MDY" },
    ],
    [
      "pandas",
      ",Open,High,Low,Close,Volume\n2024-01-02,2,4,1,3,100\n2024-01-03,3,5,2,4.5,200\n",
      two,
      { columns: { time: 1 } },
    ],
    [
      "Alpha Vantage",
      "timestamp,open,high,low,close,volume\r\n2024-01-03,3,5,2,4.5,200\r\n2024-01-02,2,4,1,3,100\r\n",
      two,
    ],
    [
      "Binance in milliseconds",
      "1704153600000,2,4,1,3,100,1704153659999,5,6,7,8,0\n1704153660000,3,5,2,4.5,200,1704153719999,5,6,7,8,0\n",
      ["x 2024-01-02T00:01 2 4 1 3 100", "x 2024-01-02T00:02 3 5 2 4.5 200"],
      { header: false, epoch: "ms" },
    ],
    [
      "Binance in microseconds, with a header",
      "open_time,open,high,low,close,volume,close_time,quote_volume,count,taker_buy_volume,taker_buy_quote_volume,ignore\n1704153600000000,2,4,1,3,100,1704153659999999,5,6,7,8,0\n1704153660000000,3,5,2,4.5,200,1704153719999999,5,6,7,8,0\n",
      ["x 2024-01-02T00:01 2 4 1 3 100", "x 2024-01-02T00:02 3 5 2 4.5 200"],
      { columns: { time: "open_time" }, epoch: "us" },
    ],
    [
      "Polygon",
      "v,vw,o,c,h,l,t,n\n100,2.5,2,3,4,1,1704153600000,5\n200,3.5,3,4.5,5,2,1704153660000,5\n",
      ["x 2024-01-02T00:01 2 4 1 3 100", "x 2024-01-02T00:02 3 5 2 4.5 200"],
      { columns: { time: "t" }, leftOut: ["vw", "n"] },
    ],
    [
      "Polygon's flat files",
      "ticker,volume,open,close,high,low,window_start,transactions\nX,100,2,3,4,1,1704153600000000000,5\nX,200,3,4.5,5,2,1704153660000000000,5\n",
      ["X 2024-01-02T00:01 2 4 1 3 100", "X 2024-01-02T00:02 3 5 2 4.5 200"],
      { epoch: "ns" },
    ],
    [
      "TradingView",
      "time,open,high,low,close,Volume,MA,Plot\n1704153600,2,4,1,3,100,NaN,1\n1704153660,3,5,2,4.5,200,2.5,\n",
      ["x 2024-01-02T00:01 2 4 1 3 100", "x 2024-01-02T00:02 3 5 2 4.5 200"],
      { epoch: "s", leftOut: ["MA", "Plot"] },
    ],
    [
      "Kaggle",
      "date,open,high,low,close,volume,Name\n2024-01-02,2,4,1,3,100,KO\n2024-01-03,3,5,2,4.5,200,KO\n2024-01-03,3,5,2,4.5,200,PEP\n",
      [...two.map((bar) => bar.replace("x", "KO")), "PEP 2024-01-04T00:00 3 5 2 4.5 200"],
      { columns: { symbol: "Name" } },
    ],
    [
      "Nasdaq",
      'Date,Close/Last,Volume,Open,High,Low\n01/03/2024,$4.50,"1,200",$3.00,$5.00,$2.00\n01/02/2024,$3.00,100,$2.00,$4.00,$1.00\n12/29/2023,$3.00,100,$2.00,$4.00,$1.00\n',
      ["x 2023-12-30T00:00 2 4 1 3 100", two[0], "x 2024-01-04T00:00 3 5 2 4.5 1200"],
      { dates: "MDY", decimal: "." },
    ],
    [
      "Investing.com",
      '\uFEFF"Date","Price","Open","High","Low","Vol.","Change %"\n"01/03/2024","4.50","3.00","5.00","2.00","1.25M","0.1%"\n"12/31/2023","1,003.00","1,002.00","1,004.00","1,001.00","2K","0.1%"\n',
      ["x 2024-01-01T00:00 1002 1004 1001 1003 2000", "x 2024-01-04T00:00 3 5 2 4.5 1250000"],
      { columns: { close: "Price", volume: "Vol." } },
    ],
    [
      "a German bank",
      "\uFEFFDatum;Eröffnung;Hoch;Tief;Schluss;Volumen\r\n02.01.2024;2,00;4,00;1,00;3,00;100\r\n03.01.2024;3,00;5,00;2,00;4,50;1.200\r\n",
      [two[0], "x 2024-01-04T00:00 3 5 2 4.5 1200"],
      { separator: ";", decimal: ",", dates: "DMY" },
    ],
    [
      "a French bank",
      "Date;Ouverture;Plus haut;Plus bas;Clôture;Volume\n02/01/2024;2,00;4,00;1,00;3,00;100\n13/01/2024;3,00;5,00;2,00;4,50;1 200\n",
      [two[0], "x 2024-01-14T00:00 3 5 2 4.5 1200"],
      { dates: "DMY", decimal: "," },
    ],
    [
      "a spreadsheet",
      "Prices of X\nsource;desk\nDate;Time;Open;High;Low;Close\n01/13/2024;9:30 AM;2.5;4.5;1.5;3.5\n01/13/2024;10:30 AM;3;5;2;4.5\n",
      ["x 2024-01-13T10:30 2.5 4.5 1.5 3.5 0", "x 2024-01-13T11:30 3 5 2 4.5 0"],
      { header: 3, dates: "MDY" },
    ],
  ];
  for (const [name, text, bars, texts = {}] of cases)
    it(`of ${name} is read without options, and what was found is in the manifest`, () => {
      const feed = read(text);
      assert.deepEqual(feed.bars, bars);
      const [found = {}] = feed.texts ?? [];
      assert.deepEqual({ ...found, ...texts }, found);
    });

  it("may be packed", () => {
    const text = cases[0][1];
    assert.deepEqual(read(gzipSync(text), {}, "x.csv.gz").bars, two);
    const cut = write("cut.csv.gz", gzipSync(text).subarray(0, 40));
    assert.throws(() => replaySource(cut), {
      code: "INVALID_DATA",
      message: /^Expected cut\.csv\.gz to be a gzip file/,
    });
  });
});

describe("a file that could be read in two ways", () => {
  const write = useFolder();
  const feed = (text: string, options?: ReplayOptions) => replaySource(write("x.csv", text), options);
  const dates = (...days: string[]) => `Date,Open,High,Low,Close\n${days.map((day) => `${day},2,4,1,3\n`).join("")}`;
  const first = (text: string, options?: ReplayOptions) =>
    new Date((feed(text, options).first ?? 0) - 1).toISOString().slice(0, 10);

  it("is refused with the option that decides, and read with it", () => {
    const text = dates("03/04/2015", "03/05/2015");
    assert.throws(() => feed(text), {
      code: "INVALID_DATA",
      message:
        'x.csv:2: Expected dates whose day and month can be told apart, was "03/04/2015", and no other row tells. ' +
        'Say dateFormat: "DMY" or dateFormat: "MDY"',
    });
    assert.equal(first(text, { dateFormat: "DMY" }), "2015-04-03");
    assert.equal(first(text, { dateFormat: "MDY" }), "2015-03-04");
  });

  it("is decided by one row for all, the last one too, and a row that contradicts the others is bad", () => {
    assert.equal(first(dates("03/04/2015", "04/04/2015", "13/04/2015")), "2015-04-03");
    assert.equal(first(dates("03/04/2015", "03/05/2015", "03/13/2015")), "2015-03-04");
    assert.throws(
      () => feed(dates("03/04/2015", "03/13/2015", "03/14/2015", "15/03/2015")),
      /^PaperLabError: x\.csv:5: Expected time to be a date in the order MDY, as those of other rows, was "15/,
    );
    assert.throws(() => feed(dates("03/13/2015", "14/03/2015")), /and other rows tell both/);
  });

  it("needs the option for years of two digits", () => {
    assert.throws(() => feed(dates("13/04/15")), /x\.csv:2: Expected dates with years of four digits, or dateFormat/);
    assert.equal(first(dates("13/04/15"), { dateFormat: "DMY" }), "2015-04-13");
    assert.equal(first(dates("15/04/13"), { dateFormat: "YMD" }), "2015-04-13");
  });

  it("is refused where a comma could be one of thousands or of decimals, in all rows", () => {
    const text = "Date;Open;High;Low;Close\n2024-01-02;1,234;1,235;1,233;1,234\n";
    assert.throws(() => feed(text), {
      code: "INVALID_DATA",
      message: 'x.csv:2: Expected numbers whose decimal sign is clear, was "1,234". Say decimal: "." or decimal: ","',
    });
    assert.equal(feed(text, { decimal: "," }).columns.close[0], 1.234);
    assert.equal(feed(text, { decimal: "." }).columns.close[0], 1234);
    assert.equal(feed(`${text}2024-01-03;1,234;1,235;1,2;1,234\n`).columns.close[0], 1.234);
  });

  it("has one epoch unit in a column", () => {
    const text = "time,open,high,low,close\n1704153600000,2,4,1,3\n1704153660,2,4,1,3\n";
    assert.throws(
      () => feed(text),
      /^PaperLabError: x\.csv:3: Expected time to be epoch milliseconds, as those of other rows/,
    );
    assert.equal(
      feed("time,open,high,low,close\n86400,2,4,1,3\n", { dateFormat: "s", stamp: "close" }).first,
      86_400_000,
    );
  });

  it("has columns by their places where there is no header, and the header in the line that is told", () => {
    const bare = "2024-01-02,9,3,1,4,2,100\n";
    assert.throws(() => feed(bare), {
      code: "INVALID_COLUMNS",
      message: /^x\.csv:1: Expected a header, or rows of time/,
    });
    const columns = { time: 1, close: 3, low: 4, high: 5, open: 6, volume: 7 };
    const { open, high, low, close, volume } = feed(bare, { columns }).columns;
    assert.deepEqual(
      [open, high, low, close, volume].map(([value]) => value),
      [2, 4, 1, 3, 100],
    );
    const twice = "date,open,high,low,close\nDate,Close,Low,High,Open\n2024-01-02,3,1,4,2\n";
    assert.equal(feed(twice, { header: 2 }).columns.open[0], 2);
    assert.throws(() => feed(twice, { header: 7 }), { code: "INVALID_OPTION" });
    for (const options of [{ header: 0 }, { decimal: ";" }, { dateFormat: "YDM" }])
      assert.throws(() => feed(twice, options as never), { code: "INVALID_OPTION" });
  });
});

describe("the card of a feed of a file that is not plain", () => {
  const write = useFolder();
  const card = (text: string) => inspect(replay(write("x.csv", text)));

  it("says what was found in its text, and which columns are not read", () => {
    const german = card("Quelle: Bank\nDatum;Eröffnung;Hoch;Tief;Schluss;Notiz\n02.01.2024;2,00;4,00;1,00;3,00;a\n");
    assert.match(german, /Text +semicolons, decimal commas, dates as DMY, header in line 2/);
    assert.match(german, /Columns +time is Datum, open is Eröffnung, high is Hoch, low is Tief, close is Schluss/);
    assert.match(german, /Not read +Notiz/);
    assert.match(
      card("1704153600000,2,4,1,3,100\n1704153660000,2,4,1,3,100\n"),
      /times in epoch milliseconds, no header/,
    );
    const empty = card("Date,Open,High,Low,Close,Volume\n2024-01-02,2,4,1,3,\n2024-01-03,2,4,1,3,\n");
    assert.match(empty, /Volumes +2 rows with an empty one, taken as 0/);
  });

  it("says nothing of a plain file", () => {
    assert.doesNotMatch(card("date,open,high,low,close\n2024-01-02,2,4,1,3\n"), /Text|Columns|Not read/);
  });
});

describe("rows in an hour that clocks show twice", () => {
  const write = useFolder();
  const clocks = ["00:30", "01:00", "01:30", "01:00", "01:30", "02:00"];
  const instants = ["04:30", "05:00", "05:30", "06:00", "06:30", "07:00"].map((at) => `2024-11-03T${at}`);
  const row = (clock: string) => `2024-11-03 ${clock},2,4,1,3\n`;
  const read = (rows: readonly string[]) =>
    replaySource(write("x.csv", `time,open,high,low,close\n${rows.join("")}`), {
      ...{ timezone: "America/New_York", stamp: "close" },
    });
  const times = ({ columns }: ReturnType<typeof read>) =>
    Array.from(columns.time, (time) => new Date(time).toISOString().slice(0, 16));

  it("are told by their order, oldest or newest first, and counted", () => {
    for (const order of [clocks, [...clocks].reverse()]) {
      const feed = read(order.map(row));
      assert.deepEqual(times(feed), instants);
      assert.equal(feed.found?.twice, 2);
      assert.equal(remakeSource(JSON.parse(JSON.stringify(feed.manifest))).manifest.name, "x");
    }
    const hours = ["00:00", "01:00", "01:00", "02:00"];
    for (const order of [hours, [...hours].reverse()])
      assert.deepEqual(
        times(read(order.map(row))),
        ["04:00", "05:00", "06:00", "07:00"].map((at) => `2024-11-03T${at}`),
      );
  });

  it("are of the first where they come once", () => {
    assert.deepEqual(
      times(read(["00:00", "01:00", "02:00"].map(row))),
      ["04:00", "05:00", "07:00"].map((at) => `2024-11-03T${at}`),
    );
  });
});

describe("a high or low that is off by a rounding error", () => {
  const write = useFolder();
  const read = (high: string, low = "1") =>
    replaySource(write("x.csv", `date,open,high,low,close\n2024-01-02,2,${high},${low},104.5\n`));

  it("is taken as equal to what it contradicts, and counted", () => {
    const { columns, found, manifest } = read("104.49999999999999");
    assert.deepEqual([columns.high[0], found?.rounded], [104.5, 1]);
    const { rounded: _, ...before } = manifest.found ?? {};
    assert.throws(() => remakeSource({ ...manifest, found: before }), /Expected close to be within/);
    assert.equal(read("200", "2.0000000000000004").columns.low[0], 2);
    assert.equal(read("105").found?.rounded, undefined);
  });

  it("is an error where it is off by more", () => {
    for (const high of ["104.49999", "104.499999999"]) assert.throws(() => read(high), /Expected close to be within/);
  });
});

describe("bars of short names in an array", () => {
  const prices = { o: 2, h: 4, l: 1, c: 3, v: 100 };
  const times = (input: Parameters<typeof replaySource>[0]) =>
    Array.from(replaySource(input, { symbol: "X" }).columns.time, (time) => new Date(time).toISOString().slice(0, 16));

  it("are stamped with their start, in epoch numbers of any unit or in text", () => {
    const [first, second] = [1_704_153_600_000, 1_704_153_660_000];
    for (const unit of [1 / 1000, 1, 1000, 1_000_000])
      assert.deepEqual(times([first, second].map((time) => ({ t: time * unit, ...prices }))), [
        "2024-01-02T00:01",
        "2024-01-02T00:02",
      ]);
    assert.deepEqual(times([{ t: "2024-01-02T05:00:00Z", ...prices }]), ["2024-01-03T00:00"]);
    const feed = replaySource([
      { t: first, S: "KO", ...prices },
      { t: second, S: "KO", ...prices },
    ]);
    assert.deepEqual([feed.symbols, feed.columns.volume[0]], [["KO"], 100]);
    assert.throws(
      () =>
        replaySource([
          { t: first, S: "KO", ...prices },
          { t: 0, S: "KO", ...prices },
        ]),
      {
        message: /^bars\[1\]: Expected time/,
      },
    );
  });
});

describe("several files", () => {
  const write = useFolder();
  const bars = "date,open,high,low,close\n2024-01-02,2,4,1,3\n";

  it("are those of a folder or of a pattern, one a symbol, in the order of their names", () => {
    mkdirSync("data/more", { recursive: true });
    for (const name of ["B.csv", "A.csv", "C.tsv", "more/D.csv"]) write(`data/${name}`, bars);
    write("data/E.csv.gz", gzipSync(bars));
    write("data/notes.md", "none");
    const symbols = (path: string | string[]) => replaySource(path).symbols;
    assert.deepEqual(symbols("data"), ["A", "B", "C", "E"]);
    assert.deepEqual(symbols("data/*.csv"), ["A", "B"]);
    assert.deepEqual(symbols("./data/?.csv*"), ["A", "B", "E"]);
    assert.deepEqual(symbols("data/**/*.csv"), ["A", "B", "D"]);
    assert.deepEqual(symbols(["data/B.csv", "data/m*/*.csv"]), ["B", "D"]);
    const { manifest } = replaySource("data/*.csv");
    assert.deepEqual(remakeSource(JSON.parse(JSON.stringify(manifest))).manifest, manifest);
  });

  it("that are not there, and a folder without any, are errors", () => {
    assert.throws(() => replaySource("no/*.csv"), {
      code: "MISSING_FILE",
      message: "Expected files like no/*.csv, but there are none",
    });
    mkdirSync("empty");
    assert.throws(() => replaySource("empty"), {
      code: "EMPTY_DATA",
      message: "Expected the folder empty to hold CSV, Parquet or Arrow files, but it has none",
    });
  });
});
