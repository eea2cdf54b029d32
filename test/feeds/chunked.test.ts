import assert from "node:assert/strict";
import fc from "fast-check";
import { chunkedSource } from "../../src/feeds/chunked/chunked";
import { type ReplayOptions, replaySource } from "../../src/feeds/read/replay";
import { haveSameBars, remakeSource } from "../../src/feeds/remake";
import { joinedBlocks } from "../../src/feeds/source/series";
import type { RecordedSource } from "../../src/feeds/source/source";
import { replay } from "../../src/index";
import { cases } from "../support/cases";
import { useFolder } from "./files";

const header = "time,symbol,open,high,low,close,volume\n";
const start = Date.UTC(2024, 0, 1);

/** Rows of a file, `minutes` for each symbol, sorted by time. */
function rowsOf(symbols: readonly string[], minutes: number, has: (at: number, symbol: number) => boolean): string[] {
  const rows: string[] = [];
  for (let at = 0; at < minutes; at++) {
    symbols.forEach((symbol, place) => {
      const price = 100 + ((at * 7 + place) % 13);
      const time = new Date(start + at * 60_000).toISOString();
      if (has(at, place)) rows.push(`${time},${symbol},${price},${price + 1},${price - 1},${price + 0.5},${at}`);
    });
  }
  return rows;
}

/** Bars with the names of their symbols, from blocks. */
function barsOf(feed: RecordedSource, symbols?: readonly string[]): string[] {
  const { time, symbol, close, volume, length } = joinedBlocks(feed.blocks(symbols));
  const names = symbols ?? feed.symbols;
  return Array.from({ length }, (_, row) => `${names[symbol[row]]} ${time[row]} ${close[row]} ${volume[row]}`);
}

describe("a file read in chunks", () => {
  const write = useFolder();
  const both = (text: string, options: ReplayOptions = {}, size = 4000) => {
    const path = write("x.csv", text);
    return { path, whole: replaySource(path, options), chunked: chunkedSource([path], options, undefined, size) };
  };

  it("has the bars of the file, wherever the chunks end", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 100, max: 400 }),
        fc.integer({ min: 3500, max: 9000 }),
        fc.constantFrom(["A"], ["A", "B", "C"]),
        fc.integer({ min: 2, max: 9 }),
        (minutes, size, symbols, gap) => {
          const rows = rowsOf(symbols, minutes, (at, place) => place === 0 || (at * 3 + place) % gap !== 0);
          const { whole, chunked } = both(header + rows.join("\n"), { interval: "1m" }, size);
          assert.deepEqual(chunked.symbols, whole.symbols);
          assert.deepEqual(barsOf(chunked), barsOf(whole));
          assert.deepEqual(chunked.columns.time, whole.columns.time);
          for (const wanted of [undefined, [symbols[symbols.length - 1]], [...symbols].reverse()]) {
            assert.deepEqual(barsOf(chunked, wanted), barsOf(whole, wanted));
            assert.equal(chunked.steps(wanted), whole.steps(wanted));
            assert.deepEqual(chunked.year(wanted), whole.year(wanted));
          }
          assert.deepEqual([chunked.first, chunked.last, chunked.length], [whole.first, whole.last, whole.length]);
          for (const block of chunked.blocks()) assert(block.length > 0 && block.length <= 65_536);
        },
      ),
      { numRuns: cases(12) },
    );
  });

  const days = header + rowsOf(["A", "B"], 4 * 1440, (at) => at % 30 === 0).join("\n");

  it("is cut to days and symbols, as other feeds, and made again", () => {
    const options = { from: "2024-01-02", to: "2024-01-03", symbols: ["B"] };
    const { whole, chunked } = both(days, options);
    assert.deepEqual(barsOf(chunked), barsOf(whole));
    const cut = both(days).chunked.slice("2024-01-02").slice(undefined, "2024-01-02");
    assert.deepEqual(barsOf(cut), barsOf(both(days).whole.slice("2024-01-02", "2024-01-02")));
    assert.deepEqual([cut.manifest.options.from, cut.manifest.options.to], ["2024-01-02", "2024-01-02"]);
    assert.throws(() => both(days).chunked.slice("2025-01-01"), {
      code: "EMPTY_DATA",
      message: 'Expected feed "x" to have bars from 2025-01-01, but it has 2024-01-01 to 2024-01-04',
    });
    const feed = replay("x.csv", { ...options, inChunks: true });
    const again = remakeSource(JSON.parse(JSON.stringify(feed.manifest)));
    assert.equal(haveSameBars(feed.manifest, again.manifest), true);
    assert.deepEqual(JSON.parse(JSON.stringify(again.manifest)), JSON.parse(JSON.stringify(feed.manifest)));
    assert.match(String(feed), /Chunks +read again each time; what is found here was found in the first/);
  });

  it("may be several files that follow each other in time", () => {
    const rows = rowsOf(["A"], 500, () => true);
    const paths = [rows.slice(0, 200), rows.slice(200)].map((some, at) => write(`${at}.csv`, header + some.join("\n")));
    const chunked = chunkedSource(paths, {}, undefined, 4000);
    assert.deepEqual(barsOf(chunked), barsOf(replaySource(paths)));
    assert.throws(() => chunkedSource([...paths].reverse(), {}, undefined, 4000), {
      code: "BARS_OUT_OF_ORDER",
      message:
        "Bars of a file that is read in chunks must be in time order: A 2024-01-01T00:00:00.000Z came after 2024-01-01T08:19:00.000Z (0.csv, line 1 on). Sort the rows by time, or read the file at once, with inChunks: false",
    });
  });

  it("has errors with the lines of the file, and counts bad rows of all chunks", () => {
    const rows = rowsOf(["A"], 300, () => true);
    const bad = rows.map((row, at) => (at === 200 || at === 280 ? row.replace(",A,", ",A,x") : row)).join("\n");
    const path = write("bad.csv", header + bad);
    const message = 'bad.csv:202: Expected open to be a number, was "x109"';
    assert.throws(() => chunkedSource([path], {}, undefined, 4000), { code: "INVALID_DATA", message });
    const { skipped, length } = chunkedSource([path], { onBadRow: "skip" }, undefined, 4000);
    assert.deepEqual([skipped.rows, skipped.first, length], [2, message, 298]);
    assert.deepEqual(
      skipped.list?.map(({ row }) => row),
      ["bad.csv:202", "bad.csv:282"],
    );
  });

  it("must be sorted by time, also where a step is cut by a chunk", () => {
    const rows = rowsOf(["A"], 300, () => true);
    const tooSoon = [...rows.slice(100), ...rows.slice(0, 100)].map((row, at) =>
      at < 200 ? row : row.replace("A", "B"),
    );
    const refused = {
      code: "BARS_OUT_OF_ORDER",
      message: /^Bars of a file that is read in chunks must be in time order/,
    };
    assert.throws(() => both(header + tooSoon.join("\n")), refused);
    const path = write("down.csv", header + [...rows].reverse().join("\n"));
    const down = {
      code: "INVALID_OPTION",
      message: /"down.csv" to be a file for chunks, but its rows come newest first/,
    };
    assert.throws(() => chunkedSource([path], {}, undefined, 4000), down);
    const twice = rows.slice(0, 80).flatMap((row, at) => (at === 70 ? [row, row] : [row]));
    const bytes = header.length + twice.slice(0, 71).join("\n").length + 1;
    const text = write("twice.csv", header + twice.join("\n"));
    assert.throws(() => chunkedSource([text], {}, undefined, bytes), {
      code: "REPEATED_BAR",
      message: "Bars of a symbol must differ in time: A 2024-01-01T01:10:00.000Z came twice (twice.csv:73)",
    });
  });

  it("is refused where its first rows do not say how to read the others", () => {
    const weeks = Array.from({ length: 300 }, (_, at) => {
      const day = new Date(start + at * 7 * 86_400_000).toISOString().slice(0, 10);
      return `${day},A,1,1,1,1,1`;
    });
    const refused = (rows: readonly string[], message: RegExp) => {
      const path = write("unfit.csv", header + rows.join("\n"));
      assert.throws(() => chunkedSource([path], {}, undefined, 3000), { code: "INVALID_OPTION", message });
    };
    refused(weeks, /but its rows are weeks or longer\. Read it at once, with inChunks: false/);
    const mixed = rowsOf(["A", "B"], 300, (at, place) => place === 0 || at % 2 === 0);
    refused(mixed, /but those of B have no common length that the others have too, which the option interval can say/);
    const later = [...rowsOf(["A"], 300, () => true), "2024-01-03,A,1,1,1,1,1"];
    const path = write("dates.csv", header + later.join("\n"));
    assert.throws(() => chunkedSource([path], {}, undefined, 3000), {
      code: "INVALID_DATA",
      message: /to have a time of day/,
    });
  });

  it("is a plain CSV file, and `inChunks` true or false", () => {
    const bars = [{ symbol: "A", time: 1, open: 1, high: 1, low: 1, close: 1 }];
    assert.throws(() => replay(bars, { inChunks: true }), { code: "INVALID_OPTION", message: /was bars in memory/ });
    assert.throws(() => replay("x.csv.gz", { inChunks: true }), { code: "INVALID_OPTION", message: /was x\.csv\.gz/ });
    assert.throws(() => replay("x.csv", { inChunks: 1 as never }), {
      message: /Expected inChunks to be true or false/,
    });
    const actions = [{ ex_date: "2024-01-02", symbol: "A", type: "split", value: 2 }] as const;
    assert.throws(() => replay("x.csv", { inChunks: true, adjust: "all", actions }), { message: /Expected no adjust/ });
    assert.equal(replay(write("y.csv", days), { inChunks: true, actions }).actions.length, 1);
  });
});
