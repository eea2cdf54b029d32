import { createRequire, Module } from "node:module";
import { dirname, extname, join } from "node:path";
import { hasOwnPaperlab, type SideOutput } from "./tslab";

/** What the cells of a notebook share: their variables, and how they load modules. */
export class Namespace {
  /** The variables by name: what a cell's code takes for its `exports`. */
  readonly variables: Record<string, unknown> = {};
  /** What a cell's code takes for its `require`. */
  readonly require: (id: string) => unknown;
  readonly #sources = new Map<string, string>();
  readonly #modules = new Map<string, Module>();
  readonly #tslab: () => unknown;
  readonly #paperlab: string | undefined;

  /** `folder`: of the notebook. `paperlab`: folder of the package that serves notebooks which have none. */
  constructor(folder: string, paperlab: string, tslab: () => unknown) {
    this.#tslab = tslab;
    this.#paperlab = hasOwnPaperlab(folder) ? undefined : paperlab;
    this.require = this.#requireFrom(createRequire(join(folder, "cell.js")), folder);
  }

  /** Takes over what files beside the notebook became when a cell imported them. */
  addModules(outputs: readonly SideOutput[]): void {
    for (const { path, data } of outputs) {
      this.#modules.delete(path);
      this.#sources.set(path, data);
    }
  }

  #requireFrom(original: (id: string) => unknown, folder: string): (id: string) => unknown {
    return (id) => {
      if (id === "tslab") return this.#tslab();
      if (id === "paperlab" && this.#paperlab !== undefined) return original(this.#paperlab);
      return this.#compiled(id, folder)?.exports ?? original(id);
    };
  }

  #compiled(id: string, folder: string): Module | undefined {
    if (!id.startsWith(".") && !id.startsWith("/")) return undefined;
    const path = join(folder, id).replaceAll("\\", "/");
    const file = extname(path) === "" ? `${path}.js` : path;
    const loaded = this.#modules.get(file);
    if (loaded !== undefined) return loaded;
    const source = this.#sources.get(file);
    if (source === undefined) return undefined;
    const made = new Module(file) as CompilingModule;
    made.filename = file;
    made.paths = (Module as unknown as { _nodeModulePaths(folder: string): string[] })._nodeModulePaths(dirname(file));
    made.require = this.#requireFrom(made.require.bind(made), dirname(file)) as NodeJS.Require;
    // Before it runs, for modules that import each other.
    this.#modules.set(file, made);
    made._compile(source, file);
    return made;
  }
}

interface CompilingModule extends Module {
  _compile(source: string, file: string): void;
}
