import { zoneOf } from "../../../core/market/zone";
import { PaperLabError } from "../../../errors";
import type { BarCollector } from "../../bars/collector";
import {
  type ColumnKind,
  clocksOf,
  type FileColumn,
  numbersOf,
  shownCell,
  textsOf,
  timesOf,
} from "../../columnar/columns";
import { type FileTable, openTable, reading, tickersIn, unnamedIndex } from "../../columnar/table";
import type { FoundText } from "../../source/found";
import { readClock } from "../../text/clock";
import { clockIn, foundOf, sampleRows, type TimeCells, timesIn, usedForm, volumeIn } from "../../text/dialect";
import type { Head } from "../../text/head";
import { type ColumnNames, type Layout, layoutOf, priceRoles } from "../../text/header";
import { plainNumbers } from "../../text/number";
import { addClock, readStampOf, type Stamp, type StampForm } from "../../text/stamp";
import type { Intake } from "../intake";
import { type CellRole, placeOfName, type RowNumbers, type TableRows } from "../rows";
import { type FileOptions, formsOf } from "./csv";
import { isEmptyVolume } from "./empty-volumes";

/**
 * Reads the bars of a Parquet or Arrow file into an intake, as a CSV file of the same cells would be read, and returns
 * what was found in it. `path` is shown in messages as it is. Throws what `openTable` and `timesIn` throw, EMPTY_DATA,
 * INVALID_COLUMNS, UNKNOWN_COLUMN, and what the intake throws for bad rows.
 */
export function readColumnar(path: string, intake: Intake, options: FileOptions): FoundText {
  const table = openTable(path);
  if (table.rows === 0) throw new PaperLabError("EMPTY_DATA", `Expected ${path} to hold bars, but it has no rows`);
  const tickers = tickersIn(table);
  if (tickers === undefined) return readTable(path, table, intake, options);
  const read = tickers.map(({ symbol, table }) => readTable(path, table, intake, { ...options, symbol }, true));
  return { ...read[0], tickers: "names" };
}

/** With `gaps`, rows without prices are those of other symbols. */
function readTable(path: string, table: FileTable, intake: Intake, options: FileOptions, gaps = false): FoundText {
  const { cells, found } = reading(path, "a table of bars", () => cellsOf(path, table, options));
  intake.bars.reserve(table.rows);
  let rows: ColumnarTable | undefined;
  intake.readTable(options.modes, (take) => {
    rows = new ColumnarTable(path, table.rows, cells, gaps, options.emptyVolumes !== undefined);
    return take(rows);
  });
  options.emptyVolumes?.add(rows?.emptyVolumes ?? 0);
  return found;
}

type ReadTime = (row: number, stamp: Stamp) => boolean;

/** What is read of a table, unpacked. */
interface Cells {
  readonly tick: boolean;
  readonly timeForms: string;
  readonly readTime: ReadTime;
  /** Of each row, or of all. */
  readonly symbols: readonly string[] | string;
  readonly prices: Readonly<Record<(typeof priceRoles)[number], Float64Array>>;
  readonly volumes: Float64Array | undefined;
  readonly columnOf: (role: CellRole) => FileColumn | undefined;
}

function cellsOf(path: string, table: FileTable, options: FileOptions): { cells: Cells; found: FoundText } {
  const { known, decimal } = options;
  const given = { ...known?.columns, ...options.columns };
  const head = headOf(path, table, given);
  const volume = known === undefined ? volumeIn(head, firstRows(table), given) : {};
  const layout = layoutOf(path, head.names, { ...volume, ...given }, known === undefined ? "all" : "usual");
  checkKinds(path, table, layout);
  const columnOf = (role: CellRole | "date"): FileColumn | undefined => table.columns[layout[role]];
  const form = decimal === undefined ? plainNumbers : { decimal, loose: true };
  const [open, high, low, close] = priceRoles.map((role) => table.columns[layout[role]]);
  const opens = numbersOf(open, form);
  const numbers = (column: FileColumn) => (column === open ? opens : numbersOf(column, form));
  const timeColumn = table.columns[layout.date < 0 ? layout.time : layout.date];
  const times = {
    ...timeForm(path, timeColumn, options),
    ...clockForm(path, table.columns[layout.time], layout, known),
  };
  const used = timeColumn.kind === "time" ? { clock: times.clock } : usedForm(timeCellsOf(path, timeColumn), times);
  const [symbols, volumes] = [columnOf("symbol"), columnOf("volume")];
  const cells: Cells = {
    tick: layout.tick,
    timeForms: formsOf(times),
    readTime: timeReader(path, table.columns[layout.time], columnOf("date"), times),
    symbols: symbols === undefined ? options.symbol : textsOf(symbols),
    prices: { open: opens, high: numbers(high), low: numbers(low), close: numbers(close) },
    volumes: volumes && numbersOf(volumes, form),
    columnOf,
  };
  return { cells, found: known ?? foundOf(head, [{ layout, symbol: undefined }], form, used, options) };
}

/** The names of the columns; that of an index of pandas without one is empty, as in a CSV file, unless it is asked for. */
function headOf(path: string, { columns }: FileTable, given: ColumnNames): Head {
  const isUnnamed = (name: string, at: number) =>
    at === 0 && name === unnamedIndex && !Object.values(given).includes(name);
  const names = columns.map(({ name }, at) => (isUnnamed(name, at) ? "" : name));
  return { separator: ",", line: 1, place: path, names, rows: 0 };
}

function firstRows({ rows, columns }: FileTable): string[][] {
  const most = Math.min(rows, sampleRows);
  const texts = columns.map((column) => (column.kind === "other" ? undefined : textsOf(column, most)));
  return Array.from({ length: most }, (_, row) => texts.map((cells) => cells?.[row] ?? "?"));
}

const times: readonly ColumnKind[] = ["time", "text", "number"];
const kindsOf: Readonly<Record<CellRole | "date", readonly ColumnKind[]>> = {
  time: times,
  date: times,
  symbol: ["text", "number"],
  open: ["number", "text"],
  high: ["number", "text"],
  low: ["number", "text"],
  close: ["number", "text"],
  volume: ["number", "text"],
};
const kindTexts = { time: "times", date: "dates", symbol: "names", number: "numbers" };

/** Throws INVALID_COLUMNS where a column is of a type that its role cannot be. */
function checkKinds(path: string, { columns }: FileTable, layout: Layout): void {
  for (const role of Object.keys(kindsOf) as (CellRole | "date")[]) {
    const column = columns[layout[role]];
    if (column === undefined || kindsOf[role].includes(column.kind)) continue;
    if (role === "time" && column.kind === "clock" && layout.date >= 0) continue;
    const wanted = role === "time" || role === "date" || role === "symbol" ? kindTexts[role] : kindTexts.number;
    const text = `${path}: Expected column "${column.name}" to hold ${wanted}, was ${column.type}`;
    throw new PaperLabError("INVALID_COLUMNS", `${text}. Say which one does with columns: { ${role}: "..." }`);
  }
}

/** Finds how times are written that are texts or numbers. */
function timeForm(path: string, column: FileColumn, { dateFormat, known }: FileOptions): StampForm {
  if (column.kind === "time") return {};
  return timesIn(timeCellsOf(path, column), dateFormat, known);
}

/** Finds how times of day are written that are numbers, or texts of digits, beside a column of dates. */
function clockForm(path: string, column: FileColumn, { date }: Layout, known: FoundText | undefined) {
  const isWritten = date >= 0 && (column.kind === "number" || column.kind === "text");
  return isWritten ? clockIn(timeCellsOf(path, column), known) : {};
}

function timeCellsOf(path: string, column: FileColumn): TimeCells {
  const each = (take: (text: string, where: string) => boolean) => {
    textsOf(column).every((text, row) => take(text, whereOf(path, row)));
  };
  return { place: path, sample: textsOf(column, sampleRows), each };
}

function timeReader(path: string, time: FileColumn, date: FileColumn | undefined, form: StampForm): ReadTime {
  if (date === undefined) return stampReader(path, time, form);
  // Beside a date, a column of times may hold the date too.
  const readWhole = time.kind === "clock" ? () => false : stampReader(path, time, {});
  if (time.kind === "time") return readWhole;
  const readDate = stampReader(path, date, form);
  const clockOf = clockReader(time, form);
  return (row, stamp) => {
    const clock = clockOf(row);
    return Number.isNaN(clock) ? readWhole(row, stamp) : readDate(row, stamp) && addClock(stamp, clock);
  };
}

function clockReader(column: FileColumn, { clock }: StampForm): (row: number) => number {
  if (column.kind === "clock") {
    const clocks = clocksOf(column);
    return (row) => clocks[row];
  }
  const texts = textsOf(column);
  return (row) => {
    const bytes = Buffer.from(texts[row].trim());
    return readClock(bytes, 0, bytes.length, clock);
  };
}

function stampReader(path: string, column: FileColumn, form: StampForm): ReadTime {
  if (column.kind !== "time") {
    const texts = textsOf(column);
    return (row, stamp) => readStampOf(texts[row], stamp, form);
  }
  const { times, zone, areDates } = timesOf(column);
  const offsetOf = zone === undefined ? undefined : offsetsIn(path, column, zone);
  return (row, stamp) => {
    const time = times[row];
    if (Number.isNaN(time)) return false;
    stamp.offset = offsetOf?.(time) ?? Number.NaN;
    stamp.wall = offsetOf === undefined ? time : time + stamp.offset;
    stamp.clock = !areDates;
    return true;
  };
}

/** Returns what says how far a zone is ahead of UTC. Throws INVALID_DATA for an unknown one. */
function offsetsIn(path: string, { name }: FileColumn, zone: string): (time: number) => number {
  const parts = /^([+-])(\d{2}):?(\d{2})$/.exec(zone);
  if (parts !== null) {
    const offset = (parts[1] === "-" ? -60_000 : 60_000) * (Number(parts[2]) * 60 + Number(parts[3]));
    return () => offset;
  }
  try {
    const { localOf } = zoneOf(zone);
    return (time) => localOf(time) - time;
  } catch (cause) {
    const text = `${path}: Expected the zone of column "${name}" to be an IANA name, was "${zone}"`;
    throw new PaperLabError("INVALID_DATA", text, { cause });
  }
}

function whereOf(path: string, row: number): string {
  return `${path}: row ${row + 1}`;
}

/** The rows of a Parquet or Arrow file. */
class ColumnarTable implements TableRows {
  readonly tick: boolean;
  readonly timeForms: string;
  readonly #path: string;
  readonly #rows: number;
  readonly #cells: Cells;
  readonly #gaps: boolean;
  readonly #takesEmpty: boolean;
  /** Rows so far whose volume is empty. */
  emptyVolumes = 0;
  #row = -1;

  constructor(path: string, rows: number, cells: Cells, gaps: boolean, takesEmpty: boolean) {
    this.#gaps = gaps;
    this.#takesEmpty = takesEmpty;
    this.tick = cells.tick;
    this.timeForms = cells.timeForms;
    this.#path = path;
    this.#rows = rows;
    this.#cells = cells;
  }

  get where(): string {
    return whereOf(this.#path, this.#row);
  }

  next(): boolean {
    const { prices } = this.#cells;
    do this.#row++;
    while (this.#gaps && this.#row < this.#rows && priceRoles.every((role) => Number.isNaN(prices[role][this.#row])));
    return this.#row < this.#rows;
  }

  fault(): undefined {}

  placeOfSymbol(bars: BarCollector): number {
    const { symbols } = this.#cells;
    return placeOfName(bars, typeof symbols === "string" ? symbols : symbols[this.#row]);
  }

  readTime(stamp: Stamp): boolean {
    return this.#cells.readTime(this.#row, stamp);
  }

  readNumbers(numbers: RowNumbers): void {
    const { prices, volumes } = this.#cells;
    for (const role of priceRoles) numbers[role] = prices[role][this.#row];
    numbers.volume = volumes === undefined ? 0 : volumes[this.#row];
    if (!Number.isNaN(numbers.volume) || !this.#takesEmpty || !isEmptyVolume(this.cell("volume"))) return;
    numbers.volume = 0;
    this.emptyVolumes++;
  }

  cell(role: CellRole): unknown {
    const column = this.#cells.columnOf(role);
    return column === undefined ? undefined : shownCell(column, this.#row);
  }
}
