import { closeSync, openSync, readSync } from "node:fs";
import { PaperLabError } from "../../errors";
import type { FilePart } from "../text/bytes";

/** Bytes of a part at most. */
export const partSize = 32 * 1024 * 1024;

/** A part of one of several files. */
export interface Part extends FilePart {
  readonly path: string;
}

/** Cuts text files into parts of whole lines, `size` bytes each at most. Throws INVALID_DATA for a line that is longer. */
export function* partsOf(paths: readonly string[], size = partSize): IterableIterator<Part> {
  for (const path of paths) yield* partsOfFile(path, size);
}

function* partsOfFile(path: string, size: number): IterableIterator<Part> {
  const file = openSync(path, "r");
  try {
    const buffer = Buffer.allocUnsafe(size);
    let lineEnd: string | undefined;
    for (let from = 0, lines = 0; ; ) {
      const bytes = buffer.subarray(0, readSync(file, buffer, 0, size, from));
      if (bytes.length === 0) return;
      lineEnd ??= bytes.includes("\n") ? "\n" : "\r";
      const length = bytes.length < size ? bytes.length : bytes.lastIndexOf(lineEnd) + 1;
      if (length === 0) throw tooLong(path, lines + 1, size);
      yield { path, from, to: from + length, lines };
      lines += count(bytes.subarray(0, length), lineEnd);
      from += length;
    }
  } finally {
    closeSync(file);
  }
}

function count(bytes: Buffer, lineEnd: string): number {
  let lines = 0;
  for (let at = bytes.indexOf(lineEnd); at >= 0; at = bytes.indexOf(lineEnd, at + 1)) lines++;
  return lines;
}

function tooLong(path: string, line: number, size: number): PaperLabError {
  return new PaperLabError("INVALID_DATA", `${path}:${line}: Expected a line of at most ${size} bytes, was longer`);
}
