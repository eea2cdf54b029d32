import type * as TypeScript from "typescript";
import type { ScriptTransformer, Ts } from "./typescript";

/** The name under which code finds its `import.meta`. */
export const metaName = "__importMeta";

/**
 * Makes what only an ES module can say about itself work in CommonJS.
 *
 * - `import(x)` becomes `require.import(x)`, which finds the same as a top-level import. TypeScript would use
 *   `require(x)`, which cannot load every package. Node's own `import` does not know files that must be compiled.
 * - `import.meta` becomes a variable.
 * - `const require = createRequire(import.meta.url)` is left out: there is a `require` already. A second one could not
 *   be declared beside it.
 */
export function importForms(ts: Ts): ScriptTransformer {
  return (context) => (file) => {
    const { factory } = context;
    const visit = (node: TypeScript.Node): TypeScript.Node => {
      if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
        return factory.createIdentifier(metaName);
      }
      const visited = ts.visitEachChild(node, visit, context);
      if (!ts.isCallExpression(visited) || visited.expression.kind !== ts.SyntaxKind.ImportKeyword) return visited;
      const load = factory.createPropertyAccessExpression(factory.createIdentifier("require"), "import");
      return factory.updateCallExpression(visited, load, undefined, visited.arguments.slice(0, 1));
    };
    const statements = file.statements.map((statement) => withoutRequire(ts, factory, statement));
    return ts.visitEachChild(factory.updateSourceFile(file, statements), visit, context);
  };
}

// Later cells that know the name find the `require` of all cells in its place.
function withoutRequire(
  ts: Ts,
  factory: TypeScript.NodeFactory,
  statement: TypeScript.Statement,
): TypeScript.Statement {
  if (!ts.isVariableStatement(statement)) return statement;
  const [declaration, ...others] = statement.declarationList.declarations;
  if (others.length > 0 || !isMadeRequire(ts, declaration)) return statement;
  const exported = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), "require");
  const kept = factory.createAssignment(exported, factory.createIdentifier("require"));
  return ts.setTextRange(factory.createExpressionStatement(kept), statement);
}

function isMadeRequire(ts: Ts, { name, initializer }: TypeScript.VariableDeclaration): boolean {
  if (!ts.isIdentifier(name) || name.text !== "require") return false;
  if (initializer === undefined || !ts.isCallExpression(initializer)) return false;
  const { expression } = initializer;
  const called = ts.isPropertyAccessExpression(expression) ? expression.name : expression;
  return ts.isIdentifier(called) && called.text === "createRequire";
}

/**
 * Makes a cell's imports plain variables. TypeScript defines them as getters of `exports`, so a later cell could not
 * assign or import them again. `Object.defineProperty(exports, "a", { get })` becomes `exports.a = ...`. Then
 * `exports` can be a plain object, which is fast to read and write.
 */
export function plainExports(ts: Ts): ScriptTransformer {
  return ({ factory }) =>
    (file) => {
      const statements = file.statements.map((statement) => {
        const found = definitionIn(ts, statement);
        if (found === undefined) return statement;
        const target = factory.createPropertyAccessExpression(factory.createIdentifier("exports"), found.name);
        return factory.createExpressionStatement(factory.createAssignment(target, found.value));
      });
      return factory.updateSourceFile(file, statements);
    };
}

function definitionIn(
  ts: Ts,
  statement: TypeScript.Statement,
): { name: string; value: TypeScript.Expression } | undefined {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const [target, name, descriptor] = statement.expression.arguments;
  const isExports = target !== undefined && ts.isIdentifier(target) && target.text === "exports";
  if (!isExports || !ts.isStringLiteral(name) || !ts.isObjectLiteralExpression(descriptor)) return undefined;
  const value = descriptor.properties.map((property) => returnedBy(ts, property)).find((one) => one !== undefined);
  return value && { name: name.text, value };
}

// The `x` of `get: function () { return x; }`.
function returnedBy(ts: Ts, property: TypeScript.ObjectLiteralElementLike): TypeScript.Expression | undefined {
  if (!ts.isPropertyAssignment(property) || !ts.isFunctionExpression(property.initializer)) return undefined;
  const [first] = property.initializer.body.statements;
  return first !== undefined && ts.isReturnStatement(first) ? first.expression : undefined;
}
