import { dateOf } from "../core/days";
import type { Calendar } from "../core/market/calendar";
import type { Cell, Table } from "../core/table";
import type { Format } from "../output/formats";

/**
 * A column of a frame: its name, which is the field's, how it is written for people, and whether it gives way where there is
 * no room for all.
 */
export type Column = readonly [name: string, format: Format, rank?: "detail"];

/** A table and how its columns are written. */
export interface FormattedTable {
  readonly table: Table;
  readonly formats: Readonly<Record<string, Format>>;
  /** Columns that give way before others. */
  readonly details: readonly string[];
}

/** How times become text: an ISO instant, and for daily data the date of the trading day beside it. */
export interface TimeColumns {
  readonly daily: boolean;
  readonly calendar: Calendar;
}

/** How each field of a row is written: a format, or one that gives way where there is no room for all. */
export type ColumnFormats<Row> = { readonly [Field in keyof Row]-?: Format | readonly [Format, "detail"] };

/** Returns the columns of a frame of rows, one a field: a field that is forgotten does not compile. */
export function columnsOf<Row extends object>(formats: ColumnFormats<Row>): readonly Column[] {
  const entries: [string, Format | readonly [Format, "detail"]][] = Object.entries(formats);
  return entries.map(([name, format]) => (typeof format === "string" ? [name, format] : [name, ...format]));
}

/** Makes a table of rows, one column a field; what a row does not have is `null`. */
export function tableOf<Row extends object>(
  rows: readonly Row[],
  columns: readonly Column[],
  times: TimeColumns,
): FormattedTable {
  const expanded = columns.flatMap(([name, format]) => expandedColumn(name, format, times));
  const table = {
    columns: expanded.map(({ name }) => name),
    rows: rows.map((row) => expanded.map(({ field, write }) => write((row as Record<string, unknown>)[field]))),
  };
  return {
    table,
    formats: Object.fromEntries(expanded.map(({ name, format }) => [name, format])),
    details: columns.filter(([, , rank]) => rank === "detail").map(([name]) => name),
  };
}

interface ExpandedColumn {
  readonly name: string;
  readonly field: string;
  readonly format: Format;
  readonly write: (value: unknown) => Cell;
}

function expandedColumn(name: string, format: Format, { daily, calendar }: TimeColumns): ExpandedColumn[] {
  if (format !== "time") return [{ name, field: name, format, write: cellOf }];
  const instant = { name, field: name, format: "text" as const, write: (value: unknown) => timeCell(value, isoOf) };
  if (!daily) return [instant];
  const write = (value: unknown) => timeCell(value, (time) => dateOf(calendar.dayOf(time)));
  return [instant, { name: dateName(name), field: name, format: "text", write }];
}

// time becomes date, entryTime entryDate, createdAt createdDate.
function dateName(name: string): string {
  return name === "time" ? "date" : `${name.replace(/(Time|At)$/, "")}Date`;
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
