import type { Table } from "../core/table";

/**
 * How important a column is to readers of its table, most important first. A `result` is what they look for, `context`
 * is what it belongs to, a `part` is a sum that a result was made from, and a `time` says when. A `detail` (a cost that
 * a sum contains) and an `id` can be left out, and a `double` repeats what the column after it says in fewer letters.
 */
export type Importance = (typeof ranks)[number];

const ranks = ["result", "context", "part", "time", "finding", "detail", "id", "double"] as const;

/** The columns of a table, and the room for them. */
export interface ColumnChoice {
  readonly columns: readonly string[];
  readonly rows: Table["rows"];
  /** Width of each column, characters. */
  readonly widths: readonly number[];
  /** Room for them, characters. */
  readonly most: number;
  /** How important each column is, by name; by default a result. `undefined` if nothing is known about any. */
  readonly importance?: Readonly<Record<string, Importance>>;
  /** Columns that are shown even if there is no room. */
  readonly kept?: readonly string[];
}

/**
 * Returns the indices of the columns to show, in the order of the table. If they fit, these are all but doubles.
 * Otherwise they are the kept ones, and as many others with contents as there is room for, by their
 * importance and then from the left. If nothing is known about the columns, those in the middle give way. At least one is
 * shown.
 */
export function columnsThatFit({ columns, rows, widths, most, importance, kept = [] }: ColumnChoice): number[] {
  const all = columns.map((_, j) => j);
  const isKept = (j: number) => kept.includes(columns[j]);
  const rankOf = (j: number) => (isKept(j) ? -1 : ranks.indexOf(importanceIn(columns, j, importance)));
  const single = all.filter((j) => isKept(j) || importanceIn(columns, j, importance) !== "double");
  if (widthOf(single, widths) <= most) return single;
  const known = importance !== undefined;
  const wanted = (known ? single : fromBothEnds(single))
    .filter((j) => isKept(j) || !isBlank(rows, j, known))
    .sort((a, b) => rankOf(a) - rankOf(b));
  const shown: number[] = [];
  let last: number = ranks.length;
  for (const j of wanted.length === 0 ? single : wanted) {
    // Room that was too little for an important column is not given to a less important one.
    if (rankOf(j) > last) break;
    if (isKept(j) || shown.length === 0 || widthOf([...shown, j], widths) <= most) shown.push(j);
    else last = rankOf(j);
  }
  // Results that are all zero are the first to give way, and have what room is left.
  const zeros = known ? single.filter((j) => !shown.includes(j) && rankOf(j) === 0 && !isBlank(rows, j, false)) : [];
  for (const j of zeros) if (widthOf([...shown, j], widths) <= most) shown.push(j);
  return shown.sort((a, b) => a - b);
}

function widthOf(places: readonly number[], widths: readonly number[]): number {
  return places.reduce((sum, j) => sum + widths[j] + 2, -2);
}

// What follows the main columns where there is room for all of them, but not on the screen at once.
const order: readonly Importance[] = ["finding", "part", "detail", "id", "double"];

/**
 * Returns the indices of all columns. Findings, parts, details, ids, doubles and columns without contents come last, in
 * this order, unless they are kept.
 */
export function mainColumnsFirst(
  { columns, rows }: Table,
  importance: ColumnChoice["importance"],
  kept: readonly string[] = [],
): number[] {
  const placeOf = (j: number) => {
    if (kept.includes(columns[j])) return -1;
    return isBlank(rows, j, false) && importance !== undefined
      ? order.length
      : order.indexOf(importanceIn(columns, j, importance));
  };
  const places = columns.map((_, j) => placeOf(j));
  return columns.map((_, j) => j).sort((one, other) => places[one] - places[other]);
}

/** Returns a table without parts, details, ids, doubles and empty columns. */
export function compactTable({ columns, rows }: Table, importance: ColumnChoice["importance"]): Table {
  const isWorthIt = (j: number) => isShort(importanceIn(columns, j, importance)) && !isBlank(rows, j, true);
  const shown = columns.flatMap((_, j) => (isWorthIt(j) ? j : []));
  const pick = <Item>(items: readonly Item[]) => shown.map((j) => items[j]);
  return { columns: pick(columns), rows: rows.map(pick) };
}

function importanceIn(columns: readonly string[], j: number, importance: ColumnChoice["importance"]): Importance {
  const column = columns[j];
  const own = importance !== undefined && Object.hasOwn(importance, column) ? importance[column] : "result";
  // The shorter column may have been left out.
  return own === "double" && !columns.includes(dateColumnOf(column)) ? "result" : own;
}

/**
 * Returns the name of the date column that goes with a column of instants: `date` for `time`, `createdDate` for
 * `createdAt`.
 */
export function dateColumnOf(column: string): string {
  return column === "time" ? "date" : `${column.replace(/(Time|At)$/, "")}Date`;
}

function isShort(importance: Importance): boolean {
  return importance === "result" || importance === "context" || importance === "time";
}

// First, last, second, last but one: a table loses least without its middle columns.
function fromBothEnds(places: readonly number[]): number[] {
  return places.map((at) => (at % 2 === 0 ? places[at / 2] : places[places.length - (at + 1) / 2]));
}

// A cost that is always zero says as little as an empty cell. In other people's tables, zeros may mean something.
function isBlank(rows: Table["rows"], j: number, zerosToo: boolean): boolean {
  return rows.length > 0 && rows.every((row) => row[j] === null || row[j] === "" || (zerosToo && row[j] === 0));
}
