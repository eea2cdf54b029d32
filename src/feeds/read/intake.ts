import { shown } from "../../core/checks";
import { dateOf, dayLength } from "../../core/days";
import { type Calendar, calendarOf } from "../../core/market/calendar";
import { type Zone, zoneOf } from "../../core/market/zone";
import { type ErrorCode, PaperLabError } from "../../errors";
import { BarCollector, type Refusal } from "../bars/collector";
import { priceRoles, type RowNumbers, type RowTexts, type TableRows, unnamed } from "./rows";
import { isAmbiguousDate, newStamp, type Stamp } from "./stamp";

/** What is known of the bars before they are read. */
export interface IntakeOptions {
  /** Only these symbols, in this order. */
  readonly symbols: readonly string[] | undefined;
  /** The declared calendar, against which rows are checked. */
  readonly calendar: Calendar | undefined;
  /** IANA name of the zone of times that are written without one. */
  readonly timezone: string;
  readonly onBadRow: "error" | "skip";
}

/**
 * How the times of a table are meant: "days" are trading days (dates, or times all at midnight), "instants" the ends of
 * bars; of "mixed" ones each is what it is written as.
 */
export type TimeMode = "days" | "instants" | "mixed";

/** Reads tables, checks their rows one by one and collects their bars. A bad row is an error, or is counted and left out. */
export class Intake {
  readonly bars: BarCollector;
  /** Rows left out, and the message of the first. */
  skipped = 0;
  firstSkipped: string | undefined;
  readonly #zone: Zone;
  readonly #calendar: Calendar;
  readonly #declared: boolean;
  readonly #skip: boolean;
  #mode: TimeMode = "days";
  #day = Number.NaN;
  #dayEnd = Number.NaN;
  #open = true;

  constructor(terms: IntakeOptions) {
    this.bars = new BarCollector(terms.symbols);
    this.#zone = zoneOf(terms.timezone);
    // The end of a day is the same in both calendars that are chosen by the data: local midnight.
    this.#calendar = terms.calendar ?? calendarOf("always", terms.timezone);
    this.#declared = terms.calendar !== undefined;
    this.#skip = terms.onBadRow === "skip";
  }

  /**
   * Reads one table in the first of the `modes` that fits, and returns that one: where a row turns out to have a time of
   * day, what was read as trading days is read again. `read` hands the table to `take`, each time from its first row, and
   * returns what that returns.
   */
  readTable(modes: readonly TimeMode[], read: (take: (rows: TableRows) => boolean) => boolean): TimeMode {
    const mark = this.bars.mark();
    const { skipped, firstSkipped } = this;
    for (const mode of modes) {
      this.#mode = mode;
      this.#day = Number.NaN;
      if (read((rows) => this.#takeRows(rows))) return mode;
      this.bars.rewind(mark);
      this.skipped = skipped;
      this.firstSkipped = firstSkipped;
    }
    throw new PaperLabError("INVALID_DATA", "Expected the times of a table to be dates or instants");
  }

  /** Returns false as soon as a row has a time of day in a table that is read as trading days. */
  #takeRows(rows: TableRows): boolean {
    const stamp = newStamp();
    const numbers: RowNumbers = { place: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
    while (rows.next()) {
      const fault = rows.fault();
      numbers.place = fault === undefined ? rows.placeOfSymbol(this.bars) : -1;
      if (fault !== undefined) this.#refuse("INVALID_DATA", `${rows.where}: ${fault}`);
      else if (numbers.place === unnamed) this.#refuseCell(rows, "symbol", "to be a name");
      else if (numbers.place >= 0) {
        if (!rows.readTime(stamp)) this.#refuseUnreadable(rows);
        else {
          rows.readNumbers(numbers);
          if (!this.#addRow(stamp, numbers, rows)) return false;
        }
      }
    }
    return true;
  }

  /** Takes one row; false when it has a time of day and the table is read as trading days. */
  #addRow(stamp: Stamp, numbers: RowNumbers, texts: RowTexts): boolean {
    if (this.#mode === "days") return this.#addDay(this.#writtenDay(stamp), numbers, texts);
    if (stamp.clock) this.#addAt(this.#instantOf(stamp), numbers, texts);
    else if (this.#mode === "mixed") this.#addAt(this.#calendar.endOf(stamp.wall / dayLength), numbers, texts);
    else this.#refuseCell(texts, "time", "to have a time of day, as other rows do");
    return true;
  }

  #addDay(day: number, numbers: RowNumbers, texts: RowTexts): boolean {
    if (Number.isNaN(day)) return false;
    if (day !== this.#day) this.#enterDay(day, this.#calendar.endOf(day));
    if (this.#open) this.#take(this.#dayEnd, numbers, texts);
    else this.#refuseDay(texts);
    return true;
  }

  #addAt(time: number, numbers: RowNumbers, texts: RowTexts): void {
    if (this.#declared) {
      const day = this.#calendar.dayOf(time);
      if (day !== this.#day) this.#enterDay(day, Number.NaN);
    }
    if (this.#open) this.#take(time, numbers, texts);
    else this.#refuseDay(texts);
  }

  #enterDay(day: number, end: number): void {
    this.#day = day;
    this.#dayEnd = end;
    this.#open = !this.#declared || this.#calendar.isTradingDay(day);
  }

  #take(time: number, numbers: RowNumbers, texts: RowTexts): void {
    const { place, open, high, low, close, volume } = numbers;
    const refusal = this.bars.add(place, time, open, high, low, close, volume);
    if (refusal !== undefined) this.#refuseBar(refusal, time, numbers, texts);
  }

  /** The date of a stamp at midnight, on its own clock or in the zone of the feed; NaN for another time of day. */
  #writtenDay(stamp: Stamp): number {
    const { wall } = stamp;
    if (wall % dayLength === 0) return wall / dayLength;
    const local = Number.isNaN(stamp.offset) ? wall : this.#zone.localOf(wall - stamp.offset);
    return local % dayLength === 0 ? local / dayLength : Number.NaN;
  }

  /** The instant of a stamp, in the zone of the feed where it names none. */
  #instantOf(stamp: Stamp): number {
    return Number.isNaN(stamp.offset) ? this.#zone.instantOf(stamp.wall) : stamp.wall - stamp.offset;
  }

  /** Throws the error of a bad row, or counts the row. */
  #refuse(code: ErrorCode, message: string): void {
    if (!this.#skip) throw new PaperLabError(code, message);
    this.skipped++;
    this.firstSkipped ??= message;
  }

  #refuseCell(texts: RowTexts, role: "time" | "symbol", wanted: string): void {
    this.#refuse("INVALID_DATA", `${texts.where}: Expected ${role} ${wanted}, was ${shown(texts.cell(role))}`);
  }

  #refuseUnreadable(texts: RowTexts): void {
    const time = texts.cell("time");
    const ambiguous = typeof time === "string" && isAmbiguousDate(time);
    const forms = ambiguous ? "a date whose month and day cannot be confused, such as 2013-05-13" : texts.timeForms;
    this.#refuseCell(texts, "time", `to be ${forms}`);
  }

  #refuseDay({ where }: RowTexts): void {
    const { name } = this.#calendar;
    this.#refuse("INVALID_DATA", `${where}: Expected a trading day of the calendar ${name}, was ${dateOf(this.#day)}`);
  }

  #refuseBar(refusal: Refusal, time: number, numbers: RowNumbers, texts: RowTexts): void {
    const { where } = texts;
    const days = this.#mode === "days";
    const text = (at: number) => (days ? dateOf(this.#calendar.dayOf(at)) : new Date(at).toISOString());
    const bar = `${this.bars.symbols[numbers.place]} ${text(time)}`;
    if (refusal === "numbers") this.#refuse("INVALID_DATA", `${where}: ${numbersFault(numbers, texts)}`);
    else if (refusal === "repeated") {
      this.#refuse("REPEATED_BAR", `Bars of a symbol must differ in time: ${bar} came twice (${where})`);
    } else {
      const before = text(this.bars.lastTime(numbers.place));
      this.#refuse("BARS_OUT_OF_ORDER", `Bars must be in time order: ${bar} came after ${before} (${where})`);
    }
  }
}

/** Says what is wrong with the numbers of a bar. */
function numbersFault(numbers: RowNumbers, texts: RowTexts): string {
  for (const role of texts.tick ? (["close"] as const) : priceRoles) {
    const name = texts.tick ? "price" : role;
    const price = numbers[role];
    if (Number.isNaN(price)) return `Expected ${name} to be a number, was ${shown(texts.cell(role))}`;
    if (!(price > 0 && price < Infinity)) return `Expected ${name} to be a positive number, was ${price}`;
  }
  const { open, high, low, close, volume } = numbers;
  if (Number.isNaN(volume)) return `Expected volume to be a number, was ${shown(texts.cell("volume"))}`;
  if (!(volume >= 0 && volume < Infinity)) return `Expected volume to be a number from 0, was ${volume}`;
  if (low > high) return `Expected low to be at most high ${high}, was ${low}`;
  const [role, price] = open < low || open > high ? ["open", open] : ["close", close];
  return `Expected ${role} to be within low ${low} and high ${high}, was ${price}`;
}
