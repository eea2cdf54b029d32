import { counted } from "../../../core/short-text";
import { PaperLabError } from "../../../errors";
import type { BarCollector } from "../../bars/collector";
import type { FoundText } from "../../source/found";
import { openBytes } from "../../text/bytes";
import { readClock } from "../../text/clock";
import { CsvRows } from "../../text/csv-rows";
import { type Dialect, dialectOf, type TextOptions, type TextTable } from "../../text/dialect";
import type { Layout } from "../../text/header";
import { type NumberForm, readNumber } from "../../text/number";
import { addClock, namesMonth, readStamp, type Stamp, type StampForm, stampForms } from "../../text/stamp";
import type { Intake, TimeMode } from "../intake";
import { type CellRole, type RowNumbers, type TableRows, unnamed } from "../rows";
import { type EmptyVolumes, isEmptyVolume } from "./empty-volumes";
import type { PartEnd, ReadPart } from "./part-end";

/** How one file is read. */
export interface FileOptions extends TextOptions {
  /** The symbol of a file without a column of symbols. */
  readonly symbol: string;
  readonly modes: readonly TimeMode[];
  /** What was found in the file when its feed was first made. */
  readonly known: FoundText | undefined;
  /** Counts rows with an empty volume; without it they are bad ones. */
  readonly emptyVolumes?: EmptyVolumes;
  /** The part of the file whose rows are read. How they are written is found in all of it. */
  readonly part?: ReadPart;
}

/**
 * Reads the bars of a CSV file into an intake, and returns what was found in its text. `path` is shown in messages as it
 * is. Throws MISSING_FILE, and what `dialectOf` and the intake throw.
 */
export function readCsv(path: string, intake: Intake, options: FileOptions): FoundText {
  const { part = { from: 0, lines: 0, end: undefined } } = options;
  const file = openBytes(path);
  const rowsOf = options.part === undefined ? file : openBytes(path, options.part);
  // Parts know only what is in the first one.
  const isUtf8 = options.known !== undefined && options.known.encoding === undefined && options.part === undefined;
  file.isUtf8 = isUtf8;
  try {
    const dialect = dialectOf(file, options, options.known);
    let table: CsvTable | undefined;
    intake.readTable(options.modes, (take) => {
      const rows = new CsvRows(rowsOf, dialect.separator, part.lines);
      for (let row = 0; row < dialect.headRows && part.from === 0; row++) rows.next();
      const share = part.end === undefined ? 1 : Math.min(1, part.end.size / rows.size);
      intake.bars.reserve(Math.ceil(rows.rowsAhead() * share) * dialect.tables.length);
      table = dialect.tables.length > 1 ? new WideTable(rows, dialect) : new CsvTable(rows, dialect, options.symbol);
      table.takesEmpty = options.emptyVolumes !== undefined;
      table.isPart = part.from > 0;
      table.end = part.end;
      part.end?.restart();
      return take(table);
    });
    options.emptyVolumes?.add(table?.emptyVolumes ?? 0);
    intake.footers += table?.footers ?? 0;
    const { encoding } = rowsOf;
    return encoding === undefined || isUtf8 ? dialect.found : { ...dialect.found, encoding };
  } finally {
    file.close();
    if (rowsOf !== file) rowsOf.close();
  }
}

/** The rows of a CSV file behind its header. */
class CsvTable implements TableRows {
  /** Whether an empty volume is taken as 0, and how many were. */
  takesEmpty = false;
  emptyVolumes = 0;
  /** Last lines that are text. */
  footers = 0;
  /** Whether it has the rows of a later part, which may be none; and what ends it. */
  isPart = false;
  end: PartEnd | undefined;
  readonly formsAreFound: boolean;
  readonly #timeForms: string;
  protected readonly rows: CsvRows;
  protected layout: Layout;
  readonly numberForm: NumberForm;
  readonly #times: StampForm;
  readonly #symbols: SymbolCells;
  #empty = true;

  constructor(rows: CsvRows, { tables, numbers, times }: Dialect, symbol: string) {
    this.rows = rows;
    this.layout = tables[0].layout;
    this.numberForm = numbers;
    this.#times = times;
    this.#timeForms = formsOf(times);
    this.formsAreFound = this.#timeForms !== stampForms;
    this.#symbols = new SymbolCells(this.layout.symbol, tables[0].symbol ?? symbol);
  }

  get where(): string {
    return `${this.rows.path}:${this.rows.line}`;
  }

  get timeForms(): string {
    const { time, date } = this.layout;
    const { bytes, starts, ends } = this.rows;
    if (date >= 0 && Number.isNaN(readClock(bytes, starts[time], ends[time], this.#times.clock))) return clockForms;
    return this.#timeForms === stampForms ? `${stampForms}${timeCure(this.cell("time"))}` : this.#timeForms;
  }

  get tick(): boolean {
    return this.layout.tick;
  }

  next(): boolean {
    if (this.rows.next() && !this.#isFooter()) {
      this.#empty = false;
      return this.end === undefined || !this.end.isBefore(this.rows, this);
    }
    if (this.#empty && !this.isPart) throw this.#holdsNone("it has only a header");
    return false;
  }

  // Vendors end files with where they are from, or a count. A single word may be the begin of a row that was cut.
  #isFooter(): boolean {
    const { width, starts, ends } = this.rows;
    if (ends[width - 1] > starts[width - 1] && width > 1) return false;
    for (let cell = 1; cell < width; cell++) if (ends[cell] > starts[cell]) return false;
    const text = this.rows.text(0);
    if (!/^\p{L}.*[ :]/u.test(text) || namesMonth(text) || !this.rows.isLast()) return false;
    this.footers++;
    return true;
  }

  fault(): string | undefined {
    const { width } = this.rows;
    return width === this.layout.width ? undefined : `Expected ${counted(this.layout.width, "cell")}, was ${width}`;
  }

  placeOfSymbol(bars: BarCollector): number {
    return this.#symbols.placeIn(bars, this.rows);
  }

  readTime(stamp: Stamp): boolean {
    const { bytes, starts, ends } = this.rows;
    const { time, date } = this.layout;
    if (date < 0) return readStamp(bytes, starts[time], ends[time], stamp, this.#times);
    const clock = readClock(bytes, starts[time], ends[time], this.#times.clock);
    // Beside a date, a column of times may hold the date too.
    if (Number.isNaN(clock)) return readStamp(bytes, starts[time], ends[time], stamp);
    return readStamp(bytes, starts[date], ends[date], stamp, this.#times) && addClock(stamp, clock);
  }

  readNumbers(numbers: RowNumbers): void {
    const form = this.numberForm;
    const { bytes, starts, ends } = this.rows;
    const { tick, open, high, low, close, volume } = this.layout;
    numbers.open = readNumber(bytes, starts[open], ends[open], form);
    if (tick) numbers.high = numbers.low = numbers.close = numbers.open;
    else {
      numbers.high = readNumber(bytes, starts[high], ends[high], form);
      numbers.low = readNumber(bytes, starts[low], ends[low], form);
      numbers.close = readNumber(bytes, starts[close], ends[close], form);
    }
    numbers.volume = volume < 0 ? 0 : readNumber(bytes, starts[volume], ends[volume], form);
    if (Number.isNaN(numbers.volume) && this.takesEmpty && isEmptyVolume(this.rows.text(volume))) {
      numbers.volume = 0;
      this.emptyVolumes++;
    }
  }

  cell(role: CellRole): string | undefined {
    const at = this.layout[role];
    return at < 0 ? undefined : this.rows.text(at);
  }

  #holdsNone(why: string): PaperLabError {
    return new PaperLabError("EMPTY_DATA", `Expected ${this.rows.path} to hold bars, but ${why}`);
  }
}

const clockForms = "a time of day such as 09:30, 0930 or 093000 beside its date";

/** What messages say of times that could be read if they were written in another way. */
function timeCure(time: string | undefined): string {
  if (time !== undefined && /^-?\d+(\.\d+)?$/.test(time))
    return ', from 1973 on (dateFormat: "s", "ms", "us" or "ns" reads other numbers)';
  if (time !== undefined && /^\d.*\d ?[A-Za-z]+(\/[A-Za-z_/]+|[SD]?T)$/.test(time))
    return " with the zone as an offset such as -05:00, or without it and its name as the option timezone";
  return "";
}

/** What messages say of the times of a file. */
export function formsOf({ dates, epoch }: StampForm): string {
  if (dates !== undefined) return `a date in the order ${dates}, as those of other rows`;
  return epoch === undefined ? stampForms : `epoch ${epochNames[epoch]}, as those of other rows`;
}

const epochNames = { s: "seconds", ms: "milliseconds", us: "microseconds", ns: "nanoseconds" };

/** The rows of a file whose columns belong to symbols: each is one row of every symbol that has cells in it. */
class WideTable extends CsvTable {
  readonly #tables: readonly TextTable[];
  #at: number;

  constructor(rows: CsvRows, dialect: Dialect) {
    super(rows, dialect, "");
    this.#tables = dialect.tables;
    this.#at = dialect.tables.length;
  }

  override next(): boolean {
    for (;;) {
      if (++this.#at >= this.#tables.length) {
        if (!super.next()) return false;
        this.#at = 0;
      }
      this.layout = this.#tables[this.#at].layout;
      if (this.#hasCells()) return true;
    }
  }

  override placeOfSymbol(bars: BarCollector): number {
    return bars.placeOf(this.#tables[this.#at].symbol ?? "");
  }

  #hasCells(): boolean {
    const { starts, ends } = this.rows;
    const { open, high, low, close } = this.layout;
    return this.fault() !== undefined || [open, high, low, close].some((cell) => ends[cell] > starts[cell]);
  }
}

/** Finds the places of the symbols of rows, which mostly follow each other in the same way again and again. */
class SymbolCells {
  readonly #cell: number;
  readonly #only: string;
  #onlyPlace: number | undefined;
  readonly #names: Buffer[] = [];
  readonly #places: number[] = [];
  readonly #next: number[] = [];
  readonly #known = new Map<string, number>();
  #last = -1;

  constructor(cell: number, only: string) {
    this.#cell = cell;
    this.#only = only;
  }

  placeIn(bars: BarCollector, rows: CsvRows): number {
    if (this.#cell < 0) {
      this.#onlyPlace ??= bars.placeOf(this.#only);
      return this.#onlyPlace;
    }
    const from = rows.starts[this.#cell];
    const to = rows.ends[this.#cell];
    if (from === to) return unnamed;
    const guess = this.#last < 0 ? -1 : this.#next[this.#last];
    const found = guess >= 0 && isSame(rows.bytes, from, to, this.#names[guess]) ? guess : this.#lookUp(bars, rows);
    if (this.#last >= 0) this.#next[this.#last] = found;
    this.#last = found;
    return this.#places[found];
  }

  #lookUp(bars: BarCollector, rows: CsvRows): number {
    const name = rows.text(this.#cell);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found =
      this.#names.push(Buffer.from(rows.bytes.subarray(rows.starts[this.#cell], rows.ends[this.#cell]))) - 1;
    this.#places.push(bars.placeOf(name));
    this.#next.push(found);
    this.#known.set(name, found);
    return found;
  }
}

function isSame(bytes: Buffer, from: number, to: number, name: Buffer): boolean {
  if (to - from !== name.length) return false;
  for (let at = 0; at < name.length; at++) if (bytes[from + at] !== name[at]) return false;
  return true;
}
