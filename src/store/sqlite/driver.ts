/** A value that SQLite takes. Doubles are bound, never written into SQL text, which would change some by one ulp. */
export type Value = string | number | null | Buffer;

/** One row that SQLite gave, by column name. */
export type Cells = Readonly<Record<string, Value>>;

/** How a database file is opened: `immutable` trusts that nobody changes it, and needs no file beside it. */
export type Access = "create" | "write" | "readOnly" | "immutable";

/** Values for the parameters of a statement: by place, or by name with its prefix. */
export type Values = readonly unknown[] | Readonly<Record<string, unknown>>;

/** One connection to a database. Its calls must not overlap. Errors are SQLite's own, with `code` `SQLITE_...`. */
export interface Connection {
  /** Runs one statement and returns how many rows it changed. The statement stays prepared. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
  /** Returns every row of one statement, which stays prepared. */
  all(sql: string, values?: readonly Value[]): Promise<Cells[]>;
  /** Returns every row of a statement that is asked once. */
  ask(sql: string, values: Values): Promise<Cells[]>;
  /** Runs several statements. It waits for no lock. */
  execute(script: string): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
  /** Ends the connection at the end of a process, which has no more turns: at once, or shortly after on another thread. */
  closeNow(): void;
}

/** Opens a connection that waits for no lock. Rejects with SQLite's error. */
export type OpenConnection = (path: string, access: Access) => Promise<Connection>;
