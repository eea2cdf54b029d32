import { type Import, importsOf, target } from "../reading/imports";
import { finding, roomOf, type Source } from "../reading/source";
import type { Layer } from "./layer";
import { layers } from "./layer-table";

/** Where the bundles are, seen from src/, and the one file that may load each. The types of danfo serve all of output. */
const bundles = "../vendor/";
const danfoFile = "output/frames/danfo.ts";
const loaders: Readonly<Record<string, string>> = { "danfo.cjs": danfoFile, "formula.cjs": "formula/parse.ts" };

/** Returns every import of a file that the table of the rooms does not allow. */
export function layerFindings(source: Source): string[] {
  const from = roomOf(source.path);
  const layer = layers[from];
  if (layer === undefined)
    return [`${source.folder}/${source.path}:1: the room ${from} is not in the table of the rooms`];
  return importsOf(source).flatMap((found) => {
    const objection = objectionTo(source, from, layer, found);
    return objection === undefined ? [] : [finding(source, found.node, objection)];
  });
}

/** Returns every permission of the table that no import needs: a room that may not be used, or of which types would do. */
export function idlePermissions(sources: readonly Source[]): string[] {
  const values = new Set<string>();
  const types = new Set<string>();
  for (const source of sources) {
    for (const { specifier = "", typeOnly } of importsOf(source)) {
      if (!specifier.startsWith(".")) continue;
      const way = `${roomOf(source.path)} to ${roomOf(target(source, specifier))}`;
      (typeOnly ? types : values).add(way);
    }
  }
  return Object.entries(layers).flatMap(([from, { rooms, typesOf = [] }]) => [
    ...rooms.filter((to) => !values.has(`${from} to ${to}`)).map((to) => `${from} needs no value of ${to}`),
    ...typesOf.filter((to) => !types.has(`${from} to ${to}`)).map((to) => `${from} needs no type of ${to}`),
  ]);
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
  const isLoader = loaders[path.slice(bundles.length)] === source.path;
  if (path.startsWith(bundles) && (isLoader || (from.startsWith("output") && found.typeOnly))) return undefined;
  if (path.startsWith("..")) return `${from} may not import ${path.slice(3)}, which is outside src`;
  const to = roomOf(path);
  if (to === from || layer.rooms.includes(to)) return undefined;
  if (!layer.typesOf?.includes(to)) return `${from} may not import ${to}`;
  return found.typeOnly ? undefined : `${from} may import only types of ${to}`;
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
