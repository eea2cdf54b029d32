import { parseFaults } from "../compile/tslab";
import type { Interpreter } from "./interpreter";

/** The names that can stand at a place, as Jupyter wants them. */
export interface Completions {
  readonly matches: readonly string[];
  readonly cursor_start: number;
  readonly cursor_end: number;
  readonly metadata: object;
}

/** Whether a cell that somebody types is complete, as Jupyter wants it. */
export type Completeness =
  | { readonly status: "complete" | "invalid" }
  | { readonly status: "incomplete"; readonly indent: string };

// Codes of syntax errors that no further line can fix, and of a template that another line must close.
const unmendable = new Set([1002, 1127, 1161]);
const unterminatedTemplate = 1160;

/** Says whether a cell is complete. If not, `indent` is for its next line. */
export function completenessOf({ compiler: { tslab } }: Interpreter, code: string): Completeness {
  const codes = new Set(parseFaults(tslab.ts, code).map((fault) => fault.code));
  if (codes.has(unterminatedTemplate)) return { status: "incomplete", indent: "" };
  if ([...codes].some((one) => unmendable.has(one))) return { status: "invalid" };
  const { completed, indent = "" } = tslab.isCompleteCode(code);
  return completed ? { status: "complete" } : { status: "incomplete", indent };
}

const mostMatches = 500;

/** Returns the names that can stand at a place of a cell. Positions count Unicode code points, as in Jupyter. */
export function completionsAt(interpreter: Interpreter, code: string, cursor: number): Completions {
  const { compiler, declarations } = interpreter;
  const at = unitsOf(code, cursor);
  const found = withPackages(compiler.complete(declarations, code, at), code.slice(0, at), interpreter.packages);
  const matches = [...new Set(found.candidates)].slice(0, mostMatches);
  const kinds = new Map(found.original?.entries.map(({ name, kind }) => [name, kind as string]));
  const start = pointsOf(code, found.start);
  const end = pointsOf(code, found.end);
  const types = matches.map((text) => ({ text, type: kinds.get(text) ?? "", start, end }));
  return { matches, cursor_start: start, cursor_end: end, metadata: { _jupyter_types_experimental: types } };
}

type Found = ReturnType<Interpreter["compiler"]["complete"]>;

const moduleName = /\b(?:from|import|require)\s*\(?\s*["']([^"'\n]*)$/;

// tslab does not let TypeScript look for packages.
function withPackages(found: Found, before: string, packages: readonly string[]): Found {
  const [, begun] = moduleName.exec(before) ?? [];
  if (begun === undefined) return found;
  const candidates = [...packages, ...found.candidates].filter((name) => name.startsWith(begun));
  return { ...found, candidates, start: before.length - begun.length, end: before.length };
}

/** Describes the name at a place of a cell, as text; `undefined` if there is none. */
export function inspectionAt(interpreter: Interpreter, code: string, cursor: number): string | undefined {
  const { compiler, declarations } = interpreter;
  const at = unitsOf(code, cursor);
  // A cursor right after a name means that name.
  for (const place of [at, at - 1]) {
    if (place < 0) continue;
    const info = compiler.inspect(declarations, code, place);
    if (info) return compiler.tslab.printQuickInfo(info);
  }
  return undefined;
}

function unitsOf(text: string, points: number): number {
  let units = 0;
  let left = points;
  for (const character of text) {
    if (left-- <= 0) break;
    units += character.length;
  }
  return units;
}

function pointsOf(text: string, units: number): number {
  return Array.from(text.slice(0, units)).length;
}
