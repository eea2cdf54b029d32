import assert from "node:assert/strict";
import fc from "fast-check";
import type { BarColumns } from "../../../src/core/market/bar";
import type { History } from "../../../src/core/market/history";
import { HistoryBook } from "../../../src/core/market/history-book";
import { cases } from "../../support/cases";

const names = ["time", "open", "high", "low", "close", "volume"] as const;
type Name = (typeof names)[number];

/** A row of a feed, and what a strategy looks at after it. */
interface Row {
  readonly symbol: number;
  readonly startsBlock: boolean;
  readonly startsStretch: boolean;
  readonly looks: readonly { readonly symbol: number; readonly column: number }[];
}

const symbol = fc.nat({ max: 2 });
const look = fc.record({ symbol, column: fc.nat({ max: 5 }) });
const feeds = fc.record({
  symbols: fc.constantFrom(1, 3),
  limit: fc.constantFrom(1, 3, 70, Infinity),
  room: fc.constantFrom(0, 5, 200),
  longBlocks: fc.boolean(),
  rows: fc.array(
    fc.record({
      symbol,
      startsBlock: fc.nat({ max: 9 }).map((die) => die === 0),
      startsStretch: fc.boolean(),
      looks: fc.oneof({ weight: 3, arbitrary: fc.constant([]) }, fc.array(look, { maxLength: 3 })),
    }),
    { minLength: 1, maxLength: 400, size: "max" },
  ),
});

// Each number tells its column and its bar.
function numberAt(name: Name, row: number): number {
  return names.indexOf(name) * 1000 + row + 1;
}

function blocksOf(rows: readonly Row[], symbols: number, longBlocks: boolean): BarColumns[] {
  const starts = rows.flatMap((row, at) =>
    at === 0 || (row.startsBlock && (!longBlocks || at % 90 === 0)) ? [at] : [],
  );
  return starts.map((from, at) => {
    const to = starts[at + 1] ?? rows.length;
    const column = (name: Name) => Float64Array.from({ length: to - from }, (_, place) => numberAt(name, from + place));
    return {
      length: to - from,
      symbol: Uint16Array.from(rows.slice(from, to), (row) => row.symbol % symbols),
      time: column("time"),
      open: column("open"),
      high: column("high"),
      low: column("low"),
      close: column("close"),
      volume: column("volume"),
    };
  });
}

describe("histories whose columns are looked at now and then", () => {
  it("show the bars that are known, keep what they showed, and hold no future", () => {
    fc.assert(
      fc.property(feeds, ({ symbols, limit, room, longBlocks, rows }) => {
        const book = new HistoryBook(["A", "B", "C"].slice(0, symbols), limit, room);
        const known: number[][] = Array.from({ length: symbols }, () => []);
        const taken: { readonly view: Float64Array; readonly copy: number[] }[] = [];
        let row = 0;
        const check = (history: History, name: Name, place: number) => {
          const view = history[name];
          const shown = known[place].slice(-Math.min(limit, rows.length)).map((bar) => numberAt(name, bar));
          assert.deepEqual([history.length, [...view]], [shown.length, shown]);
          const all = new Float64Array(view.buffer);
          assert.ok(all.every((value) => value === 0 || value <= numberAt(name, row)));
          taken.push({ view, copy: shown });
        };
        for (const block of blocksOf(rows, symbols, longBlocks)) {
          book.begin(block, 0);
          for (let at = 0; at < block.length; at++, row++) {
            known[block.symbol[at]].push(row);
            if (rows[row].startsStretch) {
              book.end(at);
              book.begin(block, at);
            }
            for (const { symbol, column } of rows[row].looks)
              check(book.of(symbol % symbols, at + 1), names[column], symbol % symbols);
          }
          book.end(block.length);
        }
        row--;
        for (let place = 0; place < symbols; place++) for (const name of names) check(book.of(place, 0), name, place);
        for (const { view, copy } of taken) assert.deepEqual([...view], copy);
      }),
      { numRuns: cases(75) },
    );
  });

  it("give a column that is looked at late all its bars, and go on in one buffer", () => {
    const rows = Array.from({ length: 500 }, () => ({
      symbol: 0,
      startsBlock: false,
      startsStretch: false,
      looks: [],
    }));
    const [block] = blocksOf(rows, 1, true);
    const book = new HistoryBook(["A"], Infinity);
    book.begin(block, 0);
    const { close, open } = book.of(0, 100);
    assert.equal(close.buffer, book.of(0, 101).close.buffer);
    assert.deepEqual([open.length, close.length, book.of(0, 500).open.length], [100, 100, 500]);
    book.end(500);
    assert.equal(book.noted, 0);
  });
});
