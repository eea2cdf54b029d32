import type * as TypeScript from "typescript";
import type { ScriptTransformer, Ts } from "./typescript";

/**
 * Lets a cell's imports be variables like all others: TypeScript defines them as getters of `exports`, which could not be
 * given another value, or be imported again, in a later cell. `Object.defineProperty(exports, "a", { get })` becomes
 * `exports.a = ...`, and `exports` can be a plain object, which is read and written at full speed.
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
