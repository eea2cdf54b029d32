import { dirname } from "node:path";
import type * as TypeScript from "typescript";
import type { Ts } from "./typescript";

// TypeScript's libraries for features after ES2023, each with a member that exists if the rest does.
const youngLibraries: readonly (readonly [library: string, owner: object, member: string])[] = [
  ["es2024.arraybuffer", ArrayBuffer.prototype, "resize"],
  ["es2024.collection", Map, "groupBy"],
  ["es2024.object", Object, "groupBy"],
  ["es2024.promise", Promise, "withResolvers"],
  ["es2024.regexp", RegExp.prototype, "unicodeSets"],
  ["es2024.sharedmemory", Atomics, "waitAsync"],
  ["es2024.string", String.prototype, "isWellFormed"],
  ["esnext.array", Array, "fromAsync"],
  ["esnext.collection", Set.prototype, "union"],
  ["esnext.disposable", globalThis, "DisposableStack"],
  ["esnext.error", Error, "isError"],
  ["esnext.float16", globalThis, "Float16Array"],
  ["esnext.iterator", globalThis, "Iterator"],
  ["esnext.promise", Promise, "try"],
  ["esnext.sharedmemory", Atomics, "pause"],
];

/** Returns the settings that differ from tslab's, so that cells can use what the running Node has. */
export function settingsOf(ts: Ts): TypeScript.CompilerOptions {
  const young = youngLibraries.filter(([, owner, member]) => member in owner).map(([library]) => library);
  return {
    target: ts.ScriptTarget.ES2024,
    lib: ["es2023", ...young].map((library) => `lib.${library}.d.ts`),
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    customConditions: ["node"],
    // Decorators are those of JavaScript, not TypeScript's older ones.
    experimentalDecorators: false,
    rewriteRelativeImportExtensions: true,
    inlineSourceMap: true,
    inlineSources: true,
  };
}

/**
 * Returns the folders of packages whose types apply without an import: those of the notebook's folder and of the
 * folders above it, and the kernel's own if none of them has Node's types. Of the kernel's own only Node's types
 * apply. The rest belongs to paperlab's developers, or to other notebooks.
 */
export function typeRootsOf({ sys }: Ts, folder: string, paperlab: string): () => string[] {
  const own = slashed(dirname(dirname(require.resolve("@types/node/package.json"))));
  const around = foldersFrom(folder).map((at) => `${at}/node_modules/@types`);
  const onlyNode = own.startsWith(`${slashed(paperlab)}/`) || !around.includes(own);
  const { getDirectories } = sys;
  sys.getDirectories = (path) => (onlyNode && path === own ? ["node"] : getDirectories(path));
  return () => {
    const found = around.filter((root) => sys.directoryExists(root));
    return found.some((root) => sys.fileExists(`${root}/node/package.json`)) ? found : [...found, own];
  };
}

function foldersFrom(folder: string): string[] {
  const above = dirname(folder);
  const here = slashed(folder).replace(/\/$/, "");
  return above === folder ? [here] : [here, ...foldersFrom(above)];
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}
