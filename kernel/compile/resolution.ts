import { isAbsolute } from "node:path";
import type * as TypeScript from "typescript";
import type { Ts } from "./typescript";

type Options = TypeScript.CompilerOptions;
type Host = TypeScript.CompilerHost & TypeScript.WatchHost;
type HostPart = Required<
  Pick<Host, "resolveModuleNameLiterals" | "getModuleResolutionCache" | "hasInvalidatedResolutions" | "watchDirectory">
>;

/**
 * Finds the files that imports refer to. Files named by path are looked up again in every compilation. TypeScript
 * would watch all folders below the notebook's instead, and notice changes late. Packages are looked up once: when
 * they change, there is a new converter, with a new instance of this.
 */
export class ImportResolution {
  readonly #ts: Ts;
  readonly #system: TypeScript.System;
  readonly #imports = new Map<string, () => string>();
  /** What the imports of the notebook's files referred to when they were last compiled. */
  readonly #meant = new Map<string, string>();
  readonly #packages: TypeScript.ModuleResolutionCache;

  constructor(ts: Ts, system: TypeScript.System, settings: Options) {
    this.#ts = ts;
    this.#system = system;
    this.#packages = ts.createModuleResolutionCache(system.getCurrentDirectory(), (path) => path, settings);
  }

  /** Returns the parts of a TypeScript host that this class provides. */
  get host(): HostPart {
    return {
      resolveModuleNameLiterals: (literals, file, _, options, source) => {
        const { getModeForUsageLocation } = this.#ts;
        const asked = literals.map((one) => ({ name: one.text, mode: getModeForUsageLocation(source, one, options) }));
        const find = () => asked.map(({ name, mode }) => this.#find(name, file, options, mode));
        const found = find();
        if (this.#isOwn(file)) {
          this.#imports.set(file, () => filesOf(find()));
          this.#meant.set(file, filesOf(found));
        }
        return found;
      },
      // Otherwise TypeScript reads the package.json above every file, for every cell.
      getModuleResolutionCache: () => this.#packages,
      hasInvalidatedResolutions: (file) => this.#meant.get(file) !== this.#imports.get(file)?.(),
      watchDirectory: () => ({ close: () => {} }),
    };
  }

  // `import` and `require` of the same package may mean different files.
  #find(
    name: string,
    file: string,
    options: Options,
    mode: TypeScript.ResolutionMode,
  ): TypeScript.ResolvedModuleWithFailedLookupLocations {
    const { resolveModuleName } = this.#ts;
    const packages = isPath(name) ? undefined : this.#packages;
    return resolveModuleName(name, file, options, this.#system, packages, undefined, mode);
  }

  #isOwn(file: string): boolean {
    return file.startsWith(`${this.#system.getCurrentDirectory()}/`) && !file.includes("/node_modules/");
  }
}

function isPath(name: string): boolean {
  return name.startsWith(".") || isAbsolute(name);
}

function filesOf(found: readonly TypeScript.ResolvedModuleWithFailedLookupLocations[]): string {
  return found.map(({ resolvedModule }) => resolvedModule?.resolvedFileName ?? "").join();
}
