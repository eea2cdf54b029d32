import { PaperLabError } from "../../errors";
import type { FoundText } from "../source/found";
import type { Bytes } from "./bytes";
import { CsvRows } from "./csv-rows";
import type { ColumnNames } from "./header";
import { isTimeName, knownNames } from "./names";
import { newStamp, orderSigns, readStampOf } from "./stamp";

/** Rows among which the header is looked for. */
const most = 12;

/** Bytes of the separators, by their names. */
export const separators = { ",": 44, ";": 59, tab: 9 } as const;

type Separator = keyof typeof separators;

/** What stands before the rows of bars. */
export interface Head {
  readonly separator: Separator;
  /** Rows to go over until the first one of bars. */
  readonly rows: number;
  /** The line of the header, `false` where there is none. */
  readonly line: number | false;
  /** The line of the header or of the first row, as messages call it. */
  readonly place: string;
  /** Names of the columns; of a file without a header, what they are taken for. */
  readonly names: readonly string[];
  /** The symbols of the columns, and their line, where they are named below or above the header. */
  readonly tickers?: { readonly line: number; readonly names: readonly string[] };
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** What options, or the manifest of the feed when it was first made, say of the head. */
export interface HeadTerms {
  readonly header: number | false | undefined;
  readonly columns: ColumnNames;
  readonly known: FoundText | undefined;
}

/** Finds the separator and the header of a file. Throws EMPTY_DATA, INVALID_OPTION, INVALID_COLUMNS. */
export function headOf(file: Bytes, { header, columns, known }: HeadTerms): Head {
  const first = firstRows(file, ",", most);
  if (first.length === 0) throw new PaperLabError("EMPTY_DATA", `Expected ${file.path} to hold bars, but it is empty`);
  const tries = known?.separator === undefined ? byCount(file, first) : [known.separator];
  const rowsBy = new Map(tries.map((separator) => [separator, firstRows(file, separator, most)]));
  const rowsOf = (separator: Separator) => rowsBy.get(separator) ?? [];
  const wanted = known?.header ?? header;
  if (wanted === false)
    return bareHead(
      file,
      best(tries, (one) => rowsOf(one)[0].cells.length),
      rowsOf,
      columns,
    );
  if (wanted !== undefined) return headAtLine(file, wanted, tries);
  if (known !== undefined) return namedHead(file, tries[0], rowsOf(tries[0]), 0, lineOf(known.tickers));
  for (let at = 0; at < most; at++) {
    const separator = tries.find((one) => isHeader(rowsOf(one)[at], columns));
    if (separator !== undefined) return namedHead(file, separator, rowsOf(separator), at);
  }
  const bare = tries.find((one) => isData(rowsOf(one)[0]));
  if (bare !== undefined) return bareHead(file, bare, rowsOf, columns);
  return namedHead(file, tries[0], rowsOf(tries[0]), 0);
}

/** Returns the byte of the separator of which the first row of a table has most. */
export function separatorOf(file: Bytes): number {
  const rows = firstRows(file, ",", 1);
  return separators[rows.length === 0 ? "," : byCount(file, rows)[0]];
}

/** Reads the first rows of a file. */
function firstRows(file: Bytes, separator: Separator, count: number): Row[] {
  const rows = new CsvRows(file, separators[separator]);
  const found: Row[] = [];
  while (found.length < count && rows.next()) found.push({ line: rows.line, cells: cellsOf(rows) });
  return found;
}

/** Returns the cells of a row as texts. */
export function cellsOf(rows: CsvRows): string[] {
  return Array.from({ length: rows.width }, (_, cell) => rows.text(cell));
}

/** The separators, the one first that the first row has most of. */
function byCount(file: Bytes, rows: readonly Row[]): Separator[] {
  const cells = (separator: Separator) => (separator === "," ? rows : firstRows(file, separator, 1))[0].cells.length;
  const counts = { ",": cells(","), ";": cells(";"), tab: cells("tab") };
  return ([",", ";", "tab"] as Separator[]).sort((one, other) => counts[other] - counts[one]);
}

function best(tries: readonly Separator[], size: (separator: Separator) => number): Separator {
  return tries.reduce((most, one) => (size(one) > size(most) ? one : most));
}

function isHeader(row: Row | undefined, columns: ColumnNames): boolean {
  if (row === undefined) return false;
  const named = Object.values(columns);
  const known = knownNames(row.cells) + row.cells.filter((cell) => named.includes(cell)).length;
  return known >= 3 || (known === 2 && row.cells.length === 2);
}

/** A row that begins with a time and has four numbers at least. */
function isData({ cells }: Row): boolean {
  return (
    cells.length >= 5 && isTime(cells[0]) && cells.slice(1).filter((cell) => /^[-+$]?[.,\d]+$/.test(cell)).length >= 4
  );
}

function isTime(cell: string): boolean {
  return (
    readStampOf(cell, newStamp(), { months: true }) ||
    orderSigns(cell) !== undefined ||
    /^\d{15,16}$|^\d{18,19}$/.test(cell)
  );
}

function headAtLine(file: Bytes, line: number, tries: readonly Separator[]): Head {
  const rowsBy = new Map(tries.map((one) => [one, firstRows(file, one, line + 2)]));
  const at = (one: Separator) => rowsBy.get(one)?.findIndex((row) => row.line === line) ?? -1;
  const score = (one: Separator) => (at(one) < 0 ? -1 : knownNames(rowsBy.get(one)?.[at(one)].cells ?? []));
  const separator = best(tries, score);
  if (at(separator) >= 0) return namedHead(file, separator, rowsBy.get(separator) ?? [], at(separator));
  throw new PaperLabError("INVALID_OPTION", `Expected header to be the number of a line of ${file.path}, was ${line}`);
}

/** A head whose names stand in the row `at`, with a row of tickers below or above them, as pandas writes such columns. */
function namedHead(file: Bytes, separator: Separator, rows: readonly Row[], at: number, known?: number): Head {
  const { line, cells } = rows[at];
  const head = { separator, line, place: `${file.path}:${line}`, names: cells, rows: at + 1 };
  for (const [tickersAt, indexAt] of [
    [at + 1, at + 2],
    [at - 1, at + 1],
  ]) {
    const [tickers, index] = [rows[tickersAt], rows[indexAt]];
    if (tickers === undefined || !isIndexRow(index) || (known !== undefined && tickers.line !== known)) continue;
    const names = [index.cells[0], ...cells.slice(1)];
    return { ...head, names, rows: indexAt + 1, tickers: { line: tickers.line, names: tickers.cells } };
  }
  return head;
}

// The name of the first column alone.
function isIndexRow(row: Row | undefined): boolean {
  if (row === undefined || row.cells.length < 3 || !isTimeName(row.cells[0])) return false;
  return row.cells.slice(1).every((cell) => cell === "" || /^unnamed/i.test(cell));
}

/** What the columns of a file without a header are taken for, by their number and the first row. */
function bareHead(
  file: Bytes,
  separator: Separator,
  rowsOf: (separator: Separator) => readonly Row[],
  columns: ColumnNames,
): Head {
  const { line, cells } = rowsOf(separator)[0];
  const place = `${file.path}:${line}`;
  const times = /^\d{1,2}:\d{2}|^\d{6}$/.test(cells[1]) ? ["date", "time"] : ["time"];
  const usual = [...times, "open", "high", "low", "close", "volume"];
  const behind = cells.length - usual.length;
  // Klines of Binance have twelve columns.
  const isGuess = isTime(cells[0]) && (behind === 0 || behind === -1 || cells.length === 12);
  const isTold = columns.time !== undefined && Object.keys(columns).length > 1;
  if (!isGuess && !isTold) {
    const cure = "columns: { time: 1, open: 2, high: 3, low: 4, close: 5, volume: 6 }";
    const was = `${place}: Expected a header, or rows of time, open, high, low, close and volume`;
    throw new PaperLabError("INVALID_COLUMNS", `${was}, was ${cells.length} cells without names. Say ${cure}`);
  }
  const names = cells.map((_, at) => (isTold ? undefined : usual[at]) ?? `column ${at + 1}`);
  return { separator, line: false, place, names, rows: 0 };
}

function lineOf(tickers: FoundText["tickers"]): number | undefined {
  return tickers === "names" ? undefined : tickers;
}
