import { isUtf8 } from "node:buffer";
import { PaperLabError } from "../../errors";
import type { Bytes } from "./bytes";
import { decoded } from "./encoding";

const comma = 44;
const newline = 10;
const carriageReturn = 13;
const quote = 34;
const space = 32;
const [leastChunk, mostChunk] = [1 << 16, 1 << 20];

/**
 * The rows of a CSV file, read chunk by chunk: after `next()` the cell `c` of the row is the bytes from `starts[c]` to
 * `ends[c]` of `bytes`, without the quotes and spaces around it. Lines end with a newline, or in a file that has none with
 * a carriage return. Blank lines are left out.
 */
export class CsvRows {
  readonly path: string;
  readonly size: number;
  bytes: Buffer;
  starts: Int32Array = new Int32Array(64);
  ends: Int32Array = new Int32Array(64);
  /** Cells of the row. */
  width = 0;
  /** The line in the file on which the row begins, from 1. */
  line = 0;
  readonly #file: Bytes;
  readonly #separator: number;
  #lineEnd = newline;
  #at = 0;
  #end = 0;
  #nextLine: number;
  #final = false;
  // Bytes of the file before those that are held, and where among these the row begins.
  #before = 0;
  #rowAt = 0;

  /** Begins with the first row, before which there are `lines`. Throws INVALID_DATA for a file that is not text. */
  constructor(file: Bytes, separator = comma, lines = 0) {
    this.#nextLine = lines + 1;
    this.path = file.path;
    this.size = file.size;
    this.#file = file;
    this.#separator = separator;
    this.bytes = Buffer.allocUnsafe(Math.min(Math.max(file.size + 1, leastChunk), mostChunk));
    file.rewind();
    this.#refill();
    this.#checkText();
    if (this.#first(newline) < 0 && this.#first(carriageReturn) >= 0) this.#lineEnd = carriageReturn;
    if (this.#end >= 3 && this.bytes.readUIntBE(0, 3) === 0xefbbbf) this.#at = 3;
  }

  /** Bytes of what is read before the row. */
  get position(): number {
    return this.#before + this.#rowAt;
  }

  /** Whether a cell in the first chunk of the file is quoted. */
  get hasQuotes(): boolean {
    return this.#first(quote) >= 0;
  }

  /** Goes to the next row; false after the last one. */
  next(): boolean {
    for (;;) {
      const from = this.#at;
      const end = this.#scan();
      if (end >= 0) {
        this.#rowAt = from;
        this.#at = end;
        if (this.width > 1 || this.ends[0] > this.starts[0]) return true;
      } else if (this.#final) return false;
      else this.#refill();
    }
  }

  /** Returns whether nothing but blank lines is behind the row. */
  isLast(): boolean {
    for (;;) {
      const rest = this.bytes.subarray(this.#at, this.#end);
      if (!rest.every((byte) => byte === newline || byte === carriageReturn || byte === space)) return false;
      if (this.#final || this.#before + this.#end >= this.size) return true;
      // The row stays in what is held.
      this.#at = this.#rowAt;
      this.#nextLine = this.line;
      this.#refill();
      this.#rowAt = 0;
      this.#at = this.#scan();
    }
  }

  /** Returns a cell of the row as text, doubled quotes made single. */
  text(cell: number): string {
    const [start, end] = [this.starts[cell], this.ends[cell]];
    const text = this.#file.isUtf8 ? this.bytes.toString("utf8", start, end) : decoded(this.bytes, start, end);
    return text.replaceAll('""', '"');
  }

  /** Guesses the number of rows from here to the end by the length of the first ones. */
  rowsAhead(): number {
    const sample = this.bytes.subarray(this.#at, Math.min(this.#end, this.#at + 65_536));
    let lines = 0;
    for (let at = sample.indexOf(this.#lineEnd); at >= 0; at = sample.indexOf(this.#lineEnd, at + 1)) lines++;
    return Math.ceil((this.size / Math.max(1, sample.length / Math.max(1, lines))) * 1.02) + 16;
  }

  /** Finds the cells of the row that begins at `#at`; returns where the next one begins, or -1 when more bytes are needed. */
  #scan(): number {
    const { bytes } = this;
    const from = this.#at;
    let end = lineEnd(bytes, from, this.#end, this.#lineEnd);
    if (end === this.#end && (!this.#final || end === from)) return -1;
    let lines = 1;
    let width = split(bytes, from, end, this.#separator, this.starts, this.ends);
    if (width === 0) {
      // A quoted cell may hold separators and newlines, so the end of the row is looked for again.
      [end, lines] = quotedRowEnd(bytes, from, this.#end, this.#separator, this.#lineEnd);
      if (end === this.#end && !this.#final) return -1;
      width = splitQuoted(bytes, from, end, this.#separator, this.starts, this.ends);
    }
    if (width > this.starts.length) return this.#widen(width);
    this.width = width;
    this.line = this.#nextLine;
    this.#nextLine += lines;
    trim(bytes, width, this.starts, this.ends);
    return Math.min(end + 1, this.#end);
  }

  #widen(width: number): number {
    this.starts = new Int32Array(width * 2);
    this.ends = new Int32Array(width * 2);
    return this.#scan();
  }

  /** Moves what is left of the chunk to its front and reads on behind it. */
  #refill(): void {
    const left = this.#end - this.#at;
    const bytes = left > this.bytes.length / 2 ? Buffer.allocUnsafe(this.bytes.length * 2) : this.bytes;
    this.bytes.copy(bytes, 0, this.#at, this.#end);
    const read = this.#file.read(bytes, left);
    this.bytes = bytes;
    this.#before += this.#at;
    this.#at = 0;
    this.#end = left + read;
    this.#final = read === 0;
    if (this.#file.encoding === undefined && !this.#isUtf8()) this.#file.encoding = "windows-1252";
  }

  // A letter of several bytes may go on in the next chunk, which the end of a line does not.
  #isUtf8(): boolean {
    const read = this.bytes.subarray(0, this.#end);
    const newlineAt = read.lastIndexOf(newline);
    const last = newlineAt < 0 ? read.lastIndexOf(carriageReturn) : newlineAt;
    return isUtf8(this.#final ? read : read.subarray(0, last + 1));
  }

  // UTF-16 without its mark has a zero in every other byte of plain text, and so have most files that are no text at all.
  #checkText(): void {
    if (this.#first(0) >= 0)
      throw new PaperLabError(
        "INVALID_DATA",
        `${this.path} is not text: it has bytes of zero. Save it as CSV in UTF-8`,
      );
  }

  // The place of a byte in what has been read, -1 where it is not.
  #first(byte: number): number {
    return this.bytes.subarray(0, this.#end).indexOf(byte);
  }
}

function lineEnd(bytes: Buffer, from: number, end: number, terminator: number): number {
  const found = bytes.indexOf(terminator, from);
  return found < 0 || found > end ? end : found;
}

/**
 * Finds the cells of a row that ends before `end` and returns their number, 0 where a quoted cell has a quote in it or is
 * still open at the end. A function of its own and as plain as can be, since all bytes of a file go through it.
 */
function split(
  bytes: Buffer,
  from: number,
  end: number,
  separator: number,
  starts: Int32Array,
  ends: Int32Array,
): number {
  let start = from;
  let width = 0;
  let at = from;
  for (;;) {
    if (start < end && bytes[start] === quote) {
      at = start + 1;
      while (at < end && bytes[at] !== quote) at++;
      if (at === end || (at + 1 < end && bytes[at + 1] === quote)) return 0;
    }
    while (at < end && bytes[at] !== separator) at++;
    starts[width] = start;
    ends[width++] = at;
    if (at === end) return width;
    start = ++at;
  }
}

function splitQuoted(
  bytes: Buffer,
  from: number,
  end: number,
  separator: number,
  starts: Int32Array,
  ends: Int32Array,
): number {
  let width = 0;
  for (let start = from; start <= end; width++) {
    const cell = cellEnd(bytes, start, end, separator);
    starts[width] = start;
    ends[width] = cell;
    start = cell + 1;
  }
  return width;
}

/** Returns where a row with quoted cells ends, and how many lines of the file it takes. */
function quotedRowEnd(
  bytes: Buffer,
  from: number,
  end: number,
  separator: number,
  terminator: number,
): [rowEnd: number, lines: number] {
  let lines = 1;
  for (let start = from; ; ) {
    const quoteEnd = bytes[start] === quote ? closingQuote(bytes, start + 1, end) : start;
    for (let at = start; at < quoteEnd; at++) if (bytes[at] === terminator) lines++;
    const row = lineEnd(bytes, quoteEnd, end, terminator);
    const cell = cellEnd(bytes, start, row, separator);
    if (cell >= row) return [row, lines];
    start = cell + 1;
  }
}

/** Returns where the cell that begins at `start` ends: at the next separator outside quotes, at most at `end`. */
function cellEnd(bytes: Buffer, start: number, end: number, separator: number): number {
  let at = start < end && bytes[start] === quote ? closingQuote(bytes, start + 1, end) : start;
  while (at < end && bytes[at] !== separator) at++;
  return at;
}

/** Returns where the closing quote is, `end` when there is none. */
function closingQuote(bytes: Buffer, from: number, end: number): number {
  for (let at = from; at < end; at++) {
    if (bytes[at] !== quote) continue;
    if (at + 1 < end && bytes[at + 1] === quote) at++;
    else return at;
  }
  return end;
}

/** Takes a carriage return, spaces and then quotes off the cells. */
function trim(bytes: Buffer, width: number, starts: Int32Array, ends: Int32Array): void {
  if (ends[width - 1] > starts[width - 1] && bytes[ends[width - 1] - 1] === carriageReturn) ends[width - 1]--;
  for (let cell = 0; cell < width; cell++) {
    let start = starts[cell];
    let end = ends[cell];
    if (start === end || (bytes[start] > quote && bytes[end - 1] > quote)) continue;
    while (start < end && bytes[start] === space) start++;
    while (end > start && bytes[end - 1] === space) end--;
    if (end - start >= 2 && bytes[start] === quote && bytes[end - 1] === quote) {
      start++;
      end--;
    }
    starts[cell] = start;
    ends[cell] = end;
  }
}
