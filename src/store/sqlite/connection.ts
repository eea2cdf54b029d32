import { pathToFileURL } from "node:url";
import type { Database, Statement } from "sqlite3";

/** A value that SQLite takes. Doubles are bound, never written into SQL text, which would change some by one ulp. */
export type Value = string | number | null | Buffer;

/** One row that SQLite gave, by column name. */
export type Cells = Readonly<Record<string, Value>>;

/** How a database file is opened: `immutable` trusts that nobody changes it, and needs no file beside it. */
export type Access = "create" | "write" | "readOnly" | "immutable";

/** One connection to a database. Its calls must not overlap. Errors are SQLite's own, with `code` `SQLITE_...`. */
export interface Connection {
  /** Runs one statement and returns how many rows it changed. The statement stays prepared. */
  run(sql: string, values?: readonly Value[]): Promise<number>;
  /** Returns every row of one statement, which stays prepared. */
  all(sql: string, values?: readonly Value[]): Promise<Cells[]>;
  /** Returns every row of a statement that is asked once; `values` by place or by name. */
  ask(sql: string, values: readonly unknown[] | Readonly<Record<string, unknown>>): Promise<Cells[]>;
  /** Runs several statements. */
  execute(script: string): Promise<void>;
  /** Ends the connection. */
  close(): Promise<void>;
}

/** Opens a connection. `busyTimeout`: milliseconds to wait for another process's lock. Rejects with SQLite's error. */
export async function openConnection(path: string, access: Access, busyTimeout: number): Promise<Connection> {
  const database = await open(path, access);
  database.configure("busyTimeout", busyTimeout);
  const statements = new Map<string, Promise<Statement>>();
  const prepared = (sql: string): Promise<Statement> => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const made = prepare(database, sql);
    statements.set(sql, made);
    made.catch(() => statements.delete(sql));
    return made;
  };
  return {
    run: async (sql, values = []) => run(await prepared(sql), values),
    all: async (sql, values = []) => all(await prepared(sql), values),
    ask: (sql, values) => ask(database, sql, values),
    execute: (script) => settled((done) => database.exec(script, done)),
    async close() {
      for (const statement of statements.values()) (await statement).finalize();
      await settled((done) => database.close(done));
    },
  };
}

// The native module takes 15 ms to load: on first use, so that requiring the library stays quick.
async function open(path: string, access: Access): Promise<Database> {
  const { default: sqlite } = await import("sqlite3");
  const { OPEN_READWRITE, OPEN_CREATE, OPEN_READONLY, OPEN_FULLMUTEX, OPEN_URI } = sqlite;
  const flags = {
    create: OPEN_READWRITE | OPEN_CREATE,
    write: OPEN_READWRITE,
    readOnly: OPEN_READONLY,
    immutable: OPEN_READONLY | OPEN_URI,
  };
  const name = access === "immutable" ? `${pathToFileURL(path).href}?immutable=1` : path;
  return new Promise((resolve, reject) => {
    const database = new sqlite.Database(name, flags[access] | OPEN_FULLMUTEX, (error) =>
      error ? reject(error) : resolve(database),
    );
  });
}

function prepare(database: Database, sql: string): Promise<Statement> {
  return new Promise((resolve, reject) => {
    const statement = database.prepare(sql, (error) => (error ? reject(error) : resolve(statement)));
  });
}

function run(statement: Statement, values: readonly Value[]): Promise<number> {
  return new Promise((resolve, reject) => {
    statement.run(values, function (this: { changes: number }, error) {
      if (error) reject(error);
      else resolve(this.changes);
    });
  });
}

function all(statement: Statement, values: readonly Value[]): Promise<Cells[]> {
  return new Promise((resolve, reject) => {
    statement.all(values, (error: Error | null, rows: Cells[]) => (error ? reject(error) : resolve(rows)));
  });
}

function ask(database: Database, sql: string, values: unknown): Promise<Cells[]> {
  return new Promise((resolve, reject) => {
    database.all(sql, values, (error: Error | null, rows: Cells[]) => (error ? reject(error) : resolve(rows)));
  });
}

function settled(call: (done: (error: Error | null) => void) => void): Promise<void> {
  return new Promise((resolve, reject) => call((error) => (error ? reject(error) : resolve())));
}
