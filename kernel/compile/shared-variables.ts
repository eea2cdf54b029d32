import type * as TypeScript from "typescript";
import type { Edit } from "../text/edits";
import { namesOf } from "./repair";
import type { Ts } from "./typescript";

/**
 * Returns the edits that let a cell share its variables with later cells. tslab ends a cell's module with
 * `export { total }`, from which TypeScript makes a copy: a later cell's assignment to `total` would not reach this
 * cell's own functions. For `export let total` it makes no variable, and every use means `exports.total`.
 */
export function sharedVariables(ts: Ts, module: string): Edit[] {
  const file = ts.createSourceFile("module.js", module, ts.ScriptTarget.ES2022, false, ts.ScriptKind.JS);
  const list = file.statements.find((statement) => isExportList(ts, statement));
  const elements = list?.exportClause.elements ?? [];
  const exported = new Set(elements.filter(isPlain).map(({ name }) => name.text));
  const shared = file.statements.filter((statement): statement is TypeScript.VariableStatement => {
    if (!ts.isVariableStatement(statement) || statement.modifiers !== undefined) return false;
    const isConst = (statement.declarationList.flags & ts.NodeFlags.Const) !== 0;
    return !isConst && namesOf(ts, statement).every((name) => exported.has(name));
  });
  if (list === undefined || shared.length === 0) return [];
  const names = new Set(shared.flatMap((statement) => namesOf(ts, statement)));
  const left = elements.filter(({ name }) => !names.has(name.text)).map((element) => element.getText(file));
  const start = list.getStart(file);
  return [
    ...shared.map((statement) => ({ start: statement.getStart(file), length: 0, insert: "export " })),
    { start, length: list.end - start, insert: `export { ${left.join(", ")} };` },
  ];
}

type ExportList = TypeScript.ExportDeclaration & { readonly exportClause: TypeScript.NamedExports };

function isExportList(ts: Ts, statement: TypeScript.Statement): statement is ExportList {
  if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier !== undefined) return false;
  return statement.exportClause !== undefined && ts.isNamedExports(statement.exportClause);
}

// Exported under its own name.
function isPlain({ propertyName }: TypeScript.ExportSpecifier): boolean {
  return propertyName === undefined;
}

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
