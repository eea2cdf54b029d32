import { existsSync, readdirSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { CompileFault } from "./faults";

const unknownName = new Set([2304, 2552, 2503, 2318]);
// Errors for features of a later JavaScript that TypeScript knows but the running Node lacks.
const laterEdition = new Set([2550, 2568, 2583]);
// 6059: the file exists, but outside the notebook's folder.
const unknownModule = new Set([2307, 2792, 7016, 6059]);

/** Returns what may have been meant, if TypeScript's own message does not say: a missing import, a package's name. */
export function hintFor(folder: string, exported: () => readonly string[]) {
  return ({ code, message }: CompileFault, word: string): string | undefined => {
    if (laterEdition.has(code)) return `Node ${process.versions.node}, which runs this notebook, does not have it.`;
    if (message.includes("Did you mean")) return undefined;
    if (unknownName.has(code)) return nameHint(word, exported());
    if (unknownModule.has(code)) return moduleHint(word.replace(/^["'`]|["'`]$/g, ""), folder);
    return undefined;
  };
}

function nameHint(name: string, exported: readonly string[]): string | undefined {
  if (exported.includes(name)) return `It comes with paperlab: import { ${name} } from "paperlab";`;
  const near = nearest(name, exported);
  if (near !== undefined) return `Did you mean "${near}" of paperlab?`;
  if (["prompt", "confirm", "alert"].includes(name)) return "A cell cannot ask for input: assign it to a variable.";
  if (/^\w+$/.test(name)) return "Run the cell that declares it first, or declare it here.";
  return undefined;
}

function moduleHint(name: string, folder: string): string | undefined {
  if (name.startsWith(".") || isAbsolute(name)) return pathHint(resolve(folder, name), folder);
  const wanted = packageOf(name);
  const near = nearest(wanted, [...packagesAt(folder), ...builtinModules.filter((one) => !one.startsWith("_"))]);
  // If the package is there, only its subpath is missing.
  if (near === wanted && name !== wanted) return `The package ${wanted} has no "${name.slice(wanted.length + 1)}".`;
  if (near !== undefined) return `Did you mean "${near}"?`;
  return `Install it where the notebook is: npm install ${wanted}`;
}

// `zod` of `zod/v4`, and `@scope/name` of `@scope/name/deep`.
function packageOf(name: string): string {
  return name.split("/", name.startsWith("@") ? 2 : 1).join("/");
}

/** Begins the line of a stack after which come the places that imported a package, whose name follows. */
export const loadingMark = "    at loading of";

/**
 * Returns what may have been meant if an error says that a package was not found when it was to be loaded, or which
 * package threw it while it was loaded.
 */
export function loadHint(error: Error, folder: string): string | undefined {
  const name = missingModule(error);
  if (name !== undefined && !name.startsWith(".") && !isAbsolute(name)) return moduleHint(name, folder);
  return loadingHint(error);
}

function loadingHint(error: Error): string | undefined {
  try {
    const [inside, outside] = String(error.stack).split(`\n${loadingMark} `);
    if (outside === undefined) return undefined;
    const [, file, line] = /(node_modules[\\/][^\n]+?):(\d+)(?::\d+)?\)?(?=\n|$)/.exec(inside) ?? [];
    const place = file === undefined ? "" : `: ${file.replaceAll("\\", "/")}, line ${line}`;
    return `The package ${outside.split("\n")[0]} threw it while it was loaded${place}.`;
  } catch {
    return undefined;
  }
}

function missingModule(error: Error): string | undefined {
  try {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== "MODULE_NOT_FOUND" && code !== "ERR_MODULE_NOT_FOUND") return undefined;
    return /^Cannot find (?:module|package) '([^']+)'/.exec(String(message))?.[1];
  } catch {
    // Values that cells throw may not be readable.
    return undefined;
  }
}

function pathHint(path: string, folder: string): string {
  const within = relative(folder, path);
  if (within.startsWith("..") || isAbsolute(within))
    return "A path begins at the notebook's folder, and must not leave it.";
  if (existsSync(path)) return "Only TypeScript, JavaScript and JSON files can be imported.";
  const near = nearest(
    basename(path),
    entries(dirname(path)).map((name) => name.replace(/\.(d\.)?[cm]?[jt]sx?$/, "")),
  );
  return near === undefined ? `There is no such file in ${dirname(path)}.` : `Did you mean "${near}"?`;
}

/** Returns the names of the packages that a notebook in a folder can import. */
export function packagesAt(folder: string): string[] {
  const found = new Set(["paperlab", "tslab"]);
  for (let at = folder; ; at = dirname(at)) {
    for (const name of entries(join(at, "node_modules"))) {
      if (name.startsWith("@"))
        for (const scoped of entries(join(at, "node_modules", name))) found.add(`${name}/${scoped}`);
      else if (!name.startsWith(".")) found.add(name);
    }
    if (at === dirname(at)) return [...found];
  }
}

function entries(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Returns the candidate that differs from a name by only a few letters, `undefined` if there is none. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(2, Math.floor(name.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - name.length) > limit) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

// Levenshtein's, row by row, with two letters that changed places as one edit.
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      next.push(Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + same, isSwap ? before[j - 2] + 1 : Infinity));
    }
    before = row;
    row = next;
  }
  return row[b.length];
}
