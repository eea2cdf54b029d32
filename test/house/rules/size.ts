import { posix } from "node:path";
import ts from "typescript";
import { finding, lineOf, nodesOf, type Source } from "../reading/source";

/** Lines that a file and a function may have before their design is a question. */
export const longestFile = 400;
export const longestFunction = 60;

/** Returns the file when it is longer than `longestFile`, and each of its functions longer than `longestFunction`. */
export function oversized(source: Source): string[] {
  const lines = lineOf(source, source.text.trimEnd().length);
  const file = lines > longestFile ? [`${source.folder}/${source.path}:1: ${lines} lines`] : [];
  return [...file, ...nodesOf(source).flatMap((node) => oversizedFunction(source, node))];
}

function oversizedFunction(source: Source, node: ts.Node): string[] {
  if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return [];
  const lines = lineOf(source, node.end) - lineOf(source, node.getStart()) + 1;
  return lines > longestFunction ? [finding(source, node, `a function of ${lines} lines`)] : [];
}

/** Files that a folder may have before its design is a question, and those folders whose files are all of one kind. */
export const fullestFolder = 12;
const ofOneKind = [
  ...["analysis/metrics", "store/tables", "strategy/indicators", "core/account/rules", "core/models", "output/figures"],
  ...["views/session/tables", "views/session/diagnostics"],
  "strategies",
];

/** Returns every folder that has more than `fullestFolder` files of unlike kinds. */
export function fullFolders(sources: readonly Source[]): string[] {
  const counts = new Map<string, number>();
  for (const { folder, path } of sources) {
    const name = posix.dirname(`${folder}/${path}`);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return Array.from(counts)
    .filter(([name, count]) => count > fullestFolder && !ofOneKind.some((folder) => name.endsWith(`/${folder}`)))
    .map(([name, count]) => `${name}: ${count} files`);
}
