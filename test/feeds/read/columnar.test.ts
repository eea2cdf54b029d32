import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as arrow from "apache-arrow";
import * as parquet from "parquet-wasm";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { PaperLabError } from "../../../src/index";
import { cases } from "../../support/cases";
import { without } from "../../support/without";
import { useFolder } from "../files";

type Columns = Readonly<Record<string, arrow.Vector>>;

const numbers = (values: readonly (number | null)[]) => arrow.vectorFromArray(values, new arrow.Float64());
const texts = (values: readonly (string | null)[]) => arrow.vectorFromArray(values, new arrow.Utf8());
const dates = (days: readonly string[]) =>
  arrow.vectorFromArray(
    days.map((day) => new Date(day)),
    new arrow.DateDay(),
  );
const prices = { open: numbers([2, 3]), high: numbers([4, 5]), low: numbers([1, 2]), close: numbers([3, 4.5]) };
const days = dates(["2024-01-02", "2024-01-03"]);
const minutes = ["2024-01-02T14:30:00Z", "2024-01-02T14:31:00Z"].map((time) => new Date(time));

const file = (columns: Columns) => Buffer.from(arrow.tableToIPC(new arrow.Table(columns), "file"));
const stream = (columns: Columns) => Buffer.from(arrow.tableToIPC(new arrow.Table(columns), "stream"));
const parquetFile = (columns: Columns) =>
  Buffer.from(parquet.writeParquet(parquet.Table.fromIPCStream(stream(columns))));

const data = (name: string) => readFileSync(join(__dirname, "data", name));

describe("a Parquet or Arrow file", () => {
  const write = useFolder();

  /** The bars of a file, one text each, which must be the same when the feed is made again. */
  const read = (name: string, options?: ReplayOptions) => {
    const feed = replaySource(name, options);
    const manifest = JSON.parse(JSON.stringify(feed.manifest));
    assert.deepEqual(JSON.parse(JSON.stringify(remakeSource(manifest).manifest)), manifest);
    assert(feed.manifest.source !== undefined && "files" in feed.manifest.source);
    const { columns, symbols } = feed;
    const bars = Array.from(columns.time, (time, row) => {
      const { open, high, low, close, volume } = columns;
      const cells = [open, high, low, close, volume].map((column) => column[row]).join(" ");
      return `${symbols[columns.symbol[row]]} ${new Date(time).toISOString().slice(0, 16)} ${cells}`;
    });
    return { bars, texts: feed.found?.texts, feed };
  };

  /** The same bars out of every kind of file. */
  const readAll = (columns: Columns, options?: ReplayOptions) => {
    const files = { "x.parquet": parquetFile, "x.arrow": file, "x.ipc": stream };
    const [first, ...others] = Object.entries(files).map(([name, make]) => {
      const { bars, texts } = read(write(name, make(columns)), options);
      return { bars, texts };
    });
    for (const other of others) assert.deepEqual(other, first);
    return first;
  };

  const daily = ["x 2024-01-03T00:00 2 4 1 3 0", "x 2024-01-04T00:00 3 5 2 4.5 0"];
  const intraday = ["x 2024-01-02T14:31 2 4 1 3 0", "x 2024-01-02T14:32 3 5 2 4.5 0"];
  const instants = (type: arrow.Timestamp | arrow.DateMillisecond) => arrow.vectorFromArray(minutes, type);
  const decimal = (values: readonly number[]) => {
    const words = values.flatMap((value) => [value * 100, 0, 0, 0]);
    const type = new arrow.Decimal(2, 10, 128);
    const chunk = arrow.makeData({ type, length: values.length, nullCount: 0, data: Uint32Array.from(words) });
    return arrow.makeVector(chunk);
  };

  const times: [name: string, time: arrow.Vector, bars: readonly string[], texts?: object][] = [
    ["dates", days, daily],
    ["dates in milliseconds", arrow.vectorFromArray([...days].map(Number), new arrow.DateMillisecond()), daily],
    ["dates of JavaScript", instants(new arrow.DateMillisecond()), intraday],
    ["timestamps in seconds", instants(new arrow.TimestampSecond()), intraday],
    ["timestamps in milliseconds", instants(new arrow.TimestampMillisecond("UTC")), intraday],
    ["timestamps in microseconds", instants(new arrow.TimestampMicrosecond("+05:30")), intraday],
    ["timestamps in nanoseconds", instants(new arrow.TimestampNanosecond("Asia/Tokyo")), intraday],
    [
      "epoch numbers",
      arrow.vectorFromArray(
        minutes.map((at) => BigInt(+at)),
        new arrow.Int64(),
      ),
      intraday,
      { epoch: "ms" },
    ],
    ["epoch seconds", numbers(minutes.map((at) => +at / 1000)), intraday, { epoch: "s" }],
    [
      "epoch nanoseconds",
      arrow.vectorFromArray(
        minutes.map((at) => BigInt(+at) * 1_000_000n),
        new arrow.Int64(),
      ),
      intraday,
      { epoch: "ns" },
    ],
    ["texts", texts(["2024-01-02", "2024-01-03"]), daily],
    ["ISO texts", texts(minutes.map((at) => at.toISOString())), intraday],
    ["whole numbers of dates", arrow.vectorFromArray([20240102, 20240103], new arrow.Int32()), daily],
  ];
  for (const [name, time, bars, found] of times) {
    it(`has times that are ${name}`, () => {
      assert.deepEqual(readAll({ time, ...prices }), { bars, texts: found && [found] });
    });
  }

  it("has dates of which other rows tell the order of day and month, or an option", () => {
    const ordered = { ...prices, date: texts(["02/01/2024", "13/01/2024"]) };
    const moved = daily.map((bar, at) => bar.replace(/2024-\S+/, ["2024-01-03T00:00", "2024-01-14T00:00"][at]));
    assert.deepEqual(readAll(ordered), { bars: moved, texts: [{ dates: "DMY" }] });
    const unclear = { ...prices, date: texts(["02/01/2024", "03/01/2024"]) };
    assert.throws(() => read(write("u.parquet", parquetFile(unclear))), {
      code: "INVALID_DATA",
      message:
        'u.parquet: row 1: Expected dates whose day and month can be told apart, was "02/01/2024", and no other row ' +
        'tells. Say dateFormat: "DMY" or dateFormat: "MDY"',
    });
    assert.deepEqual(readAll(unclear, { dateFormat: "DMY" }).bars, daily);
  });

  it("has midnights of a zone, which are days", () => {
    const midnights = ["2024-01-02T05:00:00Z", "2024-01-03T05:00:00Z"].map((time) => new Date(time));
    const time = arrow.vectorFromArray(midnights, new arrow.TimestampMicrosecond("America/New_York"));
    assert.deepEqual(readAll({ time, ...prices }).bars, daily);
  });

  it("has times of day beside dates", () => {
    const date = dates(["2024-01-02", "2024-01-02"]);
    const clocks = [14.5 * 3_600_000, 14.5 * 3_600_000 + 60_000];
    const micros = arrow.vectorFromArray(
      clocks.map((clock) => BigInt(clock) * 1000n),
      new arrow.TimeMicrosecond(),
    );
    const millis = arrow.vectorFromArray(clocks, new arrow.TimeMillisecond());
    for (const time of [micros, millis, texts(["14:30", "14:31"])])
      assert.deepEqual(readAll({ date, time, ...prices }).bars, intraday);
  });

  it("has prices of any kind of number", () => {
    const kinds = [
      (values: readonly number[]) => arrow.vectorFromArray(values, new arrow.Float32()),
      (values: readonly number[]) => texts(values.map(String)),
      decimal,
    ];
    for (const kind of kinds) {
      const columns = { open: kind([2, 3]), high: kind([4, 5]), low: kind([1, 2]), close: kind([3, 4.5]) };
      assert.deepEqual(readAll({ date: days, ...columns }).bars, daily);
    }
    const whole = (values: readonly number[]) => arrow.vectorFromArray(values.map(BigInt), new arrow.Int64());
    const columns = { open: whole([2, 3]), high: whole([4, 5]), low: whole([1, 2]), close: whole([3, 4]) };
    const volume = arrow.vectorFromArray([7, 8], new arrow.Uint32());
    assert.deepEqual(readAll({ date: days, ...columns, volume }).bars, [
      "x 2024-01-03T00:00 2 4 1 3 7",
      "x 2024-01-04T00:00 3 5 2 4 8",
    ]);
  });

  it("has symbols that are texts, dictionaries or numbers, and columns that are not needed", () => {
    const date = dates(["2024-01-02", "2024-01-02"]);
    const expected = ["2024-01-03T00:00 2 4 1 3 0", "2024-01-03T00:00 3 5 2 4.5 0"];
    const named = (names: readonly string[]) => expected.map((bar, at) => `${names[at]} ${bar}`);
    const dictionary = arrow.vectorFromArray(["KO", "PEP"], new arrow.Dictionary(new arrow.Utf8(), new arrow.Int32()));
    for (const symbol of [texts(["KO", "PEP"]), dictionary])
      assert.deepEqual(readAll({ date, symbol, ...prices }).bars, named(["KO", "PEP"]));
    const symbol = arrow.vectorFromArray([10107, 10108], new arrow.Int32());
    const type = new arrow.List(new arrow.Field("item", new arrow.Int32()));
    const lists = arrow.vectorFromArray([[1], [2, 3]], type);
    const found = readAll({ date, symbol, ...prices, lists });
    assert.deepEqual(found, {
      bars: named(["10107", "10108"]),
      texts: [{ columns: { volume: false }, leftOut: ["lists"] }],
    });
  });

  it("has trades", () => {
    const columns = { time: instants(new arrow.TimestampMillisecond()), price: numbers([3, 4]), size: numbers([1, 2]) };
    assert.deepEqual(readAll(columns).bars, ["x 2024-01-02T14:30 3 3 3 3 1", "x 2024-01-02T14:31 4 4 4 4 2"]);
  });

  it("names file and row of what is missing", () => {
    const cases: [Columns, string][] = [
      [{ date: days, ...prices, close: numbers([3, null]) }, "row 2: Expected close to be a number, was null"],
      [{ date: days, ...prices, symbol: texts(["KO", null]) }, "row 2: Expected symbol to be a name, was null"],
      [
        { date: texts([null, "2024-01-03"]), ...prices },
        "row 1: Expected time to be a date such as 2013-05-13, an ISO time or epoch seconds or milliseconds, was null",
      ],
      [{ date: days, ...prices, low: numbers([1, 9]) }, "row 2: Expected low to be at most high 5, was 9"],
    ];
    for (const [columns, message] of cases) {
      for (const [name, make] of Object.entries({ "bars.parquet": parquetFile, "bars.feather": file })) {
        write(name, make(columns));
        assert.throws(() => replaySource(name), { code: "INVALID_DATA", message: `${name}: ${message}` });
        assert.equal(replaySource(name, { onBadRow: "skip" }).skipped.rows, 1);
      }
    }
    const some = readAll({ date: days, ...prices, volume: numbers([7, null]) });
    assert.deepEqual(
      some.bars.map((bar) => bar.split(" ").at(-1)),
      ["7", "0"],
    );
    const volume = numbers([null, null]);
    const found = readAll({ date: days, ...prices, volume });
    assert.deepEqual(found, { bars: daily, texts: undefined });
  });

  it("refuses what is no table of bars", () => {
    const type = new arrow.List(new arrow.Field("item", new arrow.Float64()));
    const cases: [Columns, code: string, message: RegExp][] = [
      [
        { date: days, ...prices, close: arrow.vectorFromArray([[1], [2]], type) },
        "INVALID_COLUMNS",
        /^x\.arrow: Expected column "close" to hold numbers, was List<Float64>\. Say which one does with columns: /,
      ],
      [
        { time: arrow.vectorFromArray([1, 2], new arrow.TimeMillisecond()), ...prices },
        "INVALID_COLUMNS",
        /^x\.arrow: Expected column "time" to hold times, was Time32<MILLISECOND>/,
      ],
      [{ date: days, open: prices.open }, "INVALID_COLUMNS", /^x\.arrow: Expected columns for high, low, close/],
      [
        { date: dates([]), ...Object.fromEntries(Object.keys(prices).map((name) => [name, numbers([])])) },
        "EMPTY_DATA",
        /^Expected x\.arrow to hold bars, but it has no rows$/,
      ],
      [
        { time: instants(new arrow.TimestampMillisecond("Mars/Olympus")), ...prices },
        "INVALID_DATA",
        /^x\.arrow: Expected the zone of column "time" to be an IANA name, was "Mars\/Olympus"$/,
      ],
    ];
    for (const [columns, code, message] of cases) {
      assert.throws(() => replaySource(write("x.arrow", file(columns))), { code, message });
    }
    assert.throws(() => replaySource("none.parquet"), {
      code: "MISSING_FILE",
      message: "Expected none.parquet to be a file, but there is none",
    });
  });

  it("has tickers in the names of its columns, as pandas writes two levels, and no bars where a ticker has none", () => {
    const { bars, texts } = read(write("x.parquet", data("pandas-tickers.parquet")));
    assert.deepEqual(
      bars,
      [
        "AAPL 2024-01-03T00:00 2 3 100",
        "AAPL 2024-01-04T00:00 3 4.5 200",
        "KO 2024-01-04T00:00 6 6.5 9",
        "AAPL 2024-01-05T00:00 4 4 300",
        "KO 2024-01-05T00:00 6 6 8",
      ].map((bar) => {
        const [symbol, time, open, close, volume] = bar.split(" ");
        const [high, low] = symbol === "KO" ? [7, 5] : [Number(open) === 2 ? 4 : 5, Number(open) - 1];
        return [symbol, time, open, high, low, close, volume].join(" ");
      }),
    );
    assert.deepEqual(texts, [{ columns: { time: 1 }, tickers: "names" }]);
    const swapped = Object.entries(prices).map(([name, cells]) => [`('A', '${name}')`, cells]);
    assert.deepEqual(readAll({ Date: days, ...Object.fromEntries(swapped) }).bars, [
      "A 2024-01-03T00:00 2 4 1 3 0",
      "A 2024-01-04T00:00 3 5 2 4.5 0",
    ]);
  });

  it("is read as pandas writes it: an index without a name, LZ4, a zone, a category", () => {
    const { bars, texts } = read(write("KO.parquet", data("pandas-days.parquet")));
    assert.deepEqual(bars, [
      "KO 2024-01-03T00:00 2 4 1 3 100",
      "KO 2024-01-04T00:00 3 5 2 4.5 200",
      "KO 2024-01-05T00:00 4 5 3 4 300",
    ]);
    assert.deepEqual(texts, [{ columns: { time: 1 } }]);
    const named = read("KO.parquet", { columns: { time: "__index_level_0__" } });
    assert.deepEqual(named.bars, bars);
    const expected = Array.from({ length: 300 }, (_, at) => {
      const end = new Date(Date.UTC(2024, 0, 2, 14, 31 + at)).toISOString().slice(0, 16);
      return `KO ${end} 60 62 59 ${60 + (at % 7) / 4} ${at}`;
    });
    assert.deepEqual(read(write("minutes.feather", data("pandas-minutes.feather"))).bars, expected);
  });

  it("is read in a list, a folder and a pattern, beside CSV files", () => {
    mkdirSync("folder", { recursive: true });
    write("folder/A.parquet", parquetFile({ date: days, ...prices }));
    write("folder/B.feather", file({ date: days, ...prices }));
    write("folder/C.csv", "date,open,high,low,close\n2024-01-02,2,4,1,3\n2024-01-03,3,5,2,4.5\n");
    for (const input of ["folder", "folder/*", ["folder/A.parquet", "folder/B.feather", "folder/C.csv"]]) {
      const feed = replaySource(input);
      assert.deepEqual(feed.symbols, ["A", "B", "C"]);
      assert.equal(feed.length, 6);
      assert.deepEqual(remakeSource(feed.manifest).manifest, feed.manifest);
    }
  });

  it("is refused when it is broken, and never with another error", () => {
    const columns = { time: instants(new arrow.TimestampMillisecond()), symbol: texts(["KO", "KO"]), ...prices };
    const whole = {
      "y.parquet": parquetFile(columns),
      "y.arrow": file(columns),
      "y.ipc": stream(columns),
      "y.feather": data("pandas-minutes.feather"),
    };
    let seed = 1;
    const random = (below: number) => {
      seed = (seed * 48_271) % 2_147_483_647;
      return seed % below;
    };
    for (const [name, bytes] of Object.entries(whole)) {
      const kind = name === "y.parquet" ? "a Parquet file" : "an Arrow file";
      const message = new RegExp(`^Expected ${name} to be ${kind}, but it cannot be read: `);
      // The mark at the end of a stream, which a writer may leave out, has 8 bytes.
      const end = bytes.length - (name === "y.ipc" ? 8 : 0);
      for (let cut = 0; cut < end; cut += 1 + random(240)) {
        write(name, bytes.subarray(0, cut));
        assert.throws(() => replaySource(name), { code: "INVALID_DATA", message });
      }
      for (let time = 0; time < cases(30); time++) {
        const broken = Buffer.from(bytes);
        for (let byte = random(3); byte >= 0; byte--) broken[random(broken.length)] = random(256);
        write(name, broken);
        try {
          replaySource(name, { onBadRow: "skip" });
        } catch (error) {
          assert(error instanceof PaperLabError, (error as Error).stack);
        }
      }
      write(name, bytes);
      assert(replaySource(name).length > 0);
    }
  });

  it("needs packages, which it names", () => {
    write("z.parquet", parquetFile({ date: days, ...prices }));
    write("z.arrow", file({ date: days, ...prices }));
    assert.throws(() => without("parquet-wasm", () => replaySource("z.parquet")), {
      code: "MISSING_FILE",
      message:
        "Expected the packages parquet-wasm and apache-arrow to read z.parquet, but parquet-wasm is not installed. " +
        "Run npm install parquet-wasm apache-arrow",
    });
    assert.throws(() => without("apache-arrow", () => replaySource("z.arrow")), {
      message:
        "Expected the package apache-arrow to read z.arrow, but apache-arrow is not installed. Run npm install apache-arrow",
    });
    assert.equal(
      without("parquet-wasm", () => replaySource("z.arrow").length),
      2,
    );
  });

  it("takes the packages of the project in the working folder", () => {
    write("z.arrow", file({ date: days, ...prices }));
    mkdirSync("node_modules/apache-arrow", { recursive: true });
    write("node_modules/apache-arrow/index.js", 'throw new Error("of the project")');
    assert.throws(() => replaySource("z.arrow"), {
      message:
        "Expected the package apache-arrow to read z.arrow, but apache-arrow does not load: of the project. " +
        "Run npm install apache-arrow",
    });
  });
});
