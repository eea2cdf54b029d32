import { shown } from "../../core/checks";
import { dateOf, dayLength } from "../../core/days";
import type { Calendar } from "../../core/market/calendar";
import { type Zone, zoneOf } from "../../core/market/zone";
import { PaperLabError } from "../../errors";
import { BarCollector, type CollectorMark } from "../bars/collector";
import type { Disorder, Misplaced, OrderRule } from "../bars/order";
import { periodsIn } from "../found/periods";
import type { StampPeriod, StampSide } from "../source/found";
import { isAmbiguousDate, newStamp, type Stamp } from "../text/stamp";
import { dayFault, numbersFault, skippedText } from "./bad/faults";
import { LeftOutRows } from "./bad/left-out";
import type { IntakeOptions } from "./intake-options";
import { type RowNumbers, type RowTexts, type TableRows, unnamed } from "./rows";
import { secondOnes, type TwiceShown } from "./twice";

/** What was read of one table: its rows among the bars, and how their times were meant. */
export interface TableRead {
  readonly from: number;
  readonly to: number;
  readonly mode: TimeMode;
  /** Whether it has one price a row. */
  readonly tick: boolean;
  /** In a table of days: the periods of which symbols carry the first day, by their places. */
  readonly periods: ReadonlyMap<number, StampPeriod>;
  /** In a table of "mixed" times: the places of symbols with a date alone. */
  readonly dated: ReadonlySet<number>;
}

/**
 * How the times of a table are meant: "days" are trading days (dates, or times all at midnight), "instants" the ends of
 * bars; of "mixed" ones each is what it is written as.
 */
export type TimeMode = "days" | "instants" | "mixed";

/** Names a bar by its symbol and time. */
export function barKey(symbol: string, time: number): string {
  return `${time} ${symbol}`;
}

/** Hands a table to what takes its rows, and returns what that returns. */
type ReadTable = (take: (rows: TableRows) => boolean) => boolean;

/** Reads tables, checks their rows one by one and collects their bars. A bad row is an error, or is counted and left out. */
export class Intake {
  readonly bars: BarCollector;
  readonly leftOut = new LeftOutRows();
  /** The tables read so far. */
  readonly tables: TableRead[] = [];
  /** Whether a table came newest first. */
  turned = false;
  /** Whether rows out of order were left out beside which others could have been. */
  tied = false;
  /** How the rows of the last table were out of order; absent where none was left out. */
  disorder: Pick<Disorder, "bad" | "told"> | undefined;
  /** Trades that became one bar with others of their time. */
  joined = 0;
  /** Last lines of files that are text. */
  footers = 0;
  /** Rows moved to the second of two equal hours. */
  twice = 0;
  /** The zone whose midnights were taken for days, where it is not that of the feed. */
  midnights: string | undefined;
  /** Rows left out because clocks never showed their time. */
  skippedHours = 0;
  /** Whether a row had a time of day without a zone. */
  zoneless = false;
  /** Where the rows that are looked for stand, by `barKey` or the place of the bar. */
  readonly places = new Map<string | number, string>();
  readonly #zone: Zone;
  readonly #otherZone: Zone | undefined;
  readonly #calendar: Calendar;
  readonly #declared: boolean;
  readonly #skip: boolean;
  readonly #side: StampSide | undefined;
  readonly #midnightsAreDays: boolean;
  readonly #inOrder: boolean;
  readonly #tiesAreLate: boolean;
  readonly #tellsTwice: boolean;
  // Bars of a table whose times clocks showed twice, and the later instants.
  #twice: TwiceShown[] = [];
  #mode: TimeMode = "days";
  // The zone whose midnights are days, where it is not that of the feed.
  #midnightZone: Zone | undefined;
  #tick = false;
  #dated = new Set<number>();
  // Places of the symbols with rows of days on which the calendar is closed, which are kept where they begin a period.
  #closed: Set<number> | undefined;
  readonly #refusesSkipped: boolean;
  readonly #allowsNegative: boolean;
  // Bars that are looked for, by their places.
  #sought: ReadonlySet<number> | undefined;
  readonly #soughtBars: IntakeOptions["sought"];
  #day = Number.NaN;
  #dayEnd = Number.NaN;
  #open = true;
  // Whether a bar that begins at the time of the row would be on a trading day.
  #isStart = false;
  // The zone in which the time of the row was read, unless it names one.
  #rowZone: string | undefined;

  constructor(terms: IntakeOptions) {
    this.bars = new BarCollector(terms.symbols, terms.rounds, terms.allowsNegative);
    this.#zone = zoneOf(terms.timezone);
    this.#otherZone = terms.midnightsMayBeNewYorks ? zoneOf("America/New_York") : undefined;
    this.#calendar = terms.days;
    this.#declared = terms.declared !== undefined;
    this.#skip = terms.onBadRow === "skip";
    this.#side = terms.side;
    this.#midnightsAreDays = terms.midnightsAreDays;
    this.#inOrder = terms.inOrder;
    this.#tiesAreLate = terms.tiesAreLate;
    this.#tellsTwice = terms.tellsTwice;
    this.#refusesSkipped = terms.refusesSkipped;
    this.#allowsNegative = terms.allowsNegative;
    this.#soughtBars = terms.sought;
  }

  /**
   * Reads one table in the first of the `modes` that fits: where a row turns out to have a time of day, what was read as
   * trading days is read again. `read` hands the table to `take`, each time from its first row, and returns what that
   * returns.
   */
  readTable(modes: readonly TimeMode[], read: ReadTable): void {
    for (const mode of modes) {
      if (this.#fits(mode, read) || (mode === "days" && this.#fitsElsewhere(read))) return;
    }
    throw new PaperLabError("INVALID_DATA", "Expected the times of a table to be dates or instants");
  }

  #fitsElsewhere(read: ReadTable): boolean {
    if (this.#otherZone === undefined) return false;
    this.#midnightZone = this.#otherZone;
    const fits = this.#fits("days", read);
    this.#midnightZone = undefined;
    if (fits) this.midnights = this.#otherZone.name;
    return fits;
  }

  #fits(mode: TimeMode, read: ReadTable): boolean {
    const mark = this.bars.mark();
    const leftOut = this.leftOut.mark();
    // The first day of a month or week may be a holiday; other rows of one are bad.
    for (const closed of this.#declared && mode === "days" ? [new Set<number>(), undefined] : [undefined]) {
      this.#mode = mode;
      this.#day = Number.NaN;
      this.#dated = new Set();
      this.#twice = [];
      this.#closed = closed;
      const fits = read((rows) => this.#takeRows(rows));
      if (fits) {
        this.twice += this.#moveTwice(mark);
        this.#order(mark, read);
      }
      const table = fits ? this.#tableFrom(mark.length) : undefined;
      if (table !== undefined && [...(closed ?? [])].every((place) => table.periods.has(place))) {
        this.tables.push(table);
        return true;
      }
      this.bars.rewind(mark);
      this.leftOut.rewind(leftOut);
      if (!fits) return false;
    }
    return false;
  }

  /** Moves the rows of a second hour to it, and returns how many there are. */
  #moveTwice({ length }: CollectorMark): number {
    if (this.#twice.length === 0) return 0;
    const { time } = this.bars.rows;
    const moved = secondOnes(this.#twice, time[length] > time[this.bars.length - 1]);
    for (const { row, later } of moved) this.bars.moveBar(row, later);
    return moved.length;
  }

  /** Brings the rows since a mark in order, where they are not. */
  #order(mark: CollectorMark, read: ReadTable): void {
    const disorder = this.bars.disorder(mark, this.#orderRule());
    if (disorder === undefined) return;
    if (disorder.bad.length > 0) {
      this.disorder = disorder;
      this.#leaveOut(disorder, mark, read);
    }
    this.joined += this.bars.arrange(mark, disorder);
    this.turned ||= disorder.turned.size > 0;
    this.tied ||= disorder.tied;
  }

  #orderRule(): OrderRule {
    if (this.#inOrder) return { turn: false, judge: "before", join: false };
    return { turn: true, judge: this.#skip && !this.#tiesAreLate ? "neighbors" : "fewest", join: this.#tick };
  }

  #leaveOut({ bad, turned }: Disorder, mark: CollectorMark, read: ReadTable): void {
    const placeOf = ({ row }: Misplaced) => mark.length + row;
    const wheres = this.#wheresOf(new Set(bad.map(placeOf)), mark, read);
    for (const one of bad) {
      const where = wheres.get(placeOf(one)) ?? "";
      const reason = this.#misplacedText(one, turned.has(one.symbol));
      const text = `${reason} (${where})`;
      if (!this.#skip) throw new PaperLabError(one.time === one.other ? "REPEATED_BAR" : "BARS_OUT_OF_ORDER", text);
      this.leftOut.add(placeOf(one), where, reason, text);
    }
  }

  /** Reads the table once more, to the end, and returns where some bars of it stand. */
  #wheresOf(bars: ReadonlySet<number>, mark: CollectorMark, read: ReadTable): ReadonlyMap<string | number, string> {
    const leftOut = this.leftOut.mark();
    this.bars.rewind(mark);
    this.#sought = bars;
    this.#day = Number.NaN;
    this.#twice = [];
    read((rows) => this.#takeRows(rows));
    this.#moveTwice(mark);
    this.#sought = undefined;
    this.leftOut.rewind(leftOut);
    return this.places;
  }

  #misplacedText({ symbol, time, other }: Misplaced, turned: boolean): string {
    const days = this.#mode === "days";
    const text = (at: number) => (days ? dateOf(this.#calendar.dayOf(at)) : new Date(at).toISOString());
    const bar = `${this.bars.symbols[symbol]} ${text(time)}`;
    if (time === other) return `Bars of a symbol must differ in time: ${bar} came twice`;
    const came = time < other !== turned ? "after" : "before";
    const order = turned ? "newest first throughout" : "in time order";
    return `Bars must be ${order}: ${bar} came ${came} ${text(other)}`;
  }

  #tableFrom(from: number): TableRead {
    const days = this.#mode === "days" && this.#midnightsAreDays;
    return {
      from,
      to: this.bars.length,
      mode: this.#mode,
      tick: this.#tick,
      periods: days ? periodsIn(this.bars, from, this.#calendar) : new Map(),
      dated: this.#dated,
    };
  }

  /** Returns false as soon as a row has a time of day in a table that is read as trading days. */
  #takeRows(rows: TableRows): boolean {
    const stamp = newStamp();
    this.#tick = rows.tick;
    const numbers: RowNumbers = { place: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
    while (rows.next()) {
      const fault = rows.fault();
      numbers.place = fault === undefined ? rows.placeOfSymbol(this.bars) : -1;
      if (fault !== undefined) this.#refuse(rows.where, fault);
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
    if (stamp.clock) this.#addInstant(stamp, numbers, texts);
    else if (this.#mode === "mixed") {
      this.#dated.add(numbers.place);
      this.#rowZone = undefined;
      this.#addAt(this.#calendar.endOf(stamp.wall / dayLength), numbers, texts);
    } else this.#refuseCell(texts, "time", "to have a time of day, as other rows do");
    return true;
  }

  #addInstant(stamp: Stamp, numbers: RowNumbers, texts: RowTexts): void {
    this.#rowZone = Number.isNaN(stamp.offset) ? this.#zone.name : undefined;
    this.zoneless ||= this.#rowZone !== undefined;
    const time = this.#instantOf(stamp);
    if (this.#refusesSkipped && this.#rowZone !== undefined && this.#zone.localOf(time) !== stamp.wall) {
      this.skippedHours++;
      this.#refuseCell(texts, "time", skippedText(this.#rowZone));
      return;
    }
    const { length } = this.bars;
    this.#addAt(time, numbers, texts);
    if (!this.#tellsTwice || !Number.isNaN(stamp.offset) || this.bars.length === length) return;
    const later = this.#zone.laterInstantOf(stamp.wall);
    if (later !== time) this.#twice.push({ row: length, place: numbers.place, time, later });
  }

  #addDay(day: number, numbers: RowNumbers, texts: RowTexts): boolean {
    if (Number.isNaN(day)) return false;
    if (day !== this.#day) this.#enterDay(day, this.#calendar.endOf(day));
    if (!this.#open) this.#closed?.add(numbers.place);
    if (this.#open || this.#closed !== undefined) this.#take(this.#dayEnd, numbers, texts);
    else this.#refuseDay(texts);
    return true;
  }

  #addAt(time: number, numbers: RowNumbers, texts: RowTexts): void {
    if (this.#declared) {
      const day = this.#dayAt(time);
      if (day !== this.#day) this.#enterDay(day, Number.NaN);
    }
    if (this.#open) this.#take(time, numbers, texts);
    else {
      this.#isStart = this.#calendar.isTradingDay(this.#calendar.dayOf(time + 1));
      this.#refuseDay(texts);
    }
  }

  // A midnight ends a day, and begins the next one where it is the start of a bar.
  #dayAt(time: number): number {
    const day = this.#calendar.dayOf(this.#side === "open" ? time + 1 : time);
    if (this.#side !== undefined || this.#calendar.isTradingDay(day)) return day;
    return this.#calendar.dayOf(time + 1);
  }

  #enterDay(day: number, end: number): void {
    this.#day = day;
    this.#dayEnd = end;
    this.#open = !this.#declared || this.#calendar.isTradingDay(day);
  }

  #take(time: number, numbers: RowNumbers, texts: RowTexts): void {
    const { place, open, high, low, close, volume } = numbers;
    if (!this.bars.add(place, time, open, high, low, close, volume))
      this.#refuse(texts.where, numbersFault(numbers, texts, this.#allowsNegative));
    else if (this.#sought?.has(this.bars.length - 1)) this.places.set(this.bars.length - 1, texts.where);
    else if (this.#soughtBars !== undefined) this.#note(barKey(this.bars.symbols[place], time), texts);
  }

  #note(key: string, texts: RowTexts): void {
    if (this.#soughtBars?.has(key)) this.places.set(key, texts.where);
  }

  /** The date of a stamp at midnight, on its own clock or in the zone of the feed; NaN for another time of day. */
  #writtenDay(stamp: Stamp): number {
    const { wall } = stamp;
    if (stamp.clock && !this.#midnightsAreDays) return Number.NaN;
    if (this.#midnightZone !== undefined) {
      // Without an offset it is on no clock but that of the feed.
      if (Number.isNaN(stamp.offset)) return Number.NaN;
      const there = this.#midnightZone.localOf(wall - stamp.offset);
      return there % dayLength === 0 ? there / dayLength : Number.NaN;
    }
    if (wall % dayLength === 0) return wall / dayLength;
    const local = Number.isNaN(stamp.offset) ? wall : this.#zone.localOf(wall - stamp.offset);
    return local % dayLength === 0 ? local / dayLength : Number.NaN;
  }

  /** The instant of a stamp, in the zone of the feed where it names none. */
  #instantOf(stamp: Stamp): number {
    return Number.isNaN(stamp.offset) ? this.#zone.instantOf(stamp.wall) : stamp.wall - stamp.offset;
  }

  /** Throws the error of a bad row, or counts the row. */
  #refuse(where: string, reason: string): void {
    if (!this.#skip) throw new PaperLabError("INVALID_DATA", `${where}: ${reason}`);
    this.leftOut.add(this.bars.length, where, reason);
  }

  #refuseCell(texts: RowTexts, role: "time" | "symbol", wanted: string): void {
    this.#refuse(texts.where, `Expected ${role} ${wanted}, was ${shown(texts.cell(role))}`);
  }

  #refuseUnreadable(texts: RowTexts): void {
    const time = texts.cell("time");
    const ambiguous = !texts.formsAreFound && typeof time === "string" && isAmbiguousDate(time);
    const forms = ambiguous ? "a date whose month and day cannot be confused, such as 2013-05-13" : texts.timeForms;
    this.#refuseCell(texts, "time", `to be ${forms}`);
  }

  #refuseDay(texts: RowTexts): void {
    const read = { day: this.#day, calendar: this.#calendar, daily: this.#mode === "days", zone: this.#rowZone };
    this.#refuse(texts.where, dayFault(read, this.#side === "close" && this.#isStart));
  }
}
