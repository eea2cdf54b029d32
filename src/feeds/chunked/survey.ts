import { createHash } from "node:crypto";
import { dayOfDate } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import { chosenBlocks } from "../bars/blocks";
import { columnKeys, viewOf } from "../bars/columns";
import type { Found } from "../source/found";
import { rowOf } from "../source/recorded";
import { joinedSkipped } from "../source/skipped";
import type { RecordedSource, Skipped } from "../source/source";
import { LastBars } from "./last-bars";
import type { PartReader } from "./part-reader";
import type { Part } from "./parts";
import { wholeSteps } from "./steps";

/** The bars that are taken of files: those of some days, first and last inclusive, and of some symbols. */
export interface Extent {
  readonly from?: string;
  readonly to?: string;
  readonly symbols?: readonly string[];
}

/** A part, and its bars on the days that are taken. */
type Table = readonly [part: Part, bars: BarColumns];

/** The bars of files, read part by part. What it knows of them it finds once, by reading all. */
export class Survey {
  /** All symbols of the files, in the order in which they first appear. */
  readonly symbols: string[] = [];
  readonly found: Found;
  /** Bars, and different times of bars. */
  length = 0;
  steps = 0;
  first: number | undefined;
  last: number | undefined;
  skipped: Skipped = { rows: 0, first: undefined };
  /** The last bar of each symbol on each day. */
  readonly days: LastBars;
  /** SHA-256 over the symbols and the hashes of all columns. */
  readonly sha256: string;
  readonly #reader: PartReader;
  readonly #from: number;
  readonly #to: number;
  // The parts that have bars of these days.
  readonly #parts: Part[] = [];
  readonly #counts = { rounded: 0, twice: 0, skippedHours: 0, emptyVolumes: 0, joined: 0, outsideHours: 0 };

  constructor(reader: PartReader, { from, to, symbols }: Extent) {
    this.#reader = reader;
    this.#from = from === undefined ? -Infinity : dayOfDate(from, "from");
    this.#to = to === undefined ? Infinity : dayOfDate(to, "to");
    this.days = new LastBars(reader.first.calendar);
    const hashes = columnKeys.map(() => createHash("sha256"));
    for (const block of this.#blocks(this.#surveyed(), symbols)) {
      this.#count(block);
      columnKeys.forEach((key, at) => {
        const { buffer, byteOffset, byteLength } = block[key];
        hashes[at].update(new Uint8Array(buffer, byteOffset, byteLength));
      });
    }
    const all = createHash("sha256").update(JSON.stringify(symbols ?? this.symbols));
    for (const hash of hashes) all.update(hash.digest());
    this.sha256 = all.digest("hex");
    const counted = Object.entries(this.#counts).filter(([, count]) => count > 0);
    this.found = { ...reader.found, ...Object.fromEntries(counted) };
  }

  /** Yields the bars of some symbols in blocks, as a source does. */
  blocks(symbols: readonly string[]): IterableIterator<BarColumns> {
    return this.#blocks(this.#tables(), symbols);
  }

  *#blocks(tables: Iterable<Table>, wanted: readonly string[] | undefined): IterableIterator<BarColumns> {
    const { symbols } = this;
    for (const bars of wholeSteps(tables, symbols)) {
      const places = Int32Array.from(symbols, (symbol, place) =>
        wanted === undefined ? place : wanted.indexOf(symbol),
      );
      yield* chosenBlocks(bars, places, (wanted ?? symbols).length);
    }
  }

  *#surveyed(): IterableIterator<Table> {
    for (const part of this.#reader.parts()) {
      const read = this.#reader.read(part);
      for (const symbol of read.symbols) if (!this.symbols.includes(symbol)) this.symbols.push(symbol);
      const bars = this.#placed(read);
      this.days.add(bars);
      this.skipped = joinedSkipped([this.skipped, read.skipped]);
      for (const key of countKeys) this.#counts[key] += read.found?.[key] ?? 0;
      const within = this.#within(bars);
      if (within.length === 0) continue;
      this.#parts.push(part);
      yield [part, within];
    }
  }

  *#tables(): IterableIterator<Table> {
    for (const part of this.#parts) yield [part, this.#within(this.#placed(this.#reader.read(part)))];
  }

  /** The bars of a part, whose symbols become places among all. */
  #placed({ columns, symbols }: RecordedSource): BarColumns {
    const places = symbols.map((symbol) => this.symbols.indexOf(symbol));
    const { symbol, length } = columns;
    for (let row = 0; row < length; row++) symbol[row] = places[symbol[row]];
    return columns;
  }

  #within(bars: BarColumns): BarColumns {
    const { calendar } = this.#reader.first;
    return viewOf(bars, rowOf(bars, calendar, this.#from), rowOf(bars, calendar, this.#to + 1));
  }

  #count({ time, length }: BarColumns): void {
    this.length += length;
    this.first ??= time[0];
    // A block ends with its step.
    let last = Number.NaN;
    for (let row = 0; row < length; row++) {
      if (time[row] !== last) this.steps++;
      last = time[row];
    }
    this.last = last;
  }
}

const countKeys = ["rounded", "twice", "skippedHours", "emptyVolumes", "joined", "outsideHours"] as const;
