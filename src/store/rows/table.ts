import type { Bytes } from "../sqlite/blobs";
import type { Cells, Value } from "../sqlite/connection";

/** The kind of a cell. Doubles are `real`; SQLite keeps them bit for bit in columns without a declared type. */
export type CellKind = "integer" | "real" | "text" | "blob";

/** A value to store in a cell. Absent and `NaN` become NULL. */
export type Cell = number | string | Bytes | null | undefined;

/** One column of a table: its name and declaration, and how it is written and read. */
export interface StoredColumn<Item> {
  readonly name: string;
  readonly kind: CellKind;
  /** What the name does not say: units, the meaning of NULL. */
  readonly comment?: string;
  /** A constraint for SQLite, such as `NOT NULL`. */
  readonly constraint?: string;
  /** Returns the value of an item; absent if SQLite makes it from other columns. */
  readonly write?: (item: Item) => Cell;
  /** The field that `write` returns unchanged, if it does no more than that. */
  readonly field?: keyof Item & string;
  /** The SQL expression that is read instead of the column. */
  readonly readAs?: string;
  /** Puts what was stored into an item. */
  readonly read?: (value: Value, into: Record<string, unknown>) => void;
  /** The field of a column of numbers, and the function that reads it from the BLOBs of consecutive rows. */
  readonly numbers?: {
    readonly field: keyof Item & string;
    readonly join: (blobs: readonly Uint8Array[]) => Bytes;
  };
}

/**
 * How the rows of a batch are combined with those stored before. They are added, they replace those with the same key
 * or all of the session, they extend the last chunk or follow it, or they change fields of the session's own row.
 */
export type Meeting = "add" | "replace" | "replaceAll" | "append" | "update";

/** A field that an item may get when it is written. */
export type NumberedField = "number" | "snapshotNumber" | "place";

/** An item with or without such fields. */
export type Unnumbered<Item> = Omit<Item, NumberedField>;

/** One table of the database. Its declaration, its rows and its page in the documentation follow from this. */
export interface StoredTable<Item> {
  readonly name: string;
  /** What one row holds. */
  readonly comment: string;
  readonly columns: readonly StoredColumn<Item>[];
  /** The columns that identify a row within its session. */
  readonly key: readonly string[];
  /** The columns that the rows of a session are sorted by when they are read, if not by the key. */
  readonly order?: readonly string[];
  readonly meeting: Meeting;
  /** Fields that items get when they are written, as numbers passed with them, in this order. */
  readonly numbered?: readonly NumberedField[];
  /**
   * The columns for the index of its first point and the number of points, if a row is a chunk of consecutive points.
   */
  readonly chunk?: { readonly first: string; readonly count: string };
  /** Whether its rows belong to no particular session. */
  readonly shared?: boolean;
  /** Whether its rows stay when their session is deleted. They are then identified by their key alone. */
  readonly outlives?: boolean;
}

/** Returns the columns of a table that are written. */
export function writtenColumns<Item>({ columns }: StoredTable<Item>): readonly StoredColumn<Item>[] {
  return columns.filter(({ write }) => write !== undefined);
}

/** Returns the item in a row. A column that the row lacks counts as NULL. */
export function readRow<Item>({ columns }: StoredTable<Item>, cells: Cells): Item {
  const item: Record<string, unknown> = {};
  for (const { name, read } of columns) read?.(cells[name] ?? null, item);
  return item as Item;
}

/** The columns of numbers of an item. */
export type NumbersOf<Item> = { readonly [Key in keyof Item as Item[Key] extends Bytes ? Key : never]: Item[Key] };

/** Returns the columns of numbers in some rows. Consecutive chunks are joined. */
export function numbersIn<Item>({ columns }: StoredTable<Item>, rows: readonly Cells[]): NumbersOf<Item> {
  const found: Record<string, Bytes> = {};
  for (const { name, numbers } of columns)
    if (numbers !== undefined) found[numbers.field] = numbers.join(rows.map((row) => row[name] as Buffer));
  return found as NumbersOf<Item>;
}

/** Returns a range of an item's columns of numbers, as views. */
export function numbersBetween<Item>(
  { columns }: StoredTable<Item>,
  item: NumbersOf<Item>,
  from: number,
  to: number,
): NumbersOf<Item> {
  const found: Record<string, Bytes> = {};
  for (const { numbers } of columns)
    if (numbers !== undefined) found[numbers.field] = (item as Record<string, Bytes>)[numbers.field].subarray(from, to);
  return found as NumbersOf<Item>;
}

/** Returns the statement that declares a table. The comments stay in the file, for people who read it with SQL. */
export function declaration(table: StoredTable<never>): string {
  const { name, comment, columns, key, shared, outlives } = table;
  const owner = shared ? [] : [outlives ? outlived : ownerColumn(key)];
  const keys = shared || outlives ? key : ["session_id", ...key];
  const lines = [
    ...owner,
    ...columns.map((column) => [declared(column), noteOf(column)] as const),
    ...(keys.length > 1 ? [[`PRIMARY KEY (${keys.join(", ")})`, undefined] as const] : []),
  ];
  const texts = lines.map(([text, note], place) => {
    const comma = place < lines.length - 1 ? "," : "";
    return note === undefined ? `  ${text}${comma}` : `  ${`${text}${comma}`.padEnd(30)} -- ${note}`;
  });
  const hasBlobs = columns.some(({ kind }) => kind === "blob");
  const withoutRowid = keys.length > 1 && !hasBlobs ? " WITHOUT ROWID" : "";
  return `CREATE TABLE ${name}(\n  -- ${comment}\n${texts.join("\n")}\n)${withoutRowid}`;
}

const types: Readonly<Record<CellKind, string>> = { integer: " INTEGER", real: "", text: " TEXT", blob: " BLOB" };

function declared({ name, kind, constraint }: StoredColumn<never>): string {
  return `${name}${types[kind]}${constraint ? ` ${constraint}` : ""}`;
}

// A column of doubles has no declared type.
function noteOf({ kind, comment }: StoredColumn<never>): string | undefined {
  if (kind !== "real") return comment;
  return comment === undefined ? "double" : `double, ${comment}`;
}

const outlived = ["session_id INTEGER NOT NULL", "paper_sessions.id, if that is still there"] as const;

function ownerColumn(key: readonly string[]) {
  const alone = key.length === 0 ? "PRIMARY KEY" : "NOT NULL";
  return [`session_id INTEGER ${alone} REFERENCES paper_sessions(id) ON DELETE CASCADE`, undefined] as const;
}
