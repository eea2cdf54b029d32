import { didYouMean, expected, shown } from "../../../core/checks";
import type { CorporateAction } from "../../../core/market/corporate-action";
import { counted } from "../../../core/short-text";
import { PaperLabError } from "../../../errors";
import { openBytes } from "../../text/bytes";
import { CsvRows } from "../../text/csv-rows";
import { separatorOf } from "../../text/head";
import { readNumber } from "../../text/number";

/** One row of a table of actions before it is checked; `where` names it in messages. */
export type RawAction = { readonly where: string } & Readonly<Record<keyof CorporateAction, unknown>>;

const columns = ["ex_date", "symbol", "type", "value"] as const;

/** Returns the rows of a CSV file or a list. Throws MISSING_FILE, INVALID_COLUMNS, INVALID_DATA and INVALID_OPTION. */
export function rawActions(input: unknown): RawAction[] {
  if (typeof input === "string") return rowsOfFile(input);
  if (Array.isArray(input)) return input.map(rowOfList);
  throw expected("actions", "the path of a CSV file, or a list of rows { ex_date, symbol, type, value }", input);
}

function rowOfList(row: unknown, at: number): RawAction {
  const where = `actions[${at}]`;
  if (typeof row !== "object" || row === null)
    throw new PaperLabError("INVALID_DATA", `${where}: Expected { ex_date, symbol, type, value }, was ${shown(row)}`);
  const { ex_date, symbol, type, value } = row as Partial<Record<keyof CorporateAction, unknown>>;
  return { where, ex_date, symbol, type, value };
}

/** Other columns, such as notes, are not read. */
function rowsOfFile(path: string): RawAction[] {
  const file = openBytes(path);
  try {
    const rows = new CsvRows(file, separatorOf(file));
    const header = rows.next() ? Array.from({ length: rows.width }, (_, cell) => rows.text(cell)) : [];
    const [date, symbol, type, value] = columns.map((name) => placeOf(name, header, `${path}:${rows.line}`));
    const read: RawAction[] = [];
    while (rows.next()) {
      const where = `${path}:${rows.line}`;
      if (rows.width !== header.length) {
        const text = `${where}: Expected ${counted(header.length, "cell")}, was ${rows.width}`;
        throw new PaperLabError("INVALID_DATA", text);
      }
      const number = readNumber(rows.bytes, rows.starts[value], rows.ends[value]);
      const cells = { ex_date: rows.text(date), symbol: rows.text(symbol), type: rows.text(type) };
      read.push({ where, ...cells, value: Number.isNaN(number) ? rows.text(value) : number });
    }
    return read;
  } finally {
    file.close();
  }
}

function placeOf(name: string, header: readonly string[], where: string): number {
  const plain = header.map((cell) => cell.trim().toLowerCase().replaceAll(/[ -]/g, "_"));
  const found = plain.flatMap((cell, at) => (cell === name ? [at] : []));
  if (found.length === 1) return found[0];
  if (found.length > 1)
    throw new PaperLabError("INVALID_COLUMNS", `${where}: Expected each column once, was "${name}" twice`);
  const near = didYouMean(name, header);
  const has = `which has ${header.map((cell) => JSON.stringify(cell)).join(", ") || "none"}`;
  const text = `${where}: Expected columns ${columns.join(", ")} in the header, ${has}${near && `.${near}`}`;
  throw new PaperLabError("INVALID_COLUMNS", text);
}
