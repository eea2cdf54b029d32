import { existsSync, statSync } from "node:fs";
import { extname, join } from "node:path";
import { PaperLabError } from "../../../errors";
import { baseName } from "../../columnar/paths";
import { columnarNames } from "../../columnar/table";
import type { FoundText } from "../../source/found";
import type { Intake } from "../intake";
import { readColumnar } from "./columnar";
import { type FileOptions, readCsv } from "./csv";

/** How files are read; `symbol` is by default the name of each. */
export interface FilesOptions extends Omit<FileOptions, "symbol" | "known"> {
  readonly symbol: string | undefined;
}

/**
 * Reads the bars of files into an intake, and returns what was found in the text of each. `known` has what was found in them
 * when their feed was first made, `input` what stands for them. Throws what `readCsv` and `readColumnar` throw.
 */
export function readFiles(
  input: unknown,
  paths: readonly string[],
  intake: Intake,
  options: FilesOptions,
  known: readonly (FoundText | undefined)[] | undefined,
): FoundText[] {
  return paths.map((path, at) => {
    const read = columnarNames.test(path) ? readColumnar : readCsv;
    try {
      return read(path, intake, { ...options, symbol: options.symbol ?? baseName(path), known: known?.[at] });
    } catch (fault) {
      throw inFolder(input, path, paths, fault);
    }
  });
}

const ofNoTable = ["INVALID_COLUMNS", "EMPTY_DATA"];

/** A file of a folder that is no table of bars may be another one, which a pattern leaves out. */
function inFolder(input: unknown, path: string, paths: readonly string[], fault: unknown): unknown {
  if (!(fault instanceof PaperLabError) || !ofNoTable.includes(fault.code) || typeof input !== "string") return fault;
  const ending = extname(path);
  const other = paths.map((one) => extname(one)).find((one) => one !== ending);
  if (other === undefined || !existsSync(input) || !statSync(input).isDirectory()) return fault;
  const text = `${fault.message}. If it holds no bars, leave it out with a pattern: "${join(input, `*${other}`)}"`;
  return new PaperLabError(fault.code, text, { cause: fault });
}
