import { type Import, importsOf, target } from "../reading/imports";
import { finding, floorOf, type Source } from "../reading/source";

/** What the files of one room of kernel/ may import, beside their own room and Node's modules. */
export interface KernelRoom {
  readonly rooms: readonly string[];
  readonly packages?: readonly string[];
}

/** The table of the kernel's rooms: who may import whom. What is not in it is forbidden. */
export const kernelRooms: Readonly<Record<string, KernelRoom>> = {
  package: { rooms: [] },
  text: { rooms: [] },
  thread: { rooms: [] },
  errors: { rooms: ["text", "thread"] },
  results: { rooms: ["errors"] },
  compile: { rooms: ["errors", "text", "thread"], packages: ["tslab", "typescript"] },
  modules: { rooms: ["compile", "errors", "text"] },
  cells: { rooms: ["compile", "modules", "results", "errors", "thread"] },
  protocol: { rooms: ["thread"], packages: ["zeromq"] },
  notebook: { rooms: ["cells", "protocol", "thread", "package"] },
  install: { rooms: ["package"] },
  kernel: { rooms: ["cells", "compile", "results", "thread", "package"] },
  bin: { rooms: ["kernel", "notebook", "errors", "install", "package"] },
};

/** The one file that may load a package, for each of the packages. */
const onlyIn: Readonly<Record<string, string>> = {
  tslab: "compile/tslab.ts",
  typescript: "compile/typescript.ts",
  zeromq: "protocol/sockets.ts",
};
/** Types of TypeScript may be named wherever something is compiled. */
const compilerTypes = "typescript";

/** Files that a room may have before it is a question what is of one kind in it. */
export const mostFiles = 12;

/** Returns every import of a file of kernel/ that the table of its rooms does not allow. */
export function kernelFindings(source: Source): string[] {
  const from = floorOf(source.path);
  const room = kernelRooms[from];
  if (room === undefined)
    return [`kernel/${source.path}:1: the room ${from} is not in the table of the kernel's rooms`];
  return importsOf(source).flatMap((found) => {
    const objection = objectionTo(source, from, room, found);
    return objection === undefined ? [] : [finding(source, found.node, objection)];
  });
}

/** Returns every room of kernel/ that has more than `mostFiles` files. */
export function crowdedRooms(paths: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const path of paths.filter((one) => one.includes("/"))) {
    counts.set(floorOf(path), (counts.get(floorOf(path)) ?? 0) + 1);
  }
  return [...counts].flatMap(([room, count]) => (count > mostFiles ? [`kernel/${room}: ${count} files`] : []));
}

function objectionTo(source: Source, from: string, room: KernelRoom, found: Import): string | undefined {
  const { specifier, typeOnly } = found;
  // What cells load is theirs to name.
  if (specifier === undefined)
    return from === "cells" || from === "compile" ? undefined : `${from} imports a computed name`;
  if (specifier.startsWith("node:")) return undefined;
  if (specifier.startsWith(".")) {
    const to = target(source, specifier);
    if (to.startsWith("..")) return `${from} may not import ${to.slice(3)}, which is outside kernel`;
    const other = floorOf(to);
    return other === from || room.rooms.includes(other) ? undefined : `${from} may not import ${other}`;
  }
  if (specifier === compilerTypes && typeOnly && from === "compile") return undefined;
  const name = specifier.split("/")[0];
  if (!room.packages?.includes(name)) return `${from} may not import the package ${specifier}`;
  return onlyIn[name] === source.path ? undefined : `only ${onlyIn[name]} may import the package ${name}`;
}
