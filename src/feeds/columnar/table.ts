import * as zlib from "node:zlib";
import { thrownText } from "../../core/checks";
import { PaperLabError } from "../../errors";
import { openBytes } from "../text/bytes";
import type { ArrowCodecs, ArrowTable } from "./arrow";
import { type FileColumn, isWhole, kindOf } from "./columns";
import { unpackLz4 } from "./lz4";
import { readMessages } from "./messages";
import { otherPackage } from "./packages";

/** The columns of a Parquet or Arrow file. */
export interface FileTable {
  readonly rows: number;
  readonly columns: readonly FileColumn[];
}

/** Endings of the names of Parquet and Arrow files. */
export const columnarNames = /\.(parquet|arrow|feather|ipc)(\.gz)?$/i;

/**
 * Reads a Parquet or Arrow file. Throws MISSING_FILE where it, or a package that reads it, is not there, and INVALID_DATA
 * where it cannot be read.
 */
export function openTable(path: string): FileTable {
  const isParquet = /\.parquet(\.gz)?$/i.test(path);
  const bytes = allBytes(path);
  const kind = isParquet ? "a Parquet file" : "an Arrow file";
  const table = isParquet ? parquetTable(path, bytes, kind) : arrowTable(path, bytes, kind);
  return reading(path, kind, () => {
    const columns = table.schema.fields.flatMap(({ name, type }, at): FileColumn[] => {
      const vector = table.getChildAt(at);
      return vector === null ? [] : [{ name, type, vector, kind: kindOf(type) }];
    });
    const broken = columns.find((column) => column.vector.length !== table.numRows || !isWhole(column));
    if (broken !== undefined) throw new Error(`its column "${broken.name}" is broken`);
    return { rows: table.numRows, columns: withIndexFirst(columns) };
  });
}

function parquetTable(path: string, bytes: Buffer, kind: string): ArrowTable {
  const needed = ["parquet-wasm", "apache-arrow"] as const;
  const { readParquet } = otherPackage("parquet-wasm", path, needed);
  const { tableFromIPC } = otherPackage("apache-arrow", path, needed);
  return reading(path, kind, () => tableFromIPC(readParquet(bytes).intoIPCStream()));
}

function arrowTable(path: string, bytes: Buffer, kind: string): ArrowTable {
  const arrow = otherPackage("apache-arrow", path, ["apache-arrow"]);
  if (arrow.compressionRegistry !== undefined) addCodecs(arrow.compressionRegistry);
  return reading(path, kind, () => readMessages(bytes, arrow));
}

/** The name that pandas gives an index without one. */
export const unnamedIndex = "__index_level_0__";

/** The unnamed index of pandas stands behind the columns in a file, and before them in all else. */
function withIndexFirst(columns: readonly FileColumn[]): readonly FileColumn[] {
  const index = columns.find(({ name, kind }) => name === unnamedIndex && (kind === "time" || kind === "text"));
  return index === undefined ? columns : [index, ...columns.filter((column) => column !== index)];
}

/** The columns of one symbol. */
interface TickerTable {
  readonly symbol: string;
  readonly table: FileTable;
}

/**
 * Returns the table of each ticker, where pandas has written columns with two levels, as `('Close', 'AAPL')`; the others
 * are in all tables. The level that has a column of closes is that of prices.
 */
export function tickersIn({ rows, columns }: FileTable): TickerTable[] | undefined {
  const pairs = columns.map(({ name }) => /^\('([^']*)', '([^']*)'\)$/.exec(name)?.slice(1));
  const level = [0, 1].find((at) => pairs.some((pair) => pair?.[at].toLowerCase() === "close"));
  if (level === undefined) return undefined;
  const symbols = [...new Set(pairs.flatMap((pair) => (pair?.[1 - level] ? [pair[1 - level]] : [])))];
  return symbols.map((symbol) => {
    const own = columns.flatMap((column, at): FileColumn[] => {
      const pair = pairs[at];
      if (pair === undefined || pair[1 - level] === "") return [{ ...column, name: pair?.[level] ?? column.name }];
      return pair[1 - level] === symbol ? [{ ...column, name: pair[level] }] : [];
    });
    return { symbol, table: { rows, columns: own } };
  });
}

/** What unpacks compressed Arrow files, where the user has set nothing: apache-arrow itself has nothing. */
function addCodecs(codecs: ArrowCodecs): void {
  if (codecs.get(0) === null) codecs.set(0, { decode: unpackLz4 });
  // Node has it since 22.15.
  const { zstdDecompressSync } = zlib as { zstdDecompressSync?: (packed: Uint8Array) => Buffer };
  if (codecs.get(1) !== null) return;
  const decode =
    zstdDecompressSync ??
    (() => {
      throw new Error("its compression is Zstandard, which needs Node 22.15 or later; LZ4 and none do not");
    });
  codecs.set(1, { decode });
}

function allBytes(path: string): Buffer {
  const file = openBytes(path);
  try {
    const bytes = Buffer.alloc(file.size);
    let at = 0;
    for (let read = file.read(bytes, 0); read > 0; read = file.read(bytes, at)) at += read;
    return bytes.subarray(0, at);
  } finally {
    file.close();
  }
}

/** Returns what `read` returns; what it throws becomes the error of a file that cannot be read. */
export function reading<Value>(path: string, kind: string, read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof PaperLabError) throw cause;
    const text = `Expected ${path} to be ${kind}, but it cannot be read: ${thrownText(cause)}. Write or load it again`;
    throw new PaperLabError("INVALID_DATA", text, { cause });
  }
}
