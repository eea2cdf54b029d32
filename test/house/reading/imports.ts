import { posix } from "node:path";
import ts from "typescript";
import { nodesOf, type Source } from "./source";

/** One mention of another module: an import, a re-export, `import(...)`, `require(...)` or `import("../rules/...").Type`. */
export interface Import {
  readonly node: ts.Node;
  /** As written; undefined when it is computed, so that nothing can be said about it. */
  readonly specifier: string | undefined;
  /** Gone after compilation. */
  readonly typeOnly: boolean;
}

/** Returns every mention of another module in a file. */
export function importsOf(source: Source): Import[] {
  return nodesOf(source).flatMap((node) => {
    const found = importIn(node);
    return found === undefined ? [] : [found];
  });
}

function importIn(node: ts.Node): Import | undefined {
  if (ts.isImportDeclaration(node)) return mention(node, node.moduleSpecifier, isTypeImport(node.importClause));
  if (ts.isExportDeclaration(node) && node.moduleSpecifier)
    return mention(node, node.moduleSpecifier, node.isTypeOnly || allTypes(node.exportClause));
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
    return mention(node, node.argument.literal, true);
  if (ts.isExternalModuleReference(node)) return mention(node, node.expression, false);
  if (ts.isCallExpression(node) && loads(node.expression)) return mention(node, node.arguments[0], false);
  return undefined;
}

function mention(node: ts.Node, specifier: ts.Node | undefined, typeOnly: boolean): Import {
  const text = specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
  return { node, specifier: text, typeOnly };
}

function isTypeImport(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  return clause.isTypeOnly || (clause.name === undefined && allTypes(clause.namedBindings));
}

function allTypes(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): boolean {
  if (bindings === undefined || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return false;
  return bindings.elements.length > 0 && bindings.elements.every((element) => element.isTypeOnly);
}

function loads(expression: ts.Expression): boolean {
  return (
    expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(expression) && expression.text === "require")
  );
}

/** Returns the path, relative to src/ and without ending, that a relative specifier names; it may begin with `../`. */
export function target(source: Source, specifier: string): string {
  return posix.join(posix.dirname(source.path), specifier);
}

/** Returns the file of src/ that a specifier names, or undefined for packages and files outside. */
export function resolve(source: Source, specifier: string, paths: ReadonlySet<string>): string | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = target(source, specifier);
  return [`${path}.ts`, `${path}/index.ts`, path].find((candidate) => paths.has(candidate));
}
