import { shown } from "../../core/checks";
import { dayLength } from "../../core/days";
import { type Calendar, calendarOf, dateOf } from "../../core/market/calendar";
import { type Zone, zoneOf } from "../../core/market/zone";
import { type ErrorCode, PaperLabError } from "../../errors";
import { BarCollector, type Refusal } from "../bars/collector";
import { isAmbiguousDate, type Stamp, stampForms } from "./stamp";

/** What is known of the bars before they are read. */
export interface IntakeTerms {
  /** Only these symbols, in this order. */
  readonly symbols: readonly string[] | undefined;
  /** The declared calendar, against which rows are checked. */
  readonly calendar: Calendar | undefined;
  /** IANA name of the zone of times that are written without one. */
  readonly timezone: string;
  readonly onBadRow: "error" | "skip";
}

/** The numbers of one row, and the symbol's place. */
export interface RowNumbers {
  place: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** What the cells of a bad row say, for its message. */
export interface RowTexts {
  /** The row, such as `daily.csv:77`. */
  readonly place: string;
  readonly tick: boolean;
  /** The cell of a column as it was given, `undefined` where the table has no such column. */
  cell(role: "time" | "open" | "high" | "low" | "close" | "volume"): unknown;
}

/** Whether rows are read as trading days (dates, or times all at midnight) or as the instants at which bars end. */
export type TimeMode = "days" | "instants";

/** Checks rows one by one and collects their bars. A bad row is an error, or is counted and left out. */
export class Intake {
  readonly bars: BarCollector;
  /** Rows left out, and the message of the first. */
  skipped = 0;
  firstSkipped: string | undefined;
  mode: TimeMode = "days";
  readonly #zone: Zone;
  readonly #calendar: Calendar;
  readonly #declared: boolean;
  readonly #skip: boolean;
  #day = Number.NaN;
  #dayEnd = Number.NaN;
  #open = true;

  constructor(terms: IntakeTerms) {
    this.bars = new BarCollector(terms.symbols);
    this.#zone = zoneOf(terms.timezone);
    // The end of a day is the same in both calendars that are chosen by the data: local midnight.
    this.#calendar = terms.calendar ?? calendarOf("always", terms.timezone);
    this.#declared = terms.calendar !== undefined;
    this.#skip = terms.onBadRow === "skip";
  }

  /**
   * Reads one table: first as trading days; when a row turns out to have a time of day, from its beginning as instants.
   * `read` calls `addRow` for each row and returns false as soon as that does.
   */
  readTable(modes: readonly TimeMode[], read: () => boolean): TimeMode {
    const mark = this.bars.mark();
    const { skipped, firstSkipped } = this;
    for (const mode of modes) {
      this.mode = mode;
      this.#day = Number.NaN;
      if (read()) return mode;
      this.bars.rewind(mark);
      this.skipped = skipped;
      this.firstSkipped = firstSkipped;
    }
    throw new PaperLabError("INVALID_DATA", "Expected the times of a table to be dates or instants");
  }

  /** Takes one row; false when it has a time of day and the table is read as trading days. */
  addRow(stamp: Stamp, row: RowNumbers, texts: () => RowTexts): boolean {
    if (this.mode === "instants") {
      if (stamp.clock) this.#addAt(this.instantOf(stamp), row, texts);
      else this.#refuseTime(texts(), "to have a time of day, as other rows do");
      return true;
    }
    const day = this.#writtenDay(stamp);
    if (Number.isNaN(day)) return false;
    if (day !== this.#day) this.#enterDay(day, this.#calendar.endOf(day));
    if (this.#open) this.#take(this.#dayEnd, row, texts);
    else this.#refuseDay(texts());
    return true;
  }

  /** Takes a bar whose time is its end already. */
  addBar(time: number, row: RowNumbers, texts: () => RowTexts): void {
    this.#addAt(time, row, texts);
  }

  /** Returns the instant of a stamp, in the zone of the feed where it names none. */
  instantOf(stamp: Stamp): number {
    return Number.isNaN(stamp.offset) ? this.#zone.instantOf(stamp.wall) : stamp.wall - stamp.offset;
  }

  /** Returns the end of the trading day that a stamp without a time of day names. */
  dayEndOf(stamp: Stamp): number {
    return this.#calendar.endOf(Math.floor(stamp.wall / dayLength));
  }

  /** Refuses a row whose time cannot be read. */
  refuseUnreadable(texts: RowTexts): void {
    const time = texts.cell("time");
    if (typeof time === "string" && isAmbiguousDate(time)) {
      this.#refuseTime(texts, "a date whose month and day cannot be confused, such as 2013-05-13");
    } else this.#refuseTime(texts, stampForms);
  }

  /** Throws the error of a bad row, or counts the row. */
  refuse(code: ErrorCode, message: string): void {
    if (!this.#skip) throw new PaperLabError(code, message);
    this.skipped++;
    this.firstSkipped ??= message;
  }

  #addAt(time: number, row: RowNumbers, texts: () => RowTexts): void {
    if (this.#declared) {
      const day = this.#calendar.dayOf(time);
      if (day !== this.#day) this.#enterDay(day, Number.NaN);
    }
    if (this.#open) this.#take(time, row, texts);
    else this.#refuseDay(texts());
  }

  #enterDay(day: number, end: number): void {
    this.#day = day;
    this.#dayEnd = end;
    this.#open = !this.#declared || this.#calendar.isTradingDay(day);
  }

  #take(time: number, row: RowNumbers, texts: () => RowTexts): void {
    const { place, open, high, low, close, volume } = row;
    const refusal = this.bars.add(place, time, open, high, low, close, volume);
    if (refusal !== undefined) this.#refuseBar(refusal, time, row, texts());
  }

  /** The date of a stamp at midnight, on its own clock or in the zone of the feed; NaN for another time of day. */
  #writtenDay(stamp: Stamp): number {
    const { wall } = stamp;
    if (wall % dayLength === 0) return wall / dayLength;
    const local = Number.isNaN(stamp.offset) ? wall : this.#zone.localOf(wall - stamp.offset);
    return local % dayLength === 0 ? local / dayLength : Number.NaN;
  }

  #refuseTime(texts: RowTexts, wanted: string): void {
    const verb = wanted.startsWith("to ") ? wanted : `to be ${wanted}`;
    this.refuse("INVALID_DATA", `${texts.place}: Expected time ${verb}, was ${shown(texts.cell("time"))}`);
  }

  #refuseDay(texts: RowTexts): void {
    const { name } = this.#calendar;
    this.refuse(
      "INVALID_DATA",
      `${texts.place}: Expected a trading day of the calendar ${name}, was ${dateOf(this.#day)}`,
    );
  }

  #refuseBar(refusal: Refusal, time: number, row: RowNumbers, texts: RowTexts): void {
    const { place } = texts;
    const text = (at: number) => (this.mode === "days" ? dateOf(this.#calendar.dayOf(at)) : new Date(at).toISOString());
    const bar = `${this.bars.symbols[row.place]} ${text(time)}`;
    if (refusal === "numbers") this.refuse("INVALID_DATA", `${place}: ${numbersFault(row, texts)}`);
    else if (refusal === "repeated") {
      this.refuse("REPEATED_BAR", `Bars of a symbol must differ in time: ${bar} came twice (${place})`);
    } else {
      const before = text(this.bars.lastTime(row.place));
      this.refuse("BARS_OUT_OF_ORDER", `Bars must be in time order: ${bar} came after ${before} (${place})`);
    }
  }
}

/** Says what is wrong with the numbers of a bar. */
function numbersFault(row: RowNumbers, texts: RowTexts): string {
  const roles = texts.tick ? (["close"] as const) : (["open", "high", "low", "close"] as const);
  for (const role of roles) {
    const name = texts.tick ? "price" : role;
    if (Number.isNaN(row[role])) return `Expected ${name} to be a number, was ${shown(texts.cell(role))}`;
    if (!(row[role] > 0 && row[role] < Infinity)) return `Expected ${name} to be a positive number, was ${row[role]}`;
  }
  if (Number.isNaN(row.volume)) return `Expected volume to be a number, was ${shown(texts.cell("volume"))}`;
  if (!(row.volume >= 0 && row.volume < Infinity)) return `Expected volume to be a number from 0, was ${row.volume}`;
  if (row.low > row.high) return `Expected low to be at most high ${row.high}, was ${row.low}`;
  const role = row.open < row.low || row.open > row.high ? "open" : "close";
  return `Expected ${role} to be within low ${row.low} and high ${row.high}, was ${row[role]}`;
}
