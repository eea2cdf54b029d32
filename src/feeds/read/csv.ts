import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { BarCollector } from "../bars/collector";
import { CsvRows } from "./csv-rows";
import { type ColumnNames, type Layout, layoutOf } from "./header";
import type { Intake, TimeMode } from "./intake";
import { readNumber } from "./number";
import { type CellRole, type RowNumbers, type TableRows, unnamed } from "./rows";
import { addClock, readClock, readStamp, type Stamp, stampForms } from "./stamp";

/** How one CSV file is read. */
export interface CsvOptions {
  readonly columns?: ColumnNames;
  /** The symbol of a file without a column of symbols. */
  readonly symbol: string;
  readonly modes: readonly TimeMode[];
}

/**
 * Reads the bars of a CSV file into an intake. `path` is shown in messages as it is.
 * Throws MISSING_FILE, EMPTY_DATA, INVALID_COLUMNS, UNKNOWN_COLUMN, and what the intake throws for bad rows.
 */
export function readCsv(path: string, intake: Intake, { columns, symbol, modes }: CsvOptions): void {
  intake.readTable(modes, (take) => {
    const rows = new CsvRows(path);
    try {
      const table = new CsvTable(rows, columns, symbol);
      intake.bars.reserve(rows.rowsAhead());
      return take(table);
    } finally {
      rows.close();
    }
  });
}

/** The rows of a CSV file behind its header. */
class CsvTable implements TableRows {
  readonly timeForms = stampForms;
  readonly #rows: CsvRows;
  readonly #layout: Layout;
  readonly #symbols: SymbolCells;
  #empty = true;

  constructor(rows: CsvRows, columns: ColumnNames | undefined, symbol: string) {
    this.#rows = rows;
    if (!rows.next()) throw this.#holdsNone("it is empty");
    const header = Array.from({ length: rows.width }, (_, cell) => rows.text(cell));
    this.#layout = layoutOf(this.where, header, columns);
    this.#symbols = new SymbolCells(this.#layout.symbol, symbol);
  }

  get where(): string {
    return `${this.#rows.path}:${this.#rows.line}`;
  }

  get tick(): boolean {
    return this.#layout.tick;
  }

  next(): boolean {
    if (this.#rows.next()) {
      this.#empty = false;
      return true;
    }
    if (this.#empty) throw this.#holdsNone("it has only a header");
    return false;
  }

  fault(): string | undefined {
    const { width } = this.#rows;
    return width === this.#layout.width ? undefined : `Expected ${counted(this.#layout.width, "cell")}, was ${width}`;
  }

  placeOfSymbol(bars: BarCollector): number {
    return this.#symbols.placeIn(bars, this.#rows);
  }

  readTime(stamp: Stamp): boolean {
    const { bytes, starts, ends } = this.#rows;
    const { time, date } = this.#layout;
    if (readStamp(bytes, starts[time], ends[time], stamp)) return true;
    if (date < 0) return false;
    const clock = readClock(bytes, starts[time], ends[time]);
    return readStamp(bytes, starts[date], ends[date], stamp) && addClock(stamp, clock);
  }

  readNumbers(numbers: RowNumbers): void {
    const { bytes, starts, ends } = this.#rows;
    const { tick, open, high, low, close, volume } = this.#layout;
    numbers.open = readNumber(bytes, starts[open], ends[open]);
    if (tick) numbers.high = numbers.low = numbers.close = numbers.open;
    else {
      numbers.high = readNumber(bytes, starts[high], ends[high]);
      numbers.low = readNumber(bytes, starts[low], ends[low]);
      numbers.close = readNumber(bytes, starts[close], ends[close]);
    }
    numbers.volume = volume < 0 ? 0 : readNumber(bytes, starts[volume], ends[volume]);
  }

  cell(role: CellRole): string | undefined {
    const at = this.#layout[role];
    return at < 0 ? undefined : this.#rows.text(at);
  }

  #holdsNone(why: string): PaperLabError {
    return new PaperLabError("EMPTY_DATA", `Expected ${this.#rows.path} to hold bars, but ${why}`);
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
