import { shown } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { type ColumnNames, type Layout, layoutOf } from "./header";
import type { Intake, RowNumbers, RowTexts, TimeMode } from "./intake";
import { readNumber } from "./number";
import { newStamp, readClock, readStamp, type Stamp } from "./stamp";

/** What a DataFrame has that is read here: the names of its columns, and its cells row by row. */
export interface DataFrameLike {
  readonly columns: readonly string[];
  readonly values: readonly unknown[];
}

/** How a DataFrame is read. */
export interface FrameTerms {
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
 * Reads the bars of a DataFrame into an intake, as a CSV file of the same cells would be read, and returns how its times
 * were meant. Cells may also be numbers and dates. Throws EMPTY_DATA, INVALID_COLUMNS, UNKNOWN_COLUMN, INVALID_OPTION
 * when nothing tells the symbol, and what the intake throws for bad rows.
 */
export function readFrame(frame: DataFrameLike, intake: Intake, terms: FrameTerms): TimeMode {
  const layout = layoutOf("frame", frame.columns.map(String), terms.columns);
  if (layout.symbol < 0 && terms.symbol === undefined) {
    const text = "Expected symbol to be given, since the frame has no column of symbols";
    throw new PaperLabError("INVALID_OPTION", text);
  }
  intake.bars.reserve(frame.values.length);
  return intake.readTable(terms.modes, () => readRows(frame, layout, intake, terms));
}

function readRows(frame: DataFrameLike, layout: Layout, intake: Intake, terms: FrameTerms): boolean {
  const stamp = newStamp();
  const row: RowNumbers = { place: 0, open: 0, high: 0, low: 0, close: 0, volume: 0 };
  for (let index = 0; index < frame.values.length; index++) {
    const cells = frame.values[index];
    if (!Array.isArray(cells)) {
      intake.refuse("INVALID_DATA", `frame[${index}]: Expected ${layout.width} cells, was one value`);
      continue;
    }
    const texts = (): RowTexts => ({
      place: `frame[${index}]`,
      tick: layout.tick,
      cell: (role) => cells[layout[role]],
    });
    const symbol: unknown = layout.symbol < 0 ? terms.symbol : cells[layout.symbol];
    if (typeof symbol !== "string" || symbol === "") {
      intake.refuse("INVALID_DATA", `frame[${index}]: Expected symbol to be a name, was ${shown(symbol)}`);
      continue;
    }
    row.place = intake.bars.placeOf(symbol);
    if (row.place < 0) continue;
    if (!readTime(cells, layout, stamp)) {
      intake.refuseUnreadable(texts());
      continue;
    }
    for (const role of ["open", "high", "low", "close"] as const) row[role] = numberOf(cells[layout[role]]);
    row.volume = layout.volume < 0 ? 0 : numberOf(cells[layout.volume]);
    if (!intake.addRow(stamp, row, texts)) return false;
  }
  return true;
}

function readTime(cells: readonly unknown[], layout: Layout, stamp: Stamp): boolean {
  if (readStampOf(cells[layout.time], stamp)) return true;
  const text = cells[layout.time];
  if (layout.date < 0 || typeof text !== "string") return false;
  const bytes = Buffer.from(text.trim());
  const clock = readClock(bytes, 0, bytes.length);
  if (Number.isNaN(clock) || !readStampOf(cells[layout.date], stamp)) return false;
  stamp.wall += clock;
  stamp.clock = true;
  return true;
}

/** Reads a cell that holds a time: text or epoch number as in a file, or a Date. */
export function readStampOf(cell: unknown, stamp: Stamp): boolean {
  if (cell instanceof Date) {
    stamp.wall = cell.getTime();
    stamp.offset = 0;
    stamp.clock = true;
    return !Number.isNaN(stamp.wall);
  }
  if (typeof cell !== "string" && typeof cell !== "number") return false;
  const bytes = Buffer.from(String(cell).trim());
  return readStamp(bytes, 0, bytes.length, stamp);
}

function numberOf(cell: unknown): number {
  if (typeof cell === "number") return cell;
  if (typeof cell !== "string") return Number.NaN;
  const bytes = Buffer.from(cell.trim());
  return readNumber(bytes, 0, bytes.length);
}
