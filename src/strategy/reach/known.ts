import { readFileSync } from "node:fs";
import { builtinModules, createRequire, isBuiltin } from "node:module";
import { join, sep } from "node:path";
import { cellScope } from "../../notebook/hook";
import * as indicators from "../indicators/index";
import { nameInLanguage } from "./language";

/** A function or module that is known by its name and origin, and need not be read. */
export interface Known {
  /** Such as `paperlab sma` or `mathjs@15.2.0 mean`. */
  readonly text: string;
  /** paperlab's own name for it; absent if it is not paperlab's. */
  readonly ours?: string;
  /** The module of Node (`node:path`), or the file of a package, that has it; absent otherwise. */
  readonly module?: string;
  /** Its name there; "" if it is the module itself. */
  readonly exportedAs?: string;
}

/** Returns what is known of a function or module. `name` is its name where it was found. */
export type FindKnown = (value: object, name: string) => Known | undefined;

/**
 * Returns a function that recognizes functions and modules of JavaScript, Node, paperlab and installed packages, as
 * far as they are loaded now.
 */
export function knownNow(): FindKnown {
  let modules: readonly LoadedModule[] | undefined;
  return (value, name) => {
    const before = found.get(value) ?? new Map<string, Known | undefined>();
    if (before.has(name)) return before.get(name);
    modules ??= [...ofNode(), ...ofPackages()];
    const known = findKnown(value, name, modules);
    found.set(value, before.set(name, known));
    return known;
  };
}

// There are a thousand modules to search, and the origin of a function never changes.
const found = new WeakMap<object, Map<string, Known | undefined>>();

function findKnown(value: object, name: string, modules: readonly LoadedModule[]): Known | undefined {
  const native = nameInLanguage(value);
  if (native !== undefined) return { text: `JavaScript ${native}` };
  const names = namesOf(value, name);
  const ours = names.find((one) => hasUnder(indicators, one, value));
  if (ours !== undefined) return { text: `paperlab ${ours}`, ours };
  const lent = names.find((one) => hasUnder(cellScope()?.lent, one, value));
  if (lent !== undefined) return { text: `paperlab ${lent}`, ours: lent };
  for (const { exported, file, owner } of modules) {
    const exportedAs = foundIn(exported, names, value);
    if (exportedAs === undefined) continue;
    const text = `${owner ?? packageAndVersion(file)} ${exportedAs}`.trimEnd();
    return owner === "paperlab" ? { text, ours: exportedAs } : { text, module: owner ?? file, exportedAs };
  }
  return undefined;
}

interface LoadedModule {
  readonly exported: unknown;
  readonly file: string;
  /** Its owner. For a file of an installed package, it is looked up when needed. */
  readonly owner?: string;
}

/**
 * Whether it is a helper that esbuild (and so tsx) calls to keep a function's name, or that paperlab's kernel calls in
 * the loops of a cell.
 */
export function isOfCompiler(name: string, value: unknown): boolean {
  if (name === "__paperlab_check") return value === cellScope()?.check;
  return name === "__name" && typeof value === "function" && keepsNames.test(String(value));
}

/** Whether a function loads modules: Node's `require`, or that of a notebook's cells. */
export function isRequire(value: unknown): value is NodeJS.Require {
  if (typeof value !== "function" || !Object.hasOwn(value, "resolve")) return false;
  return value === cellScope()?.require || (value as NodeJS.Require).cache === require.cache;
}

/**
 * Returns the name of a module that is required by `id`, loaded or not: `node:fs`, or a package with its version.
 * `undefined` for a file, and for a module that does not exist.
 */
export function knownModule(id: string, load: NodeJS.Require): string | undefined {
  if (id === "paperlab") return id;
  if (isBuiltin(id)) return id.startsWith("node:") ? id : `node:${id}`;
  try {
    const file = load.resolve(id);
    return file.includes(installed) ? packageAndVersion(file) : undefined;
  } catch {
    return undefined;
  }
}

const keepsNames = /^\((\w+), ?(\w+)\) ?=> ?\w+\(\1, ?"name", ?\{ ?value(: ?\2)?, ?configurable: ?(true|!0) ?\}\)$/;

function namesOf(value: object, name: string): string[] {
  const own: unknown = typeof value === "function" ? Object.getOwnPropertyDescriptor(value, "name")?.value : undefined;
  // A thousand modules are searched for each name. Nothing is exported under that of an element, such as `rules[3]`.
  const isName = (one: unknown): one is string => typeof one === "string" && one !== "" && !one.endsWith("]");
  return [...new Set([own, name, "default"])].filter(isName);
}

// Only these names are looked up in a module: others may be getters that load something.
function hasUnder(exported: unknown, name: string, value: object): boolean {
  try {
    return (exported as Readonly<Record<string, unknown>> | undefined)?.[name] === value;
  } catch {
    return false;
  }
}

function foundIn(exported: unknown, names: readonly string[], value: object): string | undefined {
  if (exported === value) return "";
  for (const name of names) if (hasUnder(exported, name, value)) return name;
  return undefined;
}

// For names that are not known in advance.
const load = createRequire(__filename);

// A strategy can only have modules that are loaded already. Two are deprecated, and warn when they are loaded.
function ofNode(): LoadedModule[] {
  const { moduleLoadList = [] } = process as { moduleLoadList?: readonly string[] };
  const loaded = new Set(moduleLoadList);
  const isPublic = (id: string) => !id.startsWith("_") && id !== "punycode" && id !== "sys";
  const ids = builtinModules.filter((id) => isPublic(id) && loaded.has(`NativeModule ${id}`));
  return ids.map((id) => ({ exported: load(`node:${id}`), file: id, owner: `node:${id}` }));
}

const installed = `${sep}node_modules${sep}`;

function ofPackages(): LoadedModule[] {
  const modules: LoadedModule[] = [];
  for (const [file, module] of Object.entries(require.cache)) {
    const owner = file.startsWith(home) ? "paperlab" : undefined;
    if (owner !== undefined || file.includes(installed)) modules.push({ exported: module?.exports, file, owner });
  }
  return modules;
}

// The folder of paperlab's own modules: `src`, or `dist`, where this file is bundled with others.
const home = /^.*[\\/](?:src|dist)[\\/]/.exec(__filename)?.[0] ?? __filename;

const versions = new Map<string, string>();

function packageAndVersion(file: string): string {
  const start = file.lastIndexOf(installed) + installed.length;
  const [first, second] = file.slice(start).split(sep);
  const name = first.startsWith("@") ? `${first}/${second}` : first;
  const folder = file.slice(0, start) + name.replace("/", sep);
  const text = versions.get(folder) ?? `${name}@${versionIn(folder)}`;
  versions.set(folder, text);
  return text;
}

function versionIn(folder: string): string {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).version;
  } catch {
    return "?";
  }
}
