import type { BarCollector } from "../bars/collector";
import type { priceRoles } from "../text/header";
import type { NumberForm } from "../text/number";
import type { Stamp } from "../text/stamp";

/** What the cells of a row are. */
export type CellRole = "time" | "symbol" | (typeof priceRoles)[number] | "volume";

/** The numbers of one row, and its symbol's place. */
export interface RowNumbers {
  place: number;
  open: number;
  high: number;
  low: number;
  close: number;
  volume: number;
}

/** What messages say of a row. */
export interface RowTexts {
  /** The row, such as `daily.csv:77`. */
  readonly where: string;
  /** Whether the table has one price a row. */
  readonly tick: boolean;
  /** The times that the table may hold, as messages say it. */
  readonly timeForms: string;
  /** Whether those are the ones of the other rows. */
  readonly formsAreFound?: boolean;
  /** How its numbers are read, where they are texts and an option says it. */
  readonly numberForm?: NumberForm;
  /** The cell of a column as it was given, `undefined` where the table has no such column. */
  cell(role: CellRole): unknown;
}

/** What `placeOfSymbol` returns for a row whose symbol is no name. */
export const unnamed = -2;

/** Returns the place of the symbol that a cell names, or what `placeOfSymbol` returns where it names none. */
export function placeOfName(bars: BarCollector, cell: unknown): number {
  return typeof cell === "string" && cell !== "" ? bars.placeOf(cell) : unnamed;
}

/** A table, row by row: what a file, a frame and an array have to offer to be read by `Intake`. */
export interface TableRows extends RowTexts {
  /** Goes to the next row; false after the last one. */
  next(): boolean;
  /** Says what is wrong with the shape of the row: `Expected 6 cells, was 5`. */
  fault(): string | undefined;
  /** Returns the place of its symbol, -1 where that is not wanted, `unnamed` where it has none. */
  placeOfSymbol(bars: BarCollector): number;
  /** Reads its time and returns whether it could. */
  readTime(stamp: Stamp): boolean;
  /** Reads its prices and volume; NaN for what is no number. */
  readNumbers(numbers: RowNumbers): void;
}
