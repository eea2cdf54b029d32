import { existsSync, readFileSync } from "node:fs";
import { createRequire, isBuiltin, Module } from "node:module";
import { dirname, extname, join } from "node:path";
import { loadingMark } from "../errors/hints";

type Load = (id: string) => unknown;

/** Loads packages for code in one folder. A package that `require` cannot load is imported beforehand. */
export class Packages {
  /** Returns the path of an import. */
  readonly resolve: NodeJS.RequireResolve;
  readonly #require: NodeJS.Require;
  readonly #import: (id: string) => Promise<object>;
  readonly #imported = new Map<string, () => unknown>();

  constructor(folder: string) {
    const file = join(folder, "cell.cjs");
    this.#require = createRequire(file);
    this.resolve = this.#require.resolve;
    const importer = new Module(file) as CompilingModule;
    // Its imports are resolved from its file, as for code there.
    importer._compile("module.exports = (id) => import(id);", file);
    this.#import = importer.exports;
  }

  /** Returns the exports of a package. */
  readonly require: Load = (id) => {
    const imported = this.#imported.get(id);
    return imported === undefined ? this.#require(id) : imported();
  };

  /** Imports the packages that need it. Returns `undefined` if there is nothing to wait for. */
  prepare(ids: readonly string[]): Promise<unknown> | undefined {
    const left = ids.filter((id) => isPackage(id) && !this.#imported.has(id) && this.#isForImport(id));
    return left.length === 0 ? undefined : Promise.all(left.map((id) => this.#load(id)));
  }

  async #load(id: string): Promise<void> {
    try {
      const exported = asTypeScriptExpects(await this.#import(id));
      this.#imported.set(id, () => exported);
    } catch (error) {
      this.#imported.set(id, () => {
        this.#imported.delete(id);
        throw whileLoading(id, error);
      });
    }
  }

  #isForImport(id: string): boolean {
    try {
      return isModule(this.#require.resolve(id));
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === "ERR_PACKAGE_PATH_NOT_EXPORTED";
    }
  }
}

// A package is loaded before the cell's code begins. The stack of what it throws leads to the import all the same.
function whileLoading(id: string, thrown: unknown): unknown {
  if (!(thrown instanceof Error)) return thrown;
  const stack = stacks.get(thrown) ?? String(thrown.stack);
  stacks.set(thrown, stack);
  const importers = String(new Error("here").stack).split("\n").slice(1);
  // Some errors cannot be changed.
  Reflect.set(thrown, "stack", [stack, `${loadingMark} ${id}`, ...importers].join("\n"));
  return thrown;
}

// A package throws the same error whenever it is imported.
const stacks = new WeakMap<Error, string>();

interface CompilingModule extends Module {
  _compile(source: string, file: string): void;
}

/** Whether an import names a package, not a file or a part of Node. */
export function isPackage(id: string): boolean {
  return !/^[./]|^[a-z]:[\\/]/i.test(id) && !isBuiltin(id);
}

// Whether Node treats a file of a package as an ES module.
function isModule(file: string): boolean {
  if (extname(file) !== ".js") return extname(file) === ".mjs";
  for (let at = dirname(file); at !== dirname(at); at = dirname(at)) {
    const description = join(at, "package.json");
    if (existsSync(description)) return JSON.parse(readFileSync(description, "utf8")).type === "module";
  }
  return false;
}

// TypeScript's code takes an object without this mark as the default export.
function asTypeScriptExpects(exported: object): object {
  const get = (target: object, name: PropertyKey) => (name === "__esModule" ? true : Reflect.get(target, name));
  return new Proxy(exported, { get });
}
