import { didYouMean, expected } from "../../core/checks";
import { counted } from "../../core/short-text";
import type { Cell, Table } from "../../core/table";
import { PaperLabError } from "../../errors";
import type { Cells, Connection, Value } from "../sqlite/connection";
import { codeOf, messageOf } from "../sqlite/errors";
import { readStatement, type StatementText } from "./statement-text";

/** Values for the parameters of a query: by position, or by name with or without the prefix. */
export type QueryParameters = readonly unknown[] | Readonly<Record<string, unknown>>;

// VACUUM INTO, ATTACH and PRAGMA have effects even on a connection that cannot write.
const readingVerbs = ["SELECT", "WITH", "VALUES", "EXPLAIN"];
// Errors of the database, not of the query.
const storeCodes = [
  "SQLITE_BUSY",
  "SQLITE_LOCKED",
  "SQLITE_CORRUPT",
  "SQLITE_NOTADB",
  "SQLITE_IOERR",
  "SQLITE_CANTOPEN",
];

/**
 * Answers one reading SQL statement on a connection that cannot write. Columns keep their names and order. If two have
 * the same name, the second is called `name:1`. BLOBs are shown by their size. Throws INVALID_QUERY.
 */
export async function answerQuery(connection: Connection, sql: string, values: QueryParameters): Promise<Table> {
  if (typeof sql !== "string") throw expected("query", "text with one SQL statement", sql, "INVALID_QUERY");
  const statement = readStatement(sql);
  if (!readingVerbs.includes(statement.verb))
    throw new PaperLabError(
      "INVALID_QUERY",
      `Expected query to be a SELECT, was ${statement.verb || "something else"}`,
    );
  try {
    return await answer(connection, statement, checkedValues(statement, values));
  } catch (error) {
    if (error instanceof PaperLabError || storeCodes.includes(codeOf(error))) throw error;
    throw new PaperLabError("INVALID_QUERY", `Invalid query: ${await explain(connection, error)}`, { cause: error });
  }
}

async function answer(connection: Connection, { sql, verb }: StatementText, values: QueryParameters): Promise<Table> {
  if (verb === "EXPLAIN") return tableOf(await connection.ask(sql, values));
  // The join gives one row of nulls, so that the names can be read even if there are no rows.
  const names = `SELECT names.* FROM (SELECT 1) LEFT JOIN (SELECT * FROM (${sql}) LIMIT 0) AS names`;
  const columns = Object.keys((await connection.ask(names, values))[0]);
  const repeated = columns.some((column) => column.includes(":"));
  const rows = await connection.ask(repeated ? `SELECT * FROM (${sql})` : sql, values);
  return tableOf(rows, columns);
}

function tableOf(rows: readonly Cells[], columns = Object.keys(rows[0] ?? {})): Table {
  return { columns, rows: rows.map((row) => columns.map((column) => cellOf(row[column]))) };
}

function cellOf(value: Value): Cell {
  return Buffer.isBuffer(value) ? `<${counted(value.length, "byte")}>` : value;
}

function checkedValues({ parameters }: StatementText, values: QueryParameters): QueryParameters {
  if (Array.isArray(values)) return values.map((value, place) => checkedValue(`${place + 1}`, value));
  const named = Object.entries(values).map(([name, value]) => {
    const known = parameters.find((parameter) => parameter === name || parameter.slice(1) === name);
    if (known !== undefined) return [known, checkedValue(name, value)];
    const near = didYouMean(
      name,
      parameters.map((parameter) => parameter.slice(1)),
    );
    throw new PaperLabError("INVALID_QUERY", `Unknown parameter "${name}" of the query.${near}`);
  });
  return Object.fromEntries(named);
}

// SQLite's binding would silently take anything else as NULL.
function checkedValue(name: string, value: unknown): Value | boolean {
  if (value instanceof Date) return value.getTime();
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value as Value | boolean;
  throw expected(`parameter ${name}`, "text, a number, a boolean, a date or null", value, "INVALID_QUERY");
}

async function explain(connection: Connection, error: unknown): Promise<string> {
  const message = messageOf(error);
  const missing = /^no such table: (?:main\.)?(.*)$/.exec(message)?.[1];
  if (missing === undefined) return message;
  const tables = await connection.all("SELECT name FROM sqlite_schema WHERE type = 'table'");
  const near = didYouMean(
    missing,
    tables.map(({ name }) => name as string),
  );
  return near === "" ? message : `${message}.${near}`;
}
