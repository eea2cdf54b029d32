import type * as TypeScript from "typescript";
import { namesOf } from "./repair";
import type { Ts } from "./typescript";

/** The declarations of earlier cells: what is in `declare global`, one by one, and the rest. */
export interface SplitDeclarations {
  /** Each within a `declare global` of its own, in one line. */
  readonly globals: readonly string[];
  readonly rest: string;
}

/** Whether a statement is `declare global { ... }`. */
export function isGlobalBlock(ts: Ts, statement: TypeScript.Statement): statement is TypeScript.ModuleDeclaration {
  return ts.isModuleDeclaration(statement) && (statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0;
}

/**
 * Takes the global declarations out of those of earlier cells. The converter would take `zed` of
 * `declare global { var zed: number }` for a variable of an earlier cell, which is a member of `exports`. Those that
 * the cell declares globally itself are left out.
 */
export function splitDeclarations(ts: Ts, declarations: string, cell: TypeScript.SourceFile): SplitDeclarations {
  if (!declarations.includes("declare global")) return { globals: [], rest: declarations };
  const file = ts.createSourceFile("earlier.ts", declarations, ts.ScriptTarget.ES2022, false);
  const blocks = file.statements.filter((statement) => isGlobalBlock(ts, statement));
  const own = new Set(cell.statements.flatMap((one) => declaredIn(ts, one).flatMap((inner) => namesOf(ts, inner))));
  const left = blocks.flatMap((block) => declaredIn(ts, block)).filter((one) => !isDeclared(namesOf(ts, one), own));
  let rest = declarations;
  for (const { pos, end } of [...blocks].reverse()) rest = rest.slice(0, pos) + rest.slice(end);
  const textOf = printed(ts, file);
  return { globals: left.map((one) => `declare global { ${textOf(one)} }`), rest };
}

function declaredIn(ts: Ts, statement: TypeScript.Statement): readonly TypeScript.Statement[] {
  if (!isGlobalBlock(ts, statement) || statement.body === undefined) return [];
  return ts.isModuleBlock(statement.body) ? statement.body.statements : [];
}

function isDeclared(names: readonly string[], own: ReadonlySet<string>): boolean {
  return names.some((name) => own.has(name));
}

// Without comments, a declaration fits on one line.
function printed(ts: Ts, file: TypeScript.SourceFile): (node: TypeScript.Node) => string {
  const printer = ts.createPrinter({ removeComments: true });
  return (node) => printer.printNode(ts.EmitHint.Unspecified, node, file).replaceAll(/\s*\n\s*/g, " ");
}
