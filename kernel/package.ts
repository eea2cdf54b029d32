import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The folder of paperlab's package. This file is compiled to its dist/kernel. */
export const packageFolder = join(__dirname, "../..");

/** Folders whose code is not the user's. */
export const hiddenFolders = [join(packageFolder, "dist"), join(packageFolder, "node_modules", "tslab")];

/** Returns the version of paperlab. */
export function packageVersion(): string {
  return JSON.parse(readFileSync(join(packageFolder, "package.json"), "utf8")).version;
}
