import ts from "typescript";
import { finding, type Source } from "../reading/source";

/**
 * Returns every export of a file without a doc comment: declarations, lists of names, what is passed on from outside
 * src, and the public methods and accessors of exported classes (unless the class implements a documented interface).
 */
export function undocumented(source: Source): string[] {
  return source.ast.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return undocumentedNames(source, statement);
    if (!isExported(statement)) return [];
    const own =
      isDocumented(statement) || isOverload(source, statement) ? [] : [finding(source, statement, nameOf(statement))];
    return ts.isClassDeclaration(statement) ? [...own, ...undocumentedMembers(source, statement)] : own;
  });
}

function isExported(node: ts.Statement): boolean {
  if (ts.isExportAssignment(node)) return true;
  return ts.canHaveModifiers(node) && has(node, ts.SyntaxKind.ExportKeyword);
}

function isDocumented(node: ts.Node): boolean {
  return ts.getJSDocCommentsAndTags(node).some((comment) => ts.isJSDoc(comment) && comment.comment !== undefined);
}

/** Whether another signature of the same function carries the doc comment. */
function isOverload(source: Source, node: ts.Statement): boolean {
  if (!ts.isFunctionDeclaration(node)) return false;
  const same = source.ast.statements.filter(
    (other) => ts.isFunctionDeclaration(other) && nameOf(other) === nameOf(node),
  );
  return same.some(isDocumented);
}

function undocumentedNames(source: Source, statement: ts.ExportDeclaration): string[] {
  const { moduleSpecifier, exportClause } = statement;
  if (moduleSpecifier !== undefined) {
    // What a file of src passes on is documented where it is declared.
    const inside =
      (moduleSpecifier as ts.StringLiteral).text.startsWith(".") && !statement.getText().includes("vendor/");
    return inside || isDocumented(statement) ? [] : [finding(source, statement, statement.getText())];
  }
  if (exportClause === undefined || !ts.isNamedExports(exportClause)) return [];
  return exportClause.elements.flatMap((element) => {
    const name = (element.propertyName ?? element.name).text;
    const declared = source.ast.statements.filter((other) => namesOf(other).includes(name));
    return declared.some(isDocumented) ? [] : [finding(source, element, name)];
  });
}

function undocumentedMembers(source: Source, node: ts.ClassDeclaration): string[] {
  if (node.heritageClauses?.some((clause) => clause.token === ts.SyntaxKind.ImplementsKeyword)) return [];
  const callable = node.members.filter((member) => ts.isMethodDeclaration(member) || ts.isAccessor(member));
  const open = callable.filter((member) => isPublic(member) && !isDocumented(member) && !isTwin(node, member));
  return open.map((member) => finding(source, member, `${nameOf(node)}.${member.name.getText()}`));
}

/** Whether the other accessor or signature of the same name carries the doc comment. */
function isTwin(node: ts.ClassDeclaration, member: ts.ClassElement): boolean {
  const name = member.name?.getText();
  return node.members.some((other) => other !== member && other.name?.getText() === name && isDocumented(other));
}

function isPublic(member: ts.MethodDeclaration | ts.AccessorDeclaration): boolean {
  if (ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name)) return false;
  return !has(member, ts.SyntaxKind.PrivateKeyword) && !has(member, ts.SyntaxKind.ProtectedKeyword);
}

function has(node: ts.HasModifiers, kind: ts.SyntaxKind): boolean {
  return ts.getModifiers(node)?.some((modifier) => modifier.kind === kind) ?? false;
}

function nameOf(node: ts.Statement): string {
  return namesOf(node).join(", ") || "default";
}

function namesOf(node: ts.Statement): string[] {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations.map(({ name }) => name.getText());
  const name = (node as { name?: ts.Node }).name;
  return name === undefined ? [] : [name.getText()];
}
