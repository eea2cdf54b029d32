import { Module } from "node:module";

/** Runs code as if a package were not installed. */
export function without<Result>(missing: string, code: () => Result): Result {
  const loader = Module as unknown as Record<"_resolveFilename" | "_load", (id: string, ...rest: unknown[]) => unknown>;
  const { _resolveFilename: resolve, _load: load } = loader;
  // What was found before is not looked for again.
  const hiding =
    (found: typeof load) =>
    (id: string, ...rest: unknown[]) => {
      if (id === missing) throw Object.assign(new Error(`Cannot find module '${id}'`), { code: "MODULE_NOT_FOUND" });
      return found.call(loader, id, ...rest);
    };
  loader._resolveFilename = hiding(resolve);
  loader._load = hiding(load);
  try {
    return code();
  } finally {
    loader._resolveFilename = resolve;
    loader._load = load;
  }
}
