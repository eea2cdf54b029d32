import { posix } from "node:path";
import ts from "typescript";
import { finding, nodesOf, type Source } from "../reading/source";

/** Returns every `any` and every comment that switches the compiler off. */
export function looseTypes(source: Source): string[] {
  const any = nodesOf(source).filter(({ kind }) => kind === ts.SyntaxKind.AnyKeyword);
  const switches = source.text.split("\n").flatMap((line, index) => {
    const found = /@ts-(ignore|expect-error|nocheck)/.exec(line);
    return found === null ? [] : [`${source.folder}/${source.path}:${index + 1}: ${found[0]}`];
  });
  return [...any.map((node) => finding(source, node, "any")), ...switches];
}

/** Returns file names and names of exported declarations that say nothing: util, helper, manager, impl, `IBar`. */
export function emptyNames(source: Source): string[] {
  const file = /util|helper|manager|impl\b/i.test(posix.basename(source.path, ".ts"))
    ? [`${source.folder}/${source.path}: its name`]
    : [];
  const declared = source.ast.statements.filter((node) => "name" in node && node.name !== undefined);
  const names = declared.map((node) => ({ node, name: (node as ts.Statement & { name: ts.Node }).name.getText() }));
  const empty = names.filter(({ name }) => /(Utils?|Helpers?|Manager|Impl)$|^I[A-Z][a-z]/.test(name));
  return [...file, ...empty.map(({ node, name }) => finding(source, node, name))];
}

/** Returns every text in a file that is an SQL statement. Doc comments may speak of SQL. */
export function sqlTexts(source: Source): string[] {
  const sql =
    /^\s*(select\s[\s\S]*\sfrom\s|insert\s+(or\s+\w+\s+)?into\s|update\s+\w+\s+set\s|delete\s+from\s|create\s+(table|index|view)\s|pragma\s+\w|begin\b.*(transaction|immediate|exclusive))/i;
  const texts = nodesOf(source).filter((node) => ts.isStringLiteralLike(node) || ts.isTemplateExpression(node));
  return texts.filter((node) => sql.test(node.getText().slice(1))).map((node) => finding(source, node, "SQL"));
}

// A list of names itself, so that a new one is named in one place.
const listsOfNames = ['"./strategy/indicators/index"'];

/** Returns every statement of src/index.ts that does not export names from a module, each module once. */
export function indexFindings(source: Source): string[] {
  const seen = new Set<string>();
  const wrong = source.ast.statements.filter((statement) => {
    const module = moduleOfNames(statement);
    const known = module === undefined || seen.has(module);
    if (module !== undefined) seen.add(module);
    return known;
  });
  return wrong.map((statement) => finding(source, statement, statement.getText().split("\n")[0]));
}

function moduleOfNames(node: ts.Statement): string | undefined {
  if (!ts.isExportDeclaration(node) || node.moduleSpecifier === undefined) return undefined;
  const module = node.moduleSpecifier.getText();
  const { exportClause } = node;
  const names = exportClause === undefined ? listsOfNames.includes(module) : ts.isNamedExports(exportClause);
  return names ? module : undefined;
}
