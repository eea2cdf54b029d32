import { type Import, importsOf, target } from "./imports";
import { finding, roomOf, type Source } from "./source";

/** What the files of one room of src/ may import, beside their own room. A room is a folder of the first or second level. */
export interface Layer {
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly typesOf?: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}

/** What a room may import that computes something of a session's data. */
const core = ["core", "core/account", "core/engine", "core/journal", "core/market", "core/models", "core/orders"];

/** The table of the rooms: who may import whom, from the inside out. What is not in it is forbidden. */
export const layers: Readonly<Record<string, Layer>> = {
  errors: { rooms: [] },
  notebook: { rooms: [], node: true },

  core: { rooms: ["errors"], packages: ["seedrandom"] },
  "core/market": { rooms: ["core", "errors"] },
  "core/orders": { rooms: ["core"], typesOf: ["core/market"] },
  "core/models": { rooms: ["core"], typesOf: ["core/orders"] },
  "core/journal": { rooms: ["core", "errors"], typesOf: ["core/orders"] },
  "core/account": { rooms: ["core"], typesOf: ["core/broker", "core/market", "core/models", "core/orders"] },
  "core/broker": {
    rooms: ["core", "core/orders"],
    typesOf: ["core/account", "core/journal", "core/market", "core/models"],
  },
  "core/engine": {
    rooms: ["core", "core/account", "core/broker", "core/journal", "core/market", "core/orders", "errors"],
  },

  strategy: {
    rooms: ["core", "core/market", "errors"],
    typesOf: ["core/account", "core/engine", "core/orders"],
  },
  "strategy/reach": {
    rooms: ["notebook", "strategy/indicators"],
    typesOf: ["strategy"],
    packages: ["acorn", "eslint-scope"],
  },
  "strategy/indicators": { rooms: ["core"] },

  feeds: { rooms: ["core", "core/market", "feeds/bars", "feeds/made", "feeds/read", "errors"], node: true },
  "feeds/bars": { rooms: ["core", "errors"], typesOf: ["core/market"] },
  "feeds/made": { rooms: ["core", "feeds", "errors"], node: true },
  "feeds/read": { rooms: ["core", "core/market", "feeds/bars", "errors"], node: true },

  analysis: { rooms: ["core", "analysis/metrics", "analysis/returns", "errors"], typesOf: ["core/market"] },
  "analysis/metrics": { rooms: [], typesOf: ["analysis", "core/orders"], packages: ["mathjs"] },
  "analysis/returns": { rooms: ["analysis/metrics"], typesOf: ["analysis", "core/market"] },
  "analysis/trades": { rooms: ["core"], typesOf: ["core/orders"] },
  "analysis/compare": { rooms: ["analysis/metrics", "analysis/returns", "errors"], typesOf: ["analysis", "core"] },

  run: {
    rooms: ["core", "core/engine", "analysis/metrics", "analysis/trades"],
    typesOf: ["analysis", "core/account", "core/journal", "core/market", "core/orders"],
    node: true,
  },

  store: {
    rooms: ["core", "store/database", "store/reading", "store/tables", "store/writing", "errors"],
    typesOf: ["analysis", "core/account", "core/market", "core/orders"],
    node: true,
  },
  "store/database": {
    rooms: ["core", "store", "store/tables", "store/writing", "errors"],
    packages: ["sqlite3"],
    node: true,
  },
  "store/tables": {
    rooms: ["store", "store/database", "errors"],
    typesOf: ["analysis", "core/account", "core/market", "core/orders"],
  },
  "store/writing": { rooms: ["store", "store/database", "store/tables", "errors"], node: true },
  "store/reading": { rooms: ["core", "store", "store/database", "store/tables", "errors"] },

  session: {
    rooms: [
      "analysis",
      "core",
      "core/market",
      "feeds",
      "run",
      "session/life",
      "session/terms",
      "strategy",
      "strategy/reach",
      "errors",
    ],
    typesOf: ["core/engine", "core/orders", "store"],
    node: true,
  },
  "session/life": {
    rooms: ["core", "core/market", "notebook", "run", "session/stored", "errors"],
    typesOf: ["core/account", "core/engine", "core/journal", "core/orders", "store"],
    node: true,
  },
  "session/terms": {
    rooms: ["api", "core", "core/market", "core/models", "feeds", "feeds/bars", "errors"],
    typesOf: ["analysis", "core/account", "core/engine", "core/orders", "run", "session/life"],
  },
  "session/stored": {
    rooms: [
      ...[
        "analysis/metrics",
        "core",
        "core/account",
        "core/journal",
        "core/models",
        "feeds",
        "run",
        "session",
        "errors",
      ],
    ],
    typesOf: ["api", "core/market", "core/orders", "session/terms", "store", "strategy"],
  },

  output: { rooms: ["core", "output/figures", "output/still", "errors"], typesOf: ["notebook"], node: true },
  "output/figures": { rooms: ["notebook", "output", "output/still"], typesOf: ["core/market", "core/orders"] },
  "output/still": { rooms: ["output", "output/figures"] },
  "output/frames": { rooms: ["notebook", "output"], typesOf: ["core"] },

  views: {
    rooms: [
      ...["analysis", "analysis/metrics", "analysis/returns", "api", "core", "core/market", "feeds/bars", "notebook"],
      ...["output", "output/figures", "output/frames", "session/terms", "errors"],
    ],
    typesOf: ["core/journal", "run", "session", "session/life", "store"],
    node: true,
  },

  api: {
    rooms: [
      ...["analysis", "analysis/compare", "analysis/returns", "core", "core/market", "feeds", "feeds/bars"],
      ...["feeds/made", "notebook", "output", "output/figures", "output/frames", "session", "session/life"],
      ...["session/stored", "session/terms", "store", "strategy", "views", "errors"],
    ],
    typesOf: ["analysis/metrics", "core/account", "core/engine", "core/journal", "core/orders", "run"],
  },

  index: {
    rooms: [
      ...["analysis/metrics", "analysis/returns", "analysis/trades", "analysis", "api", ...core, "errors", "feeds"],
      ...["feeds/made", "notebook", "output/figures", "output/frames", "session/life", "session/stored"],
      ...["session/terms", "strategy", "strategy/indicators", "views"],
    ],
  },
};

/** The one file that may load the bundled danfo (its types serve all of output), and where the bundles are, seen from src/. */
const danfoFile = "output/frames/danfo.ts";
const bundles = "../vendor/";

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

function objectionTo(source: Source, from: string, layer: Layer, found: Import): string | undefined {
  const { specifier } = found;
  if (specifier === undefined) return source.path === danfoFile ? undefined : `${from} imports a computed name`;
  if (specifier.startsWith("node:")) return layer.node ? undefined : `${from} may not import ${specifier}`;
  if (specifier.startsWith(".")) return objectionToFile(source, from, layer, found, target(source, specifier));
  const name = packageOf(specifier);
  return layer.packages?.includes(name) ? undefined : `${from} may not import the package ${name}`;
}

function objectionToFile(source: Source, from: string, layer: Layer, found: Import, path: string): string | undefined {
  if (path.startsWith(bundles) && (source.path === danfoFile || (from.startsWith("output") && found.typeOnly)))
    return undefined;
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
