import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** Absolute path of the project's folder. */
export const root = fileURLToPath(new URL("../..", import.meta.url));

/** Absolute path of a file of the project. */
export function inProject(...parts) {
  return join(root, ...parts);
}
