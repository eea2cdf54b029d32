import type * as TypeScript from "typescript";
import type { ScriptTransformer, Ts } from "./typescript";

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
