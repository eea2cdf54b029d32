import { existsSync, readFileSync } from "node:fs";
import { createRequire, Module } from "node:module";
import { dirname, extname, join } from "node:path";
import { hasOwnPaperlab, type SideOutput } from "../compile/tslab";

/** What the cells of a notebook share: their variables, and how they load modules. */
export class Namespace {
  /** The variables by name: what a cell's code takes for its `exports`. */
  readonly variables: Record<string, unknown> = {};
  /** What a cell's code takes for its `require`. */
  readonly require: (id: string) => unknown;
  readonly #sources = new Map<string, string>();
  // The files that they were compiled of; a module that a cell declares itself to be has none.
  readonly #origins = new Map<string, string>();
  readonly #modules = new Map<string, Module>();
  readonly #importers = new Map<string, Set<string>>();
  readonly #tslab: () => unknown;
  readonly #paperlab: string | undefined;

  /** `folder`: of the notebook. `paperlab`: folder of the package that serves notebooks which have none. */
  constructor(folder: string, paperlab: string, tslab: () => unknown) {
    this.#tslab = tslab;
    this.#paperlab = hasOwnPaperlab(folder) ? undefined : paperlab;
    this.require = this.#requireFrom(createRequire(join(folder, "cell.js")), folder);
  }

  /**
   * Takes over what files beside the notebook became when a cell imported them. Those that changed are loaded anew, and what
   * came of a file that is gone goes too.
   */
  addModules(outputs: readonly SideOutput[]): void {
    for (const [path, origin] of this.#origins) if (!existsSync(origin)) this.#replace(path, undefined);
    for (const { path, data } of outputs) {
      this.#replace(path, data);
      const origin = originOf(path);
      if (origin !== undefined) this.#origins.set(path, origin);
    }
    for (const path of this.#sources.keys()) if (extname(path) === ".json") this.#replace(path, jsonModule(path));
  }

  #replace(path: string, source: string | undefined): void {
    if (this.#sources.get(path) === source) return;
    if (source === undefined) {
      this.#sources.delete(path);
      this.#origins.delete(path);
    } else this.#sources.set(path, source);
    this.#unload(path);
  }

  // Unloads its importers too: they hold its old exports.
  #unload(path: string): void {
    if (!this.#modules.delete(path)) return;
    const importers = this.#importers.get(path) ?? [];
    this.#importers.delete(path);
    for (const importer of importers) this.#unload(importer);
  }

  #requireFrom(original: (id: string) => unknown, folder: string, importer?: string): (id: string) => unknown {
    return (id) => {
      if (id === "tslab") return this.#tslab();
      if (id === "paperlab" && this.#paperlab !== undefined) return original(this.#paperlab);
      const file = this.#fileOf(id, folder);
      if (file === undefined) return original(id);
      const importers = this.#importers.get(file) ?? new Set();
      if (importer !== undefined) importers.add(importer);
      this.#importers.set(file, importers);
      return (this.#modules.get(file) ?? this.#loaded(file)).exports;
    };
  }

  // Returns the compiled file that a path names; `undefined` for what Node loads itself.
  #fileOf(id: string, folder: string): string | undefined {
    if (!id.startsWith(".") && !id.startsWith("/")) return undefined;
    const path = join(folder, id).replaceAll("\\", "/");
    if (extname(path) === ".json" && !this.#sources.has(path)) this.#replace(path, jsonModule(path));
    return [path, `${path}.js`, `${path}/index.js`].find((file) => this.#sources.has(file));
  }

  #loaded(file: string): Module {
    const made = new Module(file) as CompilingModule;
    made.filename = file;
    made.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(file));
    made.require = this.#requireFrom(made.require.bind(made), dirname(file), file) as NodeJS.Require;
    // Registered before it runs, for modules that import each other.
    this.#modules.set(file, made);
    try {
      made._compile(this.#sources.get(file) ?? "", file);
    } catch (error) {
      this.#unload(file);
      throw error;
    }
    return made;
  }
}

interface CompilingModule extends Module {
  _compile(source: string, file: string): void;
}

function originOf(path: string): string | undefined {
  const stem = path.slice(0, -extname(path).length);
  return [".ts", ".tsx", ".js", ".jsx"].map((extension) => stem + extension).find((file) => existsSync(file));
}

function jsonModule(path: string): string | undefined {
  try {
    return `module.exports = ${readFileSync(path, "utf8")}`;
  } catch {
    return undefined;
  }
}
