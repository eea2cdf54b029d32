import assert from "node:assert/strict";
import type { BarColumns } from "../../../src/core/market/bar";
import { HistoryBook } from "../../../src/core/market/history-book";
import { bars, columnsOf } from "../../support/bars";

const symbols = ["A", "B", "C"];

// A has a bar at every step, B at every third, C at one alone.
const feed = [
  ...bars(
    "A",
    Array.from({ length: 900 }, (_, at) => 1 + at),
  ),
  ...bars(
    "B",
    Array.from({ length: 900 }, (_, at) => (at % 3 === 0 ? 2000 + at : undefined)),
  ),
  ...bars(
    "C",
    Array.from({ length: 5 }, (_, at) => (at === 4 ? 3000 : undefined)),
  ),
];
const columns = columnsOf(feed, symbols);

/** Notes rows one step after the other, as an engine that is asked for single steps. */
function singly(book: HistoryBook, rows: BarColumns): void {
  for (let row = 0; row < rows.length; row++) {
    book.begin(rows, row);
    book.end(row + 1);
  }
}

/** The columns in pieces of their own, as the blocks of a feed. */
function pieces(rows: number): BarColumns[] {
  return Array.from({ length: Math.ceil(columns.length / rows) }, (_, at) => cut(columns, at * rows, (at + 1) * rows));
}

function cut(from: BarColumns, start: number, end: number): BarColumns {
  const { time, symbol, open, high, low, close, volume } = from;
  const [copy, places] = [(column: Float64Array) => column.slice(start, end), symbol.slice(start, end)];
  return {
    length: places.length,
    symbol: places,
    time: copy(time),
    open: copy(open),
    high: copy(high),
    low: copy(low),
    close: copy(close),
    volume: copy(volume),
  };
}

function shown(book: HistoryBook) {
  return symbols.map((_, place) => {
    const { seen, length, time, open, high, low, close, volume } = book.of(place, 0);
    return [seen, length, ...[time, open, high, low, close, volume].map((column) => [...column])];
  });
}

/** What a book shows that was looked at after every row. */
function looking(limit: number) {
  const book = new HistoryBook(symbols, limit);
  for (let row = 0; row < columns.length; row++) {
    book.begin(columns, row);
    book.of(0, row + 1);
    book.end(row + 1);
  }
  return shown(book);
}

describe("a book of histories that nobody looks at", () => {
  it("holds one note of steps that were taken singly, with a limit and without", () => {
    for (const limit of [10, Infinity]) {
      const book = new HistoryBook(symbols, limit);
      singly(book, columns);
      assert.equal(book.noted, 1);
      assert.deepEqual(shown(book), looking(limit));
      assert.equal(book.noted, 0);
    }
  });

  it("with a limit holds the columns of one block of its feed", () => {
    for (const rows of [1, 7, 100, 500]) {
      const book = new HistoryBook(symbols, 10);
      for (const piece of pieces(rows)) {
        singly(book, piece);
        assert.equal(book.noted, 1);
      }
      assert.deepEqual(shown(book), looking(10));
    }
  });

  it("without a limit holds the columns of large blocks, and of one that is smaller than its copy", () => {
    const book = new HistoryBook(symbols, Infinity);
    for (const piece of pieces(500)) singly(book, piece);
    assert.equal(book.noted, 3);
    assert.deepEqual(shown(book), looking(Infinity));
    for (const piece of pieces(1)) {
      singly(book, piece);
      assert.equal(book.noted, 1);
    }
  });

  it("takes up what it let go of as if it had been looked at all the time", () => {
    for (const limit of [1, 3, 64, 300, 899, 900, 5000]) {
      const book = new HistoryBook(symbols, limit);
      for (const piece of pieces(250)) {
        book.begin(piece, 0);
        book.end(piece.length);
      }
      assert.deepEqual(shown(book), looking(limit));
    }
  });
});

describe("a book of histories that is looked at", () => {
  it("holds no note behind the bars it showed", () => {
    const book = new HistoryBook(symbols, Infinity);
    book.begin(columns, 0);
    book.of(0, 20);
    book.end(20);
    assert.equal(book.noted, 0);
    book.begin(columns, 20);
    book.end(30);
    assert.equal(book.noted, 1);
    assert.equal(book.of(0, 30).seen + book.of(1, 30).seen + book.of(2, 30).seen, 30);
  });
});
