import type * as TypeScript from "typescript";
import type { Edit } from "../text/edits";
import type { Ts } from "./typescript";

const lastName = "tsLastExpr";

/**
 * Returns the name under which `keepLastAfterUsing` exports the last expression of a cell; `undefined` if the cell has
 * no `using` at top level, or does not end with an expression.
 */
export function lastAfterUsing(ts: Ts, file: TypeScript.SourceFile): string | undefined {
  const { BlockScoped, Using } = ts.NodeFlags;
  const isUsing = (statement: TypeScript.Statement) => {
    if (!ts.isVariableStatement(statement)) return false;
    const kind = statement.declarationList.flags & BlockScoped;
    return kind === Using || kind === ts.NodeFlags.AwaitUsing;
  };
  // The converter, and we, append an export.
  const last = file.statements.filter((statement) => !ts.isExportDeclaration(statement)).at(-1);
  const isShown = last !== undefined && ts.isExpressionStatement(last) && file.statements.some(isUsing);
  return isShown ? lastName : undefined;
}

/**
 * Returns the edits that export the last expression of a cell with a `using` at top level. TypeScript puts such a cell
 * into a `try`, where tslab does not see how it ends.
 */
export function keepLastAfterUsing(ts: Ts, module: string, source: string | undefined): Edit[] {
  const parsed = (text: string) => ts.createSourceFile("cell.ts", text, ts.ScriptTarget.ES2022, false);
  if (source === undefined || !source.includes("using")) return [];
  if (lastAfterUsing(ts, parsed(source)) === undefined) return [];
  const file = parsed(module);
  const made = file.statements.filter((statement) => ts.isTryStatement(statement)).at(-1);
  const last = made?.tryBlock.statements.at(-1);
  if (last === undefined || !ts.isExpressionStatement(last)) return [];
  return [
    { start: last.getStart(file), length: 0, insert: `exports.${lastName} = (` },
    { start: last.expression.end, length: 0, insert: ")" },
  ];
}
