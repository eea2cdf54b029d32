import { counted } from "../core/short-text";
import type { Cell, Table } from "../core/table";
import { columnsThatFit, type Importance, mainColumnsFirst } from "./columns-that-fit";
import {
  columnText,
  decimalsOf,
  endlessText,
  type Format,
  formatValue,
  instantLength,
  instantText,
  isInstant,
  moneyDecimals,
  moneyText,
} from "./formats";
import { lettersOf, shortNames } from "./short-names";

/** A format, and a mark after the value. */
export interface MarkedFormat {
  readonly format: Format;
  readonly mark: string;
}

/** Chooses the format of one cell by its column and row. `undefined` leaves it to the column's numbers. */
export type CellFormats = (column: string, row: readonly Cell[]) => Format | MarkedFormat | undefined;

/** How much of a table is shown, and how its cells are written. */
export interface TableTextOptions {
  /** Formats by column, or a function of the cell. Default: by the numbers of the column. */
  readonly formats?: Readonly<Record<string, Format>> | CellFormats;
  /** The heading of a column, if it is not its name. */
  readonly headings?: (column: string) => string;
  /** Rows to show, at least 1. A longer table shows its first and last half. Default 20. */
  readonly maxRows?: number;
  /** Width in characters. Columns that give way are named below. Default 120 in plain text, no limit in HTML. */
  readonly maxWidth?: number;
  /** How important each column is. It decides which columns give way if the table is too wide. */
  readonly importance?: Readonly<Record<string, Importance>>;
  /** Columns that are shown even if there is no room. */
  readonly kept?: readonly string[];
  /** Why there are no rows, if there are none. */
  readonly none?: string;
  /** What is to be known of the values, a line each below the table. */
  readonly notes?: readonly string[];
}

/** A table as text: its cells, their alignment, and what was left out. */
export interface WrittenTable {
  /** Why there are no rows. */
  readonly none?: string;
  readonly notes: readonly string[];
  readonly columns: readonly string[];
  /** Columns that there was no room for. */
  readonly hidden: readonly string[];
  /** Characters of each column. */
  readonly widths: readonly number[];
  /** Whether a column holds numbers, which align right. */
  readonly numeric: readonly boolean[];
  /** Whether a column holds sentences, which are broken into lines, also where they have line breaks. */
  readonly sentences: readonly boolean[];
  readonly rows: readonly (readonly string[])[];
  /** How many rows were left out, all of them before row `cut` of `rows`. */
  readonly leftOut: number;
  readonly cut: number;
}

/** Rows from both ends of a longer table: `leftOut` rows are missing before row `cut`. */
export interface Excerpt extends Table {
  readonly leftOut: number;
  readonly cut: number;
}

/** Longer cells are shortened, but for sentences. */
export const longestCell = 60;
// Longer headings are names of sessions. They are shortened where the columns would not fit otherwise.
const longHeading = 28;
const narrowerHeadings = [44, longHeading, 24, 20, 16];
// Narrower sentences would be hard to read.
const narrowestSentence = 24;
const defaultRows = 20;

/** Returns the first and last rows of a table, `most` (at least 1) together, or all if there are no more. */
export function excerptOf(table: Table, most = defaultRows): Excerpt {
  const { columns, rows } = table;
  if (rows.length <= most) return { columns, rows, leftOut: 0, cut: rows.length };
  const cut = Math.ceil(most / 2);
  const tail = rows.slice(rows.length - (most - cut));
  return { columns, rows: [...rows.slice(0, cut), ...tail], leftOut: rows.length - cut - tail.length, cut };
}

/**
 * Writes the cells of a table for display: the numbers of a column have the same decimals, and long texts are shortened so that
 * they are told apart, but for sentences, which share the room that other columns leave. With `maxWidth`, long headings are
 * shortened too if the columns do not fit.
 */
export function writeTable(table: Table | Excerpt, options: TableTextOptions = {}): WrittenTable {
  const { rows, leftOut, cut } = "leftOut" in table ? table : excerptOf(table, options.maxRows);
  const { maxWidth: most, importance, kept, headings } = options;
  const formatOf = formatsBy(options.formats);
  const sentences = table.columns.map((column) => rows.some((row) => formatOf(column, row) === "sentence"));
  const texts = withShortTexts(
    table.columns.map((column, j) => columnTexts(column, j, rows, formatOf)),
    sentences,
  );
  const widest = texts.map((column) =>
    column.reduce((most, text) => Math.max(most, ...text.split("\n").map(width)), 0),
  );
  const isBeside = (j: number) => !sentences[j] && !givesWay(importance?.[table.columns[j]]);
  const widthsWith = (heads: readonly string[]) => heads.map((head, j) => Math.max(widest[j], width(head)));
  const roomWith = (heads: readonly string[]) =>
    roomBeside(widthsWith(heads), isBeside, most ?? Number.POSITIVE_INFINITY);
  const columns = headingsThatFit(
    table.columns.map((column) => oneLine(headings?.(column) ?? column)),
    (heads) => roomWith(heads) >= 0,
  );
  const widths = most === undefined ? widthsWith(columns) : narrowed(widthsWith(columns), sentences, roomWith(columns));
  const shown =
    most === undefined
      ? mainColumnsFirst(table, importance, kept)
      : columnsThatFit({ columns: table.columns, rows: table.rows, widths, most, importance, kept });
  return {
    none: options.none,
    notes: options.notes ?? [],
    columns: shown.map((j) => columns[j]),
    hidden: columns.filter((_, j) => !shown.includes(j)),
    widths: shown.map((j) => widths[j]),
    numeric: shown.map((j) => isNumeric(rows, j)),
    sentences: shown.map((j) => sentences[j]),
    rows: rows.map((_, i) => shown.map((j) => texts[j][i])),
    leftOut,
    cut,
  };
}

// All together, as several columns of a table may name the same sessions.
function withShortTexts(
  texts: readonly (readonly string[])[],
  sentences: readonly boolean[],
): readonly (readonly string[])[] {
  const isLong = (text: string) => text.length > longestCell && width(text) > longestCell;
  const long = [...new Set(texts.flatMap((column, j) => (sentences[j] ? [] : column.filter(isLong))))];
  if (long.length === 0) return texts;
  const names = shortNames(long, longestCell);
  const short = new Map(long.map((text, at) => [text, names[at]]));
  return texts.map((column, j) => (sentences[j] ? column : column.map((text) => short.get(text) ?? text)));
}

// As short as they have to be.
function headingsThatFit(
  headings: readonly string[],
  haveRoom: (headings: readonly string[]) => boolean,
): readonly string[] {
  const long = headings.filter((heading) => lettersOf(heading) > longHeading);
  let shown = headings;
  for (const letters of long.length === 0 ? [] : narrowerHeadings) {
    if (haveRoom(shown)) break;
    const short = shortNames(long, letters);
    shown = headings.map((heading) => short[long.indexOf(heading)] ?? heading);
  }
  return shown;
}

// Sentences are read, these are looked up.
function givesWay(importance: Importance | undefined): boolean {
  return importance === "detail" || importance === "id" || importance === "double";
}

// The room that some columns leave in a line, with the space before each.
function roomBeside(widths: readonly number[], isThere: (j: number) => boolean, most: number): number {
  return widths.reduce((room, width, j) => (isThere(j) ? room - width - 2 : room), most + 2);
}

// Columns of sentences share the room: short ones have what they need, and the others the rest in equal parts.
function narrowed(widths: readonly number[], sentences: readonly boolean[], room: number): number[] {
  const result = [...widths];
  const wide = widths.flatMap((_, j) => (sentences[j] ? j : [])).sort((a, b) => widths[a] - widths[b]);
  let left = room;
  for (const [at, j] of wide.entries()) {
    const part = Math.max(narrowestSentence, Math.floor(left / (wide.length - at)) - 2);
    result[j] = Math.min(widths[j], part);
    left -= result[j] + 2;
  }
  return result;
}

/** Characters per line if nothing else is known. */
export const textWidth = 120;

/**
 * Writes a table as aligned plain text: numbers to the right, text to the left, `... 980 more rows` where it was
 * shortened, and the text of `notesOf` below.
 */
export function textTable(table: Table | Excerpt, options: TableTextOptions = {}): string {
  const written = writeTable(table, { ...options, maxWidth: options.maxWidth ?? textWidth });
  const { columns, widths, numeric, sentences, rows, leftOut, cut } = written;
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, j) => pad(cell, widths[j], numeric[j]))
      .join("  ")
      .trimEnd();
  const head = columns.length === 0 ? [] : [line(columns), widths.map((length) => "-".repeat(length)).join("  ")];
  const lines = rows.map((row) => {
    const parts = row.map((cell, j) =>
      sentences[j] ? cell.split("\n").flatMap((one) => brokenAt(one, widths[j])) : [cell],
    );
    const height = Math.max(1, ...parts.map(({ length }) => length));
    return Array.from({ length: height }, (_, at) => line(parts.map((part) => part[at] ?? ""))).join("\n");
  });
  if (leftOut > 0) lines.splice(cut, 0, moreRows(leftOut));
  return [...head, ...lines, ...notesOf(written)].join("\n");
}

// Between words, unless a word is longer than a line.
function brokenAt(text: string, most: number): string[] {
  const lines: string[] = [];
  let line: string[] = [];
  for (const word of text.split(" ").flatMap((one) => piecesOf(one, most))) {
    if (line.length > 0 && width([...line, word].join(" ")) > most) {
      lines.push(line.join(" "));
      line = [];
    }
    line.push(word);
  }
  return [...lines, line.join(" ")];
}

function piecesOf(word: string, most: number): string[] {
  const characters = Array.from(word);
  const count = Math.max(1, Math.ceil(characters.length / most));
  return Array.from({ length: count }, (_, at) => characters.slice(at * most, (at + 1) * most).join(""));
}

/** Writes how many rows were left out: `... 980 more rows`. */
export function moreRows(count: number): string {
  return `... ${counted(count, "more row")}`;
}

/**
 * Says below a table how many rows it has, if not all are shown, why there are none, which columns were left out, and what is to
 * be known of the values.
 */
export function notesOf({ rows, leftOut, hidden, none, notes }: WrittenTable): string[] {
  const isWhole = leftOut === 0 && rows.length > 0;
  const why = rows.length + leftOut === 0 && none !== undefined ? `: ${none}` : "";
  return [
    ...(isWhole ? [] : [`${counted(rows.length + leftOut, "row")}${why}`]),
    ...(hidden.length === 0 ? [] : [hiddenColumns(hidden)]),
    ...(rows.length === 0 ? [] : notes),
  ];
}

const mostNames = 12;

function hiddenColumns(names: readonly string[]): string {
  const more = names.length > mostNames ? ` and ${formatValue(names.length - mostNames, "count")} more` : "";
  return `not shown: ${names.slice(0, mostNames).join(", ")}${more}`;
}

/** Writes labels and values one below the other, with the values aligned: `Final equity  112,345.60`. */
export function textPairs(pairs: readonly (readonly [label: string, value: string])[]): string {
  const widest = pairs.reduce((most, [label]) => Math.max(most, width(label)), 0);
  return pairs.map(([label, value]) => `${pad(oneLine(label), widest, false)}  ${oneLine(value)}`.trimEnd()).join("\n");
}

/** Writes text on one line: line ends and other control characters, with the spaces after them, become one space. */
export function oneLine(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  return text.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029][\u0000-\u0020\u007f-\u009f\u2028\u2029]*/g, " ");
}

// A stack, or data that was written out, has hundreds of lines.
const mostLines = 12;

// The lines of a text that are not empty, each without tabs and the like.
function fewLines(text: string): string {
  const lines = text.split(/\r\n|[\n\r\u2028\u2029]/).map((line) => oneLine(line.replaceAll("\t", "  ")).trimEnd());
  const shown = lines.filter((line) => line !== "");
  const more = shown.length - mostLines;
  return (more > 1 ? [...shown.slice(0, mostLines), `... ${counted(more, "more line")}`] : shown).join("\n");
}

function formatsBy(formats: TableTextOptions["formats"]): CellFormats {
  if (typeof formats === "function") return formats;
  return (column) => (formats !== undefined && Object.hasOwn(formats, column) ? formats[column] : undefined);
}

function columnTexts(column: string, j: number, rows: Table["rows"], formatOf: CellFormats): string[] {
  const decimals = decimalsOf(numbersOf(rows, j));
  const instants = rows.flatMap((row) => (isInstant(row[j]) ? Date.parse(row[j]) : []));
  const length = instantLength(instants);
  const undeclared =
    instants.length > 0 && rows.every((row) => row[j] === null || isInstant(row[j])) ? "time" : undefined;
  const formats = rows.map((row) => markedFormat(formatOf(column, row) ?? undeclared));
  const amounts = rows.flatMap((row, i) => (formats[i].format === "currency" ? Number(row[j]) || 0 : []));
  const inMoney = moneyDecimals(amounts);
  return rows.map((row, i) => {
    const value = row[j];
    const { format, mark } = formats[i];
    if (format === undefined && typeof value === "number")
      return Number.isFinite(value) ? columnText(value, decimals) : endlessText(value);
    if (format === "currency" && typeof value === "number" && Number.isFinite(value))
      return moneyText(value, inMoney) + mark;
    if (format === "time" && isInstant(value)) return instantText(Date.parse(value), length) + mark;
    const text = formatValue(value, format);
    return (format === "sentence" ? fewLines(text) : oneLine(text)) + (value === null ? "" : mark);
  });
}

function markedFormat(given: ReturnType<CellFormats>): { readonly format: Format | undefined; readonly mark: string } {
  return typeof given === "object" ? given : { format: given, mark: "" };
}

function* numbersOf(rows: Table["rows"], j: number): Iterable<number> {
  for (const row of rows) if (typeof row[j] === "number") yield row[j];
}

function isNumeric(rows: Table["rows"], j: number): boolean {
  return rows.some((row) => typeof row[j] === "number") && !rows.some((row) => typeof row[j] === "string");
}

function pad(text: string, to: number, right: boolean): string {
  const space = " ".repeat(Math.max(0, to - width(text)));
  return right ? space + text : text + space;
}

function width(text: string): number {
  let count = 0;
  for (const _ of text) count++;
  return count;
}
