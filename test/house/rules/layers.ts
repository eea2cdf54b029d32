import { type Import, importsOf, target } from "../reading/imports";
import { finding, roomOf, type Source } from "../reading/source";

/** What the files of one room of src/ may import, beside their own room. A room is a folder of the first or second level. */
export interface Layer {
  readonly rooms: readonly string[];
  /** Rooms of which only types may be imported. */
  readonly typesOf?: readonly string[];
  readonly packages?: readonly string[];
  readonly node?: boolean;
}

/** The table of the rooms: who may import whom, from the inside out. What is not in it is forbidden. */
export const layers: Readonly<Record<string, Layer>> = {
  errors: { rooms: [] },
  turns: { rooms: [] },
  notebook: { rooms: [], node: true },

  core: { rooms: ["errors"] },
  "core/market": { rooms: ["core", "errors"] },
  "core/orders": { rooms: ["core"], typesOf: ["core/market"] },
  "core/models": { rooms: ["core"], typesOf: ["core/orders"] },
  "core/journal": { rooms: ["core", "core/orders", "errors"] },
  "core/account": { rooms: ["core", "core/orders"], typesOf: ["core/market", "core/models"] },
  "core/broker": {
    rooms: ["core", "core/orders"],
    typesOf: ["core/account", "core/journal", "core/market", "core/models"],
  },
  "core/engine": {
    rooms: ["core", "core/account", "core/broker", "core/journal", "core/market", "core/orders", "errors"],
  },

  "strategy/indicators": { rooms: ["core"] },
  strategy: { rooms: ["core", "core/market", "errors"], typesOf: ["core/account", "core/engine", "core/orders"] },
  "strategy/reach": {
    rooms: ["notebook", "strategy", "strategy/indicators"],
    packages: ["acorn", "eslint-scope"],
    node: true,
  },

  "feeds/bars": { rooms: ["core", "errors"], typesOf: ["core/market"] },
  "feeds/source": { rooms: ["core", "feeds/bars", "errors"], typesOf: ["core/market"], node: true },
  "feeds/found": { rooms: ["core", "core/market"], typesOf: ["feeds/bars", "feeds/source"] },
  "feeds/text": { rooms: ["core", "errors"], typesOf: ["feeds/source"], node: true },
  "feeds/columnar": { rooms: ["core", "feeds/text", "errors"], node: true },
  "feeds/read": {
    rooms: [
      "core",
      "core/market",
      "feeds/bars",
      "feeds/columnar",
      "feeds/found",
      "feeds/source",
      "feeds/text",
      "errors",
    ],
    node: true,
  },
  "feeds/chance": { rooms: [], packages: ["seedrandom"] },
  "feeds/path": {
    rooms: ["core", "core/market", "feeds/bars", "feeds/chance", "feeds/source", "errors"],
  },
  "feeds/made": {
    rooms: ["core", "feeds/bars", "feeds/chance", "feeds/path", "feeds/read", "feeds/source", "errors"],
    typesOf: ["core/market"],
    node: true,
  },
  "feeds/shaped": {
    rooms: ["core", "core/market", "feeds/bars", "feeds/chance", "feeds/source", "errors"],
    node: true,
  },
  "feeds/live": {
    rooms: ["core", "core/market", "feeds/bars", "feeds/chance", "feeds/source", "errors"],
    packages: ["ws"],
    node: true,
  },
  feeds: {
    rooms: ["core/market", "feeds/bars", "feeds/made", "feeds/read", "feeds/shaped", "feeds/source", "errors"],
    typesOf: ["feeds/path"],
    node: true,
  },

  "analysis/record": { rooms: [], typesOf: ["core/orders"] },
  "analysis/statistics": { rooms: ["core"], typesOf: ["analysis/record"] },
  "analysis/metrics": { rooms: ["analysis/statistics"] },
  "analysis/returns": { rooms: ["analysis/statistics", "core"], typesOf: ["analysis/record", "core/market"] },
  "analysis/trades": { rooms: ["analysis/record", "core"], typesOf: ["core/orders"] },
  analysis: {
    rooms: ["analysis/metrics", "analysis/returns", "analysis/statistics", "core", "errors"],
    typesOf: ["analysis/record", "core/market"],
  },
  "analysis/compare": {
    rooms: ["analysis/metrics", "analysis/returns", "analysis/statistics", "errors"],
    typesOf: ["analysis/record", "core"],
  },

  "run/curve": { rooms: ["analysis/statistics", "core"], typesOf: ["analysis/record", "core/journal", "core/market"] },
  "run/fingerprint": { rooms: ["core/journal"], typesOf: ["core/orders"], node: true },
  run: {
    rooms: [
      "analysis",
      "analysis/record",
      "analysis/trades",
      "core",
      "core/account",
      "core/engine",
      "core/market",
      "core/models",
      "feeds/source",
      "run/curve",
      "run/fingerprint",
      "strategy",
      "errors",
    ],
    typesOf: ["analysis/metrics", "core/journal", "core/orders"],
    packages: ["seedrandom"],
  },

  "store/sqlite": { rooms: ["core", "errors"], typesOf: ["turns"], packages: ["sqlite3"], node: true },
  "store/rows": {
    rooms: ["store/sqlite", "errors"],
    typesOf: ["analysis/record", "core/account", "core/journal", "core/market", "core/orders"],
  },
  "store/tables": {
    rooms: ["store/rows", "store/sqlite", "errors"],
    typesOf: ["analysis/record", "core/account", "core/journal", "core/market", "core/orders"],
  },
  "store/writing": { rooms: ["store/rows", "store/sqlite", "store/tables", "errors", "turns"], node: true },
  "store/database": {
    rooms: ["core", "store/sqlite", "store/tables", "store/writing", "errors", "turns"],
    typesOf: ["core/journal"],
  },
  "store/reading": { rooms: ["core", "store/database", "store/rows", "store/sqlite", "store/tables", "errors"] },
  store: {
    rooms: [
      "notebook",
      "store/database",
      "store/reading",
      "store/rows",
      "store/sqlite",
      "store/tables",
      "store/writing",
      "errors",
    ],
    typesOf: ["core", "core/market"],
    node: true,
  },

  "session/options": {
    rooms: ["core", "core/market", "feeds/bars", "feeds/source"],
    typesOf: ["analysis/record", "analysis/returns", "core/account", "core/models", "core/orders", "run"],
  },
  "session/plan": {
    rooms: ["core", "feeds/bars", "feeds/source", "run", "session/options", "strategy", "strategy/reach", "errors"],
    typesOf: ["analysis/returns"],
    node: true,
  },
  "session/record": {
    rooms: ["analysis/record", "core", "core/journal", "core/orders", "feeds/bars", "feeds/source", "run", "errors"],
    typesOf: ["analysis", "core/engine", "session/plan", "session/options", "store"],
  },
  "session/writing": {
    rooms: ["run", "run/fingerprint", "session/record"],
    typesOf: ["core/journal", "core/orders", "store"],
  },
  "session/life": {
    rooms: [
      "core",
      "core/market",
      "feeds/source",
      "notebook",
      "run",
      "run/fingerprint",
      "session/record",
      "session/options",
      "session/writing",
      "errors",
    ],
    typesOf: ["core/account", "core/engine", "core/journal", "core/orders", "feeds/source"],
    node: true,
  },
  "session/stored": {
    rooms: ["core", "feeds", "run", "run/fingerprint", "session/plan", "session/options", "strategy", "errors"],
    typesOf: ["core/market", "feeds/source", "store"],
  },
  session: {
    rooms: [
      "core",
      "feeds",
      "feeds/source",
      "core/market",
      "run",
      "run/fingerprint",
      "session/life",
      "session/plan",
      "session/record",
      "session/stored",
      "errors",
    ],
    typesOf: ["analysis", "core/engine", "core/journal", "core/orders", "session/options", "store", "strategy/reach"],
  },

  output: { rooms: ["core"] },
  "output/plotly": { rooms: ["output"] },
  "output/still": { rooms: ["output", "output/plotly"] },
  "output/figures": {
    rooms: ["core", "notebook", "output", "output/plotly", "output/still"],
    typesOf: ["core/market", "core/orders"],
  },
  "output/pages": { rooms: ["output", "output/plotly", "output/still"], typesOf: ["core", "notebook"], node: true },
  "output/frames": { rooms: ["notebook", "output"], typesOf: ["core"], node: true },

  views: {
    rooms: ["analysis", "analysis/metrics", "core", "notebook", "output", "output/frames", "output/pages", "errors"],
    typesOf: ["strategy"],
    node: true,
  },
  "views/session": {
    rooms: [
      "analysis",
      "analysis/returns",
      "core",
      "feeds/bars",
      "feeds/source",
      "output",
      "output/figures",
      "output/pages",
      "session/options",
      "views",
      "errors",
    ],
    typesOf: [
      "analysis/record",
      "core/account",
      "core/journal",
      "core/market",
      "core/orders",
      "notebook",
      "output/frames",
      "output/plotly",
      "run",
      "session",
    ],
  },
  "views/comparison": {
    rooms: [
      "analysis",
      "analysis/compare",
      "output",
      "output/figures",
      "output/frames",
      "output/pages",
      "views",
      "views/session",
    ],
    typesOf: ["notebook", "output/plotly", "session"],
  },
  "views/feed": {
    rooms: ["core", "core/market", "feeds/bars", "feeds/source", "output", "output/figures", "output/pages", "views"],
    typesOf: ["notebook", "output/frames", "output/plotly"],
  },
  "views/lab": {
    rooms: ["core", "output", "output/frames", "output/pages", "session/options", "views"],
    typesOf: ["notebook", "output/frames", "session", "session/plan"],
  },
  "views/live": {
    rooms: ["core", "notebook", "output", "output/pages", "views/session"],
    typesOf: ["session", "session/record"],
    node: true,
  },

  api: {
    rooms: [
      "analysis",
      "analysis/compare",
      "core",
      "feeds/live",
      "feeds/made",
      "feeds/read",
      "feeds/shaped",
      "feeds/source",
      "notebook",
      "output/frames",
      "session",
      "session/life",
      "session/plan",
      "session/record",
      "session/stored",
      "session/options",
      "store",
      "strategy",
      "views",
      "views/comparison",
      "views/feed",
      "views/lab",
      "views/live",
      "views/session",
      "errors",
      "turns",
    ],
    typesOf: [
      "feeds/path",
      "analysis/metrics",
      "analysis/returns",
      "core/account",
      "core/engine",
      "core/journal",
      "core/market",
      "core/orders",
      "output/plotly",
      "run",
    ],
  },
  index: {
    rooms: [
      "analysis/trades",
      "api",
      "core/account",
      "core/models",
      "feeds/live",
      "output/frames",
      "strategy/indicators",
      "errors",
    ],
    typesOf: [
      "feeds/path",
      "feeds/shaped",
      "analysis",
      "analysis/metrics",
      "analysis/returns",
      "core/journal",
      "core/market",
      "core/orders",
      "feeds/made",
      "feeds/read",
      "feeds/source",
      "output/plotly",
      "session/life",
      "session/record",
      "session/stored",
      "session/options",
      "strategy",
      "views/lab",
      "views/session",
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
