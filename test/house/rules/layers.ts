import { type Import, importsOf, target } from "./imports";
import { finding, folderOf, type Source } from "./source";

/** What the files of one folder of src/ may import, beside their own folder. */
export interface Layer {
  readonly folders: readonly string[];
  /** Folders of which only types may be imported. */
  readonly typesOf?: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}

const everyRoom = ["core", "strategy", "feeds", "tracking", "comparison", "store", "output", "errors"];

/** The table of the rooms: who may import whom. What is not in it is forbidden. */
export const layers: Readonly<Record<string, Layer>> = {
  errors: { folders: [] },
  core: { folders: ["errors"] },
  strategy: { folders: ["core", "errors"] },
  tracking: { folders: ["core", "errors"], packages: ["mathjs"] },
  comparison: { folders: ["core", "tracking", "errors"], packages: ["mathjs"] },
  feeds: { folders: ["core", "errors"], packages: ["seedrandom"], node: true },
  store: { folders: ["core", "errors"], typesOf: ["tracking"], packages: ["sqlite3"], node: true },
  output: { folders: ["core", "errors"], typesOf: ["tracking"], node: true },
  api: { folders: everyRoom, packages: ["acorn", "eslint-scope"], node: true },
  index: { folders: [...everyRoom, "api"] },
};

/** The one file that may load the bundled danfo (its types serve all of output), and where the bundles are, seen from src/. */
const danfoFile = "output/danfo.ts";
const bundles = "../vendor/";

/** Returns every import of a file that the table of the rooms does not allow. */
export function layerFindings(source: Source): string[] {
  const from = folderOf(source.path);
  const layer = layers[from];
  if (layer === undefined)
    return [`${source.folder}/${source.path}:1: the folder ${from} is not in the table of the rooms`];
  return importsOf(source).flatMap((found) => {
    const objection = objectionTo(source, from, layer, found);
    return objection === undefined ? [] : [finding(source, found.node, objection)];
  });
}

function objectionTo(source: Source, from: string, layer: Layer, found: Import): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) return source.path === danfoFile ? undefined : `${from} imports a computed name`;
  if (specifier.startsWith("node:")) return layer.node ? undefined : `${from} may not import ${specifier}`;
  if (specifier.startsWith(".")) return objectionToFile(source, from, layer, found, target(source, specifier));
  const name = packageOf(specifier);
  return layer.packages?.includes(name) ? undefined : `${from} may not import the package ${name}`;
}

function objectionToFile(source: Source, from: string, layer: Layer, found: Import, path: string): string | undefined {
  if (path.startsWith(bundles) && (source.path === danfoFile || (from === "output" && found.typeOnly)))
    return undefined;
  if (path.startsWith("..")) return `${from} may not import ${path.slice(3)}, which is outside src`;
  const to = folderOf(path);
  if (to === from || layer.folders.includes(to)) return undefined;
  if (!layer.typesOf?.includes(to)) return `${from} may not import ${to}`;
  return found.typeOnly ? undefined : `${from} may import only types of ${to}`;
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
