import { importsOf, resolve } from "./imports";
import type { Source } from "./source";

/** Returns every import cycle met on a walk through the files, as `a.ts > b.ts > a.ts`; imports of types count too. */
export function cycles(sources: readonly Source[]): string[] {
  const graph = graphOf(sources);
  const found: string[] = [];
  const finished = new Set<string>();
  const visit = (path: string, trail: readonly string[]) => {
    if (trail.includes(path)) found.push([...trail.slice(trail.indexOf(path)), path].join(" > "));
    if (trail.includes(path) || finished.has(path)) return;
    for (const next of graph.get(path) ?? []) visit(next, [...trail, path]);
    finished.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

function graphOf(sources: readonly Source[]): Map<string, string[]> {
  const paths = new Set(sources.map(({ path }) => path));
  return new Map(
    sources.map((source) => {
      const files = importsOf(source).map(({ specifier }) => resolve(source, specifier ?? "", paths));
      return [source.path, files.filter((file) => file !== undefined)];
    }),
  );
}
