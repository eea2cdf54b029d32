import { closeSync, fstatSync, openSync, readFileSync, readSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { PaperLabError } from "../../errors";

/** The bytes of a file, read in their order. A `.gz` file is unpacked in memory. Close it when done. */
export interface Bytes {
  /** As messages show it. */
  readonly path: string;
  readonly size: number;
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

/** Opens a file, or a part of one. Throws MISSING_FILE, and INVALID_DATA for a `.gz` file that cannot be unpacked. */
export function openBytes(path: string, part?: FilePart): Bytes {
  const [file, whole] = open(path);
  if (path.toLowerCase().endsWith(".gz")) {
    try {
      return unpacked(path, readFileSync(file));
    } finally {
      closeSync(file);
    }
  }
  const { from, to } = part ?? { from: 0, to: whole };
  let position = from;
  return {
    path,
    size: to - from,
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

function unpacked(path: string, packed: Buffer): Bytes {
  const bytes = unzip(path, packed);
  let position = 0;
  return {
    path,
    size: bytes.length,
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
    return gunzipSync(packed);
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
