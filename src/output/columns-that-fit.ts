import type { Table } from "../core/table";

/**
 * How much a column says to whoever asks for its table: a `result` is what one came for, `context` is what it belongs to, a
 * `detail` (an id, a part of a sum) may be missed, and a `double` is what the column behind it says in fewer letters.
 */
export type Importance = "result" | "context" | "detail" | "double";

/** Which columns of a table there is room for. */
export interface ColumnChoice {
  readonly columns: readonly string[];
  readonly rows: Table["rows"];
  /** Characters of each column. */
  readonly widths: readonly number[];
  /** Characters that there is room for. */
  readonly most: number;
  /** How much each column says, by name; one that is not named is a result. `undefined` where nothing is known of any. */
  readonly importance?: Readonly<Record<string, Importance>>;
  /** Columns that are shown whatever room there is. */
  readonly kept?: readonly string[];
}

/**
 * Returns the places of the columns to show, in the order of the table: all but doubles where they fit, else those that are
 * kept, and as many as there is room for of the others that are not empty, results before context before details, from
 * the left. Of a table of which nothing is known the columns in its middle give way. One is shown in any case.
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
  let last = ranks.length;
  for (const j of wanted.length === 0 ? single : wanted) {
    // Nothing takes the room that was too little for what says more.
    if (rankOf(j) > last) break;
    if (isKept(j) || shown.length === 0 || widthOf([...shown, j], widths) <= most) shown.push(j);
    else last = rankOf(j);
  }
  return shown.sort((a, b) => a - b);
}

function widthOf(places: readonly number[], widths: readonly number[]): number {
  return places.reduce((sum, j) => sum + widths[j] + 2, -2);
}

/** Returns the places of all columns: details and doubles behind the others, unless they are kept. */
export function mainColumnsFirst(
  columns: readonly string[],
  importance: ColumnChoice["importance"],
  kept: readonly string[] = [],
): number[] {
  const isMain = (j: number) => isShort(importanceIn(columns, j, importance)) || kept.includes(columns[j]);
  const all = columns.map((_, j) => j);
  return [...all.filter(isMain), ...all.filter((j) => !isMain(j))];
}

/** Returns a table without details and doubles, and without columns that hold nothing. */
export function compactTable({ columns, rows }: Table, importance: ColumnChoice["importance"]): Table {
  const isWorthIt = (j: number) => isShort(importanceIn(columns, j, importance)) && !isBlank(rows, j, true);
  const shown = columns.flatMap((_, j) => (isWorthIt(j) ? j : []));
  const pick = <Item>(items: readonly Item[]) => shown.map((j) => items[j]);
  return { columns: pick(columns), rows: rows.map(pick) };
}

const ranks: readonly Importance[] = ["result", "context", "detail", "double"];

function importanceIn(columns: readonly string[], j: number, importance: ColumnChoice["importance"]): Importance {
  const column = columns[j];
  const own = importance !== undefined && Object.hasOwn(importance, column) ? importance[column] : "result";
  // What says it in fewer letters may have been left out.
  return own === "double" && !columns.includes(dateColumnOf(column)) ? "result" : own;
}

/** Returns the name of the column of dates beside one of instants: `date` of `time`, `createdDate` of `createdAt`. */
export function dateColumnOf(column: string): string {
  return column === "time" ? "date" : `${column.replace(/(Time|At)$/, "")}Date`;
}

function isShort(importance: Importance): boolean {
  return importance === "result" || importance === "context";
}

// First, last, second, last but one: in its middle a table is understood best without a column.
function fromBothEnds(places: readonly number[]): number[] {
  return places.map((at) => (at % 2 === 0 ? places[at / 2] : places[places.length - (at + 1) / 2]));
}

// A cost that never occurred says as little as a cell without a value; what zeros say in tables of others, nobody knows.
function isBlank(rows: Table["rows"], j: number, zerosToo: boolean): boolean {
  return rows.length > 0 && rows.every((row) => row[j] === null || row[j] === "" || (zerosToo && row[j] === 0));
}
