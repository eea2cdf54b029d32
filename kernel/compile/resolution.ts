import { isAbsolute } from "node:path";
import type * as TypeScript from "typescript";
import type { Ts } from "./typescript";

type Options = TypeScript.CompilerOptions;
type Host = TypeScript.CompilerHost & TypeScript.WatchHost;
type HostPart = Required<
  Pick<Host, "resolveModuleNameLiterals" | "getModuleResolutionCache" | "hasInvalidatedResolutions" | "watchDirectory">
>;

/**
 * Finds the files that imports mean. Files that are named by their path are looked for anew in every compilation. TypeScript
 * would rather watch all folders below the notebook's, and hear later of what has changed there. Packages are found once:
 * where they change, there is a new converter, and a new one of these.
 */
export class ImportResolution {
  readonly #ts: Ts;
  readonly #system: TypeScript.System;
  readonly #imports = new Map<string, () => string>();
  /** What the imports of the notebook's files meant when they were last compiled. */
  readonly #meant = new Map<string, string>();
  readonly #packages: TypeScript.ModuleResolutionCache;

  constructor(ts: Ts, system: TypeScript.System, settings: Options) {
    this.#ts = ts;
    this.#system = system;
    this.#packages = ts.createModuleResolutionCache(system.getCurrentDirectory(), (path) => path, settings);
  }

  /** Returns what a host of TypeScript's leaves to it. */
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
      // Else TypeScript reads the package.json above every file, for every cell.
      getModuleResolutionCache: () => this.#packages,
      hasInvalidatedResolutions: (file) => this.#meant.get(file) !== this.#imports.get(file)?.(),
      watchDirectory: () => ({ close: () => {} }),
    };
  }

  // Of one package, `import` and `require` may mean different files.
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
