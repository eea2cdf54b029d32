import { createRequire } from "node:module";
import { join } from "node:path";
import { PaperLabError } from "../../errors";
import type { ArrowPackage, ParquetPackage } from "./arrow";

/** Packages that are not installed with paperlab, by their names. */
interface OtherPackages {
  readonly "apache-arrow": ArrowPackage;
  readonly "parquet-wasm": ParquetPackage;
}

type Name = keyof OtherPackages;

/**
 * Loads a package on its first use: that of the project in the working folder, that of the program, or the one beside
 * paperlab. `path` is the file that needs the packages `needed`. Throws MISSING_FILE where it is not installed or does not
 * load.
 */
export function otherPackage<Wanted extends Name>(
  name: Wanted,
  path: string,
  needed: readonly Name[],
): OtherPackages[Wanted] {
  const places = [join(process.cwd(), "paperlab.cjs"), ...(process.argv[1] ? [process.argv[1]] : []), __filename];
  const load = places.map((place) => createRequire(place)).find((one) => hasPackage(one, name));
  const wanted = `Expected the ${needed.length > 1 ? "packages" : "package"} ${needed.join(" and ")} to read ${path}`;
  const cure = `Run npm install ${needed.join(" ")}`;
  if (load === undefined) throw new PaperLabError("MISSING_FILE", `${wanted}, but ${name} is not installed. ${cure}`);
  try {
    return load(name) as OtherPackages[Wanted];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new PaperLabError("MISSING_FILE", `${wanted}, but ${name} does not load: ${why}. ${cure}`, { cause });
  }
}

function hasPackage(load: NodeJS.Require, name: Name): boolean {
  try {
    load.resolve(name);
    return true;
  } catch {
    return false;
  }
}
