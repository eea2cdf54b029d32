import type { Cell, Table } from "../core/table";
import { dateColumnOf, type Importance } from "../output/columns-that-fit";
import type { Format } from "../output/formats";

/** A column of a frame: its name, which is the field's, how it is written for people, and how much it says. */
export type Column = readonly [name: string, format: Format, importance: Importance];

/** A table, how its columns are written, and how much each says. */
export interface FormattedTable {
  readonly table: Table;
  readonly formats: Readonly<Record<string, Format>>;
  readonly importance: Readonly<Record<string, Importance>>;
}

/** Writes the trading day of a time; `undefined` where bars are not days. */
export type DayOf = ((time: number) => string) | undefined;

/**
 * How each field of a row is written, and how much it says: a format alone is that of context; money and results are a
 * "result", ids and what other columns are made of a "detail".
 */
export type ColumnFormats<Row> = { readonly [Field in keyof Row]-?: Format | readonly [Format, "result" | "detail"] };

/** Returns the columns of a frame of rows, one a field: a field that is forgotten does not compile. */
export function columnsOf<Row extends object>(formats: ColumnFormats<Row>): readonly Column[] {
  const entries: [string, Format | readonly [Format, Importance]][] = Object.entries(formats);
  return entries.map(([name, format]) => (typeof format === "string" ? [name, format, "context"] : [name, ...format]));
}

/**
 * Makes a table of rows, one column a field; what a row does not have is `null`. A time is an ISO instant, and where `day` is
 * given the date of its trading day stands beside it.
 */
export function tableOf<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column[],
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

interface ExpandedColumn {
  readonly name: string;
  readonly field: string;
  readonly format: Format;
  readonly importance: Importance;
  readonly write: (value: unknown) => Cell;
}

function expandedColumn([name, format, importance]: Column, day: DayOf): ExpandedColumn[] {
  if (format !== "time") return [{ name, field: name, format, importance, write: cellOf }];
  const instant = { name, field: name, format, importance, write: (value: unknown) => timeCell(value, isoOf) };
  if (day === undefined) return [instant];
  const date = { ...instant, name: dateColumnOf(name), write: (value: unknown) => timeCell(value, day) };
  return [{ ...instant, importance: "double" }, date];
}

function cellOf(value: unknown): Cell {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : null;
  return typeof value === "string" || typeof value === "boolean" ? value : JSON.stringify(value);
}

function timeCell(value: unknown, write: (time: number) => string): Cell {
  return typeof value === "number" && Number.isFinite(value) ? write(value) : null;
}

function isoOf(time: number): string {
  return new Date(time).toISOString();
}
