import type { CellKind } from "./table";

/** A view of the database: rows that SQLite makes from those of tables, whenever somebody asks. */
export interface StoredView {
  readonly name: string;
  /** What one row holds. */
  readonly comment: string;
  readonly columns: readonly { readonly name: string; readonly kind: CellKind; readonly comment?: string }[];
  /** The columns that identify a row, beginning with `session_id`. */
  readonly key: readonly string[];
  /** The statement that makes the rows, with the columns in their order. */
  readonly select: string;
}

/** Returns the statement that declares a view. */
export function viewDeclaration({ name, comment, select }: StoredView): string {
  return `CREATE VIEW ${name} AS\n  -- ${comment}\n${select}`;
}
