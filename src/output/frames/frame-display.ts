import { inspect, types } from "node:util";
import type { NDframe } from "../../../vendor/danfo";
import type { Cell } from "../../core/table";
import type { Display } from "../../notebook/display";
import { notebookDisplay } from "../../notebook/hook";
import type { Importance } from "../columns-that-fit";
import { type Format, isInstant } from "../formats";
import { htmlTable } from "../html";
import { type Excerpt, excerptOf, type TableTextOptions, textTable, textWidth } from "../text";

/** How a frame prints itself: how its cells are written, how important each column is, and how many rows it shows. */
export type FrameOptions = Pick<TableTextOptions, "formats" | "importance" | "kept" | "maxRows" | "none" | "notes">;

/** Which part of a frame is shown. */
export interface FrameChoice {
  /** Names of columns, in the order to show them. Default: as many as there is room for. */
  readonly columns?: readonly string[];
  /** The most rows, at least 1. Default 20. */
  readonly rows?: number;
  /** Width of a line in characters, also in HTML. Default: the terminal's, or 120 without one; no limit in HTML. */
  readonly width?: number;
}

const optionsOfFrame = new WeakMap<object, FrameOptions>();
// How columns printed themselves in the frames so far, by their names.
const columnsSoFar: { formats: Formats; importance: Importances } = { formats: {}, importance: {} };

type Formats = Record<string, Format>;
type Importances = Record<string, Importance>;

/** Remembers how a frame prints itself. */
export function rememberOptions(frame: object, options: FrameOptions): void {
  optionsOfFrame.set(frame, options);
  if (typeof options.formats !== "function") Object.assign(columnsSoFar.formats, options.formats);
  Object.assign(columnsSoFar.importance, options.importance);
}

/** Returns the remembered options of a frame. */
export function rememberedOptions(frame: object): FrameOptions | undefined {
  return optionsOfFrame.get(frame);
}

/** Returns the options of a frame that danfo made of others, if all its columns are known from those. */
function inheritedOptions(frame: NDframe): FrameOptions | undefined {
  // Rows with names are statistics of the columns, such as a count.
  if (!frame.index.every((label) => Number.isInteger(Number(label)))) return undefined;
  const columns = columnsOfFrame(frame);
  // A merge numbers the columns that both have.
  const knownAs = (column: string) =>
    Object.hasOwn(columnsSoFar.importance, column) ? column : column.replace(/_\d$/, "");
  if (!columns.every((column) => Object.hasOwn(columnsSoFar.importance, knownAs(column)))) return undefined;
  const named = <Value>(values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(
      columns.flatMap((column) => (Object.hasOwn(values, knownAs(column)) ? [[column, values[knownAs(column)]]] : [])),
    );
  return { formats: named(columnsSoFar.formats), importance: named(columnsSoFar.importance) };
}

/** Whether a value is a DataFrame or a Series, of this danfo or another. */
export function isFrame(value: unknown): value is NDframe {
  if (typeof value !== "object" || value === null) return false;
  const { $isSeries, columns, values, index } = value as Record<string, unknown>;
  return typeof $isSeries === "boolean" && Array.isArray(columns) && Array.isArray(values) && Array.isArray(index);
}

/** Returns the names of the columns of a frame. A Series has one, its own. */
export function columnsOfFrame(frame: NDframe): string[] {
  return frame.$isSeries ? [seriesName(frame)] : [...frame.columns];
}

/** Returns how a frame prints itself: as much as there is room for, or what was chosen. */
export function frameDisplay(frame: NDframe, choice: FrameChoice = {}): Display {
  const options = { ...(rememberedOptions(frame) ?? inheritedOptions(frame)), ...chosenOptions(choice) };
  const excerpt = excerptOfFrame(frame, options.maxRows, choice.columns);
  const shown = { ...options, kept: [labels, ...(options.kept ?? [])], headings: zonedHeadings(options, excerpt) };
  return {
    text: () => textTable(excerpt, { ...shown, maxWidth: choice.width ?? lineWidth() }),
    html: () => htmlTable(excerpt, { ...shown, maxWidth: choice.width }),
  };
}

// Instants are written without their zone. Where bars are days, their dates stand beside them.
function zonedHeadings({ formats, importance }: FrameOptions, { columns, rows }: Excerpt): (column: string) => string {
  const isTime = (column: string) => typeof formats === "object" && formats[column] === "time";
  const isThere = (column: string) => rows.some((row) => isInstant(row[columns.indexOf(column)]));
  const isNamed = (column: string) => isTime(column) && importance?.[column] !== "double" && isThere(column);
  return (column) => (isNamed(column) ? `${column} (UTC)` : column);
}

// The heading of the row labels.
const labels = "";

// Chosen columns are all equally important, and are shown even without room, unless the width was chosen too.
function chosenOptions({ columns, rows, width }: FrameChoice): FrameOptions {
  return {
    ...(rows !== undefined && { maxRows: rows }),
    ...(columns !== undefined && { importance: {}, kept: width === undefined ? columns : [] }),
  };
}

// A kernel may have a terminal, but nobody reads a cell's output there.
function lineWidth(): number {
  const { isTTY, columns } = process.stdout;
  return isTTY && columns > 0 && notebookDisplay() === undefined ? columns : textWidth;
}

function excerptOfFrame(frame: NDframe, most?: number, chosen?: readonly string[]): Excerpt {
  const all = columnsOfFrame(frame);
  const columns = chosen ?? all;
  const places = columns.map((column) => all.indexOf(column));
  const order = { columns: [], rows: frame.values as unknown as Cell[][] };
  const { rows, leftOut, cut } = excerptOf(order, most);
  const cells = rows.map((row) => (frame.$isSeries ? [cellOf(row)] : places.map((j) => cellOf(row[j]))));
  const { index } = frame;
  if (index.every((label, i) => label === i)) return { columns, rows: cells, leftOut, cut };
  const labelOf = (i: number) => cellOf(index[i < cut ? i : i + leftOut]);
  return { columns: [labels, ...columns], rows: cells.map((row, i) => [labelOf(i), ...row]), leftOut, cut };
}

// Frames that users make may hold anything.
function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "number" || typeof value === "string" || typeof value === "boolean") return value;
  if (types.isDate(value)) return Number.isNaN(value.getTime()) ? null : value.toISOString();
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return inspect(value, { depth: 1, breakLength: Number.POSITIVE_INFINITY });
}

// danfo keeps the name of a series as an array or as text; "0" means none.
function seriesName(series: NDframe): string {
  const name = String(series.columns);
  return name === "0" || name === "" ? "values" : name;
}
