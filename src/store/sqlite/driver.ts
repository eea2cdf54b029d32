/** A value that SQLite takes. Doubles are bound, never written into SQL text, which would change some by one ulp. */
export type Value = string | number | null | Buffer;

/** One row that SQLite gave, by column name. */
export type Cells = Readonly<Record<string, Value>>;

/** How a database file is opened. `immutable` trusts that nobody changes it, and needs no files beside it. */
export type Access = "create" | "write" | "readOnly" | "immutable";

/** Values for the parameters of a statement: by position, or by name with its prefix. */
export type Values = readonly unknown[] | Readonly<Record<string, unknown>>;

/** One connection to a database. Its calls must not overlap. Errors are SQLite's own, with `code` `SQLITE_...`. */
export interface Connection {
  /** Runs one statement and returns how many rows it changed. The statement stays prepared. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
  /** Returns every row of one statement, which stays prepared. */
  all(sql: string, values?: readonly Value[]): Promise<Cells[]>;
  /** Returns every row of a statement that is run once. */
  ask(sql: string, values: Values): Promise<Cells[]>;
  /** Runs several statements. It does not wait for locks. */
  execute(script: string): Promise<void>;
  /** Closes the connection. */
  close(): Promise<void>;
  /**
   * Closes the connection at the end of a process, which has no more turns: at once, or shortly after on another
   * thread.
   */
  closeNow(): void;
}

/** Opens a connection that does not wait for locks. Rejects with SQLite's error. */
export type OpenConnection = (path: string, access: Access) => Promise<Connection>;
