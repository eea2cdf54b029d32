import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PaperLabError } from "../../errors";
import { type Encoding, transcoded, utf16Of } from "./encoding";

/**
 * The bytes of a file, read in their order. What gzip has packed is unpacked in memory, and UTF-16 becomes UTF-8 there.
 * Close it when done.
 */
export interface Bytes {
  /** As messages show it. */
  readonly path: string;
  readonly size: number;
  /** What its text is in, as far as it was read; `undefined` for UTF-8. */
  encoding: Encoding | undefined;
  /** Whether its text is UTF-8 all the same, as it was taken before others were known. */
  isUtf8?: boolean;
  /** Reads on into a buffer from `at`; returns the number of bytes, 0 at the end. */
  read(into: Buffer, at: number): number;
  /** Goes back to the first byte. */
  rewind(): void;
  close(): void;
}

/** A part of a file that begins and ends with rows. */
export interface FilePart {
  /** Its first byte, and the one behind its last. */
  readonly from: number;
  readonly to: number;
  /** Lines before it. */
  readonly lines: number;
}

/**
 * Opens a file, or a part of one. Throws MISSING_FILE, and INVALID_DATA for a gzip file that cannot be unpacked, or that
 * is read in parts.
 */
export function openBytes(path: string, part?: FilePart): Bytes {
  const [file, whole] = open(path);
  const first = Buffer.alloc(2);
  readSync(file, first, 0, 2, 0);
  const isPacked = path.toLowerCase().endsWith(".gz") || first.readUInt16BE() === gzipMark;
  if (isPacked || utf16Of(first) !== undefined) {
    try {
      if (part !== undefined) throw new PaperLabError("INVALID_OPTION", `${inParts}, was ${path}. Say inChunks: false`);
      const bytes = readFileSync(file);
      return inMemory(path, isPacked ? unzip(path, bytes) : bytes);
    } finally {
      closeSync(file);
    }
  }
  const { from, to } = part ?? { from: 0, to: whole };
  let position = from;
  return {
    path,
    size: to - from,
    encoding: undefined,
    read(into, at) {
      const most = Math.min(into.length - at, part === undefined ? Infinity : to - position);
      const read = readSync(file, into, at, most, position);
      position += read;
      return read;
    },
    rewind() {
      position = from;
    },
    close: () => closeSync(file),
  };
}

const gzipMark = 0x1f8b;
const inParts = "Expected plain CSV files in UTF-8 or Windows-1252 to read in chunks";

function inMemory(path: string, stored: Buffer): Bytes {
  const utf16 = utf16Of(stored);
  const bytes = utf16 === undefined ? stored : transcoded(stored, utf16);
  let position = 0;
  return {
    path,
    size: bytes.length,
    encoding: utf16 && "utf-16",
    read(into, at) {
      const read = bytes.copy(into, at, position);
      position += read;
      return read;
    },
    rewind() {
      position = 0;
    },
    close() {},
  };
}

function unzip(path: string, packed: Buffer): Buffer {
  try {
    return gunzipSync(packed, { chunkSize: 1 << 16 });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : "it is damaged";
    throw new PaperLabError("INVALID_DATA", `Expected ${path} to be a gzip file, but: ${why}. Load it again`, {
      cause,
    });
  }
}

function open(path: string): [file: number, size: number] {
  let file: number | undefined;
  try {
    file = openSync(path, "r");
    const state = fstatSync(file);
    if (state.isDirectory()) throw new PaperLabError("MISSING_FILE", `Expected ${path} to be a file, was a folder`);
    return [file, state.size];
  } catch (cause) {
    if (file !== undefined) closeSync(file);
    if (cause instanceof PaperLabError) throw cause;
    const missing = cause instanceof Error && "code" in cause && cause.code === "ENOENT";
    const what = missing ? "a file, but there is none" : `a readable file: ${(cause as Error).message}`;
    const named = path.trim() === "" ? JSON.stringify(path) : path.replaceAll("\0", "\\0");
    throw new PaperLabError("MISSING_FILE", `Expected ${named} to be ${what}`, { cause });
  }
}
