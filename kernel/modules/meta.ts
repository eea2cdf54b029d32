import { isBuiltin } from "node:module";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import { metaName } from "../compile/module-forms";
import { isPackage } from "./packages";

/** What code knows about its own place, as Node's `import.meta`. */
export interface ModuleMeta {
  readonly dirname: string;
  readonly filename: string;
  /** A `file:` URL. */
  readonly url: string;
  /** Returns the URL of an import. A package is found as `require` finds it; a path need not exist. */
  resolve(id: string): string;
}

/** The variables by which code knows its place. They are outside its function, so that it may declare them itself. */
export const placeNames = ["__filename", "__dirname", metaName];

/** Returns the values of these variables. */
export function placesIn(meta: ModuleMeta): unknown[] {
  return [meta.filename, meta.dirname, meta];
}

/** Returns the `import.meta` of a file. `resolve` returns the path of a package. */
export function metaOf(file: string, resolve: (id: string) => string): ModuleMeta {
  const url = pathToFileURL(file).href;
  return {
    dirname: dirname(file),
    filename: file,
    url,
    resolve(given) {
      const id = String(given);
      if (isBuiltin(id)) return id.startsWith("node:") ? id : `node:${id}`;
      if (URL.canParse(id)) return new URL(id).href;
      return isPackage(id) ? pathToFileURL(resolve(id)).href : new URL(id, url).href;
    },
  };
}
