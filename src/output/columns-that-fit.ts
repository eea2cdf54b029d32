import type { Table } from "../core/table";

/** Which columns of a table are shown, and what gives way. */
export interface ColumnChoice {
  readonly columns: readonly string[];
  readonly rows: Table["rows"];
  /** Characters of each column. */
  readonly widths: readonly number[];
  /** Characters that there is room for. */
  readonly most: number;
  /** Columns that give way before the others, the last first; `undefined` where no column is known to say little. */
  readonly details: readonly string[] | undefined;
}

/**
 * Returns the places of the columns to show: all where they fit, else without instants that have their date beside them,
 * without columns that hold nothing, without details, and at last without those at the end; two stay in any case.
 */
export function columnsThatFit({ columns, rows, widths, most, details }: ColumnChoice): number[] {
  const fits = (places: readonly number[]) => places.reduce((sum, j) => sum + widths[j] + 2, -2) <= most;
  let shown = columns.map((_, j) => j);
  if (fits(shown)) return shown;
  shown = withoutDatedInstants(columns, shown);
  if (fits(shown)) return shown;
  if (details === undefined) return cutAtEnd(shown, fits);
  shown = withoutBlanks(rows, shown);
  for (const detail of [...details].reverse()) {
    if (fits(shown)) return shown;
    shown = shown.filter((j) => columns[j] !== detail);
  }
  return cutAtEnd(shown, fits);
}

function cutAtEnd(places: readonly number[], fits: (places: readonly number[]) => boolean): number[] {
  let shown = [...places];
  while (shown.length > 2 && !fits(shown)) shown = shown.slice(0, -1);
  return shown;
}

/** Returns a table without instants that have their date beside them, and without columns that hold nothing. */
export function compactTable({ columns, rows }: Table): Table {
  const all = columns.map((_, j) => j);
  const shown = rows.length === 0 ? all : withoutBlanks(rows, withoutDatedInstants(columns, all));
  const pick = <Item>(items: readonly Item[]) => shown.map((j) => items[j]);
  return { columns: pick(columns), rows: rows.map(pick) };
}

function withoutDatedInstants(columns: readonly string[], places: readonly number[]): number[] {
  return places.filter((j) => !(/(time|At)$/i.test(columns[j]) && /date$/i.test(columns[j + 1] ?? "")));
}

// A cost that never occurred says as little as a cell without a value.
function withoutBlanks(rows: Table["rows"], places: readonly number[]): number[] {
  const kept = places.filter((j) => rows.some((row) => row[j] !== null && row[j] !== 0));
  return kept.length === 0 ? [...places] : kept;
}
