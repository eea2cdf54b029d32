import { pathToFileURL } from "node:url";
import type { Database, Statement } from "sqlite3";
import type { Access, Cells, Connection, OpenConnection, Value } from "./driver";

type Module = typeof import("sqlite3");

// A process that ends by itself clears up its objects, including connections without statements. Finding one that is
// closed already, or about to be, would abort it.
let endsByItself = false;
process.on("beforeExit", () => {
  endsByItself = true;
});

/** Returns a function that opens connections with the package sqlite3. Rejects if its native binding does not load. */
export async function sqlite3Driver(): Promise<OpenConnection> {
  // It takes 15 ms to load. It is loaded on first use, so that requiring the library stays quick.
  const { default: sqlite } = await import("sqlite3");
  return (path, access) => openWith(sqlite, path, access);
}

async function openWith(sqlite: Module, path: string, access: Access): Promise<Connection> {
  const database = await open(sqlite, path, access);
  database.configure("busyTimeout", 0);
  const statements = new Map<string, Promise<Statement>>();
  const made: Statement[] = [];
  const prepared = (sql: string): Promise<Statement> => {
    const known = statements.get(sql);
    if (known !== undefined) return known;
    const statement = prepare(database, sql);
    statements.set(sql, statement);
    statement.then(
      (one) => made.push(one),
      () => statements.delete(sql),
    );
    return statement;
  };
  return {
    run: async (sql, values = []) => run(await prepared(sql), values),
    all: async (sql, values = []) => all(await prepared(sql), values),
    ask: (sql, values) => ask(database, sql, values),
    execute: (script) => settled((done) => database.exec(script, done)),
    async close() {
      for (const statement of made) statement.finalize();
      await settled((done) => database.close(done));
    },
    closeNow() {
      for (const statement of made) statement.finalize();
      if (!endsByItself) database.close();
    },
  };
}

function open(sqlite: Module, path: string, access: Access): Promise<Database> {
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
