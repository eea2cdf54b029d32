import { existsSync } from "node:fs";
import { pathToFileURL } from "node:url";
import type { Access, Cells, Connection, OpenConnection, Value, Values } from "./driver";
import { parameterPlaces } from "./tokens";

// The part of node:sqlite that is used here. The types of Node 20 do not have it.
interface Module {
  readonly DatabaseSync: new (path: string, options: object) => Database;
}
interface Database {
  prepare(sql: string): Statement;
  exec(script: string): void;
  close(): void;
}
interface Statement {
  run(...values: readonly unknown[]): { readonly changes: number | bigint };
  all(...values: readonly unknown[]): Readonly<Record<string, unknown>>[];
  setReadBigInts(isOn: boolean): void;
}

// SQLite's codes by number, https://www.sqlite.org/rescode.html.
const codes = (
  "OK ERROR INTERNAL PERM ABORT BUSY LOCKED NOMEM READONLY INTERRUPT IOERR CORRUPT NOTFOUND FULL CANTOPEN PROTOCOL " +
  "EMPTY SCHEMA TOOBIG CONSTRAINT MISMATCH MISUSE NOLFS AUTH FORMAT RANGE NOTADB"
).split(" ");

/** Returns a function that opens connections with node:sqlite, or `undefined` if this Node does not have it. */
export function nodeDriver(): OpenConnection | undefined {
  const module = withoutNotice(() => process.getBuiltinModule?.("node:sqlite") as Module | undefined);
  return module && (async (path, access) => named(() => openWith(module, path, access)));
}

// Node warns once that its module is experimental. Every other warning is left alone.
function withoutNotice<Result>(load: () => Result): Result {
  const { emitWarning } = process;
  process.emitWarning = ((warning: string | Error, ...rest: never[]) => {
    if ((rest as unknown[])[0] === "ExperimentalWarning" && String(warning).startsWith("SQLite is")) return;
    emitWarning.call(process, warning, ...rest);
  }) as typeof emitWarning;
  try {
    return load();
  } finally {
    process.emitWarning = emitWarning;
  }
}

function openWith({ DatabaseSync }: Module, path: string, access: Access): Connection {
  if (access === "write" && !existsSync(path)) throw failure("CANTOPEN", "unable to open database file");
  const database = new DatabaseSync(access === "immutable" ? `${pathToFileURL(path).href}?immutable=1` : path, {
    readOnly: access === "readOnly" || access === "immutable",
    // As in the other driver.
    enableForeignKeyConstraints: false,
    enableDoubleQuotedStringLiterals: true,
  });
  const statements = new Map<string, Statement>();
  const prepared = (sql: string): Statement => {
    const statement = statements.get(sql) ?? database.prepare(sql);
    statements.set(sql, statement);
    return statement;
  };
  // Opening reads nothing yet. If the file is no database, the first statement fails.
  return {
    run: async (sql, values = []) => named(() => Number(prepared(sql).run(...bound(sql, values)).changes)),
    all: async (sql, values = []) => named(() => rowsOf(prepared(sql), bound(sql, values))),
    ask: async (sql, values) => named(() => rowsOf(database.prepare(sql), bound(sql, values))),
    execute: async (script) => named(() => database.exec(script)),
    close: async () => named(() => database.close()),
    closeNow: () => database.close(),
  };
}

function rowsOf(statement: Statement, values: readonly unknown[]): Cells[] {
  try {
    return statement.all(...values).map(cellsOf);
  } catch (error) {
    if ((error as { code?: unknown }).code !== "ERR_OUT_OF_RANGE") throw error;
    // An integer beyond 2^53 becomes the nearest double.
    statement.setReadBigInts(true);
    return statement.all(...values).map(cellsOf);
  }
}

function cellsOf(row: Readonly<Record<string, unknown>>): Cells {
  const cells: Record<string, Value> = {};
  for (const name of Object.keys(row)) cells[name] = cellOf(row[name]);
  return cells;
}

function cellOf(value: unknown): Value {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof Uint8Array) return Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  return value as Value;
}

// node:sqlite takes values by position only for parameters without a name.
function bound(sql: string, values: Values): unknown[] {
  if (!Array.isArray(values)) {
    return [Object.fromEntries(Object.entries(values).map(([name, value]) => [name, boundValue(value)]))];
  }
  const given = values.map(boundValue);
  const places = parameterPlaces(sql);
  const byName = Object.fromEntries(
    [...places].flatMap(([place, name]) => (place < given.length ? [[name, given[place]]] : [])),
  );
  const others = given.filter((_, place) => !places.has(place));
  return places.size === 0 ? others : [byName, ...others];
}

// Whole numbers of 32 bits are bound as integers, as in the other driver, because SQL can treat them differently.
function boundValue(value: unknown): unknown {
  if (value === undefined) return null;
  if (typeof value === "boolean") return value ? 1n : 0n;
  return typeof value === "number" && (value | 0) === value ? BigInt(value) : value;
}

// Gives errors the form of the other driver.
function named<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    const { errcode, message } = error as { errcode?: number; message: string };
    if (errcode === undefined) throw error;
    throw failure(codes[errcode & 0xff] ?? "ERROR", message);
  }
}

function failure(name: string, message: string): Error {
  return Object.assign(new Error(`SQLITE_${name}: ${message}`), { code: `SQLITE_${name}` });
}
