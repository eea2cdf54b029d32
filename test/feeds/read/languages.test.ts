import assert from "node:assert/strict";
import { inspect } from "node:util";
import { type ReplayOptions, replaySource } from "../../../src/feeds/read/replay";
import { remakeSource } from "../../../src/feeds/remake";
import { replay } from "../../../src/index";
import { useFolder } from "../files";

/** The bars of a feed, one text each, which must be the same when the feed is made again from its manifest. */
function barsOf(path: string, options?: ReplayOptions): string[] {
  const feed = replaySource(path, options);
  const manifest = JSON.parse(JSON.stringify(feed.manifest));
  assert.deepEqual(JSON.parse(JSON.stringify(remakeSource(manifest).manifest)), manifest);
  const { open, high, low, close, volume, time } = feed.columns;
  return Array.from(time, (at, row) => {
    const numbers = [open, high, low, close, volume].map((column) => column[row]).join(" ");
    return `${new Date(at - 1).toISOString().slice(0, 10)} ${numbers}`;
  });
}

describe("a file in the language of its vendor", () => {
  const write = useFolder();
  const two = ["2015-01-15 2 4 1 3 100", "2015-01-16 3 5 2 4.5 200"];
  const point = [
    ["15/01/2015", "2.0", "4.0", "1.0", "3.0", "100"],
    ["16/01/2015", "3.0", "5.0", "2.0", "4.5", "200"],
  ];
  const comma = point.map((cells) => cells.map((cell) => cell.replace(".", ",").replaceAll("/", ".")));

  /** A file of these columns: o, h, l, c, v and d stand for what bars have, a dash for another column. */
  const fileOf = (
    header: string,
    order: string,
    rows: readonly (readonly string[])[],
    separator: string,
    mark = "",
  ) => {
    const cellsOf = (row: readonly string[]) => [...order].map((letter) => row["dohlcv".indexOf(letter)] ?? "7,5");
    return [
      header,
      ...rows.map((row) =>
        cellsOf(row)
          .map((cell) => mark + cell + mark)
          .join(separator),
      ),
    ].join("\n");
  };
  const files: [vendor: string, text: string][] = [
    [
      "Investing.com in German",
      fileOf('"Datum","Zuletzt","Eröffn.","Hoch","Tief","Vol.","+/- %"', "dcohlv-", comma, ",", '"'),
    ],
    [
      "Investing.com in French",
      fileOf('"Date","Dernier","Ouv."," Plus Haut"," Plus Bas","Vol.","Variation %"', "dcohlv-", comma, ",", '"'),
    ],
    [
      "Investing.com in Spanish",
      fileOf('"Fecha","Último","Apertura","Máximo","Mínimo","Vol.","% var."', "dcohlv-", comma, ",", '"'),
    ],
    [
      "Investing.com in Italian",
      fileOf('"Data","Ultimo","Apertura","Massimo","Minimo","Vol.","Var. %"', "dcohlv-", comma, ",", '"'),
    ],
    ["onvista", fileOf("Datum;Eröffnung;Hoch;Tief;Schluss;Volumen", "dohlcv", comma, ";")],
    ["ariva", fileOf("Datum;Erster;Hoch;Tief;Schlusskurs;Stuecke;Volumen", "dohlcv-", comma, ";")],
    [
      "boerse-frankfurt",
      fileOf("Datum;Eröffnung;Schluss;Tageshoch;Tagestief;Umsatz/€;Umsatz/Stück", "dochl-v", comma, ";"),
    ],
    [
      "the Vienna Stock Exchange",
      fileOf(
        "Datum;Eröffnungspreis;Tageshoch;Tagestief;Schlusspreis;Diff.%;Geldumsatz1;Stückumsatz1;",
        "dohlc--v-",
        comma,
        ";",
      ),
    ],
    ["a German bank", fileOf("Datum;Anfangskurs;Höchstkurs;Tiefstkurs;Schlusskurs;Stück", "dohlcv", comma, ";")],
    ["Boursorama", fileOf("date\touv\thaut\tbas\tclot\tvol\tdevise", "dohlcv-", point, "\t")],
    [
      "Euronext",
      `"Historical Data"\n"From 2015-01-15"\nNL0000000000\n${fileOf('Date;Open;High;Low;Last;Close;"Number of Shares"', "dohl-cv", point, ";")}`,
    ],
    ["Barchart", fileOf("Symbol,Time,Open,High,Low,Last,Change,Volume", "xdohlc-v", point, ",").replaceAll("7,5", "x")],
    ["Sierra Chart", fileOf("Date, Open, High, Low, Last, Volume", "dohlcv", point, ", ")],
  ];
  for (const [vendor, text] of files)
    it(`is read as ${vendor} writes it`, () => assert.deepEqual(barsOf(write("x.csv", text)), two));
});

describe("numbers of a file with commas and without quotes", () => {
  const write = useFolder();
  const header = "Date,Close/Last,Volume,Open,High,Low\n";
  const row = "01/16/2015,$105.99,78513300,$107.03,$107.58,$105.20\n";

  it("may have a currency, as Nasdaq writes them", () => {
    assert.deepEqual(barsOf(write("x.csv", header + row)), ["2015-01-16 107.03 107.58 105.2 105.99 78513300"]);
    assert.match(inspect(replay(write("x.csv", header + row))), /Text +decimal points/);
  });

  it("are plain where the first rows are, and a later one that is not names the option", () => {
    const plain = row.replaceAll("$", "");
    const text =
      header + Array.from({ length: 60 }, (_, at) => plain.replace("2015", String(1955 + at))).join("") + row;
    assert.throws(() => replaySource(write("x.csv", text)), {
      message: 'x.csv:62: Expected open to be a number, was "$107.03". If it is one, say decimal: "."',
    });
    assert.equal(replaySource(write("x.csv", text), { decimal: "." }).length, 61);
    assert.throws(
      () => replaySource(write("x.csv", `${header}${plain.replace("105.99", "n/a")}`)),
      /: Expected close to be a number, was "n\/a"$/,
    );
  });

  it("may have a currency too where nothing shows their decimal sign", () => {
    const text = "Datum;Eröffnung;Hoch;Tief;Schluss;Volumen\n16.01.2015;$2;$4;$1;$3;1 200\n";
    assert.deepEqual(barsOf(write("x.csv", text)), ["2015-01-16 2 4 1 3 1200"]);
  });
});

describe("the volume of a file", () => {
  const write = useFolder();
  const volumeOf = (header: string, cells: string) => {
    const feed = replaySource(write("x.csv", `${header}\n2015-01-16,${cells}\n`));
    remakeSource(JSON.parse(JSON.stringify(feed.manifest)));
    return feed.columns.volume[0];
  };

  it("may be called the amount of trades, or after what is traded", () => {
    assert.equal(volumeOf("timestamp,price,amount", "3,0.5"), 0.5);
    assert.equal(volumeOf("date,open,high,low,close,Volume BTC,Volume USD", "2,4,1,3,7,9"), 7);
    assert.equal(volumeOf("date,open,high,low,close,Volume USDT,Volume ETH", "2,4,1,3,9,7"), 7);
    assert.equal(volumeOf("date,open,high,low,close,Volume_(BTC),Volume_(Currency)", "2,4,1,3,7,9"), 7);
    assert.equal(volumeOf("date,open,high,low,close,Volume MA", "2,4,1,3,9"), 0);
    assert.equal(volumeOf("date,open,high,low,close,volume,Volume BTC", "2,4,1,3,7,9"), 7);
  });

  it("is none where no column is taken as it and others are left out, and the card says so", () => {
    const card = (text: string) => inspect(replay(write("x.csv", text)));
    assert.match(card("date,open,high,low,close,turnover\n2015-01-16,2,4,1,3,9\n"), /Columns +no volume/);
    assert.match(card("timestamp,price,side\n2015-01-16,2,buy\n"), /Columns +no size/);
    assert.match(card("timestamp,price,amount\n2015-01-16,2,5\n"), /Columns +size is amount/);
  });

  it("is looked for once the file has times", () => {
    for (const header of ["trade_id,side,size,price,created_at", "id,side,quantity,price,transact_time"])
      assert.equal(replaySource(write("x.csv", `${header}\n1,buy,5,3,2015-01-16T10:00:00Z\n`)).columns.volume[0], 5);
    assert.throws(() => replaySource(write("x.csv", "trade_id,side,size,price,when\n1,buy,5,3,2015-01-16\n")), {
      code: "INVALID_COLUMNS",
      message: /^x\.csv:1: Expected columns for time in the header/,
    });
  });
});
