import type { DataFrame } from "../../output/frames/danfo";
import { frameOf } from "../../output/frames/frames";
import type { ListedRow } from "../../session/lab-sessions";
import { metricFormat } from "../metrics-display";
import { type TableColumn, tellingApart } from "../tables";
import { metricNames, namesIn, times, valueIn } from "./listed";

// What the list begins with.
const first: readonly TableColumn[] = [
  ["id", "count", "detail"],
  ["name", "text", "result"],
  ["state", "text", "context"],
  ["endReason", "text", "detail"],
  ["strategy", "text", "context"],
  ["symbols", "text", "context"],
  ["initialCapital", "currency", "detail"],
  ["steps", "count", "context"],
  ["finalEquity", "currency", "result"],
  ["totalReturn", "percent", "result"],
  ["sharpe", "ratio", "result"],
  ["maxDrawdown", "percent", "result"],
];

/** How the columns of the list print. */
export const listColumns: readonly TableColumn[] = [
  ...first,
  ["createdAt", "time", "detail"],
  ["feed", "text", "detail"],
  ["feedFrom", "time", "detail"],
  ["feedTo", "time", "detail"],
  ["benchmark", "text", "context"],
  ["tags", "text", "context"],
  ["notes", "text", "context"],
];

/**
 * Makes a frame of listed sessions. `columns`: those that were asked for, otherwise those that every list has, tags,
 * notes and feeds where they tell anything, each param and option that differs, and every metric that one of them has.
 * `asked`: columns that are shown even if there is no room. `notes`: what is said below it.
 */
export function sessionFrame(
  rows: readonly ListedRow[],
  columns: readonly string[] | undefined,
  asked: Iterable<string>,
  notes: readonly string[] = [],
): DataFrame {
  const chosen = columns === undefined ? tellingColumns(rows) : [...new Set(columns)].map(columnOf);
  const names = chosen.map(([name]) => name);
  const cells = rows.map((row) => names.map((name) => cellOf(row, name)));
  const { table, importance } = tellingApart({
    table: { columns: names, rows: cells },
    importance: Object.fromEntries(chosen.map(([name, , importance]) => [name, importance])),
  });
  return frameOf(table, {
    formats: Object.fromEntries(chosen.map(([name, format]) => [name, format])),
    importance,
    kept: columns === undefined ? [...asked].filter((name) => names.includes(name)) : names,
    notes,
  });
}

// What columns of every list say.
const repeated = ["options.symbols", "options.initialCapital"];

function tellingColumns(rows: readonly ListedRow[]): TableColumn[] {
  const isThere = (name: string) => rows.some((row) => !isBlank(row, name));
  const differs = (name: string) => rows.some((row) => cellOf(row, name) !== cellOf(rows[0], name));
  const labels = ["tags", "notes"].filter(isThere);
  const parts = [...namesIn(rows, "params"), ...namesIn(rows, "options")].filter(
    (name) => !repeated.includes(name) && differs(name),
  );
  const more = metricNames.filter((name) => isThere(name) && !first.some(([known]) => known === name));
  const made = ["feed", "feedFrom", "feedTo", "benchmark"].filter(differs);
  return [...first, ...[...made, ...labels, ...parts, ...more].map(columnOf)];
}

function columnOf(name: string): TableColumn {
  const known = listColumns.find(([one]) => one === name);
  if (known !== undefined) return known;
  return metricNames.includes(name) ? [name, metricFormat(name), "detail"] : [name, "number", "context"];
}

function isBlank(row: ListedRow, name: string): boolean {
  const cell = cellOf(row, name);
  return cell === null || cell === "";
}

function cellOf(row: ListedRow, name: string) {
  const value = valueIn(row, name);
  if (Object.hasOwn(times, name)) return value === null ? null : new Date(value as number).toISOString();
  return typeof value === "object" && value !== null ? value.join(", ") : value;
}
