import { dayOfDate } from "../../core/days";
import type { BarColumns } from "../../core/market/bar";
import type { Calendar } from "../../core/market/calendar";
import { viewOf } from "../bars/columns";
import type { Found } from "../source/found";
import { rowOf } from "../source/recorded";
import { joinedSkipped } from "../source/skipped";
import type { RecordedSource, Skipped } from "../source/source";
import { LastBars } from "./last-bars";
import type { PartReader } from "./part-reader";
import type { Part } from "./parts";

/** The days that are taken of files, first and last inclusive. */
export interface Days {
  readonly from?: string;
  readonly to?: string;
}

/** A part, and its bars on the days that are taken. */
export type Table = readonly [part: Part, bars: BarColumns];

/** The bars of files, read part by part. What it knows of them it finds as they are read for the first time. */
export class Whole {
  /** The symbols that are read, in the order in which they were asked for or else first appear. */
  readonly symbols: string[] = [];
  skipped: Skipped = { rows: 0, first: undefined };
  /** The last bar of each symbol on each day. */
  readonly days: LastBars;
  readonly #reader: PartReader;
  readonly #calendar: Calendar;
  // The parts that have bars, with their first and last day.
  readonly #parts: { readonly part: Part; readonly first: number; readonly last: number }[] = [];
  readonly #counts = { rounded: 0, twice: 0, skippedHours: 0, emptyVolumes: 0, joined: 0, outsideHours: 0, footers: 0 };
  #tied = false;
  #wasRead = false;

  constructor(reader: PartReader) {
    this.#reader = reader;
    this.#calendar = reader.first.calendar;
    this.days = new LastBars(this.#calendar);
  }

  /** Milliseconds between most bars of one symbol. */
  get interval(): number | undefined {
    return this.#reader.interval;
  }

  /** What was found in its rows, once they were read. */
  get found(): Found {
    const counted = Object.entries(this.#counts).filter(([, count]) => count > 0);
    return { ...this.#reader.found, ...(this.#tied && { tied: true as const }), ...Object.fromEntries(counted) };
  }

  /** Yields the parts that have bars on some days: the first time all are read, later only these. */
  *tables({ from, to }: Days): IterableIterator<Table> {
    const first = from === undefined ? -Infinity : dayOfDate(from, "from");
    const last = to === undefined ? Infinity : dayOfDate(to, "to");
    for (const [part, bars] of this.#wasRead ? this.#again(first, last) : this.#surveyed()) {
      const within = viewOf(bars, rowOf(bars, this.#calendar, first), rowOf(bars, this.#calendar, last + 1));
      if (within.length > 0) yield [part, within];
    }
    this.#wasRead = true;
  }

  *#surveyed(): IterableIterator<Table> {
    for (const [part, read] of this.#reader.survey()) {
      for (const symbol of read.symbols) if (!this.symbols.includes(symbol)) this.symbols.push(symbol);
      this.skipped = joinedSkipped([this.skipped, read.skipped]);
      this.#tied ||= read.found?.tied === true;
      for (const key of countKeys) this.#counts[key] += read.found?.[key] ?? 0;
      if (read.length === 0) continue;
      const bars = this.#placed(read);
      const { time, length } = bars;
      this.days.add(bars);
      this.#parts.push({ part, first: this.#calendar.dayOf(time[0]), last: this.#calendar.dayOf(time[length - 1]) });
      yield [part, bars];
    }
    this.#reader.checkSymbols((place) => this.days.has(place));
  }

  *#again(from: number, to: number): IterableIterator<Table> {
    for (const { part, first, last } of this.#parts)
      if (last >= from && first <= to) yield [part, this.#placed(this.#reader.read(part))];
  }

  /** The bars of a part, whose symbols become places among all. */
  #placed({ columns, symbols }: RecordedSource): BarColumns {
    const places = symbols.map((symbol) => this.symbols.indexOf(symbol));
    if (places.every((place, at) => place === at)) return columns;
    const { symbol, length } = columns;
    for (let row = 0; row < length; row++) symbol[row] = places[symbol[row]];
    return columns;
  }
}

const countKeys = ["rounded", "twice", "skippedHours", "emptyVolumes", "joined", "outsideHours", "footers"] as const;
