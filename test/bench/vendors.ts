import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { columnsOf } from "./works";

/** A row of the canonical bars: its time in epoch milliseconds, its prices and its volume. */
type BarRow = readonly [time: number, open: number, high: number, low: number, close: number, volume: number];

/** How a vendor writes bars. */
interface Vendor {
  readonly header: string;
  readonly row: (bar: BarRow) => string;
  readonly newestFirst?: true;
  readonly packed?: true;
}

const two = (value: number) => String(value).padStart(2, "0");
const iso = (time: number) => new Date(time).toISOString();
const usual = "time,open,high,low,close,volume";
const thousands = (value: number) => String(value).replace(/\B(?=(\d{3})+$)/g, ",");

function partsOf(time: number) {
  const at = new Date(time);
  return {
    ...{ year: at.getUTCFullYear(), month: two(at.getUTCMonth() + 1), day: two(at.getUTCDate()) },
    clock: `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`,
  };
}

/** The formats that are measured, by what the table of the bench calls them. */
export const vendors: Readonly<Record<string, Vendor>> = {
  "ISO times with an offset": {
    header: usual,
    row: ([time, ...numbers]) => `${iso(time).slice(0, 19).replace("T", " ")}+00:00,${numbers.join(",")}`,
  },
  German: {
    header: "Datum;Eröffnung;Hoch;Tief;Schluss;Volumen",
    row([time, open, high, low, close, volume]) {
      const { year, month, day, clock } = partsOf(time);
      const prices = [open, high, low, close].join(";").replaceAll(".", ",");
      return `${day}.${month}.${year} ${clock};${prices};${thousands(volume).replace(",", ".")}`;
    },
  },
  "US dates": {
    header: usual,
    row([time, ...numbers]) {
      const { year, month, day, clock } = partsOf(time);
      return `${month}/${day}/${year} ${clock},${numbers.join(",")}`;
    },
  },
  "quoted, with signs of thousands": {
    header: '"Date","Open","High","Low","Close","Volume"',
    row: ([time, open, high, low, close, volume]) =>
      `"${time}","${open}","${high}","${low}","${close}","${thousands(volume)}"`,
  },
  "currency signs": {
    header: usual,
    row: ([time, open, high, low, close, volume]) => `${time},$${open},$${high},$${low},$${close},${volume}`,
  },
  MetaTrader: {
    header: "<DATE>\t<TIME>\t<OPEN>\t<HIGH>\t<LOW>\t<CLOSE>\t<TICKVOL>\t<VOL>\t<SPREAD>",
    row([time, ...numbers]) {
      const { year, month, day, clock } = partsOf(time);
      return `${year}.${month}.${day}\t${clock}:00\t${numbers.join("\t")}\t0\t2`;
    },
  },
  Binance: {
    header: "",
    row: ([time, ...numbers]) => `${time}000,${numbers.join(",")},${time + 59_999}999,5.5,6,7.5,8.5,0`,
  },
  "newest first": { header: usual, row: (bar) => bar.join(","), newestFirst: true },
  packed: { header: usual, row: (bar) => bar.join(","), packed: true },
};

/** Returns the path of the canonical million bars as a vendor writes them. The file is made at the first call. */
export function vendorPath(name: string): string {
  const folder = join(tmpdir(), "paperlab-bench-data");
  mkdirSync(folder, { recursive: true });
  const { header, row, newestFirst, packed } = vendors[name];
  const path = join(folder, `${name}.csv${packed ? ".gz" : ""}`);
  if (existsSync(path)) return path;
  const { time, open, high, low, close, volume } = columnsOf("million");
  const rows = Array.from(time, (at, bar) => row([at, open[bar], high[bar], low[bar], close[bar], volume[bar]]));
  if (newestFirst) rows.reverse();
  const text = `${header === "" ? "" : `${header}\n`}${rows.join("\n")}\n`;
  writeFileSync(path, packed ? gzipSync(text, { level: 6 }) : text);
  return path;
}
