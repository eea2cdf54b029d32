/** One value of a table. */
export type Cell = string | number | boolean | null;

/** Plain tabular data: one array per row, its cells in the order of `columns`. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}
