import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import ts from "typescript";

/** Absolute path of the project's folder. */
export const root = join(__dirname, "..", "..", "..");

/** One TypeScript file of src/ or kernel/, parsed. `path` is relative to that folder, with forward slashes. */
export interface Source {
  readonly folder: string;
  readonly path: string;
  readonly text: string;
  readonly ast: ts.SourceFile;
}

/** Parses a text as if it were the file `path` of src/, or of another folder. */
export function parse(path: string, text: string, folder = "src"): Source {
  return { folder, path, text, ast: ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true) };
}

const read = new Map<string, readonly Source[]>();

/** Returns every TypeScript file of src/, or of another folder, parsed. */
export function readSources(folder = "src"): readonly Source[] {
  const sources = read.get(folder) ?? parseAll(folder);
  read.set(folder, sources);
  return sources;
}

function parseAll(folder: string): Source[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: "utf8" });
  const paths = files.map((path) => path.replaceAll("\\", "/")).filter((path) => path.endsWith(".ts"));
  return paths.sort().map((path) => parse(path, readFileSync(join(root, folder, path), "utf8"), folder));
}

/**
 * The room of src/ that a file belongs to: its folder of the second level where it has one, else of the first; its own name
 * without `.ts` for the files at the top.
 */
export function roomOf(path: string): string {
  const folders = path.split("/").slice(0, -1);
  return folders.length === 0 ? posix.basename(path, ".ts") : folders.slice(0, 2).join("/");
}

/** The floor that a file belongs to: its folder of the first level. */
export function floorOf(path: string): string {
  return roomOf(path).split("/")[0];
}

/** Writes a finding the way a compiler does: `src/core/market/bar.ts:12: Math.random in core`. */
export function finding(source: Source, node: ts.Node, what: string): string {
  return `${source.folder}/${source.path}:${lineOf(source, node.getStart())}: ${what}`;
}

/** One-based line of a position in a file. */
export function lineOf(source: Source, position: number): number {
  return source.ast.getLineAndCharacterOfPosition(position).line + 1;
}

const nodes = new WeakMap<Source, readonly ts.Node[]>();

/** Returns every node of a file, parents first. */
export function nodesOf(source: Source): readonly ts.Node[] {
  const found = nodes.get(source) ?? below(source.ast);
  nodes.set(source, found);
  return found;
}

function below(top: ts.Node): ts.Node[] {
  const found: ts.Node[] = [];
  const visit = (node: ts.Node) => {
    found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(top);
  return found;
}
