import { readFileSync } from "node:fs";
import { builtinModules, createRequire, isBuiltin } from "node:module";
import { join, sep } from "node:path";
import { cellScope } from "../../notebook/hook";
import * as indicators from "../indicators/index";
import { nameInLanguage } from "./language";

/** A function or module that is known by its name and where it is from, and need not be read. */
export interface Known {
  /** As `paperlab sma` or `mathjs@15.2.0 mean`. */
  readonly text: string;
  /** The name under which it is paperlab's; absent where it is somebody else's. */
  readonly ours?: string;
}

/** Returns what is known of a function or module; `name` is what it is called where it was found. */
export type FindKnown = (value: object, name: string) => Known | undefined;

/**
 * Returns what finds functions and modules that are JavaScript's own, Node's, paperlab's, or of an installed package, as far as
 * these are loaded now.
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

// There are a thousand modules to look through, and where a function is from stays.
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
    return owner === "paperlab" ? { text, ours: exportedAs } : { text };
  }
  return undefined;
}

interface LoadedModule {
  readonly exported: unknown;
  readonly file: string;
  /** Whose it is; that of a file of an installed package is looked up when it is needed. */
  readonly owner?: string;
}

/** Whether it is what esbuild (and so tsx) calls to keep the name of a function, or paperlab's kernel in the loops of a cell. */
export function isOfCompiler(name: string, value: unknown): boolean {
  if (name === "__paperlab_check") return value === cellScope()?.check;
  return name === "__name" && typeof value === "function" && keepsNames.test(String(value));
}

/** Whether a function is what loads modules: Node's, or that of the cells of a notebook. */
export function isRequire(value: unknown): value is NodeJS.Require {
  if (typeof value !== "function" || !Object.hasOwn(value, "resolve")) return false;
  return value === cellScope()?.require || (value as NodeJS.Require).cache === require.cache;
}

/**
 * Returns what a module is known by that is required by its name, whether it is loaded already or not: `node:fs`, or a
 * package with its version. `undefined` for a file, and for what is not there.
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
  return [...new Set([own, name, "default"])].filter((one): one is string => typeof one === "string" && one !== "");
}

// Modules are looked at under these names only: others may be getters that load something.
function hasUnder(exported: unknown, name: string, value: object): boolean {
  try {
    return (exported as Readonly<Record<string, unknown>> | undefined)?.[name] === value;
  } catch {
    return false;
  }
}

function foundIn(exported: unknown, names: readonly string[], value: object): string | undefined {
  if (exported === value) return "";
  return names.find((name) => hasUnder(exported, name, value));
}

// Of names that are not known before.
const load = createRequire(__filename);

// Only what is loaded already can have come to a strategy; two are deprecated, and say so when they are asked for.
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

// Where paperlab's own modules are: `src`, or `dist`, in which this file is joined with others.
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
