import { importsOf, resolve } from "../reading/imports";
import { roomOf, type Source } from "../reading/source";

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

/** Returns the rooms that import one another in a circle, as one text for each group: `core/account, core/broker`. */
export function roomCycles(sources: readonly Source[]): string[] {
  const rooms = new Map<string, Set<string>>();
  for (const [path, files] of graphOf(sources)) {
    const room = roomOf(path);
    const reached = rooms.get(room) ?? new Set();
    for (const file of files) if (roomOf(file) !== room) reached.add(roomOf(file));
    rooms.set(room, reached);
  }
  const groups = Array.from(rooms.keys(), (room) => {
    const circle = [...reachableFrom(room, rooms)].filter((other) => reachableFrom(other, rooms).has(room));
    return circle.sort().join(", ");
  });
  return [...new Set(groups)].filter((group) => group !== "").sort();
}

function reachableFrom(room: string, rooms: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const reached = new Set<string>();
  const visit = (next: string) => {
    if (reached.has(next)) return;
    reached.add(next);
    rooms.get(next)?.forEach(visit);
  };
  rooms.get(room)?.forEach(visit);
  return reached;
}
