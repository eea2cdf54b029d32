import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, extname, join, relative, resolve } from "node:path";
import { compileFunction } from "node:vm";
import { firstAwait } from "../compile/repair";
import { hasOwnPaperlab, parseFaults, type SideOutput, type Tslab } from "../compile/tslab";
import type { FileOrigin } from "../text/file-origin";
import { placeOf } from "../text/positions";
import { type ModuleMeta, metaOf, placeNames, placesIn } from "./meta";
import { isPackage, Packages } from "./packages";

/** Loads modules for a cell's code, and for the files beside the notebook. */
export interface CellRequire {
  (id: string): unknown;
  /** Returns the path of `id`, as Node resolves it. */
  readonly resolve: NodeJS.RequireResolve;
  /** `import(id)` becomes this. */
  import(id: string): Promise<unknown>;
}

/** What a namespace needs. */
export interface NamespaceOptions {
  /** The folder of the notebook. */
  readonly folder: string;
  /** The folder of the package for notebooks that have none. */
  readonly paperlab: string;
  readonly tslab: Tslab;
  /** Called before a file is loaded, with the path of its code. */
  readonly onLoad: (file: string, origin: FileOrigin) => void;
}

/** What the cells of a notebook share: their variables, and how they load modules. */
export class Namespace {
  /** The variables by name. They are the `exports` of a cell's code. */
  readonly variables: Record<string, unknown> = {};
  /** The `require` of a cell's code. */
  readonly require: CellRequire;
  /** The `import.meta` of a cell's code: that of a file in the notebook's folder, which does not exist. */
  readonly meta: ModuleMeta;
  /** The JavaScript of files, by the path under which they are loaded. */
  readonly #sources = new Map<string, string>();
  // The files that they were compiled from. A module that a cell declares itself to be has none.
  readonly #origins = new Map<string, string>();
  // Files that tslab does not see imported. They are read when they are loaded.
  readonly #read = new Map<string, string | undefined>();
  readonly #modules = new Map<string, CellModule>();
  readonly #importers = new Map<string, Set<string>>();
  // Those that a cell has imported, and what they were compiled from. It has their values as they were then.
  readonly #ofCells = new Map<string, string>();
  // Which file's change unloaded a module.
  readonly #causes = new Map<string, string>();
  readonly #packages = new Map<string, Packages>();
  readonly #folder: string;
  readonly #tslab: Tslab;
  readonly #paperlab: string | undefined;
  readonly #onLoad: NamespaceOptions["onLoad"];

  constructor({ folder, paperlab, tslab, onLoad }: NamespaceOptions) {
    this.#folder = folder;
    this.#tslab = tslab;
    this.#onLoad = onLoad;
    this.#paperlab = hasOwnPaperlab(folder) ? undefined : paperlab;
    this.require = this.#requireFrom(folder);
    this.meta = metaOf(join(folder, "cell.ts"), this.require.resolve);
  }

  /**
   * Takes over the JavaScript of files beside the notebook that a cell imported. Changed files are loaded again, and
   * those that are gone are dropped.
   */
  addModules(outputs: readonly SideOutput[]): void {
    for (const [path, origin] of this.#origins) if (!existsSync(origin)) this.#replace(path, undefined);
    for (const { path, data } of outputs) {
      this.#replace(path, data);
      const origin = originOf(path);
      if (origin !== undefined) this.#origins.set(path, origin);
    }
    for (const [path, text] of this.#read) {
      const now = textOf(path);
      if (now !== text) this.#replace(path, undefined);
    }
    this.#unloadChanged();
  }

  /**
   * Returns the files that have changed, or import one that has, since a cell imported them: each once, with the one
   * that has changed, as paths from the notebook's folder.
   */
  takeStale(): { readonly imported: string; readonly changed: string }[] {
    this.#unloadChanged();
    const stale = [...this.#ofCells].filter(([file]) => !this.#modules.has(file));
    for (const [file] of stale) this.#ofCells.delete(file);
    return stale.map(([file, origin]) => {
      return { imported: this.#shownPath(origin), changed: this.#shownPath(this.#causes.get(file) ?? origin) };
    });
  }

  #shownPath(path: string): string {
    return relative(this.#folder, path).replaceAll("\\", "/");
  }

  /**
   * Imports the packages that only `import` can load, for a cell's code and for files that it imports. Returns
   * `undefined` if there is nothing to wait for.
   */
  prepare(code: string, outputs: readonly SideOutput[]): Promise<unknown> | undefined {
    const texts = [{ folder: this.#folder, text: code }];
    for (const { path, data } of outputs) texts.push({ folder: dirname(path), text: data });
    const waits = texts.flatMap(({ folder, text }) => {
      const ids = this.#tslab.importsOf(text).filter((id) => isPackage(id) && !this.#isGiven(id));
      return ids.length === 0 ? [] : (this.#packagesFor(folder).prepare(ids) ?? []);
    });
    return waits.length === 0 ? undefined : Promise.all(waits);
  }

  #replace(path: string, source: string | undefined): void {
    if (source !== undefined && this.#sources.get(path) === source) return;
    const origin = this.#origins.get(path);
    if (source === undefined) {
      this.#sources.delete(path);
      this.#origins.delete(path);
      this.#read.delete(path);
    } else this.#sources.set(path, source);
    this.#unload(path, origin);
  }

  // A file that has changed is loaded again, even if its JavaScript stays the same: then nobody has to compare that.
  #unloadChanged(): void {
    for (const [file, { text }] of [...this.#modules])
      if (text !== textOf(this.#origins.get(file) ?? file)) this.#unload(file);
  }

  // Also unloads its importers, which hold its old exports.
  #unload(path: string, cause = this.#origins.get(path) ?? path): void {
    if (!this.#modules.delete(path)) return;
    this.#causes.set(path, cause);
    const importers = this.#importers.get(path) ?? [];
    this.#importers.delete(path);
    for (const importer of importers) this.#unload(importer, cause);
  }

  #isGiven(id: string): boolean {
    return id === "tslab" || (id === "paperlab" && this.#paperlab !== undefined);
  }

  #packagesFor(folder: string): Packages {
    const packages = this.#packages.get(folder) ?? new Packages(folder);
    this.#packages.set(folder, packages);
    return packages;
  }

  #requireFrom(folder: string, importer?: string): CellRequire {
    const packages = this.#packagesFor(folder);
    const load = (id: string): unknown => {
      if (id === "tslab") return this.#tslab.module();
      if (id === "paperlab" && this.#paperlab !== undefined) return packages.require(this.#paperlab);
      const file = this.#fileOf(id, folder);
      if (file === undefined) return packages.require(id);
      const importers = this.#importers.get(file) ?? new Set();
      if (importer !== undefined) importers.add(importer);
      this.#importers.set(file, importers);
      const { exports } = this.#modules.get(file) ?? this.#loaded(file);
      if (importer === undefined) this.#ofCells.set(file, this.#origins.get(file) ?? file);
      return exports;
    };
    const loadLater = async (id: unknown) => {
      const name = String(id);
      if (!this.#isGiven(name)) await packages.prepare([name]);
      return asNamespace(load(name));
    };
    return Object.assign(load, { import: loadLater, resolve: packages.resolve });
  }

  // Returns the file of a path; `undefined` if Node loads it itself.
  #fileOf(id: string, folder: string): string | undefined {
    if (isPackage(id) || !/^[./]|^[a-z]:/i.test(id)) return undefined;
    const path = resolve(folder, id).replaceAll("\\", "/");
    const known = [path, `${path}.js`, `${path}/index.js`].find((file) => this.#sources.has(file));
    return known ?? this.#readFile(path);
  }

  // Only files of the notebook's folder are compiled, and loaded again.
  #readFile(path: string): string | undefined {
    if (!path.startsWith(`${this.#folder.replaceAll("\\", "/")}/`) || path.includes("/node_modules/")) return undefined;
    const file = placesOf(path).find(isFile);
    const text = file && textOf(file);
    if (file === undefined || text === undefined) return undefined;
    this.#replace(file, extname(file) === ".json" ? text : this.#tslab.compileFile(file, text));
    this.#read.set(file, text);
    return file;
  }

  #loaded(file: string): CellModule {
    const origin = this.#origins.get(file) ?? file;
    const made: CellModule = { id: origin, filename: origin, exports: {}, text: textOf(origin) };
    // Registered before it runs, for modules that import each other.
    this.#modules.set(file, made);
    try {
      if (extname(file) === ".json") {
        made.exports = jsonIn(this.#sources.get(file) ?? "", this.#shownPath(origin));
        return made;
      }
      const scope = this.#compiled(file, origin);
      const load = this.#requireFrom(dirname(file), file);
      const run = scope(...placesIn(metaOf(origin, load.resolve)));
      run.call(made.exports, made.exports, load, made);
    } catch (error) {
      this.#unload(file);
      throw error;
    }
    return made;
  }

  #compiled(file: string, origin: string): (...places: unknown[]) => (...given: unknown[]) => unknown {
    const code = this.#sources.get(file) ?? "";
    const from = this.#tslab.originOf(origin) ?? { path: origin, text: code, locate: (place) => place };
    this.#onLoad(file, from);
    const name = relative(this.#folder, origin).replaceAll("\\", "/");
    this.#refuseAwait(code, name, from);
    const source = `return function (exports, require, module) {\n${code}\n}`;
    try {
      return compileFunction(source, placeNames, { filename: file, lineOffset: -1 }) as never;
    } catch (error) {
      // Node does not say where in a file the fault is.
      const [fault] = parseFaults(this.#tslab.ts, code);
      const place = fault === undefined ? "" : `, line ${from.locate(placeOf(code, fault.start)).line}`;
      throw new SyntaxError(`${name}${place}: ${(error as Error).message}`);
    }
  }

  // Cells load files by `require`, which cannot wait.
  #refuseAwait(code: string, name: string, { locate }: FileOrigin): void {
    const at = /\bawait\b/.test(code) ? firstAwait(this.#tslab.ts, code) : undefined;
    if (at === undefined) return;
    const { line } = locate(placeOf(code, at));
    throw new SyntaxError(
      `Expected a file that a cell imports to await nothing at its top level, but ${name} does in line ${line}. ` +
        "Export an async function, and await its result in the cell",
    );
  }
}

/** A loaded file: the `module` of its code. */
interface CellModule {
  readonly id: string;
  readonly filename: string;
  exports: unknown;
  /** Its file as it was on disk; absent if it has none. */
  readonly text: string | undefined;
}

// As Node reads such a file. Its own message does not say which one it is.
function jsonIn(text: string, name: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch (error) {
    const { message } = error as Error;
    const at = /at position (\d+)/.exec(message)?.[1];
    const line = at === undefined ? "" : `, line ${placeOf(text, Number(at)).line}`;
    throw new SyntaxError(`${name}${line}: Expected JSON: ${message}`);
  }
}

// The exports of CommonJS code, as `import()` returns them.
function asNamespace(exported: unknown): unknown {
  if ((exported as { __esModule?: boolean } | undefined)?.__esModule) return exported;
  return { ...(exported as object), default: exported };
}

const extensions = [".ts", ".tsx", ".js", ".jsx", ".json"];

function originOf(path: string): string | undefined {
  const stem = path.slice(0, -extname(path).length);
  return extensions.map((extension) => stem + extension).find((file) => existsSync(file));
}

// Where to look for a path. `./a.mjs` may also mean `a.mts`.
function placesOf(path: string): string[] {
  const typed = path.replace(/js(x?)$/, "ts$1");
  const folders = [path, `${path}/index`];
  return [path, typed, ...folders.flatMap((stem) => extensions.map((extension) => stem + extension))];
}

function isFile(path: string): boolean {
  return /\.([cm]?[jt]s|[jt]sx|json)$/.test(path) && statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
