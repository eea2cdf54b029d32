import { existsSync, statSync } from "node:fs";
import { totalmem } from "node:os";
import { PaperLabError } from "../../errors";
import { columnarNames } from "../columnar/table";
import { isFrame } from "../read/frames";
import { type Made, pathsOf, type ReplayInput, type ReplayOptions, replaySource } from "../read/replay";
import type { RecordedSource } from "../source/source";
import { chunkedSource } from "./chunked";

/** Makes a feed of recorded bars: in chunks where it is asked to, or has to, since the file is too large; else at once. */
export function historySource(input: ReplayInput, options?: ReplayOptions, made?: Made): RecordedSource {
  const paths = chunkedPaths(input, options, made);
  return paths === undefined ? replaySource(input, options, made) : chunkedSource(paths, options ?? {}, made);
}

function chunkedPaths(input: ReplayInput, options: ReplayOptions | undefined, made: Made | undefined) {
  const asked = options?.inChunks;
  if (asked === false || (asked === undefined && (made !== undefined || typeof input !== "string"))) return undefined;
  const paths = isFrame(input) ? undefined : pathsOf(input);
  if (asked === true) return checked(paths, options ?? {});
  return paths?.length === 1 && isText(paths[0]) && isLarge(paths[0]) ? checked(paths, options ?? {}) : undefined;
}

/** A bar takes three to four times as many bytes while it is read as its row in the file. */
function isLarge(path: string): boolean {
  return existsSync(path) && statSync(path).size > memory() / 8;
}

/** Bytes that this process may use. */
function memory(): number {
  const most = process.constrainedMemory?.() ?? 0;
  return most > 0 ? Math.min(most, totalmem()) : totalmem();
}

function isText(path: string): boolean {
  return !columnarNames.test(path) && !path.toLowerCase().endsWith(".gz");
}

function checked(paths: readonly string[] | undefined, { adjust }: ReplayOptions): readonly string[] {
  const other = paths?.find((path) => !isText(path));
  if (paths === undefined || other !== undefined) {
    const was = other === undefined ? "bars in memory" : other;
    throw new PaperLabError(
      "INVALID_OPTION",
      `Expected plain CSV files to read in chunks, was ${was}. Leave out inChunks`,
    );
  }
  if (adjust === undefined) return paths;
  const text = `Expected no adjust for files read in chunks, was "${adjust}". Give the actions without adjust, or inChunks: false`;
  throw new PaperLabError("INVALID_OPTION", text);
}
