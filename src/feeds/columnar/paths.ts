import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, extname, join } from "node:path";
import { PaperLabError } from "../../errors";
import { columnarNames } from "./table";

/** Names of the text files that are read of a folder. */
const textNames = /\.(csv|tsv|txt)(\.gz)?$/i;

/** Returns the name of a file without its endings: the symbol of a file that names none. */
export function baseName(path: string): string {
  const name = basename(path).replace(/\.gz$/i, "");
  return basename(name, extname(name));
}

/**
 * Returns the files that a path stands for, in the order of their names: itself, those of a folder that are CSV, Parquet
 * or Arrow files by their name, or those of a pattern, in which `*` and `?` stand for letters of a name and `**` for any
 * folders. Throws EMPTY_DATA for a folder without any, MISSING_FILE for a pattern.
 */
export function filesOf(path: string): string[] {
  if (path.includes("\0")) return [path];
  if (existsSync(path)) return statSync(path).isDirectory() ? filesIn(path) : [path];
  return /[*?]/.test(path) ? filesLike(path) : [path];
}

function isReadable(name: string): boolean {
  return textNames.test(name) || columnarNames.test(name);
}

function filesIn(folder: string): string[] {
  const names = readdirSync(folder, { withFileTypes: true }).filter((one) => !one.isDirectory());
  const found = names.map(({ name }) => name).filter((name) => isReadable(name) && !name.startsWith("."));
  if (found.length > 0) return found.sort().map((name) => join(folder, name));
  throw new PaperLabError(
    "EMPTY_DATA",
    `Expected the folder ${folder} to hold CSV, Parquet or Arrow files, but it has none`,
  );
}

function filesLike(pattern: string): string[] {
  const parts = pattern.split(/[\\/]/);
  const first = parts.findIndex((part) => /[*?]/.test(part));
  const root = first === 0 ? "" : parts.slice(0, first).join("/") || "/";
  const found = matching(root, parts.slice(first)).filter((path) => statSync(path).isFile());
  if (found.length > 0) return [...new Set(found)].sort();
  throw new PaperLabError("MISSING_FILE", `Expected files like ${pattern}, but there are none`);
}

function matching(folder: string, [part, ...others]: readonly string[]): string[] {
  if (part === undefined) return [folder];
  const entries = existsSync(folder || ".") ? readdirSync(folder || ".", { withFileTypes: true }) : [];
  const pathOf = (name: string) => (folder === "" ? name : join(folder, name));
  if (part === "**") {
    const folders = entries.filter((one) => one.isDirectory() && !one.name.startsWith("."));
    return [...matching(folder, others), ...folders.flatMap(({ name }) => matching(pathOf(name), [part, ...others]))];
  }
  const like = new RegExp(`^${part.split("").map(patternOf).join("")}$`);
  const wanted = entries.filter(({ name }) => like.test(name) && (part.startsWith(".") || !name.startsWith(".")));
  return wanted
    .filter((one) => others.length === 0 || one.isDirectory())
    .flatMap(({ name }) => matching(pathOf(name), others));
}

function patternOf(letter: string): string {
  return letter === "*" ? ".*" : letter === "?" ? "." : letter.replace(/[.+^${}()|[\]\\]/, "\\$&");
}
