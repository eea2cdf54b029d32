import type { Cell, Table } from "../core/table";
import { dateColumnOf, type Importance } from "../output/columns-that-fit";
import type { Format } from "../output/formats";

/** A column of a frame: its name, which is also the field's, its format, and how important it is. */
export type TableColumn = readonly [name: string, format: Format, importance: Importance];

/** A table, how its columns are written, and how important each is. */
export interface FormattedTable {
  readonly table: Table;
  readonly formats: Readonly<Record<string, Format>>;
  readonly importance: Readonly<Record<string, Importance>>;
}

/** Writes the trading day of a time; `undefined` where bars are not days. */
export type DayOf = ((time: number) => string) | undefined;

/** How each field of a row is written, and how important it is. A format alone means context, or a time. */
export type ColumnFormats<Row> = { readonly [Field in keyof Row]-?: Format | readonly [Format, Importance] };

/** Returns the columns of a frame of rows, one per field. If a field is forgotten, it does not compile. */
export function columnsOf<Row extends object>(formats: ColumnFormats<Row>): readonly TableColumn[] {
  const entries: [string, Format | readonly [Format, Importance]][] = Object.entries(formats);
  return entries.map(([name, format]) => {
    if (typeof format !== "string") return [name, ...format];
    return [name, format, format === "time" ? "time" : "context"];
  });
}

/**
 * Makes a table from rows, one column per field. A missing field is `null`. A time is an ISO instant. If `day` is
 * given, the date of the trading day is next to it.
 */
export function tableOf<Row extends object>(
  rows: readonly Row[],
  columns: readonly TableColumn[],
  day: DayOf,
): FormattedTable {
  const expanded = columns.flatMap((column) => expandedColumn(column, day));
  const table = {
    columns: expanded.map(({ name }) => name),
    rows: rows.map((row) => expanded.map(({ field, write }) => write((row as Record<string, unknown>)[field]))),
  };
  return {
    table,
    formats: Object.fromEntries(expanded.map(({ name, format }) => [name, format])),
    importance: Object.fromEntries(expanded.map(({ name, importance }) => [name, importance])),
  };
}

/**
 * Makes details of the columns that do not tell the rows of a table apart: facts and times that all of two or more rows
 * have in common, and what none of them has.
 */
export function tellingApart<Given extends Pick<FormattedTable, "table" | "importance">>(given: Given): Given {
  const { columns, rows } = given.table;
  const isCommon = (j: number) => rows.length > 1 && rows.every((row) => row[j] === rows[0][j]);
  const importance = columns.map((name, j): [string, Importance] => {
    const own = given.importance[name] ?? "result";
    const gives = own === "context" || own === "time" || rows[0]?.[j] === null;
    return [name, gives && isCommon(j) ? "detail" : own];
  });
  return { ...given, importance: Object.fromEntries(importance) };
}

interface ExpandedColumn {
  readonly name: string;
  readonly field: string;
  readonly format: Format;
  readonly importance: Importance;
  readonly write: (value: unknown) => Cell;
}

function expandedColumn([name, format, importance]: TableColumn, day: DayOf): ExpandedColumn[] {
  if (format !== "time") return [{ name, field: name, format, importance, write: cellOf }];
  const instant = { name, field: name, format, importance, write: (value: unknown) => timeCell(value, isoOf) };
  if (day === undefined) return [instant];
  const date = { ...instant, name: dateColumnOf(name), write: (value: unknown) => timeCell(value, day) };
  return [{ ...instant, importance: "double" }, date];
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  // Plus 0, because nothing is -0.
  if (typeof value === "number") return Number.isFinite(value) ? value + 0 : null;
  return typeof value === "string" || typeof value === "boolean" ? value : JSON.stringify(value);
}

function timeCell(value: unknown, write: (time: number) => string): Cell {
  if (typeof value !== "number" || !Number.isFinite(value)) return null;
  return Math.abs(value) <= MOST_OF_DATE ? write(value) : String(value);
}

// Date covers so many milliseconds on either side of 1970. An order may expire later.
const MOST_OF_DATE = 8.64e15;

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
