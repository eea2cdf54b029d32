import { counted } from "../../core/short-text";
import { PaperLabError } from "../../errors";
import type { BarCollector } from "../bars/collector";
import { readClock } from "../text/clock";
import { type ColumnNames, type Layout, layoutOf, priceRoles } from "../text/header";
import { readNumber } from "../text/number";
import { addClock, epochUnitOf, readStampOf, type Stamp, type StampForm, stampForms } from "../text/stamp";
import type { Intake, TimeMode } from "./intake";
import { type CellRole, placeOfName, type RowNumbers, type TableRows } from "./rows";

/** What a DataFrame has that is read here: the names of its columns, and its cells row by row. */
export interface DataFrameLike {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/** How a DataFrame is read. */
export interface FrameOptions {
  readonly columns?: ColumnNames;
  /** The symbol of a frame without a column of symbols. */
  readonly symbol: string | undefined;
  readonly modes: readonly TimeMode[];
}

/** Returns whether a value looks like a DataFrame. */
export function isFrame(value: unknown): value is DataFrameLike {
  if (typeof value !== "object" || value === null || !("columns" in value) || !("values" in value)) return false;
  return Array.isArray(value.columns) && Array.isArray(value.values);
}

/**
 * Reads the bars of a DataFrame into an intake, as a CSV file of the same cells would be read. Cells may also be numbers
 * and dates. Throws EMPTY_DATA, INVALID_COLUMNS, UNKNOWN_COLUMN, INVALID_OPTION
 * when nothing tells the symbol, and what the intake throws for bad rows.
 */
export function readFrame(frame: DataFrameLike, intake: Intake, terms: FrameOptions): void {
  const layout = layoutOf("frame", frame.columns.map(String), terms.columns);
  if (layout.symbol < 0 && terms.symbol === undefined) {
    const text = "Expected symbol to be given, because the frame has no column of symbols";
    throw new PaperLabError("INVALID_OPTION", text);
  }
  intake.bars.reserve(frame.values.length);
  intake.readTable(terms.modes, (take) => take(new FrameTable(frame.values, layout, terms.symbol)));
}

/** The rows of a DataFrame. */
class FrameTable implements TableRows {
  readonly timeForms = stampForms;
  readonly tick: boolean;
  readonly #values: readonly unknown[];
  readonly #layout: Layout;
  readonly #symbol: string | undefined;
  readonly #times: StampForm;
  #index = -1;
  #cells: readonly unknown[] = [];

  constructor(values: readonly unknown[], layout: Layout, symbol: string | undefined) {
    this.tick = layout.tick;
    this.#values = values;
    this.#layout = layout;
    this.#symbol = symbol;
    this.#times = { epoch: epochUnitOf(firstCells(values, layout.date < 0 ? layout.time : layout.date)) };
  }

  get where(): string {
    return `frame[${this.#index}]`;
  }

  next(): boolean {
    return ++this.#index < this.#values.length;
  }

  fault(): string | undefined {
    const cells = this.#values[this.#index];
    if (!Array.isArray(cells)) return `Expected ${counted(this.#layout.width, "cell")}, was one value`;
    this.#cells = cells;
    return undefined;
  }

  placeOfSymbol(bars: BarCollector): number {
    return placeOfName(bars, this.cell("symbol"));
  }

  readTime(stamp: Stamp): boolean {
    const { date } = this.#layout;
    const time = this.cell("time");
    if (readStampOf(time, stamp, this.#times)) return true;
    if (date < 0 || typeof time !== "string") return false;
    const bytes = Buffer.from(time.trim());
    return readStampOf(this.#cells[date], stamp) && addClock(stamp, readClock(bytes, 0, bytes.length));
  }

  readNumbers(numbers: RowNumbers): void {
    for (const role of priceRoles) numbers[role] = numberOf(this.cell(role));
    numbers.volume = this.#layout.volume < 0 ? 0 : numberOf(this.cell("volume"));
  }

  cell(role: CellRole): unknown {
    const at = this.#layout[role];
    return at < 0 && role === "symbol" ? this.#symbol : this.#cells[at];
  }
}

// The unit of epoch numbers is that of the first rows.
function firstCells(values: readonly unknown[], at: number): string[] {
  return values.slice(0, 50).map((cells) => (Array.isArray(cells) ? String(cells[at]) : ""));
}

function numberOf(cell: unknown): number {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string") return Number.NaN;
  const bytes = Buffer.from(cell.trim());
  return readNumber(bytes, 0, bytes.length);
}
