import { PaperLabError } from "../../errors";
import { CsvRows } from "./csv-rows";
import { type ColumnNames, type Layout, layoutOf } from "./header";
import type { Intake, RowNumbers, RowTexts, TimeMode } from "./intake";
import { readNumber } from "./number";
import { newStamp, readClock, readStamp, type Stamp } from "./stamp";

/** How one CSV file is read. */
export interface CsvTerms {
  readonly columns?: ColumnNames;
  /** The symbol of a file without a column of symbols. */
  readonly symbol: string;
  readonly modes: readonly TimeMode[];
}

/**
 * Reads the bars of a CSV file into an intake and returns how its times were meant. `path` is shown in messages as it is.
 * Throws MISSING_FILE, EMPTY_DATA, INVALID_COLUMNS, UNKNOWN_COLUMN, and what the intake throws for bad rows.
 */
export function readCsv(path: string, intake: Intake, terms: CsvTerms): TimeMode {
  return intake.readTable(terms.modes, () => {
    const rows = new CsvRows(path);
    try {
      return readRows(rows, intake, terms);
    } finally {
      rows.close();
    }
  });
}

function readRows(rows: CsvRows, intake: Intake, terms: CsvTerms): boolean {
  if (!rows.next()) throw new PaperLabError("EMPTY_DATA", `Expected ${rows.path} to hold bars, but it is empty`);
  const header = Array.from({ length: rows.width }, (_, cell) => rows.text(cell));
  const layout = layoutOf(`${rows.path}:${rows.line}`, header, terms.columns);
  const symbols = new SymbolCells(intake, layout.symbol, terms.symbol);
  const stamp = newStamp();
  const row: RowNumbers = { place: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  const texts = () => textsOf(rows, layout);
  intake.bars.reserve(rows.rowsAhead());
  if (!rows.next())
    throw new PaperLabError("EMPTY_DATA", `Expected ${rows.path} to hold bars, but it has only a header`);
  do {
    if (rows.width !== layout.width) {
      intake.refuse("INVALID_DATA", `${rows.path}:${rows.line}: Expected ${layout.width} cells, was ${rows.width}`);
      continue;
    }
    row.place = symbols.placeOf(rows);
    if (row.place === unnamed) {
      intake.refuse("INVALID_DATA", `${rows.path}:${rows.line}: Expected symbol to be a name, was ""`);
    } else if (row.place >= 0) {
      if (!readTime(rows, layout, stamp)) {
        intake.refuseUnreadable(texts());
        continue;
      }
      readNumbers(rows, layout, row);
      if (!intake.addRow(stamp, row, texts)) return false;
    }
  } while (rows.next());
  return true;
}

function readNumbers(rows: CsvRows, layout: Layout, row: RowNumbers): void {
  const { bytes, starts, ends } = rows;
  row.open = readNumber(bytes, starts[layout.open], ends[layout.open]);
  if (layout.tick) row.high = row.low = row.close = row.open;
  else {
    row.high = readNumber(bytes, starts[layout.high], ends[layout.high]);
    row.low = readNumber(bytes, starts[layout.low], ends[layout.low]);
    row.close = readNumber(bytes, starts[layout.close], ends[layout.close]);
  }
  row.volume = layout.volume < 0 ? 0 : readNumber(bytes, starts[layout.volume], ends[layout.volume]);
}

function readTime(rows: CsvRows, layout: Layout, stamp: Stamp): boolean {
  const { bytes, starts, ends } = rows;
  if (readStamp(bytes, starts[layout.time], ends[layout.time], stamp)) return true;
  if (layout.date < 0) return false;
  const clock = readClock(bytes, starts[layout.time], ends[layout.time]);
  if (Number.isNaN(clock) || !readStamp(bytes, starts[layout.date], ends[layout.date], stamp)) return false;
  stamp.wall += clock;
  stamp.clock = true;
  return true;
}

function textsOf(rows: CsvRows, layout: Layout): RowTexts {
  return {
    place: `${rows.path}:${rows.line}`,
    tick: layout.tick,
    cell: (role) => (layout[role] < 0 ? undefined : rows.text(layout[role])),
  };
}

/** What `placeOf` returns for a row whose symbol is empty. */
const unnamed = -2;

/** Finds the places of the symbols of rows, which mostly follow each other in the same way again and again. */
class SymbolCells {
  readonly #intake: Intake;
  readonly #cell: number;
  readonly #only: string;
  #onlyPlace: number | undefined;
  readonly #names: Buffer[] = [];
  readonly #places: number[] = [];
  readonly #next: number[] = [];
  readonly #known = new Map<string, number>();
  #last = -1;

  constructor(intake: Intake, cell: number, only: string) {
    this.#intake = intake;
    this.#cell = cell;
    this.#only = only;
  }

  placeOf(rows: CsvRows): number {
    if (this.#cell < 0) {
      this.#onlyPlace ??= this.#intake.bars.placeOf(this.#only);
      return this.#onlyPlace;
    }
    const from = rows.starts[this.#cell];
    const to = rows.ends[this.#cell];
    if (from === to) return unnamed;
    const guess = this.#last < 0 ? -1 : this.#next[this.#last];
    const found = guess >= 0 && isSame(rows.bytes, from, to, this.#names[guess]) ? guess : this.#lookUp(rows);
    if (this.#last >= 0) this.#next[this.#last] = found;
    this.#last = found;
    return this.#places[found];
  }

  #lookUp(rows: CsvRows): number {
    const name = rows.text(this.#cell);
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const found =
      this.#names.push(Buffer.from(rows.bytes.subarray(rows.starts[this.#cell], rows.ends[this.#cell]))) - 1;
    this.#places.push(this.#intake.bars.placeOf(name));
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
