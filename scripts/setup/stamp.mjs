import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { inProject } from "./paths.mjs";

/** SHA-256 over names and contents of the project's files. A folder stands for all its files. `extra` is added. */
export function digest(paths, extra = "") {
  const hash = createHash("sha256").update(extra);
  for (const path of paths.flatMap(filesOf)) {
    const content = readFileSync(inProject(path));
    hash.update(`${path}\0${content.length}\0`).update(content);
  }
  return hash.digest("hex");
}

function filesOf(path) {
  if (!existsSync(inProject(path))) return [];
  if (!statSync(inProject(path)).isDirectory()) return [path];
  return readdirSync(inProject(path))
    .sort()
    .flatMap((name) => filesOf(join(path, name)));
}

/** Returns whether the work called `name` was last finished for this digest. */
export function isDone(name, value) {
  const file = stampFile(name);
  return existsSync(file) && readFileSync(file, "utf8") === value;
}

/** Remembers that the work called `name` is finished for this digest. The note is deleted with node_modules. */
export function setDone(name, value) {
  mkdirSync(dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), value);
}

/** Forgets that the work called `name` was finished, before it begins again. */
export function setUndone(name) {
  rmSync(stampFile(name), { force: true });
}

function stampFile(name) {
  return inProject("node_modules", ".paperlab", name);
}
