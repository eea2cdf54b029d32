import ts from "typescript";
import { finding, lineOf, nodesOf, type Source } from "./source";

/** Lines that a file and a function may have before their design is a question. */
export const longestFile = 400;
export const longestFunction = 60;

/** Returns the file when it is longer than `longestFile`, and each of its functions longer than `longestFunction`. */
export function oversized(source: Source): string[] {
  const lines = lineOf(source, source.text.trimEnd().length);
  const file = lines > longestFile ? [`${source.folder}/${source.path}:1: ${lines} lines`] : [];
  return [...file, ...[...nodesOf(source)].flatMap((node) => oversizedFunction(source, node))];
}

function oversizedFunction(source: Source, node: ts.Node): string[] {
  if (!ts.isFunctionLike(node) || !("body" in node) || node.body === undefined) return [];
  const lines = lineOf(source, node.end) - lineOf(source, node.getStart()) + 1;
  return lines > longestFunction ? [finding(source, node, `a function of ${lines} lines`)] : [];
}
