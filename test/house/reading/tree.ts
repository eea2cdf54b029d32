import { readdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./source";

const made = new Set(["node_modules", "dist", "vendor", ".git", ".venv", "lab"]);

/** Returns the files of the project that people wrote, relative to its folder; what is installed or built is left out. */
export function writtenFiles(folder = ""): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
    if (entry.isDirectory()) return made.has(path) ? [] : writtenFiles(path);
    return entry.isFile() ? [path] : [];
  });
}
