import type * as TypeScript from "typescript";
import type { Edit } from "../text/edits";
import type { Ts } from "./typescript";

/**
 * Returns the edits that make correct code compile in tslab. `{ feed }`, for an earlier cell's variable, becomes
 * `{ feed: feed }`. `export` is removed, because later cells see every name anyway. Columns after an insertion move;
 * lines never do.
 */
export function repairs(ts: Ts, file: TypeScript.SourceFile, earlier: ReadonlySet<string>): Edit[] {
  const edits: Edit[] = [];
  for (const statement of file.statements) edits.push(...exportEdits(ts, file, statement));
  const visit = (node: TypeScript.Node): void => {
    if (ts.isShorthandPropertyAssignment(node) && earlier.has(node.name.text)) {
      edits.push({ start: node.name.getStart(file), length: 0, insert: `${node.name.text}: ` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

function exportEdits(ts: Ts, file: TypeScript.SourceFile, statement: TypeScript.Statement): Edit[] {
  const blank = (node: { getStart(file: TypeScript.SourceFile): number; end: number }) =>
    blanked(file.text, node.getStart(file), node.end);
  if (ts.isExportDeclaration(statement)) {
    const { moduleSpecifier, exportClause } = statement;
    const start = statement.getStart(file);
    if (moduleSpecifier === undefined || exportClause === undefined) return [blank(statement)];
    // `export { a } from "b"` declares `a` for later cells.
    return [{ start, length: "export".length, insert: "import" }];
  }
  if (ts.isExportAssignment(statement)) {
    return [blanked(file.text, statement.getStart(file), statement.expression.getStart(file))];
  }
  if (!ts.canHaveModifiers(statement)) return [];
  const kinds = [ts.SyntaxKind.ExportKeyword, ts.SyntaxKind.DefaultKeyword];
  return (ts.getModifiers(statement) ?? []).filter(({ kind }) => kinds.includes(kind)).map(blank);
}

function blanked(text: string, start: number, end: number): Edit {
  return { start, length: end - start, insert: text.slice(start, end).replace(/[^\n\r]/g, " ") };
}

/** Whether a cell awaits at top level, including `for await` and `await using`. */
export function awaitsAtTop(ts: Ts, file: TypeScript.SourceFile): boolean {
  return firstAwaiting(ts, file) !== undefined;
}

/** Returns the offset at which JavaScript first awaits at top level; `undefined` if it does not. */
export function firstAwait(ts: Ts, code: string): number | undefined {
  const file = ts.createSourceFile("file.mjs", `${code}\nexport {}`, ts.ScriptTarget.ES2022, false);
  return firstAwaiting(ts, file)?.getStart(file);
}

function firstAwaiting(ts: Ts, file: TypeScript.SourceFile): TypeScript.Node | undefined {
  const found = (node: TypeScript.Node): TypeScript.Node | undefined => {
    if (ts.isFunctionLike(node) || ts.isClassStaticBlockDeclaration(node)) return undefined;
    if (ts.isPropertyDeclaration(node)) return node.name && found(node.name);
    if (ts.isAwaitExpression(node) || (ts.isForOfStatement(node) && node.awaitModifier !== undefined)) return node;
    const { AwaitUsing } = ts.NodeFlags;
    if (ts.isVariableDeclarationList(node) && (node.flags & AwaitUsing) === AwaitUsing) return node;
    return ts.forEachChild(node, found);
  };
  return found(file);
}

/** Returns the names that the declarations of earlier cells, as text, introduce. */
export function declaredNames(ts: Ts, declarations: string): Set<string> {
  const file = ts.createSourceFile("earlier.d.ts", declarations, ts.ScriptTarget.ES2022, false);
  const names = new Set<string>();
  for (const statement of file.statements) for (const name of namesOf(ts, statement)) names.add(name);
  return names;
}

/** Returns the names that a top-level statement of a cell declares. */
export function namesOf(ts: Ts, statement: TypeScript.Statement): string[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap(({ name }) => boundNames(ts, name));
  }
  if (ts.isImportDeclaration(statement)) return importedNames(ts, statement.importClause);
  // The name of `declare global` is none.
  if ((statement.flags & ts.NodeFlags.GlobalAugmentation) !== 0) return [];
  const { name } = statement as { name?: TypeScript.Node };
  return name !== undefined && ts.isIdentifier(name) ? [name.text] : [];
}

function boundNames(ts: Ts, name: TypeScript.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : boundNames(ts, element.name)));
}

function importedNames(ts: Ts, clause: TypeScript.ImportClause | undefined): string[] {
  if (clause === undefined) return [];
  const names = clause.name === undefined ? [] : [clause.name.text];
  const { namedBindings } = clause;
  if (namedBindings === undefined) return names;
  if (ts.isNamespaceImport(namedBindings)) return [...names, namedBindings.name.text];
  return [...names, ...namedBindings.elements.map((element) => element.name.text)];
}

/** Returns what modules call the imports of a cell that have another name in it: `{ m: "sma", lib: "default" }`. */
export function renamedImports(ts: Ts, file: TypeScript.SourceFile): Record<string, string> {
  const renamed: Record<string, string> = {};
  for (const statement of file.statements) {
    const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined;
    if (clause?.name !== undefined) renamed[clause.name.text] = "default";
    const { namedBindings } = clause ?? {};
    if (namedBindings === undefined || !ts.isNamedImports(namedBindings)) continue;
    for (const { name, propertyName } of namedBindings.elements)
      if (propertyName !== undefined) renamed[name.text] = propertyName.text;
  }
  return renamed;
}

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
