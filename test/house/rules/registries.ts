import { posix } from "node:path";
import { importsOf, resolve } from "../reading/imports";
import type { Source } from "../reading/source";

/** Folders whose files are all of one kind, and the file that lists them. Files of another kind are named beside. */
const registries: readonly { folder: string; list: string; others?: readonly string[] }[] = [
  { folder: "analysis/metrics", list: "analysis/metrics/catalog.ts", others: ["metric.ts", "of-returns.ts"] },
  { folder: "views/session/diagnostics", list: "views/session/diagnostics.ts" },
  { folder: "strategies", list: "strategies/index.ts" },
  { folder: "strategy/indicators", list: "strategy/indicators/index.ts" },
  { folder: "views/session/tables", list: "views/session/tables.ts", others: ["session-table.ts"] },
  {
    folder: "core/orders/types",
    list: "core/orders/types/order-types.ts",
    others: ["kind.ts", "share-of-price.ts", "terms.ts"],
  },
  { folder: "core/models", list: "core/models/makers.ts", others: ["any-price.ts"] },
  { folder: "core/models", list: "index.ts", others: ["any-price.ts", "makers.ts"] },
  { folder: "core/account/rules", list: "core/account/rules/makers.ts" },
  { folder: "feeds/made", list: "feeds/remake.ts" },
  { folder: "feeds/made", list: "api/feed.ts" },
  { folder: "store/tables", list: "store/tables/schema.ts" },
  {
    folder: "output/figures",
    list: "views/session/figures.ts",
    others: ["attribution.ts", "heat-map.ts", "waterfall.ts"],
  },
  { folder: "output/figures/runs", list: "views/sweep/figures.ts" },
  { folder: "core/account/rules", list: "index.ts", others: ["makers.ts"] },
];

/** Returns every file of a registry's folder that the registry does not list: nothing knows of it. */
export function unregistered(sources: readonly Source[]): string[] {
  const paths = new Set(sources.map(({ path }) => path));
  return registries.flatMap(({ folder, list, others = [] }) => {
    const registry = sources.find(({ path }) => path === list);
    if (registry === undefined) return [`src/${list} is not there`];
    const listed = new Set(importsOf(registry).map(({ specifier = "" }) => resolve(registry, specifier, paths)));
    const files = [...paths].filter((path) => posix.dirname(path) === folder && path !== list);
    return files
      .filter((path) => !listed.has(path) && !others.includes(posix.basename(path)))
      .map((path) => `src/${path} is not in src/${list}`);
  });
}
