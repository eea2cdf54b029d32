import { Module } from "node:module";

/** Runs code as if a package were not installed. */
export function without<Result>(missing: string, code: () => Result): Result {
  const loader = Module as unknown as { _resolveFilename(id: string, ...rest: unknown[]): string };
  const resolve = loader._resolveFilename;
  loader._resolveFilename = (id, ...rest) => {
    if (id === missing) throw Object.assign(new Error(`Cannot find module '${id}'`), { code: "MODULE_NOT_FOUND" });
    return resolve.call(loader, id, ...rest);
  };
  try {
    return code();
  } finally {
    loader._resolveFilename = resolve;
  }
}
